/** A product of CJ's GraphQL as an offer. */
import { instant } from "../../offer/instant.ts";
import type { Availability, MoneyDraft, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { readRecord } from "../kit/reading.ts";
import { definition } from "./definition.ts";
import { type ProductRecord, productSchema } from "./records.ts";

const AVAILABILITY: Readonly<Record<string, Availability>> = {
  instock: "IN_STOCK",
  outofstock: "OUT_OF_STOCK",
  preorder: "PREORDER",
  backorder: "BACKORDER",
};

/**
 * Null for a product that its advertiser has deleted.
 * @throws RecordRejected for one without its ids, its price or a tracking link
 */
export function productOffer(record: ProductRecord, now: Date): OfferDraft | null {
  const product = readRecord(productSchema, record.product, "product", ["id", "title"]);
  if (product.isDeleted) return null;
  const { advertiserId, adId, id } = product;
  const trackingUrl = product.linkCode?.clickUrl;
  if (!trackingUrl) {
    throw new RecordRejected(
      `product ${advertiserId}:${adId}:${id} has no linkCode: its advertiser is not joined`,
    );
  }
  const price = moneyOf(product.price);
  const sale = salePriceOf(product, now);
  return {
    // An id is unique within one feed of one advertiser only.
    sourceOfferId: `product-${advertiserId}:${adId}:${id}`,
    kind: "PRODUCT",
    title: product.title ?? "",
    description: product.description,
    merchant: { name: product.advertiserName, domain: product.link },
    url: product.link,
    trackingUrl,
    images: [product.imageLink, ...(product.additionalImageLink ?? [])],
    price: sale ?? price,
    originalPrice: sale === null ? null : price,
    ...(sale !== null &&
      product.discountPercentage && {
        discount: { type: "PERCENT" as const, value: product.discountPercentage },
      }),
    // Advertisers' own words come through: "in stock", "IN_STOCK".
    availability:
      AVAILABILITY[(product.availability ?? "").toLowerCase().replace(/[^a-z]/g, "")] ?? "UNKNOWN",
    joinStatus: product.joinedStatus === false ? "AVAILABLE" : product.joinedStatus ? "JOINED" : "UNKNOWN",
    categories: [product.googleProductCategory?.name, ...(product.productType ?? [])],
    tags: [
      product.brand,
      product.customLabel0,
      product.customLabel1,
      product.customLabel2,
      product.customLabel3,
      product.customLabel4,
    ],
    countries: [product.targetCountry, ...(product.serviceableAreas ?? "").split(/[\s,]+/)],
    languages: [record.language],
    gtin: product.gtin,
  };
}

interface Priced {
  readonly price: { readonly amount: string | number; readonly currency?: string | null | undefined };
  readonly salePrice?: Priced["price"] | null | undefined;
  readonly salePriceEffectiveDateStart?: string | null | undefined;
  readonly salePriceEffectiveDateEnd?: string | null | undefined;
}

const moneyOf = ({ amount, currency }: Priced["price"]): MoneyDraft => ({ amount, currency: currency ?? "" });

/** The sale price while it applies; null before, after, and where it is no reduction. */
function salePriceOf(product: Priced, now: Date): MoneyDraft | null {
  const { price, salePrice } = product;
  if (!salePrice || !(Number(salePrice.amount) > 0) || Number(salePrice.amount) >= Number(price.amount)) {
    return null;
  }
  const { timeZone } = definition;
  const start = instant(product.salePriceEffectiveDateStart, "start", timeZone, now);
  const end = instant(product.salePriceEffectiveDateEnd, "end", timeZone, now);
  const applies =
    (start === null || Date.parse(start) <= now.getTime()) &&
    (end === null || Date.parse(end) >= now.getTime());
  return applies ? { ...moneyOf(salePrice), currency: salePrice.currency ?? price.currency ?? "" } : null;
}
