/**
 * What autovacuum does elsewhere: without fresh statistics the planner reads whole tables, and dead rows stay. An
 * embedded PostgreSQL (PGlite) has no background processes, so whoever writes keeps it up; on a server this does nothing.
 */
import { sql } from "kysely";
import type { Database } from "./database.ts";

/** The row of `meta` that counts changes since the last upkeep. It exists in an embedded database only. */
export const EMBEDDED_CHANGES = "embedded_changes";

const LEAST_CHANGES = 1_000;
/** The write-ahead log of so many changes is some 150 MB. */
const CHECKPOINT_EVERY = 20_000;

/**
 * Counts changes. Once they are as many as the table had rows, vacuums and gathers statistics; and every 20,000 of them
 * makes a checkpoint, without which the write-ahead log keeps all that was ever written.
 */
export async function keepUp(db: Database, changes: number): Promise<void> {
  const { rows } = await sql<{ changes: number; rows: number }>`
    update meta set value = (value::bigint + ${changes})::text where key = ${EMBEDDED_CHANGES}
    returning value::double precision as changes,
      (select reltuples::double precision from pg_class where oid = 'offers'::regclass) as rows`.execute(db);
  const due = rows[0];
  if (due === undefined) return;
  if (due.changes >= Math.max(LEAST_CHANGES, due.rows)) {
    // What was written is in: a vacuum that cannot run now waits for its next turn and must not fail the writer.
    await tidy(db).catch(() => resetCount(db));
    await sql`checkpoint`.execute(db);
  } else if (due.changes % CHECKPOINT_EVERY < changes) {
    await sql`checkpoint`.execute(db);
  }
}

/** Vacuums and gathers statistics now; not inside a transaction. */
export async function tidy(db: Database): Promise<void> {
  await sql`vacuum (analyze) offers, offer_changes, names, category_places, words`.execute(db);
  await resetCount(db);
}

async function resetCount(db: Database): Promise<void> {
  await sql`update meta set value = '0' where key = ${EMBEDDED_CHANGES}`.execute(db);
}
