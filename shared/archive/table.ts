/** The archive as a table: its columns, and the SQL that reads each version once, in Athena and in DuckDB alike. */
import type { VersionRecord } from "../ledger/records.ts";

/** A list is of strings; an object is a struct. Money, percentages and times are text: see docs/archive.md. */
type ColumnType = "string" | "bigint" | "boolean" | "strings" | { readonly [field: string]: ColumnType };

const MONEY = { amount: "string", currency: "string" } as const;

const CONTENT = {
  kind: "string",
  title: "string",
  description: "string",
  merchant: { id: "string", name: "string", domain: "string" },
  url: "string",
  trackingUrl: "string",
  images: "strings",
  price: MONEY,
  originalPrice: MONEY,
  discount: { type: "string", value: "string", currency: "string" },
  couponCode: "string",
  restrictions: "strings",
  availability: "string",
  joinStatus: "string",
  commission: { type: "string", min: "string", max: "string", currency: "string", basis: "string" },
  categories: "strings",
  tags: "strings",
  countries: "strings",
  languages: "strings",
  gtin: "string",
  startsAt: "string",
  endsAt: "string",
} as const satisfies Record<keyof VersionRecord["content"], ColumnType>;

/** Every field of a version is a column of the same name. `satisfies` keeps the list whole. */
export const COLUMNS: Readonly<Record<string, ColumnType>> = {
  offerId: "string",
  sourceId: "string",
  networkId: "string",
  sourceOfferId: "string",
  version: "bigint",
  status: "string",
  previousStatus: "string",
  content: CONTENT,
  fingerprint: "string",
  sourceFingerprint: "string",
  cause: "string",
  author: "string",
  reason: "string",
  runId: "string",
  place: "string",
  runSeq: "bigint",
  changedFields: "strings",
  firstSeenAt: "string",
  changedAt: "string",
  listed: "boolean",
  removedAt: "string",
  lastSeenAt: "string",
  hidden: "boolean",
  sandbox: "boolean",
  quiet: "boolean",
  saidAt: "string",
  rawRef: "string",
  editorial: { overridden: "strings", source: CONTENT },
} satisfies Record<keyof VersionRecord, ColumnType>;

/** What the keys of the objects say: `offers/source=<source>/date=<date>/…`. Both are text. */
export const PARTITIONS = ["source", "date"] as const;

/** The rows as they are stored: a version that a repeated stream batch wrote twice is there twice. */
export const STORED_TABLE = "offer_versions";
/** The same with each version once. */
export const HISTORY_VIEW = "offer_history";

/**
 * Reads each version once. All copies of a version lie in one partition, so partitions that a query leaves out are not
 * read for it. Standard SQL: the same text is the view's in Athena and in DuckDB.
 */
export const HISTORY_SQL = `SELECT ${[...Object.keys(COLUMNS), ...PARTITIONS].map((name) => `"${name.toLowerCase()}"`).join(", ")}
FROM (
  SELECT *, row_number() OVER (PARTITION BY "source", "date", offerid, version ORDER BY changedat) AS copy
  FROM ${STORED_TABLE}
) AS stored
WHERE copy = 1`;

const text = (
  type: ColumnType,
  names: Readonly<Record<"string" | "bigint" | "boolean" | "strings", string>>,
  struct: (fields: readonly (readonly [string, string])[]) => string,
): string =>
  typeof type === "string"
    ? names[type]
    : struct(Object.entries(type).map(([name, inner]) => [name, text(inner, names, struct)] as const));

/** As a Hive table takes it (Glue). Hive knows lower-case names only; so do the readers of JSON that it uses. */
export const hiveType = (type: ColumnType): string =>
  text(
    type,
    { string: "string", bigint: "bigint", boolean: "boolean", strings: "array<string>" },
    (fields) => `struct<${fields.map(([name, inner]) => `${name.toLowerCase()}:${inner}`).join(",")}>`,
  );

/** As Trino, Athena's engine, takes it in a view. */
export const trinoType = (type: ColumnType): string =>
  text(
    type,
    { string: "varchar", bigint: "bigint", boolean: "boolean", strings: "array(varchar)" },
    (fields) => `row(${fields.map(([name, inner]) => `"${name.toLowerCase()}" ${inner}`).join(", ")})`,
  );

export const duckDbType = (type: ColumnType): string =>
  text(
    type,
    { string: "VARCHAR", bigint: "BIGINT", boolean: "BOOLEAN", strings: "VARCHAR[]" },
    (fields) => `STRUCT(${fields.map(([name, inner]) => `"${name}" ${inner}`).join(", ")})`,
  );

/** The leaves of the rows as expressions of their own: for a format without nesting. Lists become JSON texts. */
export function flatColumns(): { readonly name: string; readonly expression: string }[] {
  const leaves = (path: readonly string[], type: ColumnType): { name: string; expression: string }[] => {
    if (typeof type === "object")
      return Object.entries(type).flatMap(([field, inner]) => leaves([...path, field], inner));
    const value = path.map((part) => `"${part}"`).join(".");
    return [
      { name: path.join("_"), expression: type === "strings" ? `CAST(to_json(${value}) AS VARCHAR)` : value },
    ];
  };
  return Object.entries(COLUMNS).flatMap(([name, type]) => leaves([name], type));
}
