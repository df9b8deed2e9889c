/** PartnerStack's servers: the Partner API's envelope, cursors and errors. */
import { hash, itemsAt, pick, slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
} from "../../../sandbox/sandbox.ts";
import { SHOPS } from "../../../sandbox/shops.ts";
import { Throttle } from "../../../sandbox/throttle.ts";

const apiKey = "sandbox-partner-key-5d0c7b1e9a34";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-partnerstack",
      networkId: "partnerstack",
      name: "PartnerStack (sandbox)",
      settings: { subId: "offerfeed-demo" },
      credentials: { apiKey },
    },
  ],
};

/** Not published: a guess that paces nobody who behaves. */
const QUOTA = { perMinute: 120, burst: 30 };

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  return {
    hosts: ["api.partnerstack.com"],
    handle(request, context) {
      if (request.headers["authorization"] !== `Bearer ${apiKey}`)
        return error(401, "Missing Authentication");
      if (!throttle.admits(apiKey)) return error(429, "Too many requests");
      return answerOf(request, context);
    },
  };
}

const error = (status: number, message: string): Answer => json({ message, status }, status);

function answerOf({ method, url }: SandboxRequest, context: SandboxContext): Answer {
  if (method !== "GET") return error(405, "Method not allowed");
  const path = url.pathname.replace(/^\/api\/v2/, "");
  const programs = programsAt(context);
  if (path === "/marketplace/programs") {
    const category = url.searchParams.get("category");
    const listed = programs.filter(
      (each) => each.listed && (category === null || each.categories.includes(category)),
    );
    return page(
      listed.map((each) => program(each)),
      url.searchParams,
    );
  }
  if (path === "/partnerships") {
    const joined = programs.filter((each) => each.joined);
    return page(
      joined.map((each) => partnership(each, url.searchParams.get("include_offers") === "true")),
      url.searchParams,
    );
  }
  // Keys that the list has just given are not found here, as in life.
  return error(404, "Not found");
}

/** What a cursor is made of, and everything else. */
interface Keyed {
  readonly key: string;
  readonly [field: string]: unknown;
}

function page(items: readonly Keyed[], query: URLSearchParams): Answer {
  const limit = Number(query.get("limit") ?? 10);
  if (!(limit >= 1 && limit <= 250)) return error(400, "limit must be between 1 and 250");
  const after = query.get("starting_after");
  const start = after === null ? 0 : items.findIndex(({ key }) => key === after) + 1;
  if (after !== null && start === 0) return error(400, "starting_after names no item");
  const shown = items.slice(start, start + limit);
  return json({
    data: { has_more: start + limit < items.length, items: shown },
    message: "Page returned successfully",
    status: 200,
  });
}

interface SandboxProgram {
  readonly key: string;
  readonly place: number;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly language: string;
  readonly categories: readonly string[];
  readonly percent: number;
  readonly joined: boolean;
  readonly listed: boolean;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly bits: number;
}

const SEED = "partnerstack";
const COUNT = 560;
const CATEGORIES = [
  "sales-and-marketing",
  "artificial-intelligence",
  "finance",
  "developer-tools",
  "hr",
] as const;
const TRADES = ["CRM", "Ledger", "Analytics", "Desk", "Payroll", "Studio", "Cloud"] as const;

/** Newest first. */
function programsAt({ now, scale, share, migratedIds }: SandboxContext): SandboxProgram[] {
  const count = Math.ceil(Math.round(COUNT * scale) * share);
  return [...itemsAt(SEED, count, slotOf(now))]
    .map((state) => {
      const bits = hash(SEED, state.index, state.generation + 10);
      const shop = pick(SHOPS, bits);
      return {
        key: `co_${(bits + (migratedIds ? 7 : 0)).toString(36)}${state.index.toString(36)}`,
        place: state.index,
        name: `${shop.name} ${pick(TRADES, bits >>> 4)} ${state.index + 1}`,
        domain: shop.domain,
        country: shop.country,
        language: shop.language,
        categories:
          bits % 19 === 0 ? [] : [...new Set([pick(CATEGORIES, bits >>> 6), pick(CATEGORIES, bits >>> 9)])],
        percent: 10 + (hash(SEED, state.index, state.revision) % 8) * 5,
        joined: state.index % 12 === 0,
        listed: state.index % 60 !== 0,
        createdAt: timeOfSlot(state.bornSlot),
        changedAt: timeOfSlot(state.changedSlot),
        bits,
      };
    })
    .toReversed();
}

/** One in a hundred has lost its name. */
const isBroken = ({ place }: SandboxProgram): boolean => place % 100 === 51;

function program(each: SandboxProgram): Keyed {
  return {
    key: each.key,
    id: 90_000 + each.place,
    name: isBroken(each) ? null : each.name,
    website: each.bits % 7 === 0 ? `www.${each.domain}` : `https://www.${each.domain}`,
    category: each.categories.length === 0 ? null : each.categories,
    country: each.country,
    description: `${each.name} &ndash; für Teams jeder Größe. Earn ${each.percent}% recurring for 12 months.`,
    created_at: each.createdAt.getTime(),
    has_sub_id: each.bits % 2 === 0,
    // A file's key, no address.
    logo: `file_${each.bits.toString(36)}`,
    offers: offers(each),
    promotions: [],
  };
}

const offers = ({ percent, bits }: SandboxProgram): object[] =>
  bits % 5 === 0
    ? [{ body: `$${percent}.00 per qualified lead` }]
    : [{ body: `${percent}% recurring commission` }];

function partnership(each: SandboxProgram, withOffers: boolean): Keyed {
  return {
    key: `part_${each.bits.toString(36)}${each.place}`,
    created_at: each.createdAt.getTime(),
    updated_at: each.changedAt.getTime(),
    claimed: true,
    company: { id: 90_000 + each.place, key: each.key, name: each.name },
    has_sub_id: true,
    link: { url: `https://${each.domain.replace(".example", "")}.partnerlinks.example/offerfeed` },
    ...(withOffers && { offers: offers(each) }),
  };
}
