/** A product of FlexOffers, from the API or a feed file, as an offer. */
import type { Availability, OfferDraft } from "../../offer/model.ts";
import { commissionOf } from "./commission.ts";
import { targetOf, trackingUrl } from "./links.ts";
import { countriesOf, listed, type Product, type ProductRecord, readProduct } from "./records.ts";
import type { FlexoffersSettings } from "./settings.ts";

/**
 * Null for what the settings leave out.
 * @throws RecordRejected for a product without an id or a link
 */
export function productOffer(record: ProductRecord, settings: FlexoffersSettings): OfferDraft | null {
  const { advertiser } = record;
  if (settings.approvedOnly && advertiser === null) return null;
  const product = readProduct(record.product);
  const merchantName = product.advertiserName || advertiser?.name;
  const { commission, tags } = commissionOf(advertiser);
  return {
    sourceOfferId: `product-${product.pid}`,
    kind: "PRODUCT",
    title: product.name ?? "",
    description: product.shortDescription || product.description,
    merchant: merchantName ? { name: merchantName, domain: advertiser?.domainUrl } : null,
    url: targetOf(product.deepLinkURL),
    trackingUrl: trackingUrl(product.linkUrl, `product ${product.pid}`, settings),
    images: [
      product.imageUrl,
      product.alternateImageUrl,
      product.alternateImageUrl2,
      product.alternateImageUrl3,
      product.alternateImageUrl4,
    ],
    ...pricesOf(product, record.currency),
    availability: availabilityOf(product),
    joinStatus: advertiser === null ? "UNKNOWN" : "JOINED",
    commission,
    categories: [product.category],
    tags: [...listed(product.keywords), ...tags],
    countries: countriesOf(advertiser),
    gtin: product.upCorEAN === null || product.upCorEAN === undefined ? null : String(product.upCorEAN),
  };
}

/**
 * What the shopper pays is `finalPrice`; a `salePrice` of 0 is no sale. Major units. A price without a currency, of its
 * own or of its catalogue, is refused further on.
 */
function pricesOf(product: Product, catalogueCurrency: string | null): Partial<OfferDraft> {
  const amount = [product.finalPrice, product.salePrice, product.price].map(amountOf).find(Boolean);
  if (!amount) return {};
  const currency = product.priceCurrency?.trim() || catalogueCurrency || "";
  const listPrice = amountOf(product.price);
  return {
    price: { amount, currency },
    // Below or at the price it says nothing, and is left out when the offer is normalised.
    ...(listPrice && { originalPrice: { amount: listPrice, currency } }),
  };
}

/** Null where none is stated, or 0. A text that is no number stays, to be refused with its reason. */
function amountOf(value: string | number | null | undefined): string | null {
  const text = String(value ?? "").trim();
  return text === "" || Number(text) === 0 ? null : text;
}

function availabilityOf({ isInStock }: Product): Availability {
  const text = String(isInStock ?? "")
    .trim()
    .toLowerCase();
  if (["true", "1", "yes"].includes(text)) return "IN_STOCK";
  return ["false", "0", "no"].includes(text) ? "OUT_OF_STOCK" : "UNKNOWN";
}
