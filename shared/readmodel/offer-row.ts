/** An offer as the read model holds it: the ledger's record whole, and beside it what is filtered and sorted by. */
import type { OfferContent } from "../offer/model.ts";
import type { VersionRecord } from "../ledger/records.ts";
import { commissionPercent, discountPercent, score } from "./score.ts";
import { foldText, searchVector } from "./search-text.ts";

/** In the countries column of an offer with no country limit, so that one index answers "for this country". */
export const EVERY_COUNTRY = "*";

/** What of an offer's content is filtered by. */
export interface OfferFacts {
  readonly merchant_id: string | null;
  readonly price: string | null;
  readonly currency: string | null;
  readonly discount_percent: number | null;
  readonly commission_percent: number | null;
  readonly has_coupon: boolean;
  readonly joined: boolean;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly countries: readonly string[];
  readonly languages: readonly string[];
}

/** Columns of the offers table, as they are sent to it: times as RFC 3339 text, numbers of money as decimals. */
export interface OfferRow extends OfferFacts {
  readonly offer_id: string;
  readonly version: number;
  readonly source_id: string;
  readonly network_id: string;
  readonly kind: string;
  readonly status: string;
  readonly title: string;
  readonly merchant_name: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly first_seen_at: string;
  readonly changed_at: string;
  readonly removed_at: string | null;
  readonly sandbox: boolean;
  readonly score: number;
  readonly fingerprint: string;
  readonly search: string;
  readonly doc: VersionRecord;
}

const RECORD_KEYS = Object.keys({
  offerId: 1,
  sourceId: 1,
  networkId: 1,
  sourceOfferId: 1,
  version: 1,
  status: 1,
  previousStatus: 1,
  content: 1,
  fingerprint: 1,
  sourceFingerprint: 1,
  cause: 1,
  author: 1,
  reason: 1,
  runId: 1,
  place: 1,
  runSeq: 1,
  changedFields: 1,
  firstSeenAt: 1,
  changedAt: 1,
  listed: 1,
  removedAt: 1,
  lastSeenAt: 1,
  hidden: 1,
  sandbox: 1,
  quiet: 1,
  saidAt: 1,
  rawRef: 1,
  editorial: 1,
} satisfies Record<keyof VersionRecord, 1>) as (keyof VersionRecord)[];

/** The record with its keys in one order: its JSON is what checksums compare. */
export const canonicalRecord = (record: VersionRecord): VersionRecord =>
  Object.fromEntries(RECORD_KEYS.map((key) => [key, record[key]])) as unknown as VersionRecord;

export const offerFacts = (content: OfferContent): OfferFacts => ({
  merchant_id: content.merchant?.id ?? null,
  price: content.price?.amount ?? null,
  currency: content.price?.currency ?? null,
  discount_percent: discountPercent(content),
  commission_percent: commissionPercent(content.commission),
  has_coupon: content.couponCode !== null,
  joined: content.joinStatus === "JOINED",
  categories: facets(content.categories.flatMap(categoryNames)),
  tags: facets(content.tags),
  countries: content.countries.length === 0 ? [EVERY_COUNTRY] : content.countries,
  languages: languageNames(content.languages),
});

export function offerRow(record: VersionRecord): OfferRow {
  const content = record.content;
  return {
    offer_id: record.offerId,
    version: record.version,
    source_id: record.sourceId,
    network_id: record.networkId,
    kind: content.kind,
    status: record.status,
    ...offerFacts(content),
    title: content.title,
    merchant_name: content.merchant?.name ?? null,
    starts_at: content.startsAt,
    ends_at: content.endsAt,
    first_seen_at: record.firstSeenAt,
    changed_at: record.changedAt,
    removed_at: record.removedAt,
    sandbox: record.sandbox,
    score: score(record),
    fingerprint: record.fingerprint,
    search: searchOf(content),
    doc: canonicalRecord(record),
  };
}

/** What a text is searched in, as the literal of a `tsvector`. */
export const searchOf = (content: OfferContent): string =>
  searchVector({
    title: content.title,
    merchant: content.merchant?.name ?? null,
    categories: content.categories,
    tags: content.tags,
    description: content.description,
  });

/** A category or tag as it is compared. */
export const facet = (value: string): string => foldText(value).trim();

const facets = (values: readonly string[]): string[] => [
  ...new Set(values.map(facet).filter((value) => value !== "")),
];

/** "en-GB" answers to "en-gb" and to "en". */
const languageNames = (languages: readonly string[]): string[] => [
  ...new Set(languages.flatMap((tag) => [tag.toLowerCase(), tag.toLowerCase().split("-")[0] ?? ""])),
];

/** A category answers to its whole path and to each of its parts: "Fashion > Shoes" to all three. */
export const categoryNames = (category: string): string[] => [category, ...category.split(SEPARATORS)];

const SEPARATORS = /[>/|»\\]/;

/** The parts of its path, from the top. */
export const categoryParts = (category: string): string[] =>
  category
    .split(SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => facet(part) !== "");
