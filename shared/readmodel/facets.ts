/** Facets: how many of the offers that pass a filter have each network, merchant, category and so on. */
import { type RawBuilder, sql } from "kysely";
import { type Policies, type StaleOffers, withholders } from "../networks/display.ts";
import type { WithholdableField } from "../networks/adapter.ts";
import type { Database } from "./database.ts";
import { filterKey } from "./cursor.ts";
import { type MeantFilter, whereOffers } from "./filter.ts";
import { EVERY_COUNTRY } from "./offer-row.ts";
import { PRICE_BOUNDS } from "./price-bands.ts";

export const FACETS = [
  "networks",
  "sources",
  "kinds",
  "merchants",
  "categories",
  "countries",
  "languages",
  "coupons",
  "prices",
] as const;
export type Facet = (typeof FACETS)[number];

/**
 * Offers that are counted at most: reading them takes a second or two, and a large catalogue must not take longer.
 * Where more pass, the first ones found are counted, and `areExact` says so.
 */
export const MOST_COUNTED = 200_000;

export interface FacetCount {
  /** As the filter takes it; of `coupons` true or false, of `prices` the currency and the place of the band. */
  readonly value: string;
  readonly count: number;
  /** How many of them come from a network sandbox. */
  readonly sandboxCount: number;
  /** An offer that has it; where it is needed to name the value. */
  readonly example: string | null;
}

interface Shape {
  /** What the filter asks of this facet: left out when it is counted, so that its other values stay in sight. */
  readonly own: readonly (keyof MeantFilter)[];
  readonly columns: readonly string[];
  readonly value: RawBuilder<string>;
  /** For an offer that has several: what makes a row of each. */
  readonly each?: RawBuilder<unknown>;
  readonly withheldAs?: WithholdableField;
  readonly named?: true;
}

const list = (column: string): Pick<Shape, "columns" | "value" | "each"> => ({
  columns: [column],
  value: sql`each_one.value`,
  each: sql`, unnest(${sql.ref(column)}) as each_one(value)`,
});
const single = (column: string): Pick<Shape, "columns" | "value"> => ({
  columns: [column],
  value: sql`${sql.ref(column)}::text`,
});

const SHAPES: Readonly<Record<Facet, Shape>> = {
  networks: { own: ["networkIds"], ...single("network_id") },
  sources: { own: ["sourceIds"], ...single("source_id") },
  kinds: { own: ["kinds"], ...single("kind") },
  merchants: { own: ["merchantIds"], ...single("merchant_id"), withheldAs: "merchant", named: true },
  categories: { own: ["category"], ...list("categories"), withheldAs: "categories", named: true },
  countries: { own: ["country"], ...list("countries"), withheldAs: "countries" },
  languages: { own: ["language"], ...list("languages"), withheldAs: "languages" },
  coupons: { own: ["hasCoupon"], ...single("has_coupon"), withheldAs: "couponCode" },
  prices: {
    own: ["currency", "minPrice", "maxPrice"],
    columns: ["currency", "price"],
    value: sql`currency || ' ' || width_bucket(price, ${sql.lit(`{${PRICE_BOUNDS.join(",")}}`)}::numeric[])`,
    withheldAs: "price",
  },
};

export interface FacetRequest {
  readonly filter: MeantFilter;
  /** Values of each facet at most. */
  readonly first: number;
  readonly now: Date;
  readonly stale?: readonly StaleOffers[];
  /** Default: the networks' own. */
  readonly policies?: Policies;
  /** Default `MOST_COUNTED`. */
  readonly mostCounted?: number;
}

/**
 * The values of each facet that is asked for, the largest first. A facet is counted without what the filter asks of it
 * itself, so a count is that of the list with this value in place of the filter's own.
 * @throws InvalidFilter when the filter cannot be read
 */
export async function countFacets(
  db: Database,
  facets: readonly Facet[],
  request: FacetRequest,
): Promise<Map<Facet, FacetCount[]>> {
  const together = Map.groupBy(facets, (facet) => filterKey(without(request.filter, SHAPES[facet].own)));
  const counted = new Map<Facet, FacetCount[]>();
  for (const group of together.values()) {
    const rows = await countGroup(db, group, request);
    for (const facet of group) {
      const counts = rows.filter((row) => row.facet === facet).map(toCount);
      counted.set(facet, facet === "countries" ? withEveryCountry(counts, request.first) : counts);
    }
  }
  return counted;
}

/** Whether no facet of the filter is cut off at `MOST_COUNTED` offers. */
export async function areExact(
  db: Database,
  { filter, now, stale = [], mostCounted = MOST_COUNTED }: FacetRequest,
): Promise<boolean> {
  const widest = without(
    filter,
    FACETS.flatMap((facet) => SHAPES[facet].own),
  );
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (
      select from offers where ${whereOffers(widest, now, stale)} limit ${mostCounted + 1}
    ) as first_ones`.execute(db);
  return Number(rows[0]?.count ?? 0) <= mostCounted;
}

const without = (filter: MeantFilter, fields: readonly (keyof MeantFilter)[]): MeantFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(([field]) => !fields.includes(field as keyof MeantFilter)),
  );

interface CountedRow {
  readonly facet: Facet;
  readonly value: string;
  readonly count: string;
  readonly sandbox_count: string;
  readonly example: string | null;
}

const toCount = (row: CountedRow): FacetCount => ({
  value: row.value,
  count: Number(row.count),
  sandboxCount: Number(row.sandbox_count),
  example: row.example,
});

/** Facets that are counted under the same conditions read the offers once. */
async function countGroup(
  db: Database,
  facets: readonly Facet[],
  { filter, now, stale = [], first, policies, mostCounted = MOST_COUNTED }: FacetRequest,
): Promise<readonly CountedRow[]> {
  const shapes = facets.map((facet) => SHAPES[facet]);
  const where = whereOffers(without(filter, shapes[0]?.own ?? []), now, stale);
  const columns = new Set(["offer_id", "network_id", "sandbox", ...shapes.flatMap((shape) => shape.columns)]);
  const { rows } = await sql<CountedRow>`
    with matching as (
      select ${sql.join([...columns].map((column) => sql.ref(column)))} from offers
      where ${where} limit ${mostCounted}
    )
    ${sql.join(
      facets.map((facet) => countOne(facet, first, policies)),
      sql` union all `,
    )}`.execute(db);
  return rows;
}

function countOne(facet: Facet, first: number, policies: Policies | undefined): RawBuilder<unknown> {
  const { value, each = sql``, withheldAs, named } = SHAPES[facet];
  const withheldBy = withheldAs === undefined ? [] : withholders(withheldAs, policies);
  const shown = withheldBy.length === 0 ? sql`` : sql` and network_id <> all(${withheldBy}::text[])`;
  // Offers for every country stand beside the list: they are added to each of its counts.
  const [beside, room] =
    facet === "countries" ? [sql`value = ${EVERY_COUNTRY} desc, `, first + 1] : [sql``, first];
  return sql`(
    select ${sql.lit(facet)} as facet, value, count(*) as count,
      count(*) filter (where sandbox) as sandbox_count, ${named ? sql`min(offer_id)` : sql`null`} as example
    from (select ${value} as value, offer_id, sandbox from matching${each} where true${shown}) as valued
    where value is not null
    group by value order by ${beside}count(*) desc, value limit ${sql.lit(room)}
  )`;
}

/** As the filter has it: offers for every country are offers for each. */
function withEveryCountry(counts: readonly FacetCount[], first: number): FacetCount[] {
  const everywhere = counts.find(({ value }) => value === EVERY_COUNTRY);
  const single = counts.filter((count) => count !== everywhere);
  if (everywhere === undefined) return single.slice(0, first);
  const grown = single.map((count) => ({
    ...count,
    count: count.count + everywhere.count,
    sandboxCount: count.sandboxCount + everywhere.sandboxCount,
  }));
  return [...grown, everywhere].slice(0, first);
}
