/**
 * The price that a reduction is measured by: the lowest of the 30 days before it, as article 6a of the EU's Directive
 * 98/6/EC (the "Omnibus" rule) asks for.
 */
import type { VersionRecord } from "../ledger/records.ts";
import { type HistoryRules, shownContent } from "../networks/display.ts";
import { compareDecimals } from "../offer/money.ts";
import type { Money } from "../offer/model.ts";
import { versionsOf, type VersionsReader } from "./versions-of.ts";

/** An offer whose price began longer ago than this many versions has no answer, so that no question costs more. */
export const VERSIONS_READ = 1_000;

const WINDOW_MS = 30 * 24 * 3_600_000;

export interface LowestPrice extends Money {
  /** RFC 3339: where the 30 days begin. */
  readonly from: string;
  /** RFC 3339: where they end, which is when the current price took effect. */
  readonly until: string;
  /** The newest version that had the lowest price in that time. */
  readonly version: number;
  /** False: the offer has been known for a part of these 30 days only. */
  readonly complete: boolean;
}

/** A time in which an offer was sold at a price: [from, to), milliseconds. */
interface Sold {
  readonly from: number;
  readonly to: number;
  readonly price: Money;
  readonly version: number;
}

/**
 * The lowest price at which an offer was sold in the 30 days before its current price took effect.
 *
 * - The current price is the newest one at which it was sold. It took effect when that price, the same amount in the same
 *   currency, was first asked without another one since; a time in which it was not sold does not begin it anew.
 * - Sold means: listed by its source, begun and not ended by its dates, and with a price. Removed, scheduled and expired
 *   times do not count. Hiding it here changes nothing, and neither does being out of stock.
 * - Prices in other currencies are not compared, and nothing is converted. What a rollback put back counts as a price.
 *
 * @returns null when it was not sold at a price in that time in that currency, when the price has changed so long ago that
 *   more than 1,000 versions would have to be read, and where the network's terms keep 30 days from being shown
 */
export async function lowestPrice30Days(
  reader: VersionsReader,
  offerId: string,
  rules: HistoryRules,
): Promise<LowestPrice | null> {
  let current: Sold | null = null;
  /** When the current price took effect, as far as has been read. */
  let since = rules.now.getTime();
  let replacedAt = rules.now.getTime();
  let whole = false;
  let firstSeenAt = "";
  const earlier: Sold[] = [];
  for await (const record of versionsOf(reader, offerId, { before: null, most: VERSIONS_READ, rules })) {
    // Another price has been found, and what is still older ended before the 30 days began.
    if (earlier.length > 0 && replacedAt <= since - WINDOW_MS) {
      whole = true;
      break;
    }
    const sold = soldAt(record, replacedAt, rules);
    replacedAt = Date.parse(record.changedAt);
    firstSeenAt = record.firstSeenAt;
    whole = record.version === 1;
    if (sold === null) continue;
    current ??= sold;
    if (earlier.length === 0 && samePrice(sold, current)) since = sold.from;
    else earlier.push(sold);
  }
  if (current === null || !whole) return null;
  const from = since - WINDOW_MS;
  const lowest = lowestOf(current.price.currency, from, earlier);
  if (lowest === null) return null;
  return {
    ...lowest.price,
    from: new Date(from).toISOString(),
    until: new Date(since).toISOString(),
    version: lowest.version,
    complete: Date.parse(firstSeenAt) <= from,
  };
}

/** Null: never, while this version stood. */
function soldAt(record: VersionRecord, replacedAt: number, { known }: HistoryRules): Sold | null {
  const { price } = shownContent(record.networkId, record.content, known);
  const { startsAt, endsAt } = record.content;
  if (price === null || record.removedAt !== null) return null;
  const from = Math.max(Date.parse(record.changedAt), startsAt === null ? -Infinity : Date.parse(startsAt));
  const to = Math.min(replacedAt, endsAt === null ? Infinity : Date.parse(endsAt));
  return from < to ? { from, to, price, version: record.version } : null;
}

const samePrice = (a: Sold, b: Sold): boolean =>
  a.price.currency === b.price.currency && compareDecimals(a.price.amount, b.price.amount) === 0;

/** @param earlier newest first */
function lowestOf(currency: string, from: number, earlier: readonly Sold[]): Sold | null {
  let lowest: Sold | null = null;
  for (const sold of earlier) {
    if (sold.to <= from || sold.price.currency !== currency) continue;
    if (lowest === null || compareDecimals(sold.price.amount, lowest.price.amount) < 0) lowest = sold;
  }
  return lowest;
}
