/** Proving that the read model agrees with the ledger: the same sums on both sides, and what differs where they don't. */
import { hash } from "node:crypto";
import { sql } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import { OFFER_STATUSES, type OfferStatus } from "../offer/model.ts";
import type { Database } from "./database.ts";
import { changeTypeOf } from "./change-type.ts";
import { canonicalRecord } from "./offer-row.ts";
import { incoming, ROW_DIFFERS, writtenRow } from "./project.ts";

export interface SourceSummary {
  readonly sourceId: string;
  /** Offers that are not removed. */
  readonly offers: number;
  /** By the status as it is written, not as dates make it read. */
  readonly statuses: Readonly<Record<OfferStatus, number>>;
  /** A decimal integer: the sum of every offer's 64-bit digest, whatever their order. */
  readonly checksum: string;
}

// Id, version and status stand in columns of their own, so that a change to a column shows though the document is whole.
const DIGESTED = sql`concat_ws('|', offer_id, version, status, fingerprint, doc::text)`;
const DIGEST = sql`sha256(convert_to(${DIGESTED}, 'UTF8'))`;

/** One offer's digest: the first 64 bits of a SHA-256 over id, version, status, fingerprint and the whole record. */
export function digestOf(record: VersionRecord): bigint {
  const document = JSON.stringify(canonicalRecord(record));
  const digested = [record.offerId, record.version, record.status, record.fingerprint, document].join("|");
  return BigInt.asIntN(64, BigInt(`0x${hash("sha256", digested, "hex").slice(0, 16)}`));
}

/** What `sourceSummaries` gives for a source, computed from its records. */
export const checksumOf = (records: Iterable<VersionRecord>): string => {
  let sum = 0n;
  for (const record of records) sum += digestOf(record);
  return sum.toString();
};

/** Every source's summary, as the read model has it, by source id. */
export async function sourceSummaries(db: Database): Promise<SourceSummary[]> {
  const { rows } = await sql<{ source_id: string; status: OfferStatus; count: string; checksum: string }>`
    select source_id, status, count(*) as count,
      sum(('x' || encode(substring(${DIGEST} from 1 for 8), 'hex'))::bit(64)::bigint)::text as checksum
    from offers group by source_id, status`.execute(db);
  const tallies = new Map<string, Tally>();
  for (const row of rows)
    tallyOf(tallies, row.source_id).add(row.status, Number(row.count), BigInt(row.checksum));
  return summaries(tallies);
}

/** The same from the ledger's records, a page at a time. */
export async function summariseRecords(
  pages: AsyncIterable<readonly VersionRecord[]>,
): Promise<SourceSummary[]> {
  const tallies = new Map<string, Tally>();
  for await (const page of pages) {
    for (const record of page) tallyOf(tallies, record.sourceId).add(record.status, 1, digestOf(record));
  }
  return summaries(tallies);
}

class Tally {
  readonly statuses = Object.fromEntries(OFFER_STATUSES.map((status) => [status, 0])) as Record<
    OfferStatus,
    number
  >;
  checksum = 0n;

  add(status: OfferStatus, count: number, checksum: bigint): void {
    this.statuses[status] += count;
    this.checksum += checksum;
  }
}

function tallyOf(tallies: Map<string, Tally>, sourceId: string): Tally {
  const tally = tallies.get(sourceId) ?? new Tally();
  tallies.set(sourceId, tally);
  return tally;
}

const summaries = (tallies: ReadonlyMap<string, Tally>): SourceSummary[] =>
  [...tallies]
    .map(([sourceId, { statuses, checksum }]) => ({
      sourceId,
      offers: OFFER_STATUSES.reduce((sum, status) => sum + (status === "REMOVED" ? 0 : statuses[status]), 0),
      statuses,
      checksum: checksum.toString(),
    }))
    .sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1));

/** MISSING: the read model lacks it. DIFFERENT: it holds something else. UNKNOWN: the ledger has no such offer. */
export interface Difference {
  readonly offerId: string;
  readonly sourceId: string;
  readonly kind: "MISSING" | "DIFFERENT" | "UNKNOWN";
  readonly ledgerVersion: number | null;
  readonly readModelVersion: number | null;
}

const PAGE = 1_000;

/**
 * Every offer that the two hold differently, of all sources or of those named. Reads both sides in pages; only the
 * ids of the ledger's offers are kept in memory.
 */
export async function* findDifferences(
  db: Database,
  pages: AsyncIterable<readonly VersionRecord[]>,
  sourceIds: readonly string[] | null = null,
): AsyncGenerator<Difference> {
  const seen = new Set<string>();
  for await (const page of pages) {
    const records = page.filter((record) => sourceIds === null || sourceIds.includes(record.sourceId));
    for (const record of records) seen.add(record.offerId);
    yield* differencesOfPage(db, records);
  }
  yield* unknownOffers(db, seen, sourceIds);
}

/** Every column is compared, also those that only filter and sort: a row can be wrong though its document is right. */
async function* differencesOfPage(
  db: Database,
  records: readonly VersionRecord[],
): AsyncGenerator<Difference> {
  if (records.length === 0) return;
  const rows = records.map((record, ord) =>
    writtenRow({ record, type: changeTypeOf(record), newest: true }, ord),
  );
  const { rows: differing } = await sql<{ ord: number; version: number | null }>`
    with ${incoming(rows)}
    select excluded.ord, offers.version
    from incoming excluded left join offers on offers.offer_id = excluded.offer_id
    where offers.offer_id is null or ${ROW_DIFFERS}
    order by excluded.ord`.execute(db);
  for (const { ord, version } of differing) {
    const record = records[ord];
    if (record === undefined) continue;
    yield {
      offerId: record.offerId,
      sourceId: record.sourceId,
      kind: version === null ? "MISSING" : "DIFFERENT",
      ledgerVersion: record.version,
      readModelVersion: version,
    };
  }
}

async function* unknownOffers(
  db: Database,
  known: ReadonlySet<string>,
  sourceIds: readonly string[] | null,
): AsyncGenerator<Difference> {
  let after = "";
  for (;;) {
    const { rows } = await sql<{ offer_id: string; source_id: string; version: number }>`
      select offer_id, source_id, version from offers where offer_id > ${after}
      order by offer_id limit ${PAGE}`.execute(db);
    for (const row of rows) {
      if (known.has(row.offer_id) || (sourceIds !== null && !sourceIds.includes(row.source_id))) continue;
      yield {
        offerId: row.offer_id,
        sourceId: row.source_id,
        kind: "UNKNOWN",
        ledgerVersion: null,
        readModelVersion: row.version,
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.offer_id;
  }
}
