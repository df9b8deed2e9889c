/** The categories that active offers stand in, the largest first. */
import { sql } from "kysely";
import { withholders } from "../networks/display.ts";
import type { Database } from "./database.ts";
import { MOST_COUNTED } from "./facets.ts";
import { whereOffers } from "./filter.ts";
import type { Showing } from "./merchants.ts";
import { facet } from "./offer-row.ts";

/** Categories that are counted at most, the first by name: a page shows a few of them. */
const CANDIDATES = 1_000;

/** So few are sought by the index; for more, PostgreSQL would compare each with each category of every offer. */
const SOUGHT = 20;

export interface CategoryCount {
  /** As the filter takes it. */
  readonly value: string;
  /** As a source writes it. */
  readonly label: string;
  readonly count: number;
  readonly sandboxCount: number;
}

export interface CategoryRequest {
  /** The beginning of the name, whatever its case and accents. */
  readonly prefix: string | null;
  /** Those directly below this one in some path; then only offers that are in both count. */
  readonly parent: string | null;
  readonly first: number;
}

/** With neither prefix nor parent: those that paths begin with. */
export async function listCategories(
  db: Database,
  { prefix, parent, first }: CategoryRequest,
  { now, stale, policies }: Showing,
): Promise<CategoryCount[]> {
  const begun = facet(prefix ?? "");
  const above = facet(parent ?? "");
  const placed = above !== "" || begun === "";
  const { rows: names } = await sql<{ id: string; name: string }>`
    select id, name from names where kind = 'CATEGORY'
      ${placed ? sql`and id in (select id from category_places where parent = ${above})` : sql``}
      and folded like ${`${escaped(begun)}%`}
    order by folded, id limit ${CANDIDATES}`.execute(db);
  if (names.length === 0) return [];
  const ids = names.map(({ id }) => id);
  const found = ids.length > SOUGHT ? sql`` : sql`and categories && ${ids}::text[]`;
  const withheldBy = withholders("categories", policies);
  const { rows } = await sql<{ value: string; count: string; sandbox: string }>`
    select value, count(*) as count, count(*) filter (where sandbox) as sandbox
    from (
      select categories, sandbox from offers
      where ${whereOffers({ category: above === "" ? null : above }, now, stale)}
        ${found} and network_id <> all(${withheldBy}::text[])
      limit ${sql.lit(MOST_COUNTED)}
    ) as counted, unnest(categories) as each_one(value)
    where value = any(${ids}::text[])
    group by value order by count(*) desc, value limit ${first}`.execute(db);
  const labels = new Map(names.map(({ id, name }) => [id, name]));
  return rows.map(({ value, count, sandbox }) => ({
    value,
    label: labels.get(value) ?? value,
    count: Number(count),
    sandboxCount: Number(sandbox),
  }));
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
