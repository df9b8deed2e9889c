/** A Shopify product, or one of its variants, as an offer. */
import * as z from "zod";
import type { Availability, OfferDraft } from "../../offer/model.ts";
import { compareDecimals } from "../../offer/money.ts";
import { readRecord } from "../../networks/kit/reading.ts";
import { trackingLink } from "../affiliate.ts";
import { sellerOf } from "../merchant.ts";
import type { ShopifyRecord } from "./listing.ts";
import type { ShopifyReading } from "./reading.ts";

const text = z.string().nullish();
const id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);

const variantSchema = z.looseObject({
  id,
  title: text,
  price: z.string({ error: "is missing" }).regex(/^\d+(?:\.\d+)?$/, "is no decimal number"),
  compare_at_price: text,
  /** Absent on very old shops. */
  available: z.boolean().nullish(),
});
type Variant = z.output<typeof variantSchema>;

const productSchema = z.looseObject({
  id,
  title: z.string({ error: "is missing" }).min(1, "is empty"),
  handle: z.string({ error: "is missing" }).min(1, "is empty"),
  body_html: text,
  published_at: text,
  vendor: text,
  product_type: text,
  /** A list here, one text with commas elsewhere. */
  tags: z.union([z.array(z.string()), z.string().transform((line) => line.split(","))]).nullish(),
  variants: z.array(variantSchema).min(1, "is empty"),
  images: z.array(z.looseObject({ src: text })).nullish(),
});
type Product = z.output<typeof productSchema>;

/**
 * @returns null for what is no offer: a gift card, and what costs nothing (insurances and gifts are ordinary products here)
 * @throws RecordRejected
 */
export function shopifyOffer(record: ShopifyRecord, reading: ShopifyReading): OfferDraft | null {
  const product = readRecord(productSchema, record.product, "product", ["id", "handle", "title"]);
  const chosen = record.variant === null ? null : readRecord(variantSchema, record.variant, "variant");
  const variant = chosen ?? shownVariant(product.variants);
  if (isExcluded(product, reading) || /^0+(?:\.0+)?$/.test(variant.price)) return null;
  const page = `${reading.publicBase}/products/${encodeURIComponent(product.handle)}`;
  const url = chosen === null ? page : `${page}?variant=${chosen.id}`;
  return {
    sourceOfferId: chosen === null ? `product-${product.id}` : `variant-${product.id}-${chosen.id}`,
    kind: reading.kind,
    title: titleOf(product, chosen),
    description: product.body_html,
    merchant: sellerOf({ ...reading, base: reading.publicBase }, record.shop, product.vendor ?? null),
    url,
    trackingUrl: trackingLink(url, reading.links),
    images: (product.images ?? []).map(({ src }) => src),
    price: { amount: variant.price, currency: record.currency },
    originalPrice: reducedFrom(variant, record.currency),
    availability: availabilityOf(chosen === null ? product.variants : [chosen]),
    categories: [product.product_type],
    tags: (product.tags ?? []).filter((tag) => !IS_MARKER.test(tag)),
    startsAt: product.published_at,
  };
}

/** Apps keep notes for themselves among the tags: "key => value". */
const IS_MARKER = /=>/;
/** What Shopify calls the variant of a product that has only one. */
const ONLY_VARIANT = "Default Title";

const isExcluded = ({ product_type }: Product, { excludedTypes }: ShopifyReading): boolean =>
  excludedTypes.has((product_type ?? "").trim().toLowerCase());

const titleOf = ({ title }: Product, variant: Variant | null): string =>
  variant?.title && variant.title !== ONLY_VARIANT ? `${title} – ${variant.title}` : title;

/** The cheapest of those that can be bought, else the cheapest of all. */
function shownVariant(variants: readonly Variant[]): Variant {
  const buyable = variants.filter(({ available }) => available !== false);
  const [cheapest] = [...(buyable.length > 0 ? buyable : variants)].sort((one, other) =>
    compareDecimals(canonical(one.price), canonical(other.price)),
  );
  if (cheapest === undefined) throw new RangeError("a product has a variant");
  return cheapest;
}

const canonical = (amount: string): string => amount.replace(/^0+(?=\d)/, "");

/** Of the same variant, and only if it is more: others repeat the price, or say "", "0.00" or nothing. */
function reducedFrom({ price, compare_at_price }: Variant, currency: string): OfferDraft["originalPrice"] {
  const before = compare_at_price?.trim() ?? "";
  if (!/^\d+(?:\.\d+)?$/.test(before)) return null;
  return compareDecimals(canonical(before), canonical(price)) > 0 ? { amount: before, currency } : null;
}

function availabilityOf(variants: readonly Variant[]): Availability {
  if (variants.some(({ available }) => available === true)) return "IN_STOCK";
  return variants.every(({ available }) => available === false) ? "OUT_OF_STOCK" : "UNKNOWN";
}
