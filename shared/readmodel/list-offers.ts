/** Lists of offers: filtered, ordered, paged by keyset, so that page 1,000 costs what page 1 costs. */
import { type RawBuilder, sql } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import type { StaleOffers } from "../networks/display.ts";
import { meantFilter } from "./corrections.ts";
import { encodeCursor, filterKey, type OfferCursor, readOfferCursor, writtenCorrections } from "./cursor.ts";
import type { Database } from "./database.ts";
import { BadCursor, InvalidFilter } from "./errors.ts";
import { blankToNull, type MeantFilter, type OfferFilter, whereOffers } from "./filter.ts";
import { type OfferOrder, RELEVANCE_KEY, SORT_KEYS, type SortKey } from "./orders.ts";
import { hasReach, reachOf } from "./reach.ts";
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
  /** A cursor; in the order ID an offer's id too. */
  readonly after: string | null;
  readonly now: Date;
  /** Offers that their network's terms keep from being shown. Default none. */
  readonly stale?: readonly StaleOffers[];
  /** Whether words of the text that are on no offer are taken for those that resemble them. Default false. */
  readonly mistakes?: boolean;
}

interface MeantRequest extends OfferListRequest {
  readonly filter: MeantFilter;
}

export interface OfferList {
  /** What the list is of: the filter, with its text as it was understood. */
  readonly filter: MeantFilter;
  readonly offers: readonly { readonly record: VersionRecord; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

interface ListedRow {
  readonly offer_id: string;
  readonly sort_key: string;
  readonly doc: VersionRecord;
  /** Of RELEVANCE: how many offers were ranked. */
  readonly candidates?: string;
}

/**
 * One page of offers.
 * @throws BadCursor when `after` is not a cursor of this filter and order
 * @throws InvalidFilter when the filter cannot be read, or RELEVANCE is asked for without a text
 */
export async function listOffers(db: Database, request: OfferListRequest): Promise<OfferList> {
  const { order, first } = request;
  const after = request.after === null ? null : cursorOf(request.after, request.filter, order);
  const filter = await understood(db, request, after);
  const meant: MeantRequest = { ...request, filter };
  const rows = await (order === "RELEVANCE"
    ? mostRelevant(db, meant, after)
    : inOrder(db, meant, SORT_KEYS[order], after));
  const said = writtenCorrections(filter.corrections);
  const offers = rows.slice(0, first).map((row) => ({
    record: row.doc,
    cursor: encodeCursor({
      o: order,
      f: filterKey(request.filter),
      k: row.sort_key,
      id: row.offer_id,
      ...said,
    }),
  }));
  return { filter, offers, hasNextPage: rows.length > first };
}

/** A list means on every page what it meant on the first. */
async function understood(
  db: Database,
  { filter, mistakes = false }: OfferListRequest,
  after: OfferCursor | null,
): Promise<MeantFilter> {
  if (!mistakes) return filter;
  return after === null ? meantFilter(db, filter) : { ...filter, corrections: after.w ?? [] };
}

/**
 * How many offers pass a filter.
 * @throws InvalidFilter when the filter cannot be read
 */
export async function countOffers(
  db: Database,
  filter: MeantFilter,
  now: Date,
  stale: readonly StaleOffers[] = [],
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from offers where ${whereOffers(filter, now, stale)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

function cursorOf(text: string, filter: OfferFilter, order: OfferOrder): OfferCursor {
  // An offer's id, which a cursor is never taken for: it has a colon.
  if (order === "ID" && text.includes(":")) return { o: order, f: filterKey(filter), k: text, id: text };
  const cursor = readOfferCursor(text);
  if (cursor.o !== order) {
    throw new BadCursor(`This cursor belongs to the order ${cursor.o}. Leave it out to start over.`);
  }
  if (cursor.f !== filterKey(filter)) {
    throw new BadCursor("This cursor belongs to another filter. Leave it out to start over.");
  }
  return cursor;
}

async function inOrder(
  db: Database,
  { filter, order, now, stale, first }: MeantRequest,
  key: SortKey,
  after: OfferCursor | null,
): Promise<readonly ListedRow[]> {
  const where = whereOffers(filter, now, stale, order);
  const rest = after === null ? null : beyond(key, after);
  const read = (within: RawBuilder<unknown>): Promise<readonly ListedRow[]> =>
    run(db, page(key, sql`offers where ${where}${within}`, rest, first + 1), after);
  const reach = { key, where, after: rest, rows: first + 1 };
  const bound = hasReach(filter, order) ? await guarded(reachOf(db, reach), after) : null;
  const rows = bound === null ? [] : await read(sql` and ${bound}`);
  return rows.length === first + 1 ? rows : read(sql``);
}

/** The candidates are the first in the order TOP, so it is there that a reach is found for them. */
async function mostRelevant(
  db: Database,
  { filter, now, stale, first }: MeantRequest,
  after: OfferCursor | null,
): Promise<readonly ListedRow[]> {
  const text = blankToNull(filter.text);
  if (text === null) throw new InvalidFilter("The order RELEVANCE needs a text to be relevant to.");
  const query = searchQuery(text, filter.corrections ?? undefined) ?? "";
  const where = whereOffers(filter, now, stale, "TOP");
  const corrected = (filter.corrections?.length ?? 0) > 0;
  const typed = corrected ? (searchQuery(text) ?? "") : null;
  const rest = after === null ? null : beyond(RELEVANCE_KEY, after);
  const read = (within: RawBuilder<unknown>): Promise<readonly ListedRow[]> => {
    const ranked = sql`(
      select offer_id, doc, ${relevance(query)} as relevance, count(*) filter (where not as_typed) over () as candidates
      from (${candidates(where, within, typed)}) as first_ones
    ) as ranked where true`;
    return run(db, page(RELEVANCE_KEY, ranked, rest, first + 1, sql`, candidates`), after);
  };
  const reach = { key: SORT_KEYS.TOP, where, after: null, rows: RELEVANCE_CANDIDATES };
  const bound = hasReach(filter, "TOP") ? await reachOf(db, reach) : null;
  const rows = bound === null ? [] : await read(sql` and ${bound}`);
  return Number(rows[0]?.candidates ?? 0) === RELEVANCE_CANDIDATES ? rows : read(sql``);
}

/** Offers that have every word as it was typed come first, so they are candidates of their own. */
function candidates(
  where: RawBuilder<boolean>,
  within: RawBuilder<unknown>,
  typed: string | null,
): RawBuilder<unknown> {
  const best = (condition: RawBuilder<unknown>, asTyped: boolean): RawBuilder<unknown> => sql`(
    select offer_id, doc, search, score, ${sql.lit(asTyped)} as as_typed from offers where ${condition}
    order by score desc, offer_id desc limit ${sql.lit(RELEVANCE_CANDIDATES)})`;
  if (typed === null) return best(sql`${where}${within}`, false);
  const matchesTyped = sql`search @@ ${typed}::tsquery`;
  return sql`${best(sql`${where} and ${matchesTyped}`, true)}
    union all ${best(sql`${where}${within} and not (${matchesTyped})`, false)}`;
}

/**
 * First what was typed as it was typed; then by how well the text matches, in steps of a hundredth, of which there are
 * at most 1; those that match alike by the score, which is far below 5,000.
 */
const relevance = (query: string): RawBuilder<number> =>
  sql`as_typed::int * 10 + round(ts_rank(search, ${query}::tsquery)::numeric, 2)::double precision + score / 1000000`;

function beyond(key: SortKey, after: OfferCursor): RawBuilder<boolean> {
  const further = sql.raw(key.direction === "asc" ? ">" : "<");
  return sql`(${key.expression}, offer_id) ${further} (${after.k}::${sql.raw(key.type)}, ${after.id})`;
}

function page(
  key: SortKey,
  from: RawBuilder<unknown>,
  rest: RawBuilder<boolean> | null,
  limit: number,
  further: RawBuilder<unknown> = sql``,
): RawBuilder<ListedRow> {
  const direction = sql.raw(key.direction);
  return sql<ListedRow>`
    select offer_id, (${key.expression})::text as sort_key, doc${further}
    from ${from}${rest === null ? sql`` : sql` and ${rest}`}
    order by ${key.expression} ${direction}, offer_id ${direction} limit ${limit}`;
}

const run = async (
  db: Database,
  query: RawBuilder<ListedRow>,
  after: OfferCursor | null,
): Promise<readonly ListedRow[]> => (await guarded(query.execute(db), after)).rows;

async function guarded<T>(answer: Promise<T>, after: OfferCursor | null): Promise<T> {
  try {
    return await answer;
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
