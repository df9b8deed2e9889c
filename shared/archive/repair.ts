/** Writing to the archive what the ledger has and the archive lacks: a batch of the stream was given up, or a row was damaged. */
import type { VersionRecord } from "../ledger/records.ts";
import type { Archive } from "./archive.ts";
import { dayOf } from "./names.ts";
import { ArchiveDigests } from "./digests.ts";

const ROWS_PER_OBJECT = 1_000;

/**
 * Adds what is missing, word for word; a row that the archive holds otherwise stays beside it, as nothing is deleted.
 * @returns how many versions were written
 */
export async function repairArchive(
  ledgerVersions: AsyncIterable<readonly VersionRecord[]>,
  archive: Archive,
): Promise<number> {
  const digests = new Map<string, ArchiveDigests>();
  const waiting = new Map<string, VersionRecord[]>();
  let written = 0;
  const write = async (group: VersionRecord[]): Promise<void> => {
    await archive.write(group);
    written += group.length;
  };
  for await (const records of ledgerVersions) {
    for (const record of records) {
      const { sourceId } = record;
      const held = digests.get(sourceId) ?? new ArchiveDigests(archive, sourceId);
      digests.set(sourceId, held);
      if (await held.holds(record)) continue;
      const partition = `${sourceId} ${dayOf(record.changedAt)}`;
      const group = waiting.get(partition) ?? [];
      waiting.set(partition, group);
      group.push(record);
      if (group.length === ROWS_PER_OBJECT) await write(group.splice(0));
    }
  }
  for (const group of waiting.values()) if (group.length > 0) await write(group);
  return written;
}
