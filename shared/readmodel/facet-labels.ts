/** What the values of facets are called before people. */
import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { FacetCount } from "./facets.ts";
import { categoryNames, EVERY_COUNTRY, facet } from "./offer-row.ts";
import type { PriceBand } from "./price-bands.ts";

const COUNTRIES = new Intl.DisplayNames("en", { type: "region", fallback: "code" });
const LANGUAGES = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** The name of a code, or the code itself where nobody has named it. */
const nameOf = (names: Intl.DisplayNames, code: string): string => {
  try {
    return names.of(code) ?? code;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
};

export const countryLabel = (code: string): string =>
  code === EVERY_COUNTRY ? "Every country" : nameOf(COUNTRIES, code);

export const languageLabel = (tag: string): string => nameOf(LANGUAGES, tag);

/** "PRODUCT" → "Product". */
export const kindLabel = (kind: string): string => kind.charAt(0) + kind.slice(1).toLowerCase();

export const bandLabel = ({ currency, minPrice, maxPrice }: PriceBand): string =>
  maxPrice === null ? `${minPrice} ${currency} and more` : `${minPrice} – ${maxPrice} ${currency}`;

interface Example {
  readonly offer_id: string;
  readonly merchant_name: string | null;
  readonly categories: readonly string[];
}

/** Names as the examples' sources write them, by value: of merchants, or of categories. */
export async function namesOf(
  db: Database,
  what: "merchants" | "categories",
  counts: readonly FacetCount[],
): Promise<Map<string, string>> {
  const ids = counts.flatMap(({ example }) => (example === null ? [] : [example]));
  const { rows } = await sql<Example>`
    select offer_id, merchant_name, doc->'content'->'categories' as categories
    from offers where offer_id = any(${ids}::text[])`.execute(db);
  const examples = new Map(rows.map((row) => [row.offer_id, row]));
  return new Map(
    counts.map(({ value, example }) => {
      const row = examples.get(example ?? "");
      return [value, (row && (what === "merchants" ? row.merchant_name : writtenAs(row, value))) ?? value];
    }),
  );
}

const writtenAs = ({ categories }: Example, value: string): string | undefined =>
  categories
    .flatMap(categoryNames)
    .find((name) => facet(name) === value)
    ?.trim();
