/** Skimlinks' offers and merchants as offers. */
import * as z from "zod";
import type { OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { countryOf } from "../kit/code-names.ts";
import { readRecord } from "../kit/reading.ts";
import { calculatedCommission, rateCommission, rateSchema } from "./commission.ts";
import type { SkimlinksCredentials, SkimlinksSettings } from "./definition.ts";
import { trackingLink } from "./links.ts";

export interface SkimlinksRecord {
  readonly surface: "offer" | "merchant";
  readonly raw: unknown;
}

type Context = MappingContext<SkimlinksCredentials, SkimlinksSettings>;

const text = z.string().nullish();
const id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);
/** A name, or an object that has one; the numbers of verticals say nothing to a reader. */
const vertical = z.union([
  z.string(),
  z.number().transform(() => ""),
  z.looseObject({ name: z.string() }).transform(({ name }) => name),
]);

const merchantSchema = z.looseObject({
  advertiser_id: id.nullish(),
  id: id.nullish(),
  merchant_id: id.nullish(),
  name: text,
  domains: z.array(z.string()).nullish(),
  domain: text,
  partner_type: text,
  verticals: z.array(vertical).nullish(),
  countries: z.array(z.string()).nullish(),
  calculated_commission_rate: z.number().nullish(),
  minimum_rate: rateSchema.nullish(),
  maximum_rate: rateSchema.nullish(),
  metadata: z.looseObject({ logo: text, description: text, special_conditions: text }).nullish(),
});
type Merchant = z.output<typeof merchantSchema>;

const offerSchema = z.looseObject({
  id,
  offer_type: text,
  offer_starts: text,
  offer_ends: text,
  title: z.string(),
  description: text,
  coupon_code: text,
  url: z.string().min(1, "is empty"),
  terms: text,
  merchant_details: merchantSchema.nullish(),
});

/** What stands in place of a code that is not there: the whole value, in any case. */
const NO_CODE = new Set([
  "no code needed",
  "no code required",
  "no coupon necessary",
  "no coupon required",
  "no code",
  "none needed",
  "none required",
  "n/a",
  "none",
]);

/** @throws RecordRejected */
export const skimlinksOffer = ({ surface, raw }: SkimlinksRecord, context: Context): OfferDraft =>
  surface === "offer" ? promotion(raw, context) : programme(raw, context);

function promotion(raw: unknown, { credentials, settings }: Context): OfferDraft {
  const offer = readRecord(offerSchema, raw, "offer");
  const merchant = offer.merchant_details ?? null;
  const code = realCode(offer.coupon_code);
  return {
    sourceOfferId: `offer-${offer.id}`,
    kind: code === null ? "DEAL" : "COUPON",
    title: offer.title,
    description: offer.description,
    merchant: merchant?.name ? { name: merchant.name, domain: domainOf(merchant) ?? offer.url } : null,
    url: offer.url,
    trackingUrl: trackingLink(offer.url, credentials, settings),
    images: [merchant?.metadata?.logo],
    couponCode: code,
    restrictions: (offer.terms ?? "").split(/\r?\n/),
    // Nobody joins a merchant here: what Skimlinks lists pays.
    joinStatus: "JOINED",
    commission: calculatedCommission(merchant?.calculated_commission_rate),
    categories: merchant?.verticals ?? [],
    tags: [offer.offer_type, merchant?.partner_type],
    countries: (merchant?.countries ?? []).map(countryOf),
    startsAt: offer.offer_starts,
    endsAt: offer.offer_ends,
  };
}

function programme(raw: unknown, { credentials, settings }: Context): OfferDraft {
  const merchant = readRecord(merchantSchema, raw, "merchant", ["name", "advertiser_id"]);
  const key = merchant.advertiser_id ?? merchant.id ?? merchant.merchant_id;
  const domain = domainOf(merchant);
  if (!key) throw new RecordRejected(`merchant "${merchant.name ?? ""}" has no advertiser_id`);
  if (domain === null) throw new RecordRejected(`merchant ${key} has no domain: there is nothing to link to`);
  const url = `https://${domain}`;
  return {
    sourceOfferId: `merchant-${key}`,
    kind: "PROGRAMME",
    title: merchant.name ?? "",
    description: merchant.metadata?.description,
    merchant: { name: merchant.name ?? domain, domain },
    url,
    trackingUrl: trackingLink(url, credentials, settings),
    images: [merchant.metadata?.logo],
    restrictions: [merchant.metadata?.special_conditions],
    joinStatus: "JOINED",
    commission:
      rateCommission(merchant.minimum_rate ?? null, merchant.maximum_rate ?? null) ??
      calculatedCommission(merchant.calculated_commission_rate),
    categories: merchant.verticals ?? [],
    tags: [merchant.partner_type],
    countries: (merchant.countries ?? []).map(countryOf),
  };
}

const domainOf = ({ domains, domain }: Merchant): string | null =>
  domains?.find((each) => each !== "") || domain || null;

function realCode(code: string | null | undefined): string | null {
  const trimmed = code?.trim() ?? "";
  return trimmed === "" || NO_CODE.has(trimmed.toLowerCase()) ? null : trimmed;
}
