/** Sovrn's merchants, price comparisons and promo codes as offers. */
import type { OfferDraft } from "../../offer/model.ts";
import type { MappingContext } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import type { SovrnCredentials, SovrnSettings } from "./definition.ts";
import { comparisonSchema, couponSchema, merchantSchema, type SovrnRecord } from "./records.ts";
import { CATEGORIES, SENSITIVE } from "./vocabulary.ts";

type Context = MappingContext<SovrnCredentials, SovrnSettings>;
type Of<Surface> = Extract<SovrnRecord, { readonly surface: Surface }>;

/** Null for merchants that are left out, and for rows that cannot earn. @throws RecordRejected */
export function sovrnOffer(record: SovrnRecord, context: Context): OfferDraft | null {
  switch (record.surface) {
    case "merchant":
      return programme(record, context);
    case "comparison":
      return product(record);
    case "coupon":
      return coupon(record);
  }
}

/** A merchant that pays by the click only names no domain: there is nothing to link to, and it is left out. */
function programme({ merchant: raw }: Of<"merchant">, { credentials, settings }: Context): OfferDraft | null {
  const merchant = readRecord(merchantSchema, raw, "merchant", ["groupId", "name"]);
  const categories = merchant.category ?? [];
  if (!settings.sensitive && categories.some((code) => SENSITIVE.has(code))) return null;
  const regions = merchant.sovrn?.CPA ?? [];
  const domain = regions.flatMap(({ domains }) => domains ?? []).find((each) => each !== "");
  if (domain === undefined) return null;
  const url = `https://${domain}`;
  const link = `https://sovrn.co?key=${credentials.apiKey}&u=${encodeURIComponent(url)}`;
  return {
    sourceOfferId: `merchant-${merchant.groupId}`,
    kind: "PROGRAMME",
    title: merchant.name,
    description: merchant.description,
    merchant: { name: merchant.name, domain },
    url,
    trackingUrl: withParameter(link, "cuid", settings.cuid),
    images: [merchant.logoImageUrl],
    restrictions: (merchant.terms ?? "").split(/\r?\n/),
    // To be listed is to be approved.
    joinStatus: "JOINED",
    commission: commissionOf(merchant.sovrn),
    categories: categories.map((code) => CATEGORIES[code] ?? code),
    tags: [merchant.sovrnPreferred ? "preferred" : null],
    countries: regions.map(({ geo }) => geo),
  };
}

/** Its links carry the sub-id that was asked for with them. */
function product({ row, market }: Of<"comparison">): OfferDraft | null {
  const item = readRecord(comparisonSchema, row, "product");
  if (item.affiliatable === false) return null;
  return {
    sourceOfferId: `product-${market}-${item.id}`,
    kind: "PRODUCT",
    title: item.name,
    merchant: item.merchant?.name ? { name: item.merchant.name } : null,
    trackingUrl: item.deeplink,
    images: [item.image, item.thumbnail].map(absolute),
    price: { amount: item.salePrice, currency: item.currency },
    originalPrice: item.retailPrice ? { amount: item.retailPrice, currency: item.currency } : null,
    joinStatus: "JOINED",
    commission: item.epc
      ? { type: "FIXED", min: item.epc, max: item.epc, currency: "USD", basis: "CLICK" }
      : null,
    tags: ["estimated earnings per click"].filter(() => Boolean(item.epc)),
    languages: [market.split("_")[1]],
  };
}

/** "//cdn.example/a.jpg" */
const absolute = (address: string | null | undefined): string | null | undefined =>
  address?.startsWith("//") ? `https:${address}` : address;

function coupon({ coupon: raw, productUrl, merchant }: Of<"coupon">): OfferDraft {
  const read = readRecord(couponSchema, raw, "code");
  const { price_with_code: price, original_price: original, currency } = read;
  return {
    sourceOfferId: `code-${read.id}`,
    kind: "COUPON",
    title: read.code_description || `${read.code} at ${merchant.name ?? merchant.domain ?? "the shop"}`,
    merchant: merchant.name === null ? null : { name: merchant.name, domain: merchant.domain },
    url: productUrl,
    trackingUrl: read.affiliated_url,
    images: [merchant.logo],
    price: price ? { amount: price, currency } : null,
    originalPrice: original ? { amount: original, currency } : null,
    couponCode: read.code,
    joinStatus: "JOINED",
    tags: [read.verified ? "verified" : "unverified"],
  };
}
