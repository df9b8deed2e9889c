/**
 * How far down an order's index a page may reach. A filter that passes, say, one offer in thirty of a large catalogue is
 * a bad case for PostgreSQL: walking the order's index reads thirty rows for each it returns, and fetching all matches
 * to sort them reads ever more as the catalogue grows. Bounded to the part of the order in which the page is expected
 * to lie, both indexes are combined before any row is read, and a page costs what it costs in a small catalogue.
 */
import { type RawBuilder, sql } from "kysely";
import * as z from "zod";
import type { Database } from "./database.ts";
import { LISTED, type OfferFilter } from "./filter.ts";
import type { OfferOrder, SortKey } from "./orders.ts";

type Condition = RawBuilder<boolean>;

/** The orders whose index holds the key as it is, so that it can be walked without reading a row. */
const WALKED: ReadonlySet<OfferOrder> = new Set(["LATEST", "TOP", "PRICE_ASC", "PRICE_DESC"]);

/** Fewer expected matches than so many pages are quickly sorted; a walk over fewer entries than this is quick too. */
const SORTED_PAGES = 3;
const LEAST_WALK = 1_000;
/** Entries of an index that are walked in the time in which one row is fetched and sorted. */
const ENTRIES_PER_ROW = 10;
/** How much further than the expected end of the page: an estimate is an estimate. */
const MARGIN = 1.3;

export interface Reach {
  readonly key: SortKey;
  /** Every condition that the rows pass, LISTED among them. */
  readonly where: Condition;
  /** Where the page begins in the order; null for its beginning. */
  readonly after: Condition | null;
  /** Rows wanted. */
  readonly rows: number;
}

/**
 * Whether a list can be bounded: it is one of listed offers, something but their status is asked of them, and the page
 * does not begin in the middle of the order, as it does in one of prices from a price on.
 */
export function hasReach(filter: OfferFilter, order: OfferOrder): boolean {
  const { statuses, ...content } = filter;
  const open = order === "PRICE_ASC" ? filter.minPrice : order === "PRICE_DESC" ? filter.maxPrice : null;
  const listed = (statuses ?? []).every((status) => status === "ACTIVE" || status === "SCHEDULED");
  const asked = Object.values(content).some((value) => value !== null && value !== undefined);
  return WALKED.has(order) && listed && asked && (open ?? null) === null;
}

const explained = z.tuple([
  z.looseObject({
    "QUERY PLAN": z.tuple([z.looseObject({ Plan: z.looseObject({ "Plan Rows": z.number() }) })]),
  }),
]);

/**
 * A condition that cuts the order off behind the expected end of the page; null where it would not help. If fewer than
 * the wanted rows come back under it, the estimate was wrong and the page has to be read without it.
 */
export async function reachOf(db: Database, reach: Reach): Promise<Condition | null> {
  const where = reach.after === null ? reach.where : sql`${reach.where} and ${reach.after}`;
  const plan = explained.parse(
    (await sql`explain (format json) select 1 from offers where ${where}`.execute(db)).rows,
  );
  const matches = plan[0]["QUERY PLAN"][0].Plan["Plan Rows"];
  if (matches <= SORTED_PAGES * reach.rows) return null;
  const { key, rows } = reach;
  const direction = sql.raw(key.direction);
  const from = reach.after === null ? LISTED : sql`${LISTED} and ${reach.after}`;
  // The table's rows as the planner counts them: the last statistics, grown with the file since.
  const { rows: found } = await sql<{ bound: string | null }>`
    with walk as (
      select ceil(reltuples / greatest(relpages, 1) * (pg_relation_size(oid) / current_setting('block_size')::integer)
        * ${(MARGIN * rows) / matches}::double precision)::bigint as entries
      from pg_class where oid = 'offers'::regclass
    )
    select (
      select ${key.expression} from offers where ${from}
      order by ${key.expression} ${direction}, offer_id ${direction}
      offset (select entries from walk) limit 1
    )::text as bound
    from walk where entries between ${LEAST_WALK} and ${ENTRIES_PER_ROW * matches}`.execute(db);
  const bound = found[0]?.bound ?? null;
  if (bound === null) return null;
  const within = sql.raw(key.direction === "asc" ? "<=" : ">=");
  return sql`${key.expression} ${within} ${bound}::${sql.raw(key.type)}`;
}
