/**
 * The archive: every version of every offer as gzipped JSON lines in S3, by source and UTC day of the change.
 * Nothing is ever deleted from it. The rows are described in docs/archive.md.
 */
import { hash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { VersionRecord } from "../ledger/records.ts";
import { ListedObjects } from "./listed-objects.ts";
import { dayOf, versionId } from "./names.ts";
import { LINES_SUFFIX } from "./objects.ts";

export const ARCHIVE_PREFIX = "offers/";
/** Objects fetched at once while reading: a day of a large source has thousands of small ones. */
const READS_AT_ONCE = 16;

export const sourcePrefix = (sourceId: string): string =>
  `${ARCHIVE_PREFIX}source=${encodeURIComponent(sourceId)}/`;
const partitionOf = (record: VersionRecord): string =>
  `${sourcePrefix(record.sourceId)}date=${dayOf(record.changedAt)}/`;

/** The key says what is in the object, so writing the same versions again writes the same object again. */
const objectKey = (partition: string, records: readonly VersionRecord[]): string =>
  `${partition}${hash("sha256", records.map(versionId).join("\n"), "hex").slice(0, 32)}${LINES_SUFFIX}`;

/** Which part of the archive: days are UTC, `YYYY-MM-DD`, both included. */
export interface ArchiveRange {
  readonly sourceId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export class Archive {
  readonly objects: ListedObjects;

  constructor(s3: S3Client, bucket: string) {
    this.objects = new ListedObjects(s3, bucket);
  }

  /**
   * Writes versions, one object a source and day. Safe to repeat: the same versions make the same objects. A batch
   * that is repeated in other cuts leaves a version in two objects; readers take each (offerId, version) once.
   * @returns the keys written
   */
  async write(records: readonly VersionRecord[]): Promise<string[]> {
    const keys: string[] = [];
    for (const [partition, group] of Map.groupBy(records, partitionOf)) {
      const key = objectKey(partition, group);
      await this.objects.put(
        key,
        group.map((record) => JSON.stringify(record)),
      );
      keys.push(key);
    }
    return keys;
  }

  /** The sources that have ever been archived, by id. */
  async sources(): Promise<string[]> {
    return (await this.objects.folders(`${ARCHIVE_PREFIX}source=`)).sort();
  }

  /** The days on which a source's offers changed, oldest first. */
  async days(sourceId: string): Promise<string[]> {
    return (await this.objects.folders(`${sourcePrefix(sourceId)}date=`)).sort();
  }

  /** The keys of the objects of a range, a source and day after the other. */
  async *keys({ sourceId, from, to }: ArchiveRange = {}): AsyncGenerator<string[]> {
    for (const source of sourceId === undefined ? await this.sources() : [sourceId]) {
      for (const day of await this.days(source)) {
        if ((from !== undefined && day < from) || (to !== undefined && day > to)) continue;
        for await (const keys of this.objects.keys(`${sourcePrefix(source)}date=${day}/`)) {
          yield keys.filter((key) => key.endsWith(LINES_SUFFIX));
        }
      }
    }
  }

  /** The archived versions of a range, object by object; repeats are the reader's to drop. */
  async *read(range: ArchiveRange = {}): AsyncGenerator<VersionRecord[]> {
    for await (const keys of this.keys(range)) {
      for (let start = 0; start < keys.length; start += READS_AT_ONCE) {
        yield* await Promise.all(keys.slice(start, start + READS_AT_ONCE).map((key) => this.#object(key)));
      }
    }
  }

  /** The archived versions of a range, each once. Keeps the names of the versions of one source and day in memory. */
  async *readOnce(range: ArchiveRange = {}): AsyncGenerator<VersionRecord[]> {
    let partition = "";
    let seen = new Set<string>();
    for await (const records of this.read(range)) {
      const first = records[0];
      if (first === undefined) continue;
      // All copies of a version lie in one partition, since both its source and its day are its own.
      if (partitionOf(first) !== partition) {
        partition = partitionOf(first);
        seen = new Set();
      }
      const fresh = records.filter((record) => !seen.has(versionId(record)));
      for (const record of fresh) seen.add(versionId(record));
      if (fresh.length > 0) yield fresh;
    }
  }

  async #object(key: string): Promise<VersionRecord[]> {
    const lines = await this.objects.lines(key);
    if (lines === null) throw new Error(`The archive object ${key} was there and is gone.`);
    return lines.map((line) => JSON.parse(line) as VersionRecord);
  }
}
