/** A coupon of the shop's own, which only partners with keys see. */
import type { OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../../networks/adapter.ts";
import { readRecord } from "../../networks/kit/reading.ts";
import { trackingLink } from "../affiliate.ts";
import { sellerOf } from "../merchant.ts";
import type { WooRecord } from "./listing.ts";
import type { WooReading } from "./reading.ts";
import { couponSchema, type WooCoupon } from "./records.ts";

type CouponRecord = Extract<WooRecord, { surface: "coupon" }>;

/**
 * The coupon's description is the owner's own note and is not shown.
 *
 * @returns null for a code that is meant for certain people, is used up or is no longer published
 * @throws RecordRejected
 */
export function wooCouponOffer(record: CouponRecord, reading: WooReading): OfferDraft | null {
  const coupon = readRecord(couponSchema, record.coupon, "coupon", ["id", "code"]);
  if (!isForEveryone(coupon)) return null;
  const merchant = sellerOf({ ...reading, marketplace: false }, record.shop, null);
  const discount = discountOf(coupon, record.currency);
  return {
    sourceOfferId: `coupon-${coupon.id}`,
    kind: "COUPON",
    title: `${titleOf(coupon, record.currency)} – ${merchant?.name ?? ""}`,
    merchant,
    url: `${reading.base}/`,
    trackingUrl: trackingLink(`${reading.base}/`, reading.links),
    discount,
    couponCode: coupon.code,
    restrictions: restrictionsOf(coupon, record.currency),
    startsAt: coupon.date_created_gmt,
    endsAt: coupon.date_expires_gmt,
  };
}

function isForEveryone({ status, email_restrictions, usage_limit, usage_count }: WooCoupon): boolean {
  const isUsedUp = typeof usage_limit === "number" && usage_limit > 0 && (usage_count ?? 0) >= usage_limit;
  return (status ?? "publish") === "publish" && (email_restrictions ?? []).length === 0 && !isUsedUp;
}

const FIXED = new Set(["fixed_cart", "fixed_product"]);
const isNothing = (amount: string): boolean => /^0*(?:\.0*)?$/.test(amount);

function discountOf(coupon: WooCoupon, currency: string | null): NonNullable<OfferDraft["discount"]> {
  const { amount, discount_type, free_shipping } = coupon;
  if (free_shipping === true && isNothing(amount)) return { type: "FREE_SHIPPING" };
  if (discount_type === "percent") return { type: "PERCENT", value: amount };
  if (!FIXED.has(discount_type ?? "")) return { type: "OTHER" };
  if (currency === null) throw new RecordRejected(`coupon "${coupon.id}": the shop's currency is not known`);
  return { type: "AMOUNT", value: amount, currency };
}

function titleOf({ amount, discount_type, free_shipping, code }: WooCoupon, currency: string | null): string {
  const parts: string[] = [];
  const plain = amount.replace(/\.0+$/, "");
  if (!isNothing(amount) && discount_type === "percent") parts.push(`${plain}% off`);
  if (!isNothing(amount) && FIXED.has(discount_type ?? "")) parts.push(`${plain} ${currency ?? ""} off`);
  if (free_shipping === true) parts.push("free shipping");
  return parts.length === 0 ? `Code ${code}` : parts.join(", ");
}

function restrictionsOf(coupon: WooCoupon, currency: string | null): (string | null)[] {
  const amount = (value: string | null | undefined): string | null =>
    value === null || value === undefined || isNothing(value) || currency === null
      ? null
      : `${value} ${currency}`;
  const minimum = amount(coupon.minimum_amount);
  const maximum = amount(coupon.maximum_amount);
  const each = coupon.usage_limit_per_user ?? 0;
  return [
    minimum && `Minimum order: ${minimum}`,
    maximum && `Maximum order: ${maximum}`,
    (coupon.product_ids ?? []).length > 0 ? "For selected products only" : null,
    (coupon.product_categories ?? []).length > 0 ? "For selected categories only" : null,
    coupon.exclude_sale_items === true ? "Not for reduced products" : null,
    coupon.individual_use === true ? "Not to be combined with other codes" : null,
    each > 0 ? `${each} ${each === 1 ? "use" : "uses"} per customer` : null,
  ];
}
