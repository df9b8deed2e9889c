/** Objects of gzipped JSON lines in one bucket: the form of everything that the archive keeps. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

export const LINES_SUFFIX = ".jsonl.gz";

export class LineObjects {
  protected readonly s3: S3Client;
  protected readonly bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Writes an object whole, over whatever its key held. */
  async put(key: string, lines: readonly string[]): Promise<void> {
    await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
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
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      if (!Body) throw new Error(`The archive object ${key} has no body.`);
      return await Body.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }
}
