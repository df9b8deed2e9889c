/** A row of Product Search as an offer. */
import type { MoneyDraft, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { type ProductRecord, productSchema } from "./records.ts";
import type { RakutenSettings } from "./settings.ts";
import { commissionOf } from "./terms.ts";

/** Between the levels of a category, and between keywords. */
const SEPARATOR = "~~";

/** @throws RecordRejected for a product without an id, a price or a link */
export function productOffer(record: ProductRecord, { u1, productLanguage }: RakutenSettings): OfferDraft {
  const product = readRecord(productSchema, record.product, "product", ["linkid", "sku", "productname"]);
  const { mid, sku } = product;
  const id = product.linkid ?? sku;
  const name = product.productname ?? "";
  if (id === undefined)
    throw new RecordRejected(`product "${name}" of advertiser ${mid} has no linkid and no sku`);
  const price = product.price;
  if (price === null) throw new RecordRejected(`product ${mid}:${id} has no price`);
  const sale = product.saleprice;
  const isOnSale = sale !== null && Number(sale.value) > 0 && Number(sale.value) < Number(price.value);
  const url = landingOf(product.linkurl);
  return {
    sourceOfferId: `product-${mid}:${id}`,
    kind: "PRODUCT",
    title: name,
    description: withoutQuotes(product.description),
    merchant: { name: product.merchantname ?? "", domain: url },
    url,
    trackingUrl: withParameter(product.linkurl, "u1", u1),
    images: [product.imageurl],
    price: moneyOf(isOnSale ? sale : price),
    originalPrice: isOnSale ? moneyOf(price) : null,
    // The search holds nothing of advertisers whom the publisher does not work with.
    joinStatus: "JOINED",
    commission: commissionOf(record.terms),
    categories: product.categories.flatMap((each) => each?.split(SEPARATOR) ?? []),
    tags: product.keywords?.split(SEPARATOR),
    languages: [productLanguage],
    gtin: product.upccode,
  };
}

const moneyOf = ({ value, currency }: { readonly value: string; readonly currency: string }): MoneyDraft => ({
  amount: value,
  currency,
});

/** Where the link leads to: its `murl`. */
const landingOf = (link: string): string | null =>
  URL.canParse(link) ? new URL(link).searchParams.get("murl") : null;

/** Leftovers of a CSV file: quotes around the whole, and doubled ones within. */
function withoutQuotes(text: string | null): string | null {
  const inner = /^"([\s\S]*)"$/.exec(text ?? "")?.[1];
  return inner === undefined ? text : inner.replaceAll('""', '"');
}
