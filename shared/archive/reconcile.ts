/** Proving that the archive holds every version of the ledger, once each and word for word. */
import { hash } from "node:crypto";
import type { VersionRecord } from "../ledger/records.ts";
import type { Archive } from "./archive.ts";

export interface ArchiveComparison {
  /** Versions that the ledger holds. */
  readonly versions: number;
  /** Versions that the archive holds, repeats counted once. */
  readonly archived: number;
  /** Versions stored in more than one object: a stream batch that was repeated. Readers take one. */
  readonly repeated: number;
  /** `<offerId>#<version>` of those the archive lacks or holds otherwise; at most 20. */
  readonly missing: readonly string[];
  readonly agrees: boolean;
}

const NAMED = 20;
const keyOf = (record: VersionRecord): string => `${record.offerId}#${record.version}`;
const digestOf = (record: VersionRecord): string =>
  hash("sha256", JSON.stringify(record), "base64url").slice(0, 16);

/** Compares the two; keeps one short digest a version in memory. */
export async function compareArchive(
  ledgerVersions: AsyncIterable<readonly VersionRecord[]>,
  archive: Archive,
): Promise<ArchiveComparison> {
  const held = new Map<string, string>();
  let objects = 0;
  for await (const records of archive.read()) {
    for (const record of records) {
      objects += 1;
      held.set(keyOf(record), digestOf(record));
    }
  }
  let versions = 0;
  let lacking = 0;
  const missing: string[] = [];
  for await (const records of ledgerVersions) {
    for (const record of records) {
      versions += 1;
      if (held.get(keyOf(record)) === digestOf(record)) continue;
      lacking += 1;
      if (missing.length < NAMED) missing.push(keyOf(record));
    }
  }
  return {
    versions,
    archived: held.size,
    repeated: objects - held.size,
    missing,
    agrees: lacking === 0 && held.size === versions,
  };
}
