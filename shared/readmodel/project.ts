/** Projecting the ledger's records into the read model: current offers, and the log of their changes. */
import { type Transaction, sql } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import type { OfferStatus } from "../offer/model.ts";
import { type ChangeType, changeType } from "./change-type.ts";
import type { Database } from "./database.ts";
import { recordNames } from "./names.ts";
import { type OfferRow, offerRow } from "./offer-row.ts";
import type { ReadModel } from "./tables.ts";
import { keepUp } from "./upkeep.ts";
import { recordWords } from "./words.ts";

/** One writer at a time, so that the log's sequence is the order of commits: a reader's cursor steps over nothing. */
const WRITER_LOCK = 7_236_501;

export interface Projected {
  /** How many of the records were news. */
  readonly applied: number;
}

interface Entry {
  readonly record: VersionRecord;
  readonly type: ChangeType;
  /** The last entry of its offer: the one that becomes the current row. */
  readonly newest: boolean;
}

/**
 * Applies records in one transaction. Any order, repeats and late ones are fine: an offer only ever moves to a higher
 * version, and each version applied is logged once. Records of a first sync are logged like any other.
 */
export async function projectOffers(db: Database, records: readonly VersionRecord[]): Promise<Projected> {
  if (records.length === 0) return { applied: 0 };
  const applied = await db.transaction().execute(async (tx) => {
    await becomeWriter(tx);
    const known = await knownVersions(tx, records);
    const entries = newsOf(records, known);
    if (entries.length > 0) await write(tx, entries);
    return entries.length;
  });
  if (applied > 0) await keepUp(db, applied);
  return { applied };
}

export async function becomeWriter(tx: Transaction<ReadModel>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(WRITER_LOCK)})`.execute(tx);
}

export interface KnownVersion {
  readonly version: number;
  readonly status: OfferStatus;
}

export async function knownVersions(
  tx: Transaction<ReadModel>,
  records: readonly VersionRecord[],
): Promise<Map<string, KnownVersion>> {
  const ids = [...new Set(records.map((record) => record.offerId))];
  const { rows } = await sql<{ offer_id: string; version: number; status: OfferStatus }>`
    select offer_id, version, status from offers where offer_id = any(${ids}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.offer_id, row]));
}

/** What is news, offers in the order they first came in, an offer's versions counting upwards. */
function newsOf(records: readonly VersionRecord[], known: ReadonlyMap<string, KnownVersion>): Entry[] {
  const byOffer = new Map<string, VersionRecord[]>();
  for (const record of records) {
    const versions = byOffer.get(record.offerId);
    if (versions === undefined) byOffer.set(record.offerId, [record]);
    else versions.push(record);
  }
  return [...byOffer].flatMap(([offerId, versions]) => newsOfOffer(versions, known.get(offerId) ?? null));
}

function newsOfOffer(versions: readonly VersionRecord[], known: KnownVersion | null): Entry[] {
  const news = [...versions]
    .sort((a, b) => a.version - b.version)
    .filter((record, index, sorted) => {
      const before = Math.max(sorted[index - 1]?.version ?? 0, known?.version ?? 0);
      return record.version > before;
    });
  return news.map((record, index) => ({
    record,
    type: changeType(record.status, (news[index - 1] ?? known)?.status ?? null),
    newest: index === news.length - 1,
  }));
}

type WrittenRow = OfferRow & { readonly type: ChangeType; readonly newest: boolean; readonly ord: number };

/** @param entry.newest whether it becomes the current row; `ord` its place in the log */
export const writtenRow = (entry: Entry, ord: number): WrittenRow =>
  Object.assign(offerRow(entry.record), { type: entry.type, newest: entry.newest, ord });

async function write(tx: Transaction<ReadModel>, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map(writtenRow);
  await sql`
    with ${incoming(rows)},
    projected as (
      insert into offers (${COLUMN_LIST})
      select ${COLUMN_LIST} from incoming where newest order by offer_id
      on conflict (offer_id) do update set ${ASSIGNMENTS}
      where excluded.version > offers.version
    )
    ${INSERT_CHANGES}
    on conflict (offer_id, version) do nothing`.execute(tx);
  const records = entries.map(({ record }) => record);
  await recordNames(tx, records);
  await recordWords(tx, records);
}

const COLUMNS: Readonly<Record<keyof OfferRow, string>> = {
  offer_id: "text",
  version: "integer",
  source_id: "text",
  network_id: "text",
  kind: "text",
  status: "text",
  title: "text",
  merchant_id: "text",
  merchant_name: "text",
  price: "numeric",
  currency: "text",
  discount_percent: "double precision",
  commission_percent: "double precision",
  has_coupon: "boolean",
  joined: "boolean",
  categories: "text[]",
  tags: "text[]",
  countries: "text[]",
  languages: "text[]",
  starts_at: "timestamptz",
  ends_at: "timestamptz",
  first_seen_at: "timestamptz",
  changed_at: "timestamptz",
  removed_at: "timestamptz",
  sandbox: "boolean",
  score: "double precision",
  fingerprint: "text",
  search: "tsvector",
  doc: "json",
};

const NAMES = Object.keys(COLUMNS);
const RECORDSET = sql.raw(
  [
    ...Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`),
    "type text",
    "newest boolean",
    "ord integer",
  ].join(", "),
);

/** The offers table's columns, for an `insert`. */
export const COLUMN_LIST = sql.raw(NAMES.join(", "));

/** What an upsert sets. */
export const ASSIGNMENTS = sql.raw(
  NAMES.filter((name) => name !== "offer_id")
    .map((name) => `${name} = excluded.${name}`)
    .join(", "),
);

/** True for a row that is not what the ledger makes of it, in any column. */
export const ROW_DIFFERS = sql.raw(
  NAMES.map((name) => {
    const cast = name === "doc" ? "::text" : "";
    return `offers.${name}${cast} is distinct from excluded.${name}${cast}`;
  }).join(" or "),
);

export const INSERT_CHANGES = sql.raw(
  `insert into offer_changes (offer_id, version, type, source_id, network_id, kind, changed_at, doc)
   select offer_id, version, type, source_id, network_id, kind, changed_at, doc from incoming order by ord`,
);

/** `incoming as (…)`: the rows as a table, sent as one parameter. */
export const incoming = (rows: readonly WrittenRow[]) =>
  sql`incoming as materialized (select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(${RECORDSET}))`;
