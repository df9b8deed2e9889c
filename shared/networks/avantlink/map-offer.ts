/** AvantLink's rows as offers. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { commissionOf } from "./commission.ts";
import type { Association, AvantlinkSettings } from "./definition.ts";
import { amountOf, isoDate, Row } from "./row.ts";

/** What an ad or a product does not say of its merchant and AssociationFeed does. */
export interface MerchantFacts {
  readonly url: string | null;
  readonly logo: string | null;
  readonly rate: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

export type AvantlinkRecord =
  | { readonly surface: "programme"; readonly row: Fields; readonly association: Association }
  | { readonly surface: "ad"; readonly row: Fields; readonly merchant: MerchantFacts | null }
  | { readonly surface: "product"; readonly row: Fields; readonly merchant: MerchantFacts | null }
  | { readonly surface: "dotd"; readonly row: Fields; readonly merchant: MerchantFacts | null };

/** Not stated anywhere in AvantLink's answers: by network. */
const CURRENCIES = { US: "USD", CA: "CAD", AU: "AUD" } as const;

const JOIN_STATUS: Readonly<Record<string, JoinStatus>> = {
  active: "JOINED",
  pending: "PENDING",
  denied: "DECLINED",
  none: "AVAILABLE",
};

/** Null for ads that show nothing a reader could use (video). @throws RecordRejected */
export function avantlinkOffer(record: AvantlinkRecord, settings: AvantlinkSettings): OfferDraft | null {
  const row = new Row(record.row);
  const currency = CURRENCIES[settings.network];
  switch (record.surface) {
    case "programme":
      return programme(row, record.association, currency);
    case "ad":
      return row.get("ad type") === "video" ? null : ad(row, record.merchant, currency);
    case "product":
      return product(row, record.merchant, currency);
    case "dotd":
      return dealOfTheDay(row, record.merchant, currency);
  }
}

function programme(row: Row, association: Association, currency: string): OfferDraft {
  const id = needed(row, "merchant id", "programme");
  const name = needed(row, "merchant name", `programme ${id}`);
  const url = row.get("merchant url");
  const status = row.get("association status")?.toLowerCase() ?? association;
  return {
    sourceOfferId: `programme-${id}`,
    kind: "PROGRAMME",
    title: name,
    description: row.get("merchant category name"),
    merchant: { name, domain: url },
    url,
    // Merchants that are not joined have no link of the publisher's: their own address pays nothing, and says so.
    trackingUrl: row.get("default tracking url") ?? url ?? missing(`programme ${id}`, "default tracking url"),
    images: [row.get("merchant logo")],
    joinStatus: JOIN_STATUS[status] ?? "UNKNOWN",
    commission: commissionOf(row, currency),
    categories: [row.get("merchant category name")],
    tags: [
      ...(row.get("available tools")?.split(/[|,;]/) ?? []),
      row.get("avantlink exclusive")?.toLowerCase() === "yes" ? "AvantLink exclusive" : null,
    ],
  };
}

function ad(row: Row, merchant: MerchantFacts | null, currency: string): OfferDraft {
  const id = needed(row, "ad id", `ad "${row.get("ad title") ?? ""}"`);
  const code = row.get("coupon code");
  const content = row.get("ad content");
  const isImage = row.get("ad type") === "image";
  return {
    sourceOfferId: `ad-${id}`,
    kind: code === null ? "DEAL" : "COUPON",
    title: needed(row, "ad title", `ad ${id}`),
    description: isImage ? null : content,
    merchant: seller(row, merchant),
    trackingUrl: needed(row, "ad url", `ad ${id}`),
    images: [isImage ? content : null, merchant?.logo],
    couponCode: code,
    joinStatus: merchant === null ? "UNKNOWN" : "JOINED",
    commission: merchant === null ? null : commissionOf(new Row(merchant.rate), currency),
    tags: [row.get("ad type")],
    startsAt: isoDate(row.get("ad start date")),
    endsAt: isoDate(row.get("ad expiration date")),
  };
}

function product(row: Row, merchant: MerchantFacts | null, currency: string): OfferDraft {
  const merchantId = needed(row, "merchant id", `product "${row.get("product name") ?? ""}"`);
  const sku = row.get("product sku") ?? row.get("product id") ?? missing("a product", "product sku");
  return {
    sourceOfferId: `product-${merchantId}:${sku}`,
    kind: "PRODUCT",
    title: needed(row, "product name", `product ${merchantId}:${sku}`),
    description: row.get("description") ?? row.get("short description") ?? row.get("abbreviated description"),
    merchant: seller(row, merchant),
    url: row.get("product url"),
    trackingUrl: needed(row, "buy url", `product ${merchantId}:${sku}`),
    images: [row.get("large image"), row.get("medium image"), row.get("thumbnail image")],
    ...prices(row, currency, `product ${merchantId}:${sku}`),
    joinStatus: "JOINED",
    commission: merchant === null ? null : commissionOf(new Row(merchant.rate), currency),
    categories: [row.get("department name"), row.get("category name"), row.get("subcategory name")],
    tags: [row.get("brand name")],
  };
}

function dealOfTheDay(row: Row, merchant: MerchantFacts | null, currency: string): OfferDraft {
  const merchantId = needed(row, "merchant id", `deal "${row.get("product name") ?? ""}"`);
  const sku = needed(row, "sku", `deal of ${merchantId}`);
  const stock = row.get("quantity on hand");
  return {
    sourceOfferId: `dotd-${merchantId}:${sku}`,
    kind: "DEAL",
    title: needed(row, "product name", `deal ${merchantId}:${sku}`),
    description: row.get("long description") ?? row.get("short description"),
    merchant: seller(row, merchant),
    trackingUrl: needed(row, "buy url", `deal ${merchantId}:${sku}`),
    images: [row.get("large image url"), row.get("medium image url"), row.get("small image url")],
    ...prices(row, currency, `deal ${merchantId}:${sku}`),
    availability: stock === null ? "UNKNOWN" : Number(stock) > 0 ? "IN_STOCK" : "OUT_OF_STOCK",
    joinStatus: merchant === null ? "UNKNOWN" : "JOINED",
    commission: merchant === null ? null : commissionOf(new Row(merchant.rate), currency),
    tags: [row.get("brand"), "deal of the day"],
  };
}

/** A sale price that is empty, zero or not below the retail price means that nothing is on sale. */
function prices(row: Row, currency: string, what: string): Pick<OfferDraft, "price" | "originalPrice"> {
  const retail = amountOf(row.get("retail price"));
  const sale = amountOf(row.get("sale price"));
  const reduced = sale !== null && (retail === null || Number(sale) < Number(retail));
  const amount = reduced ? sale : retail;
  if (amount === null) throw new RecordRejected(`${what} has no price`);
  return {
    price: { amount, currency },
    originalPrice: reduced && retail !== null ? { amount: retail, currency } : null,
  };
}

const seller = (row: Row, merchant: MerchantFacts | null): OfferDraft["merchant"] => {
  const name = row.get("merchant name");
  return name === null ? null : { name, domain: merchant?.url };
};

const needed = (row: Row, label: string, what: string): string => row.get(label) ?? missing(what, label);

function missing(what: string, label: string): never {
  throw new RecordRejected(`${what} has no ${label}`);
}
