/**
 * The names of merchants and categories, once each: what is listed by name and suggested. Written with the offers and
 * never removed: whether anything is offered under a name is asked of the offers when it is read.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { shownContent } from "../networks/display.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { OfferContent } from "../offer/model.ts";
import { categoryParts, facet } from "./offer-row.ts";
import { foldText, searchVector } from "./search-text.ts";

export type NameKind = "MERCHANT" | "CATEGORY";

export interface NameRow {
  readonly kind: NameKind;
  /** A merchant's id, or a category as the filter compares it. */
  readonly id: string;
  /** As a source wrote it first. */
  readonly name: string;
  readonly domain: string | null;
  /** What it is sorted and found by. */
  readonly folded: string;
  readonly search: string;
}

/** A category that stands directly below another in some path; at its beginning the parent is "". */
interface PlaceRow {
  readonly parent: string;
  readonly id: string;
}

const NAMES = `create table names (
  kind text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  domain text collate "C",
  folded text collate "C" not null,
  search tsvector not null,
  primary key (kind, id)
)`;
const PLACES = `create table category_places (
  parent text collate "C" not null,
  id text collate "C" not null,
  primary key (parent, id)
)`;
// On a server that brings it; without it suggestions take no typing mistakes.
const TRIGRAMS = `do $trigrams$ begin
  if exists (select from pg_available_extensions where name = 'pg_trgm') then
    create extension if not exists pg_trgm;
    create index names_alike on names using gin (folded gin_trgm_ops);
  end if;
end $trigrams$`;

/** Makes the tables, and fills them from the offers that are there. */
export async function createNames<T>(db: Kysely<T>): Promise<void> {
  for (const statement of [NAMES, PLACES, TRIGRAMS]) await sql.raw(statement).execute(db);
  await sql`create index names_in_order on names (kind, folded, id)`.execute(db);
  await sql`create index names_found on names using gin (search)`.execute(db);
  // The counts of a page of merchants read this and no row.
  await sql`create index offers_merchant_kinds on offers (merchant_id, kind, sandbox, ends_at, starts_at)
    where status in ('ACTIVE', 'SCHEDULED')`.execute(db);
  const { rows } = await sql<Pick<OfferContent, "merchant" | "categories">>`
    select distinct on (merchant_id, (doc->'content'->'categories')::text)
      doc->'content'->'merchant' as merchant, doc->'content'->'categories' as categories
    from offers`.execute(db);
  const batch = 1_000;
  for (let start = 0; start < rows.length; start += batch)
    await insertNames(db, rows.slice(start, start + batch));
}

/** Adds the names that records bring; those that are known stay as they are. */
export const recordNames = <T>(tx: Transaction<T>, records: readonly VersionRecord[]): Promise<void> =>
  insertNames(
    tx,
    records.map(({ networkId, content }) => shownContent(networkId, content)),
  );

async function insertNames<T>(
  db: Kysely<T>,
  contents: readonly Pick<OfferContent, "merchant" | "categories">[],
): Promise<void> {
  const names = new Map<string, NameRow>();
  const places = new Map<string, PlaceRow>();
  for (const { merchant, categories } of contents) {
    if (merchant !== null) add(names, "MERCHANT", merchant.id, merchant.name, merchant.domain);
    for (const category of categories) {
      let parent = "";
      for (const part of categoryParts(category)) {
        const id = facet(part);
        add(names, "CATEGORY", id, part, null);
        places.set(`${parent}\n${id}`, { parent, id });
        parent = id;
      }
    }
  }
  if (names.size === 0) return;
  await sql`
    with named as (
      insert into names (kind, id, name, domain, folded, search)
      select kind, id, name, domain, folded, search::tsvector
      from json_to_recordset(${JSON.stringify([...names.values()])}::json)
        as r(kind text, id text, name text, domain text, folded text, search text)
      on conflict do nothing
    )
    insert into category_places (parent, id)
    select parent, id from json_to_recordset(${JSON.stringify([...places.values()])}::json) as p(parent text, id text)
    on conflict do nothing`.execute(db);
}

function add(
  names: Map<string, NameRow>,
  kind: NameKind,
  id: string,
  name: string,
  domain: string | null,
): void {
  const key = `${kind}\n${id}`;
  if (id === "" || names.has(key)) return;
  const search = searchVector({ title: name, merchant: domain, categories: [], tags: [], description: null });
  names.set(key, { kind, id, name, domain, folded: foldText(name), search });
}
