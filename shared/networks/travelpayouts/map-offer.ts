/** Fares and brands as offers. */
import * as z from "zod";
import type { OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { readRecord } from "../kit/reading.ts";
import type { TravelpayoutsCredentials, TravelpayoutsSettings } from "./definition.ts";
import { fareLink, SITE } from "./links.ts";

export interface City {
  readonly name: string;
  readonly country: string | null;
}

export type TravelpayoutsRecord =
  | {
      readonly surface: "fare";
      readonly fare: unknown;
      readonly currency: string;
      readonly special: boolean;
      readonly from: City | null;
      readonly to: City | null;
    }
  | { readonly surface: "brand"; readonly brand: unknown };

type Context = MappingContext<TravelpayoutsCredentials, TravelpayoutsSettings>;

const text = z.string().nullish();
const code = z.string().regex(/^[A-Z]{3}$/, "is not an IATA code");

export const fareSchema = z.looseObject({
  origin: code,
  destination: code,
  price: z.number().positive(),
  airline: text,
  // "0018" in version 3: never a number.
  flight_number: z.union([z.string(), z.number().transform(String)]).nullish(),
  departure_at: z.string().min(10),
  return_at: text,
  transfers: z.int().nullish(),
  duration: z.number().nullish(),
  link: z.string().startsWith("/", "is no path"),
  expires_at: text,
  title: text,
  actual: z.boolean().nullish(),
});
type Fare = z.output<typeof fareSchema>;

const brandSchema = z.looseObject({
  campaign_id: z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String),
  promo_id: z.union([z.int(), z.string()]).transform(String).nullish(),
  campaign_domains: z.array(z.string()).nullish(),
});

/**
 * Fares have no id: it is made of the route, the days and the flight, which stay while price and link move.
 */
export const fareId = ({
  origin,
  destination,
  departure_at,
  return_at,
  airline,
  flight_number,
}: Fare): string =>
  `fare-${origin}-${destination}-${departure_at.slice(0, 10)}-${return_at ? return_at.slice(0, 10) : "ow"}-${airline ?? ""}${flight_number ?? ""}`;

/** Null for a fare that is stale by its own word. @throws RecordRejected */
export const travelpayoutsOffer = (record: TravelpayoutsRecord, context: Context): OfferDraft | null =>
  record.surface === "fare" ? fareOffer(record, context) : brandOffer(record.brand, context);

function fareOffer(
  { fare: raw, currency, special, from, to }: Extract<TravelpayoutsRecord, { surface: "fare" }>,
  { credentials, settings }: Context,
): OfferDraft | null {
  const fare = readRecord(fareSchema, raw, "fare", ["link", "origin"]);
  if (fare.actual === false) return null;
  const url = SITE + fare.link;
  const oneWay = !fare.return_at;
  return {
    sourceOfferId: fareId(fare),
    kind: "DEAL",
    title: fare.title || `${from?.name ?? fare.origin} – ${to?.name ?? fare.destination}`,
    description: descriptionOf(fare),
    merchant: { name: "Aviasales", domain: SITE },
    url,
    trackingUrl: fareLink(url, credentials, settings),
    price: { amount: fare.price, currency },
    // What the API answers for a partner's token is open to its links.
    joinStatus: "JOINED",
    categories: ["flights", "travel"],
    tags: [
      special ? "special offer" : null,
      fare.transfers === 0 ? "direct" : null,
      oneWay ? "one-way" : "return",
      fare.airline,
      `to ${to?.country ?? fare.destination}`,
    ],
    countries: [from?.country],
    languages: fare.title ? [settings.locale] : [],
    // A fare is over when it expires, at the latest when the flight has left. An end that moved with every look would
    // be a change at every sync.
    endsAt: fare.expires_at || fare.departure_at,
  };
}

/** Text without a price: that is a field, and moves. */
function descriptionOf({ airline, flight_number, departure_at, return_at, transfers }: Fare): string {
  const stops = transfers === 0 ? "direct" : typeof transfers === "number" ? `${transfers} stop(s)` : null;
  return [
    [airline, flight_number].filter(Boolean).join(" "),
    `${departure_at.slice(0, 10)}${return_at ? ` – ${return_at.slice(0, 10)}` : ""}`,
    stops,
  ]
    .filter(Boolean)
    .join(", ");
}

function brandOffer(raw: unknown, { credentials, settings }: Context): OfferDraft {
  const brand = readRecord(brandSchema, raw, "brand", ["campaign_id"]);
  const domain = brand.campaign_domains?.find((each) => each !== "");
  if (!domain) throw new RecordRejected(`brand ${brand.campaign_id} has no domain`);
  const url = `https://${domain}`;
  return {
    sourceOfferId: `programme-${brand.campaign_id}`,
    kind: "PROGRAMME",
    title: domain,
    merchant: { name: domain, domain },
    url,
    trackingUrl: fareLink(url, credentials, settings, {
      campaignId: brand.campaign_id,
      promoId: brand.promo_id ?? null,
    }),
    joinStatus: "JOINED",
    categories: ["travel"],
  };
}
