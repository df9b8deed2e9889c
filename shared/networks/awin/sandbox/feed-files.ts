/** The feed files themselves: classic gzip CSV, Google-format CSV with a byte order mark, enhanced JSON Lines. */
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { csvLine } from "../../../sandbox/csv.ts";
import { type Answer, json, type SandboxContext, text } from "../../../sandbox/sandbox.ts";
import { awinSandboxCredentials } from "./credentials.ts";
import { type FeedItem, feedItems, FEEDS, importedAt, type SandboxFeed } from "./feeds.ts";
import { deepLink } from "./programmes.ts";

const CHUNK_ROWS = 200;

/** GET /datafeed/download/apikey/{key}/…: which columns, format and packing is said by the path's own segments. */
export function classicFile(segments: ReadonlyMap<string, string>, context: SandboxContext): Answer {
  const feed = FEEDS.find(({ id, format }) => String(id) === segments.get("fid") && format === "classic");
  if (!feed) return text("Feed not found", 404);
  if (segments.get("format") !== "csv" || segments.get("compression") !== "gzip") {
    return text("This sandbox writes gzip CSV only", 400);
  }
  const columns = (segments.get("columns") ?? "").split(",").map(decodeURIComponent);
  const adult = segments.get("adultcontent") === "1";
  return {
    status: 200,
    headers: { "content-type": "application/gzip", "content-disposition": "attachment" },
    body: Readable.from(classicCsv(feed, columns, adult, context)).pipe(createGzip()),
  };
}

function* classicCsv(
  feed: SandboxFeed,
  columns: readonly string[],
  adult: boolean,
  context: SandboxContext,
): Generator<string> {
  yield csvLine(columns);
  let chunk = "";
  let rows = 0;
  for (const item of feedItems(feed, context)) {
    if (item.adult && !adult) continue;
    const row = classicRow(feed, item, context.now);
    chunk += csvLine(columns.map((column) => row[column] ?? ""));
    rows += 1;
    if (rows % CHUNK_ROWS !== 0) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** One row in a hundred has lost its aw_product_id. */
function classicRow(
  feed: SandboxFeed,
  { state, goods, productId }: FeedItem,
  now: Date,
): Record<string, string> {
  const { shop, id } = feed.advertiser;
  const landing = `https://www.${shop.domain}/p/${String(productId)}`;
  const image = `https://cdn.${shop.domain}/${String(productId)}.jpg`;
  const publisher = awinSandboxCredentials.publisherId;
  return {
    aw_deep_link: `https://www.awin1.com/pclick.php?p=${String(productId)}&a=${publisher}&m=${String(id)}`,
    product_name: goods.title,
    aw_product_id: state.index % 100 === 41 ? "" : String(productId),
    merchant_product_id: `SKU-${String(state.index)}`,
    merchant_image_url: image,
    description: goods.description,
    merchant_category: goods.category,
    search_price: goods.price,
    merchant_name: shop.name,
    merchant_id: String(id),
    category_name: goods.category.split(" > ")[0] ?? "",
    aw_image_url: `https://images2.productserve.com/?w=200&h=200&url=${encodeURIComponent(image)}`,
    currency: shop.currency,
    delivery_cost: "4.95",
    merchant_deep_link: landing,
    language: shop.language,
    last_updated:
      state.index % 3 === 0 ? "" : importedAt(feed, now).toISOString().slice(0, 19).replace("T", " "),
    data_feed_id: String(feed.id),
    brand_name: goods.brand,
    keywords: `${goods.colour},${goods.category.split(" > ").at(-1) ?? ""}`,
    commission_group: "DEFAULT",
    merchant_product_category_path: goods.category,
    rrp_price: goods.listPrice ?? "0.00",
    savings_percent: goods.listPrice === null ? "" : "20",
    in_stock: goods.inStock ? "1" : "0",
    stock_quantity: goods.inStock ? "12" : "0",
    is_for_sale: "1",
    large_image: image,
    ean: goods.gtin,
    "Fashion:colour": goods.colour,
  };
}

const GOOGLE_COLUMNS =
  "id,title,description,link,aw_deep_link,image_link,additional_image_link,price,sale_price,sale_price_effective_date,availability,google_product_category,product_type,brand,gtin,mpn,item_group_id,condition,shipping,advertiser_id,advertiser_name".split(
    ",",
  );

/** GET …/1/feed/F{id}.csv: plain CSV, UTF-8 with a byte order mark. */
export function googleFile(feedId: string, context: SandboxContext): Answer {
  const feed = FEEDS.find(({ id, format }) => String(id) === feedId && format === "google-csv");
  if (!feed) return text("Feed not found", 404);
  const rows = [...feedItems(feed, context)].map((item) => {
    const flat: Record<string, unknown> = Object.assign({}, ...Object.values(googleRecord(feed, item)));
    return csvLine(GOOGLE_COLUMNS.map((column) => (typeof flat[column] === "string" ? flat[column] : "")));
  });
  return text(`\ufeff${csvLine(GOOGLE_COLUMNS)}${rows.join("")}`, 200, "text/csv");
}

/** GET /publishers/{id}/awinfeeds/download/{advertiserId}-{vertical}-{locale}.jsonl */
export function enhancedFile(file: string, context: SandboxContext): Answer {
  const [, advertiserId, locale] = /^(\d+)-retail-([a-z]{2}_[A-Z]{2})\.jsonl$/.exec(file) ?? [];
  const feed = FEEDS.find(
    ({ format, advertiser: { id, shop } }) =>
      format === "google-jsonl" &&
      String(id) === advertiserId &&
      locale === `${shop.language}_${shop.country}`,
  );
  if (!feed) return json({ message: "Locale not found" }, 404);
  const lines = [...feedItems(feed, context)].map((item) => `${JSON.stringify(googleRecord(feed, item))}\n`);
  return text(`${lines.join("")}${JSON.stringify({ status: "complete" })}\n`, 200, "application/jsonl");
}

/** Google-format feeds in the wild leave sale_price empty: the reduced price is simply the price. */
function googleRecord(
  feed: SandboxFeed,
  { state, goods, productId, shopId }: FeedItem,
): Record<string, object> {
  const { shop, id } = feed.advertiser;
  const link = `https://www.${shop.domain}/p/${String(productId)}`;
  const price = (amount: string): string => `${amount} ${shop.currency}`;
  const jsonl = feed.format === "google-jsonl";
  const sale = jsonl && goods.listPrice !== null ? { sale_price: price(goods.price) } : {};
  return {
    meta: { advertiser_id: jsonl ? id : String(id), advertiser_name: shop.name },
    product_basic: {
      id: `${shop.country}-${shopId}`,
      title: goods.title,
      description: goods.description,
      link,
      image_link: `https://cdn.${shop.domain}/${String(productId)}.jpg`,
      ...(jsonl && { additional_image_link: [`https://cdn.${shop.domain}/${String(productId)}-b.jpg`] }),
      aw_deep_link: deepLink(id, link),
    },
    price_and_availability: {
      price: price(jsonl ? (goods.listPrice ?? goods.price) : goods.price),
      ...sale,
      availability: goods.inStock ? "in_stock" : "out_of_stock",
    },
    product_category: {
      google_product_category: goods.category,
      ...(jsonl && { product_type: goods.category }),
    },
    product_identifiers: { brand: goods.brand, gtin: goods.gtin, mpn: `M-${String(state.index)}` },
  };
}
