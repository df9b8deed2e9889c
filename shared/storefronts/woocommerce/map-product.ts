/** A Store API product as an offer. */
import type { Availability, MoneyDraft, OfferDraft } from "../../offer/model.ts";
import { compareDecimals, decimal } from "../../offer/money.ts";
import { readRecord } from "../../networks/kit/reading.ts";
import { trackingLink } from "../affiliate.ts";
import type { WooRecord } from "./listing.ts";
import { sellerOf } from "../merchant.ts";
import type { WooReading } from "./reading.ts";
import { type WooProduct, productSchema } from "./records.ts";

type ProductRecord = Extract<WooRecord, { surface: "product" }>;

/**
 * @returns null for a product that the source leaves out
 * @throws RecordRejected
 */
export function wooProductOffer(record: ProductRecord, reading: WooReading): OfferDraft | null {
  const product = readRecord(productSchema, record.product, "product", ["id", "slug", "name"]);
  const categories = product.categories ?? [];
  if (categories.some((category) => reading.leavesOut(category))) return null;
  const { price, originalPrice } = pricesOf(product);
  if (reading.leavesOutFree && price !== null && isZero(price) && originalPrice === null) return null;
  const description = filled(product.short_description) ?? filled(product.description);
  return {
    sourceOfferId: `product-${product.id}`,
    kind: reading.kind,
    title: product.name,
    description,
    merchant: sellerOf(reading, record.shop, product.brands?.[0]?.name ?? null),
    url: product.permalink,
    // Never add_to_cart.url: of an external product that is a link of somebody else's.
    trackingUrl: trackingLink(product.permalink, reading.links),
    images: (product.images ?? []).map(({ src }) => src),
    price,
    originalPrice,
    availability: availabilityOf(product),
    categories: categories.filter((category) => !reading.isTechnical(category)).map(({ name }) => name),
    tags: [
      ...(product.tags ?? []).map(({ name }) => name),
      ...reading.tagsOf(product.name, description ?? ""),
    ],
    startsAt: record.published,
    // The end of the sale ends this offer; a product that is not on sale has no end.
    endsAt: product.on_sale === true ? record.saleEnds : null,
  };
}

/** Shops link to them, or sell what is in them: neither can be put into a cart, and both have prices. */
const NEVER_PURCHASABLE = new Set(["external", "grouped"]);

const isSold = ({ type, is_purchasable }: WooProduct): boolean =>
  is_purchasable !== false || NEVER_PURCHASABLE.has(type ?? "");

function pricesOf(product: WooProduct): { price: MoneyDraft | null; originalPrice: MoneyDraft | null } {
  const { price, regular_price, currency_code: currency, currency_minor_unit: digits } = product.prices;
  const amount = decimal(price, 0, "price", digits);
  // A product without a price says "0", as a free one does; only the free one can be bought.
  if (isZero({ amount }) && product.is_purchasable === false) return { price: null, originalPrice: null };
  const regular = regular_price ? decimal(regular_price, 0, "regular price", digits) : null;
  // The sale price says nothing: without a sale it is the price.
  const isReduced = regular !== null && compareDecimals(regular, amount) > 0;
  return {
    price: { amount, currency },
    originalPrice: isReduced ? { amount: regular, currency } : null,
  };
}

const isZero = ({ amount }: Pick<MoneyDraft, "amount">): boolean => /^0(?:\.0*)?$/.test(String(amount));

function availabilityOf(product: WooProduct): Availability {
  if (product.is_in_stock === null || product.is_in_stock === undefined) return "UNKNOWN";
  if (!product.is_in_stock || !isSold(product)) return "OUT_OF_STOCK";
  return product.is_on_backorder === true ? "BACKORDER" : "IN_STOCK";
}

const filled = (html: string | null | undefined): string | null => {
  const text = html?.trim() ?? "";
  return text === "" ? null : text;
};
