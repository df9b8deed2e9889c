/** Pepperjam's rows as offers. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { amountSpan, percentSpan } from "../kit/commission.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import type { PepperjamCredentials, PepperjamSettings } from "./definition.ts";
import {
  couponSchema,
  type PepperjamRecord,
  productSchema,
  type ProgrammeFacts,
  type ProgrammeRow,
  programmeSchema,
  realCode,
  textLinkSchema,
} from "./records.ts";

export type PepperjamMapping = MappingContext<PepperjamCredentials, PepperjamSettings>;

/** Null for a suppressed code, a text link that promotes nothing, and a discontinued product. @throws RecordRejected */
export function pepperjamOffer(record: PepperjamRecord, { settings }: PepperjamMapping): OfferDraft | null {
  switch (record.surface) {
    case "programme":
      return programmeOffer(record.row, record.generic);
    case "coupon":
      return record.suppressed ? null : couponOffer(record.row, record.programme);
    case "text":
      return textOffer(record.row, record.programme);
    case "product":
      return productOffer(record.row, record.programme, settings.sid);
  }
}

const JOIN_STATUS: Readonly<Record<string, JoinStatus>> = {
  joined: "JOINED",
  applied: "PENDING",
  invited: "AVAILABLE",
  no_relationship: "AVAILABLE",
  declined_advertiser: "DECLINED",
  declined_publisher: "DECLINED",
  revoked_advertiser: "SUSPENDED",
  revoked_publisher: "SUSPENDED",
};

/** Addresses and people's names in the row are personal data, and stay where they are. */
function programmeOffer(raw: unknown, generic: string | null): OfferDraft {
  const row = readRecord(programmeSchema, raw, "advertiser", ["id", "name"]);
  const joinStatus = JOIN_STATUS[row.status ?? ""] ?? "UNKNOWN";
  const trackingUrl = joinStatus === "JOINED" ? generic : (generic ?? row.website);
  if (!trackingUrl) {
    throw new RecordRejected(`advertiser "${row.id}" has no generic link, nor a website to stand in for one`);
  }
  return {
    sourceOfferId: `programme:${row.id}`,
    kind: "PROGRAMME",
    title: row.name,
    description: row.description,
    merchant: { name: row.name, domain: row.website },
    url: row.website,
    trackingUrl,
    images: [withScheme(row.logo)],
    joinStatus,
    commission: commissionOf(row),
    categories: row.category?.map(({ name }) => name),
    restrictions: [row.prohibited_states && `Not in: ${row.prohibited_states}`],
  };
}

function commissionOf({ percentage_payout: percent, flat_payout: flat, currency }: ProgrammeRow) {
  if (Number(percent) > 0) return percentSpan([Number(percent)], "SALE");
  return Number(flat) > 0 ? amountSpan([Number(flat)], currency, "SALE") : null;
}

const withScheme = (url: string | null): string | null => (url?.startsWith("//") ? `https:${url}` : url);

interface Creative {
  readonly program_id: string;
  readonly program_name?: string | null;
}

const ofProgramme = (row: Creative, programme: ProgrammeFacts | null) => ({
  merchant: {
    name: row.program_name ?? programme?.name ?? `Programme ${row.program_id}`,
    domain: programme?.website ?? null,
  },
  joinStatus: "JOINED" as const,
});

function couponOffer(raw: unknown, programme: ProgrammeFacts | null): OfferDraft {
  const row = readRecord(couponSchema, raw, "coupon", ["id", "name"]);
  const code = realCode(row.coupon);
  return {
    ...ofProgramme(row, programme),
    sourceOfferId: `coupon:${row.id}`,
    kind: code === null ? "DEAL" : "COUPON",
    title: row.name,
    description: row.description,
    url: programme?.website,
    trackingUrl: row.code,
    images: [withScheme(programme?.logo ?? null)],
    couponCode: code,
    categories: [row.category_name],
    startsAt: dateOf(row.start_date),
    endsAt: dateOf(row.end_date),
  };
}

/** Words of a promotion, for links without dates: others are bare links to a shop. */
const PROMOTES =
  /%|\$\s*\d|\b(?:off|save|savings?|sale|deals?|discount|free|coupon|promo(?:tion)?|clearance|bogo|rebate|special)\b/i;

function textOffer(raw: unknown, programme: ProgrammeFacts | null): OfferDraft | null {
  const row = readRecord(textLinkSchema, raw, "text link", ["id", "name"]);
  const endsAt = dateOf(row.end_date);
  if (endsAt === null && !PROMOTES.test(`${row.name} ${row.description ?? ""}`)) return null;
  return {
    ...ofProgramme(row, programme),
    sourceOfferId: `text:${row.id}`,
    kind: "DEAL",
    title: row.name,
    description: row.description,
    url: programme?.website,
    trackingUrl: row.tracking_url,
    images: [withScheme(programme?.logo ?? null)],
    startsAt: dateOf(row.start_date),
    endsAt,
  };
}

const TRACKING_HOST = /^(?:www\.)?(?:pntrac?|pntrs|pjtra|pjatr|gopjn)\.com$/i;

function productOffer(
  raw: unknown,
  programme: ProgrammeFacts | null,
  sid: string | undefined,
): OfferDraft | null {
  const row = readRecord(productSchema, raw, "product", ["sku", "name"]);
  if (row.discontinued?.toLowerCase() === "yes") return null;
  const { url, trackingUrl } = productLinks(row.buy_url, row.sku, programme, sid);
  const [price, sale, retail] = [amountOf(row.price), amountOf(row.price_sale), amountOf(row.price_retail)];
  const now = sale ?? price;
  const before = [retail, price].find((each) => each !== null && now !== null && each > now) ?? null;
  const money = (amount: number | null) =>
    amount === null || !programme?.currency
      ? null
      : { amount: amount.toFixed(2), currency: programme.currency };
  return {
    ...ofProgramme(row, programme),
    // A sku may hold any character.
    sourceOfferId: `product:${row.program_id}:${encodeURIComponent(row.sku)}`,
    kind: "PRODUCT",
    title: row.name,
    description: row.description_long ?? row.description_short,
    url,
    trackingUrl,
    images: [row.image_url, row.image_thumb_url],
    price: money(now),
    originalPrice: money(before),
    availability: { yes: "IN_STOCK", no: "OUT_OF_STOCK" }[row.in_stock?.toLowerCase() ?? ""] as
      "IN_STOCK" | "OUT_OF_STOCK" | undefined,
    categories: (row.category_program ?? row.category_network ?? "").split(">"),
    tags: [row.manufacturer, ...(row.keywords ?? "").split(",")],
    gtin: row.upc,
    endsAt: dateOf(row.expiration_date),
  };
}

/** `buy_url` is documented as the shop's address, and clients publish it as the link that pays: its host decides. */
function productLinks(
  buyUrl: string,
  sku: string,
  programme: ProgrammeFacts | null,
  sid: string | undefined,
): { url: string | null; trackingUrl: string } {
  const address = URL.parse(buyUrl);
  if (address === null) throw new RecordRejected(`product "${sku}": buy_url is no address`);
  if (TRACKING_HOST.test(address.hostname)) {
    // Products take no sub-id with the request.
    return { url: address.searchParams.get("url"), trackingUrl: withParameter(buyUrl, "sid", sid) };
  }
  if (!programme?.generic || !programme.deepLinks) {
    throw new RecordRejected(`product "${sku}" has no tracking link, and its programme allows no deep links`);
  }
  return { url: buyUrl, trackingUrl: withParameter(programme.generic, "url", buyUrl) };
}

/** "$1,299.00" → 1299; null for nothing, and for 0. */
function amountOf(value: string | null): number | null {
  const amount = Number((value ?? "").replace(/[^\d.]/g, ""));
  return amount > 0 ? amount : null;
}

/** A clock on the wall of US Eastern; zeros and words mean no date. */
const dateOf = (value: string | null): string | null =>
  value !== null && /^[1-9]\d{3}-\d{2}-\d{2}/.test(value) ? value : null;
