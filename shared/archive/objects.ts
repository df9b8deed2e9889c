/** Objects of gzipped JSON lines in one bucket: the form of everything that the archive keeps. */
import { gunzipSync, gzipSync } from "node:zlib";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

export const LINES_SUFFIX = ".jsonl.gz";

export class LineObjects {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /** Writes an object whole, over whatever its key held. */
  async put(key: string, lines: readonly string[]): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: gzipSync(lines.map((line) => `${line}\n`).join("")),
        ContentType: "application/x-ndjson",
        ContentEncoding: "gzip",
      }),
    );
  }

  /** An object's lines, or null when there is none: S3 says so only to who may list the bucket. */
  async lines(key: string): Promise<string[] | null> {
    const bytes = await this.bytes(key);
    if (bytes === null) return null;
    return gunzipSync(bytes)
      .toString()
      .split("\n")
      .filter((line) => line !== "");
  }

  /** An object as it is stored, compressed; null when there is none. */
  async bytes(key: string): Promise<Uint8Array | null> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      if (!Body) throw new Error(`The archive object ${key} has no body.`);
      return await Body.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  /** The keys under a prefix in their order, up to a thousand at a time. */
  async *keys(prefix: string): AsyncGenerator<string[]> {
    for await (const { Contents } of this.#pages(prefix)) {
      yield (Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    }
  }

  /** The values of the next part of the keys under a prefix: `source=` gives what stands between it and the next slash. */
  async folders(prefix: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { CommonPrefixes } of this.#pages(prefix, "/")) {
      for (const { Prefix } of CommonPrefixes ?? []) {
        if (Prefix !== undefined) found.push(decodeURIComponent(Prefix.slice(prefix.length, -1)));
      }
    }
    return found;
  }

  async *#pages(prefix: string, delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    let token: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await this.#s3.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      yield page;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }
}
