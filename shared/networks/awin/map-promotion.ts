/** A promotion as an offer: a coupon where there is a code, else a deal. */
import type { OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { commissionOf } from "./commission.ts";
import { isoDate } from "./dates.ts";
import { promotionSchema, type PromotionRecord } from "./records.ts";
import { unreadable } from "./unreadable.ts";
import type { AwinSettings } from "./settings.ts";
import { withClickref } from "./tracking.ts";

/** @throws RecordRejected for a promotion without an id or a tracking link */
export function promotionOffer(record: PromotionRecord, settings: AwinSettings): OfferDraft {
  const read = promotionSchema.safeParse(record.promotion);
  if (!read.success) throw unreadable("promotion", record.promotion, read.error);
  const promotion = read.data;
  const { promotionId, advertiser, voucher, regions } = promotion;
  if (!promotion.urlTracking) throw new RecordRejected(`promotion ${promotionId} has no urlTracking`);
  const { programme } = record;
  const { commission, tags } = commissionOf(programme?.terms ?? null);
  const merchantName = advertiser?.name || programme?.name;
  const code = voucher?.code?.trim() || null;
  return {
    sourceOfferId: `promotion-${promotionId}`,
    kind: promotion.type?.toLowerCase() === "voucher" && code ? "COUPON" : "DEAL",
    title: promotion.title ?? "",
    description: promotion.description,
    merchant: merchantName ? { name: merchantName, domain: promotion.url || programme?.displayUrl } : null,
    url: promotion.url,
    trackingUrl: withClickref(promotion.urlTracking, settings.clickref),
    images: [programme?.logoUrl],
    couponCode: code,
    restrictions: linesOf(promotion.terms),
    joinStatus: advertiser?.joined === false ? "AVAILABLE" : "JOINED",
    commission,
    categories: [programme?.primarySector],
    tags: [promotion.campaign, voucher?.exclusive ? "exclusive" : null, ...tags],
    countries: regions?.all ? [] : (regions?.list ?? []).map(({ countryCode }) => countryCode),
    startsAt: isoDate(promotion.startDate),
    endsAt: isoDate(promotion.endDate),
  };
}

/** Terms run up to 10,000 characters: one restriction a line keeps them all. */
const linesOf = (terms: string | null | undefined): string[] =>
  (terms ?? "").split(/\r?\n|<br\s*\/?>|<\/(?:p|li)>/i);
