/** The feed's averages and its changes day by day. What they cost is bounded, however large the catalogue is. */
import { sql } from "kysely";
import { type Policies, type StaleOffers, withholders } from "../networks/display.ts";
import type { ChangeType } from "./change-type.ts";
import type { Database } from "./database.ts";
import { MOST_COUNTED } from "./facets.ts";
import { whereOffers } from "./filter.ts";

export interface Averages {
  /** Percent points over the offers that have a discount; null where none has. */
  readonly discountPercent: number | null;
  /** Percent points over the offers whose commission is a percentage. */
  readonly commissionPercent: number | null;
  /** Whether every offer was read, or only the first `MOST_COUNTED`. */
  readonly exact: boolean;
}

export interface AveragesRequest {
  readonly now: Date;
  readonly stale?: readonly StaleOffers[];
  /** Default: the networks' own. */
  readonly policies?: Policies;
  /** Default `MOST_COUNTED`. */
  readonly mostCounted?: number;
}

/** Over the active offers. A network that withholds a field is not in its average. */
export async function averages(
  db: Database,
  { now, stale = [], policies, mostCounted = MOST_COUNTED }: AveragesRequest,
): Promise<Averages> {
  const shown = (field: "discount" | "commission") =>
    sql`network_id <> all(${withholders(field, policies)}::text[])`;
  const { rows } = await sql<{ discount: number | null; commission: number | null; counted: string }>`
    select avg(discount_percent) filter (where ${shown("discount")}) as discount,
      avg(commission_percent) filter (where ${shown("commission")}) as commission, count(*) as counted
    from (
      select network_id, discount_percent, commission_percent from offers
      where ${whereOffers({}, now, stale)} limit ${mostCounted + 1}
    ) as first_ones`.execute(db);
  const [row] = rows;
  return {
    discountPercent: rounded(row?.discount ?? null),
    commissionPercent: rounded(row?.commission ?? null),
    exact: Number(row?.counted ?? 0) <= mostCounted,
  };
}

/** To hundredths. */
const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;

export interface DayOfChanges {
  /** YYYY-MM-DD in UTC. */
  readonly day: string;
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

const DAY_MS = 86_400_000;

/** Changes that are read at most. */
const MOST_CHANGES = 500_000;

export interface ChangesByDayRequest {
  readonly now: Date;
  /** How many days, today included. */
  readonly days: number;
  /** Default `MOST_CHANGES`. */
  readonly mostRead?: number;
}

/**
 * The days up to today, the first one first, each with its changes; only those that can be told in full: when there are
 * more changes than may be read, the list begins later.
 */
export async function changesByDay(
  db: Database,
  { now, days, mostRead = MOST_CHANGES }: ChangesByDayRequest,
): Promise<DayOfChanges[]> {
  const listed = Array.from({ length: days }, (_, ago) => dayOf(now, days - 1 - ago));
  const { rows } = await sql<{ day: string; type: ChangeType; count: string }>`
    select (changed_at at time zone 'UTC')::date::text as day, type, count(*) as count
    from (
      select changed_at, type from offer_changes
      where changed_at >= ${`${listed[0]}T00:00:00Z`}::timestamptz and changed_at <= ${now.toISOString()}::timestamptz
      order by changed_at desc limit ${mostRead + 1}
    ) as newest
    group by 1, 2`.execute(db);
  const read = rows.reduce((sum, { count }) => sum + Number(count), 0);
  const cutOff = read <= mostRead ? "" : (rows.map(({ day }) => day).sort()[0] ?? "");
  const counts = new Map(rows.map(({ day, type, count }) => [`${day} ${type}`, Number(count)]));
  const countOf = (day: string, type: ChangeType): number => counts.get(`${day} ${type}`) ?? 0;
  return listed
    .filter((day) => day > cutOff)
    .map((day) => ({
      day,
      created: countOf(day, "CREATED"),
      updated: countOf(day, "UPDATED"),
      removed: countOf(day, "REMOVED"),
    }));
}

const dayOf = (now: Date, daysAgo: number): string =>
  new Date(now.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
