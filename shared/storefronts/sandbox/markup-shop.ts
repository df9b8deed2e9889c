/** A shop of no known system: listing pages and deal pages with schema.org markup. */
import { pageOf, productsAt, type SandboxProduct } from "../../sandbox/items.ts";
import { type Answer, type SandboxContext, text } from "../../sandbox/sandbox.ts";
import { isAnonymous, type ShopIdentity, type ShopServer, turnedAway, webPage } from "./shop.ts";

export interface MarkupShop extends ShopIdentity {
  /** Serves a sitemap, so that each deal's own page is opened. */
  readonly hasSitemap?: boolean;
}

const PER_PAGE = 50;
const YEAR_MS = 365 * 86_400_000;

export function markupShop(shop: MarkupShop): ShopServer {
  return (request, context) => {
    if (isAnonymous(request)) return turnedAway();
    const { pathname, searchParams } = request.url;
    if (pathname === "/") return webPage(`<h1>${shop.name}</h1>`);
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /cart\n");
    if (pathname === "/sitemap.xml" && shop.hasSitemap) return sitemap(shop, context);
    if (pathname === "/deals") return listing(shop, Number(searchParams.get("page") ?? 1), context);
    const slug = /^\/deals\/([^/]+)$/.exec(pathname)?.[1];
    const deal = slug && itemsOf(shop, context).find((each) => slugOf(each) === slug);
    return deal ? detail(shop, deal, context) : webPage("<h1>Not found</h1>", { status: 404 });
  };
}

const itemsOf = ({ seed, count }: MarkupShop, context: SandboxContext): readonly SandboxProduct[] =>
  productsAt(seed, count, context).shown;
const slugOf = ({ sku }: SandboxProduct): string => sku.toLowerCase();
const addressOf = ({ host }: MarkupShop, deal: SandboxProduct): string =>
  `https://${host}/deals/${slugOf(deal)}`;

/** One in thirty is named without its price: it stands on its own page. One in a hundred has no price that can be read. */
function listing(shop: MarkupShop, page: number, context: SandboxContext): Answer {
  const all = itemsOf(shop, context);
  const items = pageOf(all, page, PER_PAGE).map((deal, place) => ({
    "@type": "ListItem",
    position: place + 1,
    ...(deal.index % 30 === 11 ? { url: addressOf(shop, deal) } : { item: node(shop, deal, context) }),
  }));
  const next = page * PER_PAGE < all.length ? `<link rel="next" href="/deals?page=${page + 1}">` : "";
  return webPage(`<h1>Deals</h1>`, {
    head: `${next}${block({ "@context": "https://schema.org", "@type": "ItemList", itemListElement: items })}`,
  });
}

/** Related products are marked up as well, and one block is broken. */
function detail(shop: MarkupShop, deal: SandboxProduct, context: SandboxContext): Answer {
  const address = addressOf(shop, deal);
  return webPage(`<h1>${slugOf(deal)}</h1>`, {
    head: `<link rel="canonical" href="${address}?ref=home"><script type="application/ld+json">{broken,}</script>${block(
      {
        "@context": "https://schema.org",
        "@graph": [{ "@type": "WebPage", url: address }, node(shop, deal, context)],
      },
    )}`,
  });
}

const block = (value: object): string =>
  `<script type="application/ld+json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;

function node(shop: MarkupShop, deal: SandboxProduct, { now }: SandboxContext): object {
  const { goods, bits, broken, shop: maker } = deal;
  return {
    "@type": bits % 2 === 0 ? "Product" : ["Product", "SoftwareApplication"],
    "@id": `${addressOf(shop, deal)}#product`,
    url: addressOf(shop, deal),
    name: `${goods.title}${bits % 4 === 0 ? " Lifetime Deal" : ""}`.replaceAll("&", "&amp;"),
    description: goods.description,
    image: [`/images/deals/${slugOf(deal)}.png`],
    brand: { "@type": "Brand", name: maker.name },
    category: goods.category,
    offers: {
      "@type": "Offer",
      price: broken ? "ask us" : bits % 3 === 0 ? Number(goods.price) : goods.price,
      priceCurrency: shop.currency,
      availability: `https://schema.org/${goods.inStock ? "InStock" : "SoldOut"}`,
      ...(goods.listPrice !== null && {
        priceSpecification: [
          {
            "@type": "UnitPriceSpecification",
            priceType: "https://schema.org/ListPrice",
            price: goods.listPrice,
            priceCurrency: shop.currency,
          },
        ],
      }),
      // Shop systems make up ends that roll on.
      priceValidUntil:
        bits % 2 === 0
          ? `${now.getUTCFullYear() + 1}-12-31`
          : new Date(deal.bornAt.getTime() + YEAR_MS / 8).toISOString().slice(0, 10),
    },
  };
}

const sitemap = (shop: MarkupShop, context: SandboxContext): Answer =>
  text(
    `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${itemsOf(
      shop,
      context,
    )
      .map((deal) => `<url><loc>${addressOf(shop, deal)}</loc><lastmod>2026-11-18</lastmod></url>`)
      .join("")}<url><loc>https://${shop.host}/about</loc></url></urlset>`,
    200,
    "application/xml",
  );
