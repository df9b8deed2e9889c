/** The change log: what happened to the offers, in the order it was committed, for whoever was away. */
import { sql } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import { mayBeShown, type StaleOffers } from "../networks/display.ts";
import type { ChangeType } from "./change-type.ts";
import { changeBefore, cursorAt, logState, meantSince } from "./changes-since.ts";
import type { Database } from "./database.ts";
import type { MeantFilter, OfferFilter } from "./filter.ts";
import { matcher } from "./matches.ts";

/** A page reads at most so many changes, however few of them pass the filter; its cursor says where it got to. */
const MAX_SCANNED = 2_000;
const CHUNK = 500;

export interface OfferChangeRecord {
  readonly type: ChangeType;
  readonly record: VersionRecord;
  /** Goes on right after it. */
  readonly cursor: string;
}

export interface ChangesRequest {
  /** A cursor of an earlier page or change; null begins at the first change ever; "now" at the end. */
  readonly since: string | null;
  /** Applied to the offer as each change left it. `statuses` left out lets every status through. */
  readonly filter: OfferFilter;
  readonly first: number;
  readonly now: Date;
  /** Offers that their network's terms keep from being shown: what became of them is not told, but for removals. */
  readonly stale?: readonly StaleOffers[];
}

export interface ChangesPage {
  /** What was applied: the filter, with its text as it was understood where the reading began. */
  readonly filter: MeantFilter;
  readonly changes: readonly OfferChangeRecord[];
  /** Always there: ask again with it, now or in a month. */
  readonly cursor: string;
  /** True: there is more already. A page may be empty and still say so, when the filter passes little. */
  readonly hasMore: boolean;
}

/**
 * Changes after a cursor. A change is never skipped: the log's numbers are the order of commits.
 * @throws BadCursor when `since` is no cursor of this log (it may be of a database that was dropped: begin with null)
 * @throws InvalidFilter when the filter cannot be read
 */
export async function offerChanges(db: Database, request: ChangesRequest): Promise<ChangesPage> {
  const log = await logState(db);
  const filter = await meantSince(db, request.filter, request.since);
  const matches = matcher(filter, request.now);
  const cursor = (at: bigint): string => cursorAt(log, at, filter.corrections);
  const changes: OfferChangeRecord[] = [];
  let seq = await changeBefore(db, request.since, log);
  let scanned = 0;
  while (changes.length < request.first && scanned < MAX_SCANNED && seq < log.last) {
    const rows = await readLog(db, seq, Math.min(CHUNK, Math.max(request.first - changes.length, 50)));
    if (rows.length === 0) break;
    const shown = await shownRows(db, rows, request);
    for (const row of rows) {
      if (changes.length === request.first) break;
      seq = BigInt(row.seq);
      scanned += 1;
      if (matches(row.doc) && shown.has(row)) {
        changes.push({ type: row.type, record: row.doc, cursor: cursor(seq) });
      }
    }
  }
  return { filter, changes, cursor: cursor(seq), hasMore: seq < log.last };
}

interface LogRow {
  readonly seq: string;
  readonly type: ChangeType;
  readonly doc: VersionRecord;
}

/**
 * The changes that networks' terms let be told. One that is too old is left out only when a later one of the same offer
 * follows: whoever keeps a copy ends with the same. A removal that still stands is always told.
 */
async function shownRows(
  db: Database,
  rows: readonly LogRow[],
  { now, stale = [] }: ChangesRequest,
): Promise<Set<LogRow>> {
  const rules = { now, stale };
  const tooOld = rows.filter(({ doc }) => !mayBeShown(doc, false, rules) || !mayBeShown(doc, true, rules));
  if (tooOld.length === 0) return new Set(rows);
  const ids = [...new Set(tooOld.map(({ doc }) => doc.offerId))];
  const current = await db
    .selectFrom("offers")
    .select(["offer_id", "version"])
    .where(sql<boolean>`offer_id = any(${ids}::text[])`)
    .execute();
  const newest = new Map(current.map((row) => [row.offer_id, row.version]));
  const left = tooOld.filter(({ doc, type }) => {
    const isNewest = doc.version >= (newest.get(doc.offerId) ?? 0);
    return isNewest ? type !== "REMOVED" && !mayBeShown(doc, true, rules) : !mayBeShown(doc, false, rules);
  });
  const shown = new Set(rows);
  for (const row of left) shown.delete(row);
  return shown;
}

async function readLog(db: Database, after: bigint, limit: number): Promise<readonly LogRow[]> {
  return db
    .selectFrom("offer_changes")
    .select(["seq", "type", "doc"])
    .where("seq", ">", String(after))
    .orderBy("seq")
    .limit(limit)
    .execute();
}
