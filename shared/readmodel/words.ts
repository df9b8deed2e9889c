/**
 * The words that offers have in their titles, merchants, categories and tags, once each: what a mistyped word is compared
 * with. Written with the offers and never removed: whether a word is on offer is asked of the offers when it is read.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import { shownContent } from "../networks/display.ts";
import { offersInBatches } from "./rewrite-derived.ts";
import { documentWords, wordForms } from "./search-text.ts";

/** What is shorter resembles too much, what is longer is no word. Numbers and models are typed as they are meant. */
const CORRECTABLE = /^[\p{L}\p{M}]{4,32}$/u;

/** Whether a word may be a typing mistake, or the word that was meant. */
export const isCorrectable = (word: string): boolean => CORRECTABLE.test(word);

// The pending list of the index is read by every look-up: it is kept short. Without the extension only letters that
// changed places are found (see `corrections.ts`).
const TRIGRAMS = `do $trigrams$ begin
  if exists (select from pg_extension where extname = 'pg_trgm') then
    create index words_alike on words using gin (word gin_trgm_ops) with (gin_pending_list_limit = 256);
  end if;
end $trigrams$`;

/** Makes the table, and fills it from the offers that are there. */
export async function createWords<T>(db: Kysely<T>): Promise<void> {
  await sql`create table words (word text collate "C" primary key)`.execute(db);
  for await (const records of offersInBatches(db)) await insertWords(db, records);
  await sql.raw(TRIGRAMS).execute(db);
}

/** Adds the words that records bring. */
export const recordWords = <T>(tx: Transaction<T>, records: readonly VersionRecord[]): Promise<void> =>
  insertWords(tx, records);

async function insertWords<T>(db: Kysely<T>, records: readonly VersionRecord[]): Promise<void> {
  // Merchants and categories repeat from offer to offer, and words more so: each is folded once.
  const texts = new Set(records.flatMap(textsOf));
  const written = new Set(documentWords([...texts].join("\n")));
  const words = [...new Set([...written].flatMap(wordForms))].filter(isCorrectable);
  if (words.length === 0) return;
  await sql`insert into words (word) select unnest(${words}::text[]) on conflict do nothing`.execute(db);
}

function textsOf({ networkId, content }: VersionRecord): string[] {
  const { title, merchant, categories, tags } = shownContent(networkId, content);
  return [title, merchant?.name ?? "", ...categories, ...tags];
}

/** Whether the server has `pg_trgm`. */
export async function hasTrigrams<T>(db: Kysely<T>): Promise<boolean> {
  const { rows } = await sql`select from pg_extension where extname = 'pg_trgm'`.execute(db);
  return rows.length > 0;
}
