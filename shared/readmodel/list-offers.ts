/** Lists of offers: filtered, ordered, paged by keyset, so that page 1,000 costs what page 1 costs. */
import { type RawBuilder, sql } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import type { StaleOffers } from "../networks/display.ts";
import { encodeCursor, filterKey, type OfferCursor, readOfferCursor } from "./cursor.ts";
import type { Database } from "./database.ts";
import { BadCursor, InvalidFilter } from "./errors.ts";
import { blankToNull, type OfferFilter, whereOffers } from "./filter.ts";
import { type OfferOrder, RELEVANCE_KEY, SORT_KEYS, type SortKey } from "./orders.ts";
import { searchQuery } from "./search-text.ts";

/**
 * RELEVANCE ranks at most so many offers, those with the highest score among the ones that match: a word that half
 * the catalogue holds would cost a rank of half the catalogue. A list by relevance ends there.
 */
export const RELEVANCE_CANDIDATES = 1_000;

export interface OfferListRequest {
  readonly filter: OfferFilter;
  readonly order: OfferOrder;
  readonly first: number;
  readonly after: string | null;
  readonly now: Date;
  /** Offers that their network's terms keep from being shown. Default none. */
  readonly stale?: readonly StaleOffers[];
}

export interface OfferList {
  readonly offers: readonly { readonly record: VersionRecord; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

interface ListedRow {
  readonly offer_id: string;
  readonly sort_key: string;
  readonly doc: VersionRecord;
}

/**
 * One page of offers.
 * @throws BadCursor when `after` is not a cursor of this filter and order
 * @throws InvalidFilter when the filter cannot be read, or RELEVANCE is asked for without a text
 */
export async function listOffers(db: Database, request: OfferListRequest): Promise<OfferList> {
  const { filter, order, first } = request;
  const after = request.after === null ? null : cursorOf(request.after, filter, order);
  const key = order === "RELEVANCE" ? RELEVANCE_KEY : SORT_KEYS[order];
  const rows = await run(db, page(key, rowsOf(request), after, first + 1), after);
  const offers = rows.slice(0, first).map((row) => ({
    record: row.doc,
    cursor: encodeCursor({ o: order, f: filterKey(filter), k: row.sort_key, id: row.offer_id }),
  }));
  return { offers, hasNextPage: rows.length > first };
}

/**
 * How many offers pass a filter.
 * @throws InvalidFilter when the filter cannot be read
 */
export async function countOffers(
  db: Database,
  filter: OfferFilter,
  now: Date,
  stale: readonly StaleOffers[] = [],
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from offers where ${whereOffers(filter, now, stale)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

function cursorOf(text: string, filter: OfferFilter, order: OfferOrder): OfferCursor {
  const cursor = readOfferCursor(text);
  if (cursor.o !== order) {
    throw new BadCursor(`This cursor belongs to the order ${cursor.o}. Leave it out to start over.`);
  }
  if (cursor.f !== filterKey(filter)) {
    throw new BadCursor("This cursor belongs to another filter. Leave it out to start over.");
  }
  return cursor;
}

function rowsOf({ filter, order, now, stale = [] }: OfferListRequest): RawBuilder<unknown> {
  const where = whereOffers(filter, now, stale);
  if (order !== "RELEVANCE") return sql`offers where ${where}`;
  const text = blankToNull(filter.text);
  if (text === null) throw new InvalidFilter("The order RELEVANCE needs a text to be relevant to.");
  const query = searchQuery(text) ?? "";
  return sql`(
    select offer_id, doc, ts_rank(search, ${query}::tsquery)::double precision as relevance
    from (select offer_id, doc, search from offers where ${where}
          order by score desc, offer_id desc limit ${sql.lit(RELEVANCE_CANDIDATES)}) as candidates
  ) as ranked where true`;
}

function page(
  key: SortKey,
  from: RawBuilder<unknown>,
  after: OfferCursor | null,
  limit: number,
): RawBuilder<ListedRow> {
  const direction = sql.raw(key.direction);
  const beyond = sql.raw(key.direction === "asc" ? ">" : "<");
  const rest =
    after === null
      ? sql``
      : sql` and (${key.expression}, offer_id) ${beyond} (${after.k}::${sql.raw(key.type)}, ${after.id})`;
  return sql<ListedRow>`
    select offer_id, (${key.expression})::text as sort_key, doc from ${from}${rest}
    order by ${key.expression} ${direction}, offer_id ${direction} limit ${limit}`;
}

async function run(
  db: Database,
  query: RawBuilder<ListedRow>,
  after: OfferCursor | null,
): Promise<readonly ListedRow[]> {
  try {
    return (await query.execute(db)).rows;
  } catch (error) {
    // Class 22: a value that is no value of its type. Everything else in the query was checked before.
    if (after !== null && isDataException(error)) {
      throw new BadCursor("This cursor was not made by this API. Leave it out to start over.", {
        cause: error,
      });
    }
    throw error;
  }
}

const isDataException = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("22");
