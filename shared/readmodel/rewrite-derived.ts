/** Columns that are computed from the record, written anew in place: for a migration that changes how they are computed. */
import { type Kysely, sql } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import { searchOf } from "./offer-row.ts";
import { score } from "./score.ts";
import { searchVector } from "./search-text.ts";

const BATCH = 1_000;

/** Score and search of every offer, and search of every name, from the rows themselves. Nothing is logged as a change. */
export async function rewriteDerived<T>(db: Kysely<T>): Promise<void> {
  for await (const offers of offersInBatches(db)) {
    const rows = offers.map((record) => ({
      id: record.offerId,
      score: score(record),
      search: searchOf(record.content),
    }));
    await sql`update offers set score = r.score, search = r.search::tsvector
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(id text, score double precision, search text)
      where offer_id = r.id`.execute(db);
  }
  await rewriteNames(db);
}

/** The record of every row, by offer id. */
export async function* offersInBatches<T>(db: Kysely<T>): AsyncGenerator<VersionRecord[]> {
  for (let after = ""; ;) {
    const { rows } = await sql<{ doc: VersionRecord }>`
      select doc from offers where offer_id > ${after} order by offer_id limit ${BATCH}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ doc }) => doc);
    after = last.doc.offerId;
  }
}

async function rewriteNames<T>(db: Kysely<T>): Promise<void> {
  const { rows: names } = await sql<{ kind: string; id: string; name: string; domain: string | null }>`
    select kind, id, name, domain from names where name ~ '[^[:ascii:]]'`.execute(db);
  for (let start = 0; start < names.length; start += BATCH) {
    const rows = names.slice(start, start + BATCH).map(({ kind, id, name, domain }) => ({
      kind,
      id,
      search: searchVector({ title: name, merchant: domain, categories: [], tags: [], description: null }),
    }));
    await sql`update names set search = r.search::tsvector
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(kind text, id text, search text)
      where names.kind = r.kind and names.id = r.id`.execute(db);
  }
}
