/** Proving that the archive holds every version of the ledger, and of what has left it, once each and word for word. */
import { hash } from "node:crypto";
import type { VersionRecord } from "../ledger/records.ts";
import type { Archive } from "./archive.ts";
import { versionId } from "./names.ts";
import type { MovedVersions } from "./moved.ts";

export interface ArchiveComparison {
  /** Versions that the ledger holds. */
  readonly versions: number;
  /** Versions that have left it for good and are read from where they were moved to. */
  readonly moved: number;
  /** Versions that the archive holds, repeats counted once. */
  readonly archived: number;
  /** Versions stored in more than one object: a stream batch that was repeated. Readers take one. */
  readonly repeated: number;
  /** `<offerId>#<version>` of those the archive lacks or holds otherwise; at most 20. */
  readonly missing: readonly string[];
  readonly agrees: boolean;
}

const NAMED = 20;
const digestOf = (record: VersionRecord): string =>
  hash("sha256", JSON.stringify(record), "base64url").slice(0, 16);

/** Compares them; keeps one short digest a version in memory. */
export async function compareArchive(
  ledgerVersions: AsyncIterable<readonly VersionRecord[]>,
  archive: Archive,
  moved: MovedVersions,
): Promise<ArchiveComparison> {
  const held = new Map<string, string>();
  let objects = 0;
  for await (const records of archive.read()) {
    for (const record of records) {
      objects += 1;
      held.set(versionId(record), digestOf(record));
    }
  }
  const found = new Set<string>();
  const missing: string[] = [];
  let lacking = 0;
  async function check(pages: AsyncIterable<readonly VersionRecord[]>): Promise<void> {
    for await (const records of pages) {
      for (const record of records) {
        const id = versionId(record);
        found.add(id);
        if (held.get(id) === digestOf(record)) continue;
        lacking += 1;
        if (missing.length < NAMED) missing.push(id);
      }
    }
  }
  await check(ledgerVersions);
  const versions = found.size;
  // One that was copied and not yet deleted is in both: it counts with the ledger's.
  await check(moved.readAll());
  return {
    versions,
    moved: found.size - versions,
    archived: held.size,
    repeated: objects - held.size,
    missing,
    agrees: lacking === 0 && held.size === found.size,
  };
}
