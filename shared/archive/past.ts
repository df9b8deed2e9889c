/**
 * Versions that have left the ledger, where one offer's are found by key:
 * `moved/source=<id>/shard=<00…63>/date=<day of the version after>.jsonl.gz`. The archive under `offers/` has them too.
 */
import { hash } from "node:crypto";
import type { PastVersions } from "../ledger/past.ts";
import type { VersionRecord } from "../ledger/records.ts";
import { dayOf } from "./names.ts";
import type { LineObjects } from "./objects.ts";

export const MOVED_PREFIX = "moved/";

/** A day of a large source then makes objects of some thousands of versions: one is quickly read, and none is tiny. */
const SHARDS = 64;

export const folderOf = (sourceId: string): string =>
  `${MOVED_PREFIX}source=${encodeURIComponent(sourceId)}/`;
export const shardKey = (sourceId: string, shard: string, day: string): string =>
  `${folderOf(sourceId)}shard=${shard}/date=${day}.jsonl.gz`;

/** Which of a source's objects of a day holds an offer's versions. */
export const movedShard = (offerId: string): string =>
  String(Number.parseInt(hash("md5", offerId, "hex").slice(0, 8), 16) % SHARDS).padStart(2, "0");

export class ArchivedPast implements PastVersions {
  protected readonly objects: LineObjects;

  constructor(objects: LineObjects) {
    this.objects = objects;
  }

  /**
   * An offer's versions before one of them, newest first, as far as they were moved. A version lies under the day on
   * which the next one was made, so each is found by key: one small object a day of changes.
   */
  async *before(successor: VersionRecord): AsyncGenerator<VersionRecord> {
    const { offerId, sourceId } = successor;
    const shard = movedShard(offerId);
    let [key, lines]: [string, readonly string[]] = ["", []];
    for (let next = successor; next.version > 1;) {
      const wanted = shardKey(sourceId, shard, dayOf(next.changedAt));
      if (wanted !== key) [key, lines] = [wanted, (await this.objects.lines(wanted)) ?? []];
      const found = versionIn(lines, offerId, next.version - 1);
      if (found === null) return;
      yield found;
      next = found;
    }
  }
}

export const parsed = (line: string): VersionRecord => JSON.parse(line) as VersionRecord;

/** Only lines that name the offer are parsed: an object holds those of many. */
function versionIn(lines: readonly string[], offerId: string, version: number): VersionRecord | null {
  const name = JSON.stringify(offerId);
  for (const line of lines) {
    if (!line.includes(name)) continue;
    const record = parsed(line);
    if (record.offerId === offerId && record.version === version) return record;
  }
  return null;
}
