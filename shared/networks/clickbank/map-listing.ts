/** A vendor's marketplace listing as a programme: what it pays, and never a price, of which ClickBank says nothing. */
import { decodeHTML } from "entities";
import type { OfferDraft } from "../../offer/model.ts";
import { readRecord } from "../kit/reading.ts";
import { dollarCommission, percentCommission } from "./commission.ts";
import type { ClickbankCredentials } from "./definition.ts";
import { percentagesOf } from "./feed.ts";
import { hopLink } from "./hop-link.ts";
import {
  type HitRecord,
  hitSchema,
  LANGUAGES,
  PRODUCT_KINDS,
  type SiteRecord,
  siteSchema,
} from "./records.ts";
import type { ClickbankSettings } from "./settings.ts";

/** @throws RecordRejected for a hit that names no vendor */
export function hitOffer(
  { hit, percentages }: HitRecord,
  credentials: ClickbankCredentials,
  settings: ClickbankSettings,
): OfferDraft {
  const { site, title, description, url, offerImageUrl, marketplaceStats } = readRecord(
    hitSchema,
    hit,
    "listing",
    ["site", "title"],
  );
  const stats = marketplaceStats ?? {};
  const ofFeed = percentCommission(percentages);
  return {
    sourceOfferId: `programme-${site.toUpperCase()}`,
    kind: "PROGRAMME",
    title: title ?? "",
    description,
    // A vendor has no other name than its nickname.
    merchant: { name: site, domain: url },
    url,
    trackingUrl: hopLink(site, credentials, settings),
    images: [offerImageUrl],
    commission: ofFeed.commission ?? dollarCommission(stats),
    categories: [stats.category, stats.subCategory],
    tags: [...PRODUCT_KINDS.filter((kind) => stats[kind] === true), ...ofFeed.tags],
    languages: LANGUAGES.filter((language) => stats[language] === true),
    startsAt: isoDay(stats.activateDate),
  };
}

/** @throws RecordRejected for a listing without an Id */
export function siteOffer(
  { site, categories }: SiteRecord,
  credentials: ClickbankCredentials,
  settings: ClickbankSettings,
): OfferDraft {
  const { Id, Title, Description, ActivateDate } = readRecord(siteSchema, site, "listing", ["Id", "Title"]);
  const percentages = percentagesOf(site);
  const { commission, tags } = percentCommission(percentages);
  return {
    sourceOfferId: `programme-${Id.toUpperCase()}`,
    kind: "PROGRAMME",
    // HTML's entities are still in it when XML's have been decoded.
    title: decodeHTML(Title ?? ""),
    description: decodeHTML(Description ?? ""),
    merchant: { name: Id },
    trackingUrl: hopLink(Id, credentials, settings),
    commission,
    categories,
    tags: [percentages.hasRecurring ? "recurring" : null, ...tags],
    startsAt: isoDay(ActivateDate),
  };
}

/** `MM-DD-YYYY` in the search, `YYYY-MM-DD` in the feed; a day without a clock, which is taken to begin in UTC. */
const isoDay = (date: string | null | undefined): string | null =>
  date?.trim().replace(/^(\d\d)-(\d\d)-(\d{4})$/, "$3-$1-$2") || null;
