/** Rebuilding the read model in place, from the ledger alone, while it is being read and written. */
import { randomUUID } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import { changeType } from "./change-type.ts";
import type { Database } from "./database.ts";
import { recordNames } from "./names.ts";
import {
  ASSIGNMENTS,
  becomeWriter,
  COLUMN_LIST,
  incoming,
  INSERT_CHANGES,
  knownVersions,
  ROW_DIFFERS,
  writtenRow,
} from "./project.ts";
import type { ReadModel } from "./tables.ts";
import { tidy } from "./upkeep.ts";
import { recordWords } from "./words.ts";

const BATCH = 500;

export interface Rebuilt {
  /** Offers the ledger holds. */
  readonly read: number;
  /** Rows that were missing or not what the ledger says. */
  readonly repaired: number;
  /** Rows of offers that the ledger does not know. */
  readonly deleted: number;
}

/**
 * Makes every row what the ledger says, whatever stood there, and deletes the rest. The change log keeps its numbers,
 * so cursors stay valid; versions it had missed are added at its end. What is projected meanwhile is left alone.
 *
 * @param pages every offer's current record, each once, in any order
 * @param onProgress called after each batch with the number of offers read
 */
export async function rebuild(
  db: Database,
  pages: AsyncIterable<readonly VersionRecord[]>,
  onProgress?: (read: number) => void,
): Promise<Rebuilt> {
  const rebuildId = randomUUID();
  const begin = await lastChange(db);
  let read = 0;
  let repaired = 0;
  try {
    for await (const page of pages) {
      for (let start = 0; start < page.length; start += BATCH) {
        const records = page.slice(start, start + BATCH);
        repaired += await repair(db, records, rebuildId, begin);
        read += records.length;
        onProgress?.(read);
      }
    }
    const deleted = await deleteUnknown(db, rebuildId, begin);
    await tidy(db);
    return { read, repaired, deleted };
  } finally {
    await db.deleteFrom("rebuild_marks").where("rebuild_id", "=", rebuildId).execute();
  }
}

/** Taken as the writer: no transaction with a lower number is still to commit. */
async function lastChange(db: Database): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await becomeWriter(tx);
    const { rows } = await sql<{ last: string }>`
      select coalesce(max(seq), 0) as last from offer_changes`.execute(tx);
    return rows[0]?.last ?? "0";
  });
}

async function repair(
  db: Database,
  page: readonly VersionRecord[],
  rebuildId: string,
  begin: string,
): Promise<number> {
  // A table scan may show an offer twice when it moves meanwhile: the newer one counts.
  const records = [...Map.groupBy(page, (record) => record.offerId).values()].map((versions) =>
    versions.reduce((a, b) => (b.version > a.version ? b : a)),
  );
  return db.transaction().execute(async (tx) => {
    await becomeWriter(tx);
    const ids = records.map((record) => record.offerId);
    await sql`insert into rebuild_marks (rebuild_id, offer_id)
      select ${rebuildId}, unnest(${ids}::text[]) on conflict do nothing`.execute(tx);
    await recordNames(tx, records);
    await recordWords(tx, records);
    const moved = await movedMeanwhile(tx, ids, begin);
    const known = await knownVersions(tx, records);
    const rows = records
      .filter((record) => !moved.has(record.offerId))
      .map((record, ord) => {
        const type = changeType(record.status, known.get(record.offerId)?.status ?? null);
        return writtenRow({ record, type, newest: true }, ord);
      });
    if (rows.length === 0) return 0;
    const { rows: result } = await sql<{ repaired: string }>`
      with ${incoming(rows)},
      repaired as (
        insert into offers (${COLUMN_LIST})
        select ${COLUMN_LIST} from incoming order by offer_id
        on conflict (offer_id) do update set ${ASSIGNMENTS} where ${ROW_DIFFERS}
        returning 1
      ),
      logged as (
        ${INSERT_CHANGES}
        on conflict (offer_id, version) do update set doc = excluded.doc
        where offer_changes.doc::text is distinct from excluded.doc::text
      )
      select count(*) as repaired from repaired`.execute(tx);
    return Number(result[0]?.repaired ?? 0);
  });
}

/** Offers that were projected after the rebuild began: newer than the page that was read, by the log's own word. */
async function movedMeanwhile(
  tx: Transaction<ReadModel>,
  ids: readonly string[],
  begin: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ offer_id: string }>`
    select c.offer_id from offer_changes c join offers o on o.offer_id = c.offer_id and o.version = c.version
    where c.seq > ${begin}::bigint and c.offer_id = any(${ids}::text[])`.execute(tx);
  return new Set(rows.map((row) => row.offer_id));
}

async function deleteUnknown(db: Database, rebuildId: string, begin: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await becomeWriter(tx);
    const { rows } = await sql<{ deleted: string }>`
      with unknown as (
        delete from offers o
        where not exists (select from rebuild_marks m where m.rebuild_id = ${rebuildId} and m.offer_id = o.offer_id)
          and not exists (select from offer_changes c where c.offer_id = o.offer_id and c.seq > ${begin}::bigint)
        returning offer_id
      ),
      unlogged as (delete from offer_changes where offer_id in (select offer_id from unknown))
      select count(*) as deleted from unknown`.execute(tx);
    return Number(rows[0]?.deleted ?? 0);
  });
}
