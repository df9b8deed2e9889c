/** A product in Google's attributes: a row of the plain CSV, or a line of the enhanced feed, nested by section. */
import type { Availability, MoneyDraft, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import type { ProductRecord } from "./records.ts";
import type { AwinSettings } from "./settings.ts";
import { withClickref } from "./tracking.ts";

const AVAILABILITY: Readonly<Record<string, Availability>> = {
  in_stock: "IN_STOCK",
  out_of_stock: "OUT_OF_STOCK",
  preorder: "PREORDER",
  backorder: "BACKORDER",
  available_for_order: "BACKORDER",
};

/**
 * Null for the feed's status line.
 * @throws RecordRejected for a product without an id or a link
 */
export function googleOffer(
  { row, feed }: ProductRecord,
  settings: AwinSettings,
  now: Date,
): OfferDraft | null {
  if (!["id", "title", "link", "product_basic"].some((name) => name in row)) return null;
  const values = (name: string): string[] => attribute(row, name);
  const value = (name: string): string | null => values(name)[0] ?? null;
  const id = value("id");
  if (id === null) throw new RecordRejected(`product "${value("title") ?? "without a title"}" has no id`);
  const link = value("link");
  const trackingUrl = value("aw_deep_link");
  if (trackingUrl === null) throw new RecordRejected(`product "${id}" has no aw_deep_link`);
  const listPrice = priceOf(value("price"), id);
  const sale = saleOf(priceOf(value("sale_price"), id), listPrice, value("sale_price_effective_date"), now);
  return {
    sourceOfferId: `product-${value("advertiser_id") ?? feed.advertiserId}:${id}`,
    kind: "PRODUCT",
    title: value("title") ?? "",
    description: value("description"),
    merchant: { name: value("advertiser_name") ?? feed.advertiserName, domain: link },
    url: link,
    trackingUrl: withClickref(trackingUrl, settings.clickref),
    images: [...values("image_link"), ...values("additional_image_link").flatMap(urlsOf)],
    price: sale?.price ?? listPrice,
    originalPrice: sale ? listPrice : null,
    availability:
      AVAILABILITY[(value("availability") ?? "").toLowerCase().replace(/[ -]/g, "_")] ?? "UNKNOWN",
    joinStatus: "JOINED",
    categories: [...values("google_product_category"), ...values("product_type")],
    tags: values("brand"),
    countries: [feed.country],
    languages: [feed.language],
    gtin: value("gtin"),
    startsAt: sale?.startsAt ?? null,
    endsAt: sale?.endsAt ?? null,
  };
}

/** An attribute's values, from the top of the record or from whichever section holds it; blanks left out. */
function attribute(row: ProductRecord["row"], name: string): string[] {
  const sections = Object.values(row).filter((part) => typeof part === "object" && part !== null);
  const found = [row, ...(sections as Record<string, unknown>[])].find((part) => part[name] !== undefined)?.[
    name
  ];
  return (Array.isArray(found) ? found : [found])
    .filter((entry) => typeof entry === "string" || typeof entry === "number")
    .map((entry) => String(entry).trim())
    .filter((text) => text !== "");
}

/** A CSV cell holds several addresses separated by commas, and an address may hold a comma itself. */
const urlsOf = (cell: string): string[] => cell.split(/,\s*(?=https?:)/);

/** "149.95 EUR", "EUR 149.95", "1,299.00 USD", "149,95 EUR". */
function priceOf(text: string | null, id: string): MoneyDraft | null {
  if (text === null) return null;
  const [, before, number, after] = /^([A-Za-z]{3})?\s*([\d.,\s]*\d)\s*([A-Za-z]{3})?$/.exec(text) ?? [];
  const currency = before ?? after;
  if (number === undefined || currency === undefined) {
    throw new RecordRejected(`product "${id}": "${text.slice(0, 40)}" is not an amount with its currency`);
  }
  return { amount: plainNumber(number.replace(/\s/g, "")), currency };
}

/** The format prescribes a decimal point; a comma is one only where one or two digits end the number after it. */
function plainNumber(number: string): string {
  return /,\d{1,2}$/.test(number) ? number.replace(/\./g, "").replace(",", ".") : number.replace(/,/g, "");
}

interface Sale {
  readonly price: MoneyDraft;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

/** The sale price while its time runs; before and after it the list price is what one pays. */
function saleOf(
  price: MoneyDraft | null,
  list: MoneyDraft | null,
  period: string | null,
  now: Date,
): Sale | null {
  if (price === null || (list !== null && Number(price.amount) >= Number(list.amount))) return null;
  const [startsAt = "", endsAt = ""] = (period ?? "").split("/");
  const runs = !(timeOf(startsAt) > now.getTime()) && !(timeOf(endsAt) < now.getTime());
  return runs ? { price, startsAt: startsAt || null, endsAt: endsAt || null } : null;
}

/** "2026-11-20T00:00+0100": the offset has no colon. NaN for no date. */
function timeOf(text: string): number {
  const iso = text.trim().replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
  return Date.parse(/T[\d:.]+$/.test(iso) ? `${iso}Z` : iso);
}
