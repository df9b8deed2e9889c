/** A feed's product as an offer. */
import type { Availability, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import { landingOf, withEpi } from "./links.ts";
import type { TradedoublerMapping } from "./map-offer.ts";
import { productSchema, type TradedoublerRecord } from "./records.ts";

type ProductRecord = Extract<TradedoublerRecord, { surface: "product" }>;

/** @throws RecordRejected for a product without an id or a price */
export function productOffer(
  { product: raw, feed, facts }: ProductRecord,
  { settings }: TradedoublerMapping,
): OfferDraft {
  const product = readRecord(productSchema, raw, "product", ["name"]);
  const [offer] = product.offers;
  if (!offer) throw new RecordRejected(`product "${product.name}" has no offer`);
  const id =
    offer.id || (offer.feedId && offer.sourceProductId ? `${offer.feedId}:${offer.sourceProductId}` : null);
  if (id === null)
    throw new RecordRejected(`product "${product.name}" has neither an id nor a sourceProductId`);
  const price = newestPrice(offer.priceHistory ?? []);
  if (price === null) throw new RecordRejected(`product ${id} has no price`);
  const landing = offer.sourceProductUrl || landingOf(offer.productUrl);
  return {
    sourceOfferId: `product-${id}`,
    kind: "PRODUCT",
    title: product.name,
    description: product.description || product.shortDescription,
    merchant: offer.programName ? { name: offer.programName, domain: facts?.homePage ?? landing } : null,
    url: landing,
    trackingUrl: withEpi(offer.productUrl, settings.epi),
    images: [product.productImage?.url],
    price: { amount: price.value, currency: price.currency },
    originalPrice: previousPrice(product.fields ?? [], settings.previousPriceFields, price.currency),
    availability: availabilityOf(offer.availability, offer.inStock),
    joinStatus: "JOINED",
    commission: facts === null ? null : commissionOf(facts.terms, facts.currency),
    categories: (product.categories ?? []).map(({ tdCategoryName, name }) => tdCategoryName || name),
    tags: [product.brand],
    countries: [facts?.country],
    languages: [product.language || feed.language],
    gtin: product.identifiers?.ean,
  };
}

interface PriceEntry {
  readonly date?: string | number | null | undefined;
  readonly price: { readonly value: string; readonly currency: string };
}

/** Sources disagree on whether the first or the last entry is today's: the date tells. */
function newestPrice(history: readonly PriceEntry[]): PriceEntry["price"] | null {
  const at = ({ date }: PriceEntry): number =>
    typeof date === "number" || /^\d+$/.test(date ?? "") ? Number(date) : Date.parse(date ?? "") || 0;
  const [first, ...rest] = history;
  if (!first) return null;
  return rest.reduce((newest, entry) => (at(entry) > at(newest) ? entry : newest), first).price;
}

/** Advertisers' own texts: "199,00", "1.234,56", "1,234.56". What cannot be read is left out: it is not the price. */
function previousPrice(
  fields: readonly {
    readonly name?: string | null | undefined;
    readonly value?: string | null | undefined;
  }[],
  names: readonly string[],
  currency: string,
): OfferDraft["originalPrice"] {
  const value =
    fields.find(({ name, value }) => name && value && names.includes(name))?.value?.replace(/\s/g, "") ?? "";
  const dotted = /,\d{1,2}$/.test(value)
    ? value.replaceAll(".", "").replace(",", ".")
    : value.replaceAll(",", "");
  return /^\d+(?:\.\d+)?$/.test(dotted) ? { amount: dotted, currency } : null;
}

function availabilityOf(
  availability: string | null | undefined,
  inStock: string | number | boolean | null | undefined,
): Availability {
  const text = availability?.toLowerCase().replace(/[^a-z]/g, "") ?? "";
  if (text.startsWith("outofstock")) return "OUT_OF_STOCK";
  if (text.startsWith("instock")) return "IN_STOCK";
  if (text.startsWith("preorder")) return "PREORDER";
  if (inStock === null || inStock === undefined || inStock === "") return "UNKNOWN";
  return inStock === true || Number(inStock) > 0 ? "IN_STOCK" : "OUT_OF_STOCK";
}
