/** Products: the catalogues, their rows by the API, and the same as subscribed CSV feeds. */
import { productsAt, type SandboxProduct } from "../../../sandbox/items.ts";
import { csvLine } from "../../../sandbox/csv.ts";
import { type Answer, json, type SandboxContext, text } from "../../../sandbox/sandbox.ts";
import type { Shop } from "../../../sandbox/shops.ts";
import { advertiserIds, APPROVED_SHOPS, DOMAIN_ID } from "./advertisers.ts";
import { badRequest, listAnswer, PAGES_OF_100 } from "./lists.ts";

/** Where the feed files are; the real host is not published. */
export const FEED_HOST = "feeds.flexoffers.com";

interface Catalogue {
  readonly cid: number;
  readonly shop: Shop;
  readonly items: number;
}

const CATALOGUES: readonly Catalogue[] = [0, 9, 20, 31].flatMap((place, index) => {
  const shop = APPROVED_SHOPS[place % APPROVED_SHOPS.length];
  return shop === undefined ? [] : [{ cid: 7701 + index, shop, items: [130, 60, 40, 50][index] ?? 40 }];
});

export function catalogues(query: URLSearchParams, { share }: SandboxContext): Answer {
  const shown = share === 0 ? [] : CATALOGUES;
  return listAnswer({ shown, total: shown.length }, query, PAGES_OF_100, ({ cid, shop }) => ({
    cid,
    name: `${shop.name} products`,
    url: `https://www.${shop.domain}`,
    advertiser: shop.name,
    currency: shop.currency,
  }));
}

export function products(query: URLSearchParams, context: SandboxContext): Answer {
  const catalogue = CATALOGUES.find(({ cid }) => String(cid) === query.get("cid"));
  if (!["cid", "name", "manufacturer", "url", "UPCorEANs"].some((name) => query.has(name)))
    return badRequest("At least one of cid, name, manufacturer, url, UPCorEANs is required.");
  const list = catalogue ? productsOf(catalogue, context) : { shown: [], total: 0 };
  return listAnswer(list, query, PAGES_OF_100, (row) => row);
}

function productsOf(
  catalogue: Catalogue,
  context: SandboxContext,
): { readonly shown: Readonly<Record<string, unknown>>[]; readonly total: number } {
  const { cid, shop, items } = catalogue;
  const { shown, total } = productsAt(`flexoffers-catalogue-${cid}`, items, context, [shop]);
  const advertiserId = advertiserIds(context).get(shop.domain) ?? 0;
  return { shown: shown.map((product) => written(product, catalogue, advertiserId)), total };
}

/** One in a hundred comes without its linkUrl. */
function written(
  product: SandboxProduct,
  { cid, shop }: Catalogue,
  advertiserId: number,
): Readonly<Record<string, unknown>> {
  const { goods, id, sku, bits, broken, image, landing } = product;
  const pid = cid * 1_000_000_000 + id;
  const link = `https://track.flexlinkspro.com/g.ashx?foid=3.${advertiserId}.${pid}&trid=${DOMAIN_ID}.${advertiserId}&foc=16&fot=9999&fos=5`;
  const reduced = goods.listPrice !== null;
  return {
    pid,
    name: goods.title,
    brand: goods.brand,
    cid,
    catalogName: `${shop.name} products`,
    aid: advertiserId,
    advertiserName: shop.name,
    linkUrl: broken ? "" : link,
    shortDescription: goods.description,
    description: "",
    categoryId: 40,
    category: goods.category,
    imageUrl: image,
    price: Number(goods.listPrice ?? goods.price),
    // One in twenty leaves its currency to its catalogue.
    priceCurrency: bits % 20 === 0 ? "" : shop.currency,
    salePrice: reduced ? Number(goods.price) : 0,
    finalPrice: Number(goods.price),
    discount: reduced ? 20 : 0,
    isOnSale: reduced,
    isInStock: goods.inStock,
    keywords: `${goods.brand},${goods.colour}`,
    manufacturer: goods.brand,
    upCorEAN: goods.gtin,
    mpn: sku,
    sku,
    color: goods.colour,
    gender: "",
    size: "",
    deepLinkURL: `${link}&url=${encodeURIComponent(landing)}`,
  };
}

/** GET /v3/products/productfeeds: a bare list. */
export function productFeeds(query: URLSearchParams, context: SandboxContext): Answer {
  if (query.get("filetype") !== "CSV") return badRequest("filetype must be CSV.");
  const ids = advertiserIds(context);
  return json(
    CATALOGUES.slice(0, 3).map(({ cid, shop }) => ({
      programid: ids.get(shop.domain),
      catId: cid,
      downloadLink: `https://${FEED_HOST}/csv/${cid}.csv?signature=3f9`,
    })),
  );
}

const COLUMNS =
  "Pid,Name,ShortDescription,Description,CategoryId,Category,ImageURL,Price,PriceCurrency,SalePrice,FinalPrice,Discount,isOnSale,IsInStock,Keywords,Brand,Manufacturer,MPN,UPCorEAN,SKU,Color,Gender,Size,Condition,AlternateImageUrl,AlternateImageUrl2,AlternateImageUrl3,AlternateImageUrl4,DeepLinkURL,LinkUrl";

export function feedFile(path: string, context: SandboxContext): Answer {
  const catalogue = CATALOGUES.find(({ cid }) => path === `/csv/${cid}.csv`);
  if (!catalogue) return text("Not found", 404);
  const names = COLUMNS.split(",");
  const rows = productsOf(catalogue, context).shown.map((product) => {
    const byName = new Map(Object.entries(product).map(([name, value]) => [name.toLowerCase(), value]));
    // A file has no catalogue to fall back on: each row states its currency.
    byName.set("pricecurrency", catalogue.shop.currency);
    return csvLine(names.map((name) => String(byName.get(name.toLowerCase()) ?? "")));
  });
  return text([`${COLUMNS}\n`, ...rows].join(""), 200, "text/csv; charset=utf-8");
}
