/** Travelpayouts' servers: fares of Aviasales, the list of cities, and the internal list of joined brands. */
import { hash, type ItemState, itemsAt, pick, slotOf } from "../../../sandbox/catalogue.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  text,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";

const credentials = { token: "5a6d0b0c7e1f4a2b9c3d8e7f60514233", marker: "111001", trs: "222001" };

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-travelpayouts",
      networkId: "travelpayouts",
      name: "Travelpayouts (sandbox)",
      settings: {
        origins: ["LON", "MUC", "WAW", "DXB"],
        pull: ["specialOffers", "fares", "brands"],
        currency: "EUR",
        market: "uk",
        subId: "offerfeed_demo",
      },
      credentials,
    },
  ],
};

function create(): Sandbox {
  const throttle = new Throttle({ perMinute: 600, burst: 200 });
  return {
    hosts: ["api.travelpayouts.com", "app.travelpayouts.com"],
    handle({ url, headers }, context) {
      if (url.pathname === "/money_script_api/get_subscribed_campaings")
        return brands(url.searchParams, context);
      if (/^\/data\/[a-z]{2}\/cities\.json$/.test(url.pathname))
        return json(CITIES.map(([code, name, country_code]) => ({ code, name, country_code })));
      if (headers["x-access-token"] !== credentials.token) return text("Unauthorized", 401);
      if (!throttle.admits(credentials.token))
        return { status: 429, headers: { "x-rate-limit-reset": "30" }, body: "" };
      if (url.pathname === "/aviasales/v3/get_special_offers")
        return specialOffers(url.searchParams, context);
      if (url.pathname === "/aviasales/v3/prices_for_dates") return prices(url.searchParams, context);
      return text("Not found", 404);
    },
  };
}

/** Last place: a translation that was lost. */
const CITIES: readonly (readonly [code: string, name: string, country: string])[] = [
  ["LON", "London", "GB"],
  ["MUC", "München", "DE"],
  ["WAW", "Warszawa", "PL"],
  ["DXB", "دبي", "AE"],
  ["BCN", "Barcelona", "ES"],
  ["KRK", "Kraków", "PL"],
  ["TYO", "東京", "JP"],
  ["CAI", "القاهرة", "EG"],
  ["ZRH", "Zürich", "CH"],
  ["NCE", "Nice – Côte d'Azur", "FR"],
  ["ATH", "Αθήνα", "GR"],
  ["OPO", "????", "PT"],
];
const AIRLINES = ["VY", "FR", "LH", "LO", "EK", "U2"] as const;
const ROUTES = 190;
const DAY_MS = 86_400_000;

interface Fare {
  readonly row: object;
  readonly special: boolean;
}

const envelope = (data: readonly unknown[], query: URLSearchParams): Answer =>
  json({ success: true, data, currency: query.get("currency") ?? "rub", error: null });

function refusedOrigin(query: URLSearchParams): Answer | null {
  const isKnown = CITIES.some(([code]) => code === query.get("origin"));
  // With status 200, as it also comes.
  return isKnown ? null : json({ success: false, data: null, error: "origin: unknown IATA code" });
}

function specialOffers(query: URLSearchParams, context: SandboxContext): Answer {
  const fares = faresFrom(query, context).filter(({ special }) => special);
  return (
    refusedOrigin(query) ??
    envelope(
      fares.map(({ row }) => ({ ...row, signature: "0f3c9a7be1" })),
      query,
    )
  );
}

function prices(query: URLSearchParams, context: SandboxContext): Answer {
  const limit = Math.min(Number(query.get("limit") ?? 30), 1000);
  const page = Number(query.get("page") ?? 1);
  const fares = faresFrom(query, context).slice((page - 1) * limit, page * limit);
  return (
    refusedOrigin(query) ??
    envelope(
      fares.map(({ row }) => row),
      query,
    )
  );
}

function faresFrom(query: URLSearchParams, context: SandboxContext): Fare[] {
  const origin = query.get("origin") ?? "";
  // Western origins look empty to who does not name a market.
  if (query.get("market") === null) return [];
  const count = Math.ceil(Math.round(ROUTES * context.scale) * context.share);
  const fares = [...itemsAt(`travelpayouts-${origin}`, count, slotOf(context.now))].map((state) =>
    fareOf(origin, state, context),
  );
  return fares.filter(({ row }) => (row as { destination: string }).destination !== origin);
}

/** Days do not depend on the time of day, so that a fare keeps its id. One in a hundred has no price. */
function fareOf(origin: string, state: ItemState, { now, naiveDates }: SandboxContext): Fare {
  const seed = `travelpayouts-${origin}`;
  const bits = hash(seed, state.index, state.generation + 10);
  const [destination] = pick(CITIES, bits >>> 3);
  const today = Math.floor(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) / DAY_MS) * DAY_MS;
  const leaves = new Date(today + (60 + (bits % 200)) * DAY_MS + 11 * 3_600_000);
  const returns = new Date(leaves.getTime() + (3 + (bits % 10)) * DAY_MS);
  const time = (at: Date, offset: string): string =>
    at.toISOString().slice(0, 19) + (naiveDates ? "" : offset);
  const moment = hash(seed, state.index, state.revision + 5000);
  const oneWay = bits % 9 === 0;
  return {
    special: state.index % 20 === 0,
    row: {
      origin,
      destination,
      origin_airport: origin,
      destination_airport: destination,
      price: state.index % 100 === 37 ? null : 17 + (bits % 300) + (moment % 20),
      airline: pick(AIRLINES, bits >>> 7),
      flight_number: String(state.index).padStart(4, "0"),
      departure_at: time(leaves, "Z"),
      return_at: oneWay ? (bits % 2 === 0 ? "" : null) : time(returns, "Z"),
      transfers: bits % 3,
      duration: 120 + (bits % 600),
      // Its t= changes with every look.
      link: `/search/${origin}1512${destination}19121?t=${moment}&expected_price=41`,
      ...(bits % 4 === 0 && { expires_at: time(new Date(leaves.getTime() - 20 * DAY_MS), "Z") }),
      ...(state.index % 20 === 0 && {
        title: `${origin} &ndash; ${destination}: günstig, tanie loty ${state.index}`,
      }),
    },
  };
}

function brands(query: URLSearchParams, { share }: SandboxContext): Answer {
  if (query.get("marker") !== credentials.marker) return json([]);
  const all = [
    { campaign_id: 100, promo_id: 4114, locale: "en", campaign_domains: ["aviasales.example"] },
    {
      campaign_id: 121,
      promo_id: 3200,
      locale: "en",
      campaign_domains: ["kiwi-trips.example", "kiwi.example"],
    },
    { campaign_id: 45, promo_id: 2000, locale: "en", campaign_domains: ["rent-a-car.example"] },
  ];
  return json(all.slice(0, Math.ceil(all.length * share)));
}
