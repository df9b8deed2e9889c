/** Feeds that were granted: a file of deals and one of products, gzipped and separated by tabs. */
import { gzipSync } from "node:zlib";
import { productsAt } from "../../../sandbox/items.ts";
import { type Answer, json, type SandboxContext, text } from "../../../sandbox/sandbox.ts";
import { SHOPS } from "../../../sandbox/shops.ts";

const DEALS = "de_sandbox_deals_v2";
const PRODUCTS = "de_sandbox_products_v2";
const DEAL_COUNT = 320;
const PRODUCT_COUNT = 120;

export const feedList = ({ now, share }: SandboxContext): Answer =>
  json(
    share === 0
      ? {}
      : {
          feeds: [
            {
              feedName: DEALS,
              feedType: "DEALS_FEEDS",
              size: 1_843_200,
              md5: "9b",
              lastUpdated: now.toISOString(),
            },
            {
              feedName: PRODUCTS,
              feedType: "PRODUCT_FEEDS",
              size: 1_843_200,
              md5: "9c",
              lastUpdated: now.toISOString(),
            },
          ],
        },
  );

export function feedFile(path: string, context: SandboxContext): Answer {
  const rows = path === `/${DEALS}` ? deals(context) : path === `/${PRODUCTS}` ? products(context) : null;
  if (rows === null) return text("Not found", 404);
  const body = gzipSync(rows.map((cells) => `${cells.join("\t")}\n`).join(""));
  return {
    status: 200,
    headers: { "content-type": "binary/octet-stream", "content-length": String(body.length) },
    body,
  };
}

const asin = (id: number): string => `B${id.toString(36).toUpperCase().padStart(9, "0")}`;

/** One in a hundred has no asin. */
function deals(context: SandboxContext): string[][] {
  // Separated by a blank, with a numeric offset.
  const time = (at: Date): string =>
    `${at.toISOString().slice(0, 19).replace("T", " ")}${context.naiveDates ? "" : " +0000"}`;
  const { shown } = productsAt("amazon-feed-deals", DEAL_COUNT, context, SHOPS);
  return [
    "dealID dealType dealState category asin dealTitle dealStartTime dealEndTime referencePrice dealPrice dealURL imageURL subcategoryPath1 marketingMessage".split(
      " ",
    ),
    ...shown.map(({ id, goods, bits, broken, bornAt }) => [
      `d${id}`,
      "BEST_DEAL",
      "AVAILABLE",
      "Electronics",
      broken ? "" : asin(id + 500_000_000),
      goods.title,
      time(bornAt),
      bits % 5 === 0 ? "" : time(new Date(bornAt.getTime() + 30 * 86_400_000)),
      goods.listPrice ?? "",
      goods.price,
      `https://www.amazon.de/dp/${asin(id + 500_000_000)}?smid=A1&tag=other-21`,
      `https://m.media-amazon.com/images/I/${bits % 100_000}.jpg`,
      "Audio/Headphones",
      "Nur für kurze Zeit",
    ]),
  ];
}

function products(context: SandboxContext): string[][] {
  const { shown } = productsAt("amazon-feed-products", PRODUCT_COUNT, context, SHOPS);
  return [
    "asin title ean itemPrice listPrice largeImageURL salesRank itemIsFBA".split(" "),
    ...shown.map(({ id, goods, bits }) => [
      asin(id + 700_000_000),
      goods.title,
      goods.gtin,
      goods.price,
      goods.listPrice ?? "",
      `https://m.media-amazon.com/images/I/${bits % 100_000}.jpg`,
      "12",
      "true",
    ]),
  ];
}
