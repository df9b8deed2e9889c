/**
 * Versions that have left the ledger, where one offer's are found by key:
 * `moved/source=<id>/shard=<00…63>/date=<day of the version after>.jsonl.gz`. The archive under `offers/` has them too.
 */
import { hash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { PastVersions } from "../ledger/past.ts";
import type { VersionRecord } from "../ledger/records.ts";
import { dayOf, versionId } from "./archive.ts";
import { LineObjects } from "./objects.ts";

export const MOVED_PREFIX = "moved/";

/** A day of a large source then makes objects of some thousands of versions: one is quickly read, and none is tiny. */
const SHARDS = 64;

const folderOf = (sourceId: string): string => `${MOVED_PREFIX}source=${encodeURIComponent(sourceId)}/`;
const shardKey = (sourceId: string, shard: string, day: string): string =>
  `${folderOf(sourceId)}shard=${shard}/date=${day}.jsonl.gz`;
const doneKey = (sourceId: string, day: string): string => `${folderOf(sourceId)}done/date=${day}.jsonl.gz`;

/** Which of a source's objects of a day holds an offer's versions. */
export const movedShard = (offerId: string): string =>
  String(Number.parseInt(hash("md5", offerId, "hex").slice(0, 8), 16) % SHARDS).padStart(2, "0");

/** A copy that does not read back as it was written. Nothing was deleted. */
export class CopyBroken extends Error {
  override readonly name = "CopyBroken";
  constructor(key: string) {
    super(`The archive object ${key} does not read back as it was written: nothing was deleted.`);
  }
}

export class MovedVersions implements PastVersions {
  readonly objects: LineObjects;

  constructor(s3: S3Client, bucket: string) {
    this.objects = new LineObjects(s3, bucket);
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

  /** Every moved version of a source, each once, object by object. */
  async *read(sourceId: string): AsyncGenerator<VersionRecord[]> {
    for await (const keys of this.objects.keys(`${folderOf(sourceId)}shard=`)) {
      for (const key of keys) yield ((await this.objects.lines(key)) ?? []).map(parsed);
    }
  }

  /** The same of every source. */
  async *readAll(): AsyncGenerator<VersionRecord[]> {
    for (const sourceId of await this.objects.folders(`${MOVED_PREFIX}source=`)) yield* this.read(sourceId);
  }

  /**
   * Adds versions of one shard to those that left the ledger for this day, and reads the object back. Repeating it, with
   * the same or with fewer versions, takes nothing away.
   * @throws CopyBroken
   */
  async add(sourceId: string, shard: string, day: string, records: readonly VersionRecord[]): Promise<void> {
    const key = shardKey(sourceId, shard, day);
    const byId = new Map(
      ((await this.objects.lines(key)) ?? []).map((line) => [versionId(parsed(line)), line]),
    );
    for (const record of records) byId.set(versionId(record), JSON.stringify(record));
    const lines = [...byId.values()];
    await this.objects.put(key, lines);
    const copied = new Set(await this.objects.lines(key));
    if (!lines.every((line) => copied.has(line))) throw new CopyBroken(key);
  }

  /** The days of a source whose changes have been gone through to the end. */
  async doneDays(sourceId: string): Promise<Set<string>> {
    const days = new Set<string>();
    for await (const keys of this.objects.keys(`${folderOf(sourceId)}done/`)) {
      for (const key of keys) days.add(/date=([\d-]+)/.exec(key)?.[1] ?? "");
    }
    return days;
  }

  async markDone(sourceId: string, day: string, moved: number): Promise<void> {
    await this.objects.put(doneKey(sourceId, day), [JSON.stringify({ moved })]);
  }
}

const parsed = (line: string): VersionRecord => JSON.parse(line) as VersionRecord;

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
