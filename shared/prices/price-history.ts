/** What an offer cost and paid over time, from its versions. */
import type { VersionRecord } from "../ledger/records.ts";
import { type HistoryRules, shownContent } from "../networks/display.ts";
import { statusByDates } from "../offer/fingerprint.ts";
import type { Commission, Money } from "../offer/model.ts";
import { versionsOf, type VersionsReader } from "./versions-of.ts";

/** A page reads so many versions at most, however few of them touch the price; its cursor says where it got to. */
export const VERSIONS_PER_PAGE = 500;

/** From `at` on, all of this held, until `until`. */
export interface PricePoint {
  /** RFC 3339: when the version was made that began it. */
  readonly at: string;
  /** RFC 3339: the `at` of the next point; null: it holds still. */
  readonly until: string | null;
  readonly version: number;
  readonly price: Money | null;
  readonly originalPrice: Money | null;
  readonly commission: Commission | null;
  /** False: the source did not offer it then, or its dates had not begun or had ended. An admin's hiding changes nothing. */
  readonly offered: boolean;
}

/** Where a page ended. */
export interface PricePlace {
  /** The next page reads the versions before this one. */
  readonly before: number;
  /** `until` of that page's first point. */
  readonly until: string | null;
}

export interface PricePage {
  /** Newest first. */
  readonly points: readonly PricePoint[];
  /** Null only for a page without points and without a next page. */
  readonly end: PricePlace | null;
  /** True: there is more. A page may have no points and still say so, when many versions changed other things. */
  readonly hasNextPage: boolean;
}

/** A page of the points at which price, original price, commission or being offered changed, newest first. */
export async function priceHistory(
  reader: VersionsReader,
  offerId: string,
  page: { readonly first: number; readonly after: PricePlace | null },
  rules: HistoryRules,
): Promise<PricePage> {
  const points: PricePoint[] = [];
  const { before = null, until: heldUntil = null } = page.after ?? {};
  let until = heldUntil;
  let begin: VersionRecord | null = null;
  let terms: Terms | null = null;
  let read = 0;
  for await (const record of versionsOf(reader, offerId, { before, most: VERSIONS_PER_PAGE, rules })) {
    read += 1;
    const here = termsOf(record, rules);
    if (begin !== null && terms !== null && !sameTerms(terms, here)) {
      points.push({ at: begin.changedAt, until, version: begin.version, ...terms });
      until = begin.changedAt;
      if (points.length === page.first) {
        return { points, end: { before: begin.version, until }, hasNextPage: true };
      }
    }
    begin = record;
    terms = here;
  }
  if (begin === null || terms === null) return { points, end: null, hasNextPage: false };
  // The point's beginning lies further back: the next page goes on from the oldest version that was read.
  if (read === VERSIONS_PER_PAGE && begin.version > 1) {
    return { points, end: { before: begin.version + 1, until }, hasNextPage: true };
  }
  points.push({ at: begin.changedAt, until, version: begin.version, ...terms });
  return { points, end: { before: begin.version, until: begin.changedAt }, hasNextPage: false };
}

type Terms = Pick<PricePoint, "price" | "originalPrice" | "commission" | "offered">;

function termsOf(record: VersionRecord, { known }: HistoryRules): Terms {
  const { price, originalPrice, commission } = shownContent(record.networkId, record.content, known);
  const offered =
    record.removedAt === null && statusByDates(record.content, new Date(record.changedAt)) === "ACTIVE";
  return { price, originalPrice, commission, offered };
}

/** Contents are canonical: the same value is the same text. */
const sameTerms = (a: Terms, b: Terms): boolean => JSON.stringify(a) === JSON.stringify(b);
