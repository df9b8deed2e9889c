/** Where in the change log to go on: what a cursor stands for. */
import { sql } from "kysely";
import { meantFilter } from "./corrections.ts";
import { encodeCursor, readChangesSince, writtenCorrections } from "./cursor.ts";
import type { Database } from "./database.ts";
import { BadCursor } from "./errors.ts";
import type { MeantFilter, OfferFilter } from "./filter.ts";
import type { Corrections } from "./search-text.ts";

/** As `since`: begin at the end of the log, to be told only of what comes. */
export const FROM_NOW = "now";

export interface LogState {
  readonly id: string;
  /** The number of the newest change, 0 in an empty log. */
  readonly last: bigint;
}

/** A cursor that goes on right after a change. */
export const cursorAt = (log: LogState, seq: bigint, meant?: Corrections | null): string =>
  encodeCursor({ l: log.id, s: String(seq), ...writtenCorrections(meant) });

/**
 * What a filter's text means to who goes on: what it meant where the reading began, or whoever keeps a copy would not be
 * told what became of the offers in it.
 * @throws InvalidFilter when the text is too long
 * @throws BadCursor when `since` is no cursor
 */
export async function meantSince(
  db: Database,
  filter: OfferFilter,
  since: string | null,
): Promise<MeantFilter> {
  const cursor = since === null || since === FROM_NOW ? null : readChangesSince(since);
  return cursor === null || "t" in cursor
    ? meantFilter(db, filter)
    : { ...filter, corrections: cursor.w ?? [] };
}

export async function logState(db: Database): Promise<LogState> {
  const { rows } = await sql<{ id: string; last: string }>`
    select value as id, (select coalesce(max(seq), 0) from offer_changes) as last
    from meta where key = 'change_log'`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error("The read model has no change log: run its migrations.");
  return { id: row.id, last: BigInt(row.last) };
}

/**
 * The number of the change after which to go on.
 * @throws BadCursor when it is no cursor of this log
 */
export async function changeBefore(db: Database, since: string | null, log: LogState): Promise<bigint> {
  if (since === null) return 0n;
  if (since === FROM_NOW) return log.last;
  const cursor = readChangesSince(since);
  if ("t" in cursor) return firstSince(db, cursor.t, log);
  if (cursor.l !== log.id) {
    throw new BadCursor("The change log was begun anew since this cursor was made. Start over without it.");
  }
  return BigInt(cursor.s);
}

/** Changes lie in the order of their commits, which is not quite that of their times: the first one that is not older. */
async function firstSince(db: Database, time: string, log: LogState): Promise<bigint> {
  // The offset keeps PostgreSQL from walking the log from its beginning: the times' own index is the short way.
  const { rows } = await sql<{ first: string | null }>`
    select min(seq) as first
    from (select seq from offer_changes where changed_at >= ${time}::timestamptz offset 0) recent`.execute(
    db,
  );
  const first = rows[0]?.first ?? null;
  return first === null ? log.last : BigInt(first) - 1n;
}
