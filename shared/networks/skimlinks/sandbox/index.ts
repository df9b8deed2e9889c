/** Skimlinks' servers: the token endpoint and the Merchant API v4. */
import { programmesAt, promotionsAt, type SandboxProgramme, wallClock } from "../../../sandbox/items.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
} from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";
import { Throttle } from "../../../sandbox/throttle.ts";

const credentials = {
  clientId: "sandbox0skimlinks0client0id00001",
  clientSecret: "sandbox0skimlinks0client0secret1",
  publisherId: "189000",
  publisherDomainId: "1795001",
};
const TOKEN = "189000:1795000000:sandbox9f8e7d6c5b4a";
const TOKEN_LIFE_SECONDS = 604_800;

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-skimlinks",
      networkId: "skimlinks",
      name: "Skimlinks (sandbox)",
      settings: { pull: ["offers", "merchants"], xcust: "offerfeed-demo" },
      credentials,
    },
  ],
};

function create(): Sandbox {
  const throttle = new Throttle({ perMinute: 40, burst: 60 });
  return {
    hosts: ["authentication.skimapis.com", "merchants.skimapis.com"],
    handle(request, context) {
      if (request.url.hostname === "authentication.skimapis.com") return tokenAnswer(request, context);
      if (request.url.searchParams.get("access_token") !== TOKEN)
        return json({ message: "Unauthorized" }, 401);
      if (!throttle.admits(TOKEN)) return json({ message: "Too Many Requests" }, 429);
      return listAnswer(request, context);
    },
  };
}

function tokenAnswer({ method, body }: SandboxRequest, { now }: SandboxContext): Answer {
  const asked = jsonOf(body);
  const isKnown =
    asked["client_id"] === credentials.clientId && asked["client_secret"] === credentials.clientSecret;
  if (method !== "POST" || asked["grant_type"] !== "client_credentials")
    return json({ message: "Bad Request" }, 400);
  if (!isKnown) return json({ message: "Invalid client credentials" }, 401);
  const timestamp = Math.floor(now.getTime() / 1000);
  return json({ access_token: TOKEN, timestamp, expiry_timestamp: timestamp + TOKEN_LIFE_SECONDS });
}

function jsonOf(body: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(body) as object) };
  } catch {
    return {};
  }
}

const LIST = /^\/v4\/publisher\/(\d+)\/(offers|merchants)$/;

function listAnswer({ url }: SandboxRequest, context: SandboxContext): Answer {
  const [, publisher, list] = LIST.exec(url.pathname) ?? [];
  if (list === undefined) return json({ message: "Not Found" }, 404);
  if (publisher !== credentials.publisherId) return json({ message: "Forbidden" }, 403);
  if (list === "merchants" && url.searchParams.get("publisher_domain_id") !== credentials.publisherDomainId) {
    return json({ message: "publisher_domain_id is invalid" }, 400);
  }
  const all = list === "offers" ? offers(context) : merchants(context);
  const limit = Math.min(Number(url.searchParams.get("limit") ?? 100), 200);
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const shown = all.slice(offset, offset + limit);
  // 201, as documented; the vendor's own SDK has met 200.
  return json(
    {
      has_more: offset + limit < all.length,
      num_returned: shown.length,
      [list]: shown,
      next_val: 1,
      last_val: 0,
    },
    201,
  );
}

const idOf = (shop: Shop): number => 70_001 + SHOPS.indexOf(shop);

/** Offers that are over are not asked for, and none of the made-up ones ever is. */
function offers(context: SandboxContext): object[] {
  const time = (at: Date): string => at.toISOString().slice(0, 19) + (context.naiveDates ? "" : "Z");
  const programmes = new Map(
    programmesAt("skimlinks", { ...context, share: 1 }).shown.map((each) => [each.shop, each]),
  );
  return promotionsAt("skimlinks-offer", 520, context)
    .shown.toSorted((one, other) => one.id - other.id)
    .map((promotion) => ({
      id: promotion.id,
      offer_type: promotion.code === null ? (promotion.bits % 2 === 0 ? "sale" : "free_shipping") : "coupon",
      offer_starts: time(promotion.startsAt),
      offer_ends: promotion.endsAt === null ? null : time(promotion.endsAt),
      title: promotion.text.title,
      description: promotion.text.description,
      // A phrase in place of a code.
      coupon_code: promotion.code ?? (promotion.bits % 2 === 0 ? "No code required" : null),
      // One in a hundred has lost its address.
      url: promotion.broken ? "" : promotion.landing,
      terms: promotion.text.terms,
      date_added: wallClock(promotion.bornAt, "UTC"),
      merchant_details: merchantOf(programmes.get(promotion.shop), promotion.shop),
    }));
}

const merchants = (context: SandboxContext): object[] =>
  programmesAt("skimlinks", context)
    .shown.toSorted((one, other) => (one.shop.name < other.shop.name ? -1 : 1))
    .map((programme) => ({
      ...merchantOf(programme, programme.shop, programme.id),
      minimum_rate: rate(programme, 0),
      maximum_rate: rate(programme, programme.bits % 3),
    }));

const rate = (programme: SandboxProgramme, more: number): object => ({
  rate_type: "percentage",
  base_rate: programme.rate + more,
  increased_rate: null,
  currency: null,
  payout_type: "cpa",
});

function merchantOf(programme: SandboxProgramme | undefined, shop: Shop, id = idOf(shop)): object {
  return {
    id,
    advertiser_id: id,
    merchant_ids: [String(id)],
    name: shop.name,
    domains: [shop.domain],
    partner_type: id % 3 === 0 ? "preferred" : "standard",
    verticals: id % 2 === 0 ? ["Home &amp; Garden"] : [{ id: 4, name: "Fashion" }],
    countries: [shop.countryName.toLowerCase(), "international. united states"],
    favourite: false,
    calculated_commission_rate: (programme?.rate ?? 5) / 100,
    calculated_ecpc: 0.081,
    metadata: {
      logo: `https://static.${shop.domain}/logo.png`,
      description: programme?.description ?? "",
      special_conditions: "",
    },
  };
}
