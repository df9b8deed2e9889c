/** A row of Awin's classic feed ("Create-a-Feed"). Every value is a string. */
import type { Availability, MoneyDraft, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { isoDate } from "./dates.ts";
import type { ProductRecord } from "./records.ts";
import type { AwinSettings } from "./settings.ts";
import { withClickref } from "./tracking.ts";

const IMAGES = [
  "large_image",
  "merchant_image_url",
  "aw_image_url",
  "alternate_image",
  "alternate_image_two",
  "alternate_image_three",
  "alternate_image_four",
];

const STOCK_STATUS: readonly (readonly [RegExp, Availability])[] = [
  [/pre-?\s?order/i, "PREORDER"],
  [/back-?\s?order/i, "BACKORDER"],
  [/out|sold|unavailable/i, "OUT_OF_STOCK"],
  [/in.?stock|available/i, "IN_STOCK"],
];

/** @throws RecordRejected for a row without aw_product_id or aw_deep_link */
export function classicOffer({ row, feed }: ProductRecord, settings: AwinSettings): OfferDraft {
  const value = (column: string): string | null => {
    const text = row[column];
    return typeof text === "string" && text.trim() !== "" ? text.trim() : null;
  };
  const id = value("aw_product_id");
  const title = value("product_name");
  if (id === null) throw new RecordRejected(`product "${title ?? "without a name"}" has no aw_product_id`);
  const trackingUrl = value("aw_deep_link");
  if (trackingUrl === null) throw new RecordRejected(`product ${id} has no aw_deep_link`);
  const url = value("merchant_deep_link");
  const price = moneyOf(value("search_price"), value("currency"));
  const savings = value("savings_percent");
  return {
    sourceOfferId: `product-${id}`,
    kind: "PRODUCT",
    title: title ?? "",
    description: value("description") ?? value("product_short_description"),
    merchant: { name: value("merchant_name") ?? feed.advertiserName, domain: url },
    url,
    trackingUrl: withClickref(trackingUrl, settings.clickref),
    images: IMAGES.map(value),
    price,
    originalPrice: moneyOf(
      greater([value("rrp_price"), value("product_price_old")], price),
      value("currency"),
    ),
    ...(savings !== null &&
      Number(savings) > 0 && { discount: { type: "PERCENT" as const, value: savings } }),
    availability: availabilityOf(value),
    joinStatus: "JOINED",
    categories: [value("category_name"), value("merchant_product_category_path")],
    tags: [
      ...(value("keywords") ?? "").split(/[,;|]/),
      value("brand_name"),
      labelled("commission group", value("commission_group")),
    ],
    countries: [feed.country],
    languages: [value("language") ?? feed.language],
    gtin: value("product_GTIN") ?? value("ean") ?? value("upc") ?? value("isbn"),
    startsAt: isoDate(value("valid_from")),
    endsAt: isoDate(value("valid_to")),
  };
}

const labelled = (label: string, value: string | null): string | null =>
  value === null ? null : `${label} ${value}`;

const moneyOf = (amount: string | null, currency: string | null): MoneyDraft | null =>
  amount === null ? null : { amount, currency: currency ?? "" };

/** The first that is more than the price: shops also fill these columns with the price itself, or with 0.00. */
function greater(amounts: readonly (string | null)[], price: MoneyDraft | null): string | null {
  return (
    amounts.find((amount) => amount !== null && price !== null && Number(amount) > Number(price.amount)) ??
    null
  );
}

function availabilityOf(value: (column: string) => string | null): Availability {
  if (no(value("is_for_sale"))) return "OUT_OF_STOCK";
  if (yes(value("pre_order"))) return "PREORDER";
  if (yes(value("in_stock"))) return "IN_STOCK";
  if (no(value("in_stock"))) return "OUT_OF_STOCK";
  const status = value("stock_status") ?? "";
  return STOCK_STATUS.find(([pattern]) => pattern.test(status))?.[1] ?? "UNKNOWN";
}

const yes = (value: string | null): boolean => value !== null && /^(1|yes|true|y)$/i.test(value);
const no = (value: string | null): boolean => value !== null && /^(0|no|false|n)$/i.test(value);
