/** Envato's server: searches with a window, categories, and throttling that seldom says for how long. */
import { productsAt, type SandboxProduct, wallClock } from "../../../sandbox/items.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";

const credentials = {
  personalToken: "sandbox0envato0token0a1b2c3d4e5f",
  impactPartnerId: "555001",
  impactAdId: "275988",
  impactCampaignId: "4415",
};
const SITES = ["themeforest.net", "codecanyon.net", "videohive.net"] as const;
const CATEGORIES = ["wordpress", "site-templates", "marketing", "ecommerce"] as const;
const ITEMS_PER_SITE = 280;
const WINDOW = 6_000;
const MELBOURNE = "Australia/Melbourne";
const DAY_MS = 86_400_000;

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-envato-items",
      networkId: "envato",
      name: "Envato Market (sandbox)",
      settings: {
        sites: ["themeforest.net", "codecanyon.net"],
        subId: "offerfeed-demo",
        discountsAsDeals: true,
      },
      credentials,
    },
  ],
};

function create(): Sandbox {
  const throttle = new Throttle({ perMinute: 120, burst: 90 });
  return {
    hosts: ["api.envato.com"],
    handle(request, context) {
      // An unknown token is forbidden, not unauthorised.
      if (request.headers["authorization"] !== `Bearer ${credentials.personalToken}`) {
        return json({ error: "forbidden", description: "The token is not known" }, 403);
      }
      if (!throttle.admits(credentials.personalToken)) return { status: 429, headers: {}, body: "" };
      return answerOf(request, context);
    },
  };
}

function answerOf({ url }: SandboxRequest, context: SandboxContext): Answer {
  if (url.pathname === "/v1/discovery/search/search/item") return search(url, context);
  if (/^\/v1\/market\/categories:[a-z0-9]+\.json$/.test(url.pathname)) {
    return json({
      categories: CATEGORIES.flatMap((name) => [
        { name, path: name },
        { name: `${name} sub`, path: `${name}/sub` },
      ]),
    });
  }
  return json({ error: 404, description: "No such method" }, 404);
}

function search(url: URL, context: SandboxContext): Answer {
  const query = url.searchParams;
  const page = Number(query.get("page") ?? 1);
  const size = Math.min(Number(query.get("page_size") ?? 30), 100);
  if (page > 60) return json({ error: "bad_request", description: "page must be at most 60" }, 400);
  const { all, hidden } = itemsOf(query.get("site") ?? "", context);
  const category = query.get("category");
  const [least, most] = [Number(query.get("price_min") ?? 0), Number(query.get("price_max") ?? Infinity)];
  const matching = all
    .filter((item) => category === null || categoryOf(item) === category)
    .filter((item) => cents(item) >= least * 100 && cents(item) <= most * 100);
  const order = query.get("sort_by") === "updated" ? "changedAt" : "bornAt";
  const sorted = matching.toSorted(
    (one, other) => other[order].getTime() - one[order].getTime() || other.id - one.id,
  );
  const start = (page - 1) * size;
  const next = new URL(url);
  next.searchParams.set("page", String(page + 1));
  return json({
    took: 34,
    timed_out: false,
    total_hits: matching.length + (context.trueTotals ? hidden : 0),
    matches: sorted
      .slice(start, Math.min(start + size, WINDOW))
      .map((item) => match(item, query.get("site") ?? "", context)),
    links: { next_page_url: start + size < matching.length ? next.href : null },
    aggregations: {},
    suggestions: [],
  });
}

function itemsOf(
  site: string,
  context: SandboxContext,
): { readonly all: readonly SandboxProduct[]; readonly hidden: number } {
  if (!SITES.some((each) => each === site)) return { all: [], hidden: 0 };
  const { shown, total } = productsAt(`envato-${site}`, ITEMS_PER_SITE, context);
  return { all: shown, hidden: total - shown.length };
}

/** Ids are unique over all sites. */
const idOf = ({ id }: SandboxProduct, site: string): number =>
  id + SITES.findIndex((each) => each === site) * 200_000_000;
const cents = ({ goods }: SandboxProduct): number => Math.round(Number(goods.listPrice ?? goods.price) * 100);
const categoryOf = ({ bits }: SandboxProduct): string =>
  CATEGORIES[bits % CATEGORIES.length] ?? CATEGORIES[0];

/** One in a hundred has no price. Times are Melbourne's, whose offset changes with the season. */
function match(item: SandboxProduct, site: string, context: SandboxContext): object {
  const { goods, bits, shop, broken, bornAt, changedAt, image } = item;
  const time = (at: Date): string =>
    wallClock(at, MELBOURNE, context.naiveDates ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ssZZ");
  const id = idOf(item, site);
  const starts = new Date(Math.floor(context.now.getTime() / DAY_MS) * DAY_MS - DAY_MS);
  return {
    id,
    name: `${goods.title} - Theme &amp; Kit`,
    description: `<p>${goods.description}</p>`,
    site,
    classification: `${categoryOf(item)}/sub`,
    price_cents: broken ? null : cents(item),
    number_of_sales: bits % 5_000,
    author_username: shop.name.replace(/\s/g, ""),
    url: `${bits % 7 === 0 ? "http" : "https"}://${site}/item/${id}`,
    summary: `Größe: ${goods.colour}; ${goods.brand}`,
    rating: bits % 2 === 0 ? 4.87 : { rating: 4.8, count: 12 },
    updated_at: time(changedAt),
    published_at: time(bornAt),
    trending: false,
    tags: [goods.colour, goods.brand.toLowerCase()],
    attributes: [
      { name: "columns", value: "4+" },
      {
        name: "compatible-with",
        value: bits % 3 === 0 ? ["Elementor", "WPML"] : bits % 3 === 1 ? "Elementor" : null,
      },
    ],
    previews: {
      ...(bits % 2 === 0 && { icon_with_landscape_preview: { icon_url: image, landscape_url: image } }),
      ...(bits % 2 === 1 && { icon_with_thumbnail_preview: { thumbnail_url: image } }),
      live_site: { url: `https://preview.${site}/item/${id}` },
    },
    ...(goods.listPrice !== null && {
      discounts: [
        {
          original_price_cents: cents(item),
          sale_price_cents: Math.round(Number(goods.price) * 100),
          discount_cents: cents(item) - Math.round(Number(goods.price) * 100),
          discount_percent_rounded: 20,
          sale_starts_at: starts.toISOString().replace(".000", ""),
          sale_ends_at: new Date(starts.getTime() + 20 * DAY_MS).toISOString().replace(".000", ""),
        },
      ],
    }),
  };
}
