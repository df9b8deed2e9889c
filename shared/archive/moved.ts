/** Adding to the versions that have left the ledger, and reading all of them. Where they lie is in past.ts. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { VersionRecord } from "../ledger/records.ts";
import { ListedObjects } from "./listed-objects.ts";
import { versionId } from "./names.ts";
import { ArchivedPast, folderOf, MOVED_PREFIX, parsed, shardKey } from "./past.ts";

const doneKey = (sourceId: string, day: string): string => `${folderOf(sourceId)}done/date=${day}.jsonl.gz`;

/** A copy that does not read back as it was written. Nothing was deleted. */
export class CopyBroken extends Error {
  override readonly name = "CopyBroken";
  constructor(key: string) {
    super(`The archive object ${key} does not read back as it was written: nothing was deleted.`);
  }
}

export class MovedVersions extends ArchivedPast {
  protected override readonly objects: ListedObjects;

  constructor(s3: S3Client, bucket: string) {
    const objects = new ListedObjects(s3, bucket);
    super(objects);
    this.objects = objects;
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
