/** The Open API: vouchers in one answer, feeds as files. */
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import {
  productsAt,
  type SandboxProduct,
  type SandboxPromotion,
  promotionsAt,
} from "../../../sandbox/items.ts";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";
import { programId } from "./connect.ts";
import { tradedoublerSandboxCredentials as credentials } from "./credentials.ts";

export function vouchers(keys: ReadonlyMap<string, string>, context: SandboxContext): Answer {
  const wanted = [...keys].filter(([name]) => name === "programId").map(([, value]) => value);
  const { shown } = promotionsAt("tradedoubler-voucher", 350, context);
  const listed = shown.filter(({ shop }) => wanted.length === 0 || wanted.includes(String(programId(shop))));
  return json([...listed.map((each) => voucher(each, keys, context)), over(context)]);
}

/** ISO 8601 where it is asked for, epoch milliseconds as a text where not, or where the offset is left off. */
function timeOf(at: Date, keys: ReadonlyMap<string, string>, { naiveDates }: SandboxContext): string {
  if (keys.get("dateOutputFormat") !== "iso8601") return String(at.getTime());
  return naiveDates ? at.toISOString().slice(0, 23) : at.toISOString();
}

const paren = (shop: Shop, landing: string): string =>
  `http://clk.tradedoubler.com/click?a(${credentials.sourceId})p(${programId(shop)})ttid(13)url(${landing})`;

/** One in a hundred has lost its link. */
function voucher(
  promotion: SandboxPromotion,
  keys: ReadonlyMap<string, string>,
  context: SandboxContext,
): object {
  const { id, shop, code, text, startsAt, endsAt, bits, broken, landing, percent } = promotion;
  const time = (at: Date): string => timeOf(at, keys, context);
  return {
    id,
    programId: programId(shop),
    programName: `${shop.name} ${shop.country}`,
    code: code ?? (bits % 2 === 0 ? "N/A" : ""),
    updateDate: time(promotion.changedAt),
    startDate: time(startsAt),
    // A date that nobody will see stands for none.
    endDate: time(endsAt ?? new Date("2100-01-01T00:00:00Z")),
    title: text.title,
    shortDescription: text.title,
    description: `${text.description}\r\n\r\n${text.terms}`,
    voucherTypeId: 1,
    defaultTrackUri: broken ? "" : paren(shop, landing),
    siteSpecific: bits % 31 === 0,
    landingUrl: landing,
    discountAmount: bits % 3 === 0 ? 0 : percent,
    isPercentage: bits % 7 !== 0,
    publisherInformation: "Push on blog",
    languageId: shop.language,
    exclusive: bits % 17 === 0,
    currencyId: shop.currency,
    logoPath: bits % 5 === 0 ? "http://" : `http://hst.${shop.domain}/logo.gif`,
  };
}

/** Vouchers that are over stay in the list. */
function over({ now }: SandboxContext): object {
  return {
    id: 1,
    programId: 301_000,
    programName: "Over",
    code: "OVER",
    startDate: "2020-01-01T00:00:00Z",
    endDate: new Date(now.getTime() - 86_400_000).toISOString(),
    title: "Over",
    defaultTrackUri: "http://clk.tradedoubler.com/click?a(1)p(2)url(https://over.example)",
  };
}

const FEEDS = [
  { id: 88_001, shop: 0, items: 140 },
  { id: 88_002, shop: 9, items: 80 },
  { id: 88_003, shop: 26, items: 60 },
] as const;

const itemsOf = (feed: (typeof FEEDS)[number], context: SandboxContext) =>
  productsAt(`tradedoubler-${feed.id}`, feed.items, context, SHOPS.slice(feed.shop, feed.shop + 1));

export function feedList(context: SandboxContext): Answer {
  return json({
    feeds: [
      ...FEEDS.map((feed) => {
        const shop = SHOPS[feed.shop];
        return {
          feedId: feed.id,
          name: `${shop?.name ?? ""} – main`,
          active: true,
          visible: true,
          currencyISOCode: shop?.currency,
          languageISOCode: shop?.language,
          numberOfProducts: itemsOf(feed, context).total,
          lastModifiedTime: Math.floor(context.now.getTime() / 3_600_000) * 3_600_000,
          programs: shop ? [{ programId: programId(shop), name: shop.name }] : [],
        };
      }),
      { feedId: 88_099, name: "Hidden", active: true, visible: false, numberOfProducts: 10, programs: [] },
    ],
  });
}

export function productFile(keys: ReadonlyMap<string, string>, context: SandboxContext): Answer {
  const feed = FEEDS.find(({ id }) => String(id) === keys.get("fid"));
  if (!feed) return json({ errors: [{ code: "PF_410", message: "Unknown feed" }] });
  const { shown, total } = itemsOf(feed, context);
  const body = Readable.from(productLines(shown, feed.id, total));
  return keys.get("compress") === "gz"
    ? { status: 200, headers: { "content-type": "application/gzip" }, body: body.pipe(createGzip()) }
    : { status: 200, headers: { "content-type": "application/json" }, body };
}

function* productLines(
  products: readonly SandboxProduct[],
  feedId: number,
  total: number,
): Generator<string> {
  yield `{"productHeader":{"totalHits":${total}},"products":[`;
  for (const [place, product] of products.entries()) {
    yield `${place === 0 ? "" : ","}\n${JSON.stringify(row(product, feedId))}`;
  }
  yield "]}";
}

/** One in a hundred has no price. */
function row(
  { id, sku, goods, shop, landing, image, broken, changedAt }: SandboxProduct,
  feedId: number,
): object {
  return {
    name: goods.title,
    description: goods.description,
    brand: goods.brand,
    language: shop.language,
    productImage: { url: image, width: 600, height: 600 },
    identifiers: { ean: goods.gtin, sku },
    categories: [{ id: 1, name: goods.category, tdCategoryName: goods.category.split(" > ")[0] }],
    fields: [
      { name: "Colour" },
      ...(goods.listPrice === null
        ? []
        : [{ name: "PreviousPrice", value: goods.listPrice.replace(".", ",") }]),
    ],
    offers: [
      {
        id: `5f0c1d2e-${id}`,
        feedId,
        sourceProductId: sku,
        productUrl: `https://pdt.tradedoubler.com/click?a(${credentials.sourceId})p(${programId(shop)})product(${feedId}-${sku})ttid(3)url(${encodeURIComponent(landing)})`,
        priceHistory: broken
          ? []
          : [
              {
                date: changedAt.getTime() - 86_400_000,
                price: { value: "9999.00", currency: shop.currency },
              },
              { date: changedAt.getTime(), price: { value: goods.price, currency: shop.currency } },
            ],
        modified: changedAt.getTime(),
        inStock: goods.inStock ? 12 : 0,
        availability: goods.inStock ? "in stock" : "out of stock",
        programName: shop.name,
      },
    ],
  };
}
