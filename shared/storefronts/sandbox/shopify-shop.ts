/** A Shopify shop's public JSON. */
import { pageOf, productsAt, type SandboxProduct, zonedClock } from "../../sandbox/items.ts";
import { type Answer, json, type SandboxContext } from "../../sandbox/sandbox.ts";
import { Throttle } from "../../sandbox/throttle.ts";
import { isAnonymous, type ShopIdentity, type ShopServer, turnedAway, webPage } from "./shop.ts";

export interface ShopifyShop extends ShopIdentity {
  /** IANA zone of its dates. */
  readonly zone: string;
  /** False: `/meta.json` is not served. */
  readonly hasMeta?: boolean;
  /** Visitors get a password page. */
  readonly isClosed?: boolean;
}

const LIMIT = { perMinute: 120, burst: 60 } as const;
const SIZE = { initial: 30, most: 250, ceiling: 25_000 } as const;

export function shopifyShop(shop: ShopifyShop): ShopServer {
  const throttle = new Throttle(LIMIT);
  return (request, context) => {
    const { pathname, searchParams } = request.url;
    if (isAnonymous(request)) return turnedAway();
    if (!throttle.admits("visitor")) return { ...webPage("<h1>Slow down</h1>", { status: 430 }) };
    if (shop.isClosed && pathname !== "/password") {
      return { status: 302, headers: { location: "/password" }, body: "" };
    }
    const [, collection] = /^\/collections\/([^/]+)\/products\.json$/.exec(pathname) ?? [];
    if (collection !== undefined)
      return products(shop, searchParams, context, decodeURIComponent(collection));
    switch (pathname) {
      case "/products.json":
        return products(shop, searchParams, context, null);
      case "/meta.json":
        return shop.hasMeta === false
          ? webPage("<h1>Not found</h1>", { status: 404 })
          : json({ id: 1, name: shop.name, currency: shop.currency, domain: shop.host });
      case "/cart.js":
        return json({ token: "x", items: [], currency: shop.currency });
      case "/":
      case "/password":
        return webPage(`<h1>${shop.name}</h1>`);
      default:
        return webPage("<h1>Not found</h1>", { status: 404 });
    }
  };
}

/** Newest first; nothing says how many there are. */
function products(
  shop: ShopifyShop,
  query: URLSearchParams,
  context: SandboxContext,
  collection: string | null,
): Answer {
  const limit = Math.min(Number(query.get("limit") ?? SIZE.initial), SIZE.most);
  const page = Number(query.get("page") ?? 1);
  if (page * limit > SIZE.ceiling) return json({ errors: "Page * Limit exceeds the 25000 limit." }, 400);
  const { shown } = productsAt(shop.seed, shop.count, context);
  const found = shown.filter(({ goods }) => collection === null || handleOf(goods.colour) === collection);
  const rows = pageOf(found.toReversed(), page, limit);
  return json({ products: rows.map((product) => productRow(shop, product, context)) });
}

const handleOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");

/** One in ninety is a gift card, one in seventy a gift for nothing. */
function productRow({ host, zone }: ShopifyShop, product: SandboxProduct, context: SandboxContext): object {
  const { id, goods, bits, broken, bornAt, changedAt, index, shop } = product;
  const isGiftCard = index % 90 === 17;
  const longId = 8_123_000_000_000 + id;
  // Without their offset they mean the zone that adapters declare.
  const clock = (time: Date): string => zonedClock(time, context.naiveDates ? "UTC" : zone, context);
  const sizes = bits % 3 === 0 ? ["S", "M", "L"] : ["Default Title"];
  return {
    id: longId,
    title: isGiftCard ? `Gift Card ${index}` : goods.title,
    handle: `${handleOf(goods.brand)}-${id}`,
    body_html: bits % 25 === 0 ? null : `<p>${goods.description}</p>`,
    published_at: clock(bornAt),
    created_at: clock(new Date(bornAt.getTime() - 3_600_000)),
    updated_at: clock(changedAt),
    vendor: shop.name,
    product_type: isGiftCard ? "Gift Card" : bits % 6 === 0 ? "" : goods.category,
    tags: [goods.colour, "app_rank => 12"],
    variants: broken
      ? []
      : sizes.map((title, place) => ({
          id: 45_000_000_000_000 + id * 10 + place,
          title,
          option1: title,
          sku: "",
          available: goods.inStock && place !== 0 ? true : goods.inStock && bits % 4 !== 0,
          price: index % 70 === 5 ? "0.00" : (Number(goods.price) + place * 5).toFixed(2),
          // Also where nothing is reduced.
          compare_at_price: place === 0 ? (goods.listPrice ?? (bits % 2 === 0 ? goods.price : "")) : null,
          position: place + 1,
          product_id: longId,
        })),
    images: bits % 30 === 0 ? [] : [{ id, src: `https://cdn.${host}/files/${id}.png?v=1` }],
    options: [{ name: "Title", position: 1, values: sizes }],
  };
}
