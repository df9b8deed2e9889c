/** Amazon's items and feed rows as offers. */
import type { OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import type { AmazonCredentials } from "./credentials.ts";
import { itemOffer } from "./map-item.ts";
import { countryOf } from "./marketplaces.ts";
import { type AmazonRecord, feedRowSchema } from "./records.ts";
import type { AmazonSettings } from "./settings.ts";

export type AmazonMapping = MappingContext<AmazonCredentials, AmazonSettings>;

/** Null for a deal that is over. @throws RecordRejected */
export const amazonOffer = (record: AmazonRecord, context: AmazonMapping): OfferDraft | null =>
  record.surface === "item" ? itemOffer(record.item, context) : feedOffer(record.row, context);

/** One deal can span several items, so both numbers are its id. */
function feedOffer(raw: unknown, { credentials, settings, now }: AmazonMapping): OfferDraft | null {
  const row = readRecord(feedRowSchema, raw, "feed row", ["dealID", "asin"]);
  const { marketplace, partnerTag } = credentials;
  const isDeal = Boolean(row.dealID);
  if (
    isDeal &&
    row.dealEndTime &&
    Date.parse(row.dealEndTime.replace(" +", "+").replace(" ", "T")) < now.getTime()
  )
    return null;
  const title = row.dealTitle || row.title;
  if (!title) throw new RecordRejected(`feed row ${row.asin} has no title`);
  const url = `https://${marketplace}/dp/${row.asin}`;
  // The file's own link, with the tag on it in any case: not confirmed whether it comes with one.
  const link = withParameter(row.dealURL || url, "tag", partnerTag);
  return {
    sourceOfferId: [marketplace, row.dealID, row.asin].filter(Boolean).join(":"),
    kind: isDeal ? "DEAL" : "PRODUCT",
    title,
    description: row.marketingMessage,
    merchant: { name: "Amazon", domain: marketplace },
    url,
    trackingUrl: withParameter(link, "ascsubtag", settings.ascsubtag),
    images: [row.imageURL || row.largeImageURL],
    price: moneyOf(row.dealPrice || row.itemPrice, marketplace),
    originalPrice: moneyOf(row.referencePrice || row.listPrice, marketplace),
    joinStatus: "JOINED",
    categories: [row.category, ...(row.subcategoryPath1 ?? "").split("/")],
    tags: [row.dealType],
    countries: [countryOf(marketplace)],
    gtin: row.ean,
    startsAt: isDeal ? row.dealStartTime : null,
    endsAt: isDeal ? row.dealEndTime : null,
  };
}

/** Feed files name no currency: each marketplace sells in one. */
const CURRENCIES: Readonly<Record<string, string>> = {
  US: "USD",
  CA: "CAD",
  MX: "MXN",
  BR: "BRL",
  GB: "GBP",
  PL: "PLN",
  SE: "SEK",
  TR: "TRY",
  EG: "EGP",
  SA: "SAR",
  AE: "AED",
  IN: "INR",
  JP: "JPY",
  AU: "AUD",
  SG: "SGD",
};

function moneyOf(amount: string | null | undefined, marketplace: string): OfferDraft["price"] {
  if (!amount) return null;
  return { amount, currency: CURRENCIES[countryOf(marketplace) ?? ""] ?? "EUR" };
}
