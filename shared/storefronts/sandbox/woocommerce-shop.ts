/** A WooCommerce shop: WordPress's REST index, the Store API, product posts, and the API behind keys. */
import { pageOf, productsAt, promotionsAt, type SandboxProduct } from "../../sandbox/items.ts";
import { type Answer, json, type SandboxContext, type SandboxRequest } from "../../sandbox/sandbox.ts";
import { Throttle } from "../../sandbox/throttle.ts";
import { isAnonymous, type ShopServer, turnedAway, webPage } from "./shop.ts";
import { couponRow, dateRow, keyedDateRow, slugOf, storeRow, type WooShop } from "./woocommerce-rows.ts";

/** The limiter that shops may switch on allows 25 requests in 10 seconds. */
const LIMIT = { perMinute: 150, burst: 60 } as const;

export function wooShop(shop: WooShop): ShopServer {
  const throttle = new Throttle(LIMIT);
  return (request, context) => {
    if (isAnonymous(request)) return turnedAway();
    const route = routeOf(shop, request.url);
    if (route === null) return outside(shop, request.url);
    if (!throttle.admits("visitor")) return throttled();
    return answerOf(shop, route, request, context);
  };
}

function routeOf({ plainPermalinks }: WooShop, { pathname, searchParams }: URL): string | null {
  if (plainPermalinks) return searchParams.get("rest_route");
  return pathname.startsWith("/wp-json") ? pathname.slice("/wp-json".length) : null;
}

function outside({ host, name, plainPermalinks }: WooShop, { pathname }: URL): Answer {
  if (pathname !== "/") return webPage("<h1>Nothing found</h1>", { status: 404 });
  const root = plainPermalinks ? `https://${host}/?rest_route=/` : `https://${host}/wp-json/`;
  const home = webPage(`<h1>${name}</h1>`);
  return { ...home, headers: { ...home.headers, link: `<${root}>; rel="https://api.w.org/"` } };
}

const restError = (code: string, message: string, status: number, data: object = {}): Answer =>
  json({ code, message, data: { status, ...data } }, status);

/** With 400, and headers of its own. */
function throttled(): Answer {
  const answer = restError(
    "rate_limit_exceeded",
    "Too many requests. Please wait 1 seconds before trying again.",
    400,
  );
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "ratelimit-limit": "25",
      "ratelimit-remaining": "0",
      "ratelimit-retry-after": "1",
    },
  };
}

function answerOf(shop: WooShop, route: string, request: SandboxRequest, context: SandboxContext): Answer {
  const { searchParams: query } = request.url;
  switch (route) {
    case "":
    case "/":
      return json({
        name: shop.name.replaceAll("&", "&amp;"),
        url: `https://${shop.host}`,
        namespaces: ["oembed/1.0", "wc/v3", "wc/store", "wc/store/v1", "wp/v2"],
      });
    case "/wc/store/v1/products":
      return products(shop, query, context);
    case "/wp/v2/product":
      return posts(shop, query, context);
    case "/wc/v3/products":
      return refusedKeys(shop, request) ?? included(shop, query, context, keyedDateRow);
    case "/wc/v3/coupons":
      return refusedKeys(shop, request) ?? coupons(shop, query, context);
    default:
      return restError("rest_no_route", "No route was found matching the URL and request method.", 404);
  }
}

const PER_PAGE = { initial: 10, most: 100 } as const;
const numberOf = (query: URLSearchParams, name: string, initial: number): number =>
  Number(query.get(name) ?? initial);

const invalid = (name: string): Answer =>
  restError("rest_invalid_param", `Invalid parameter(s): ${name}`, 400, {
    params: { [name]: "is invalid." },
  });

function listed(rows: readonly unknown[], query: URLSearchParams, total: number): Answer {
  const size = numberOf(query, "per_page", PER_PAGE.initial);
  if (size > PER_PAGE.most) return invalid("per_page");
  const answer = json(pageOf(rows, numberOf(query, "page", 1), size));
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "x-wp-total": String(total),
      "x-wp-totalpages": String(Math.ceil(total / size)),
      // A Unix timestamp, not an HTTP date: one of WooCommerce's own.
      "last-modified": "1763600000",
    },
  };
}

/** The order is by id only for who asks for it. */
function products(shop: WooShop, query: URLSearchParams, context: SandboxContext): Answer {
  const { shown, total } = productsAt(shop.seed, shop.count, context);
  const after = query.get("after");
  const category = query.get("category")?.split(",") ?? null;
  const found = shown.filter(
    (product) =>
      (after === null || product.changedAt > new Date(after)) &&
      (category === null || shop.categoriesOf(product).some((name) => category.includes(slugOf(name)))),
  );
  const isWhole = found.length === shown.length;
  const ordered = query.get("order") === "asc" ? found : found.toReversed();
  const byChange = [...ordered].sort((one, other) => one.changedAt.getTime() - other.changedAt.getTime());
  const rows = query.get("orderby") === "modified" ? byChange : ordered;
  return listed(
    rows.map((product) => storeRow(shop, product)),
    query,
    isWhole ? total : found.length,
  );
}

function posts(shop: WooShop, query: URLSearchParams, context: SandboxContext): Answer {
  if (shop.postsOpen === false)
    return restError("rest_forbidden", "Sorry, you are not allowed to do that.", 401);
  return included(shop, query, context, dateRow);
}

function included(
  shop: WooShop,
  query: URLSearchParams,
  context: SandboxContext,
  row: (product: SandboxProduct) => object,
): Answer {
  const wanted = new Set((query.get("include") ?? "").split(",").map(Number));
  const found = productsAt(shop.seed, shop.count, context).shown.filter(({ id }) => wanted.has(id));
  if (found.length === 0)
    return restError("rest_post_invalid_page_number", "The page number requested is larger than …", 400);
  return listed(found.map(row), query, found.length);
}

function coupons(shop: WooShop, query: URLSearchParams, context: SandboxContext): Answer {
  const { shown, total } = promotionsAt(`${shop.seed}-coupons`, shop.coupons, context);
  return listed(shown.map(couponRow), query, total);
}

function refusedKeys({ keys }: WooShop, { headers }: SandboxRequest): Answer | null {
  const [, login = ""] = /^Basic (.+)$/.exec(headers["authorization"] ?? "") ?? [];
  const [key, secret] = Buffer.from(login, "base64").toString("utf8").split(":");
  if (keys === null || key !== keys.consumerKey) {
    return restError("woocommerce_rest_authentication_error", "Consumer key is invalid.", 401);
  }
  if (secret === keys.consumerSecret) return null;
  return restError("woocommerce_rest_authentication_error", "Consumer secret is invalid.", 401);
}
