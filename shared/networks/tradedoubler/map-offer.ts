/** Vouchers and programmes as offers. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import type { MappingContext } from "../adapter.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf, termsOf } from "./commission.ts";
import type { TradedoublerCredentials } from "./credentials.ts";
import { programmeLink, withEpi } from "./links.ts";
import { productOffer } from "./map-product.ts";
import {
  detailSchema,
  type ProgrammeFacts,
  programmeSchema,
  type TradedoublerRecord,
  voucherSchema,
} from "./records.ts";
import type { TradedoublerSettings } from "./settings.ts";

export type TradedoublerMapping = MappingContext<TradedoublerCredentials, TradedoublerSettings>;

/** Null for a voucher that is over: Tradedoubler lists them on. @throws RecordRejected */
export function tradedoublerOffer(
  record: TradedoublerRecord,
  context: TradedoublerMapping,
): OfferDraft | null {
  switch (record.surface) {
    case "programme":
      return programmeOffer(record.programme, record.detail, context);
    case "voucher":
      return voucherOffer(record.voucher, record.facts, context);
    case "product":
      return productOffer(record, context);
  }
}

function voucherOffer(
  raw: unknown,
  facts: ProgrammeFacts | null,
  { settings, now }: TradedoublerMapping,
): OfferDraft | null {
  const voucher = readRecord(voucherSchema, raw, "voucher", ["id", "title"]);
  const endsAt = isoTime(voucher.endDate ?? voucher.publishEndDate);
  if (endsAt !== null && Date.parse(endsAt) < now.getTime()) return null;
  const code = realCode(voucher.code);
  const title = voucher.title || voucher.shortDescription || "";
  return {
    sourceOfferId: `voucher-${voucher.id}`,
    kind: code === null ? "DEAL" : "COUPON",
    title,
    description: voucher.description || voucher.shortDescription,
    merchant: voucher.programName
      ? { name: voucher.programName, domain: facts?.homePage ?? voucher.landingUrl }
      : null,
    url: voucher.landingUrl,
    trackingUrl: withEpi(voucher.defaultTrackUri, settings.epi),
    // The bare "http://" stands for no logo.
    images: [voucher.logoPath && /^https?:\/\/./.test(voucher.logoPath) ? voucher.logoPath : null],
    discount: discountOf(voucher),
    couponCode: code,
    // Vouchers come from programmes that the source is accepted in.
    joinStatus: "JOINED",
    commission: facts === null ? null : commissionOf(facts.terms, facts.currency),
    categories: facts?.categories ?? [],
    tags: [voucher.exclusive ? "exclusive" : null, voucher.siteSpecific ? "site specific" : null],
    countries: [facts?.country],
    languages: [voucher.languageId],
    startsAt: isoTime(voucher.startDate ?? voucher.publishStartDate),
    endsAt,
  };
}

function discountOf({
  discountAmount,
  isPercentage,
  currencyId,
}: {
  readonly discountAmount?: number | null | undefined;
  readonly isPercentage?: boolean | null | undefined;
  readonly currencyId?: string | null | undefined;
}): OfferDraft["discount"] {
  // 0 means unknown.
  if (!discountAmount) return null;
  if (isPercentage) return { type: "PERCENT", value: discountAmount };
  return currencyId ? { type: "AMOUNT", value: discountAmount, currency: currencyId } : null;
}

const NO_CODE = new Set(["", "-", "n/a"]);

function realCode(code: string | null | undefined): string | null {
  const trimmed = code?.trim() ?? "";
  return NO_CODE.has(trimmed.toLowerCase()) ? null : trimmed;
}

/** Epoch milliseconds in either form, or ISO 8601: what was asked for is not always what comes. */
export function isoTime(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined || value === "") return null;
  const isEpoch = typeof value === "number" || /^\d{11,14}$/.test(value);
  return isEpoch ? new Date(Number(value)).toISOString() : value;
}

const JOIN_STATUS: Readonly<Record<number, JoinStatus>> = {
  0: "AVAILABLE",
  1: "PENDING",
  2: "PENDING",
  3: "JOINED",
  4: "SUSPENDED",
  5: "DECLINED",
  6: "SUSPENDED",
  7: "DECLINED",
  8: "SUSPENDED",
};
const LONG_TEXT = 2;
const SHORT_TEXT = 3;
const TERMS_TEXT = 34;

function programmeOffer(
  raw: unknown,
  rawDetail: unknown,
  { credentials, settings }: TradedoublerMapping,
): OfferDraft {
  const programme = readRecord(programmeSchema, raw, "programme", ["id", "name"]);
  const detail = detailSchema.safeParse(rawDetail).data ?? {};
  const text = (type: number): string | null =>
    detail.texts?.find(({ textTypeId }) => textTypeId === type)?.text ?? null;
  const tracker =
    detail.defaultTracker || detail.defaultTracking || programmeLink(programme.id, credentials.sourceId);
  return {
    sourceOfferId: `programme-${programme.id}`,
    kind: "PROGRAMME",
    title: programme.name,
    description: text(SHORT_TEXT) ?? text(LONG_TEXT),
    merchant: { name: programme.name, domain: programme.homePage },
    url: programme.homePage,
    trackingUrl: withEpi(tracker, settings.epi),
    images: [programme.logoUrl],
    restrictions: (text(TERMS_TEXT) ?? "").split(/\r?\n|<br\s*\/?>|<\/(?:p|li)>/i),
    joinStatus: JOIN_STATUS[programme.statusId ?? -1] ?? "UNKNOWN",
    commission: commissionOf(termsOf(detail), programme.currencyCode ?? null),
    categories: (programme.categoryIds ?? []).map((id) => CATEGORIES[id]),
    tags: [programme.paused ? "paused" : null],
    countries: [programme.countryCode ?? programme.countryId],
  };
}

/** Tradedoubler's categories by number. */
export const CATEGORIES: Readonly<Record<number, string>> = {
  1: "Gaming",
  2: "Finance",
  3: "Education & Careers",
  4: "Insurance",
  5: "Health & Beauty",
  6: "Social & Dating",
  7: "Fashion",
  8: "Telecoms & Utilities",
  9: "Sports & Recreation",
  10: "Computers & Electronics",
  11: "Travel",
  12: "B2B",
  13: "Media & Entertainment",
  14: "Home & Garden",
  15: "Non-profit",
  16: "Shopping & Retail",
  17: "Food & Drink",
  18: "Alcohol & Tobacco",
  19: "Automotive",
};
