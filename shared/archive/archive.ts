/** The archive: every version of every offer as gzipped JSON lines in S3, by source and day. */
import { hash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { VersionRecord } from "../ledger/records.ts";

const PREFIX = "offers/";
const FORMAT = "jsonl.gz";

const lineKey = (record: VersionRecord): string => `${record.offerId}#${record.version}`;

/** `offers/source=<id>/date=<YYYY-MM-DD>/`: the UTC day of the change. */
const partitionOf = (record: VersionRecord): string =>
  `${PREFIX}source=${encodeURIComponent(record.sourceId)}/date=${record.changedAt.slice(0, 10)}/`;

/** The key says what is in the object, so writing the same versions again writes the same object again. */
const objectKey = (partition: string, records: readonly VersionRecord[]): string =>
  `${partition}${hash("sha256", records.map(lineKey).join("\n"), "hex").slice(0, 32)}.${FORMAT}`;

export class Archive {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
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
      await this.#s3.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          Body: gzipSync(`${group.map((record) => JSON.stringify(record)).join("\n")}\n`),
          ContentType: "application/x-ndjson",
          ContentEncoding: "gzip",
        }),
      );
      keys.push(key);
    }
    return keys;
  }

  /** Every archived version, object by object; repeats are the reader's to drop. */
  async *read(sourceId: string | null = null): AsyncGenerator<VersionRecord[]> {
    const prefix = sourceId === null ? PREFIX : `${PREFIX}source=${encodeURIComponent(sourceId)}/`;
    let token: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await this.#s3.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      for (const { Key } of page.Contents ?? []) {
        if (Key?.endsWith(FORMAT)) yield await this.#object(Key);
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async #object(key: string): Promise<VersionRecord[]> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (!Body) throw new Error(`The archive object ${key} has no body.`);
    const lines = gunzipSync(await Body.transformToByteArray())
      .toString()
      .split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as VersionRecord);
  }
}
