import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startObjects } from "./objects.ts";
import type { ObjectEngine } from "./objects.ts";

const credentials = { accessKeyId: "LOCALTESTTESTTEST", secretAccessKey: "secret" };
const Bucket = "bucket";

describe("the object engine", () => {
  let directory: string;
  let engine: ObjectEngine;
  let client: S3Client;
  const start = async (): Promise<void> => {
    engine = await startObjects(directory, credentials);
    await engine.ensureBucket(Bucket);
    client = new S3Client({
      region: "us-east-1",
      endpoint: engine.endpoint,
      credentials,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  };
  const read = async (Key: string): Promise<string | undefined> =>
    (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "objects-"));
    await start();
  });
  afterEach(async () => {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("replaces an object with its checksum", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: "old" }));
    await client.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: "new content" }));
    const { ETag, ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: "a/b" }));
    const md5 = createHash("md5").update("new content").digest("hex");
    expect([await read("a/b"), ETag, ContentLength]).toEqual(["new content", `"${md5}"`, 11]);
  });

  it("lists the folders under a prefix, also those that hold folders only", async () => {
    for (const Key of [
      "o/source=a/date=1/x",
      "o/source=b/date=1/x",
      "o/source=b/y",
      "o/other/z",
      "p/source=c/x",
    ])
      await client.send(new PutObjectCommand({ Bucket, Key, Body: "1" }));
    const folders = async (Prefix: string): Promise<(string | undefined)[]> => {
      const { CommonPrefixes } = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix, Delimiter: "/" }),
      );
      return (CommonPrefixes ?? []).map((each) => each.Prefix);
    };
    expect(await folders("o/source=")).toEqual(["o/source=a/", "o/source=b/"]);
    expect(await folders("o/source=b/date=")).toEqual(["o/source=b/date=1/"]);
    expect(await folders("q/")).toEqual([]);
  });

  it("lists more objects than fit a page, each once and in order", async () => {
    const keys = Array.from({ length: 1_205 }, (_, place) => `many/${String(place).padStart(5, "0")}-ä`);
    for (let start = 0; start < keys.length; start += 50) {
      const puts = keys
        .slice(start, start + 50)
        .map((Key) => new PutObjectCommand({ Bucket, Key, Body: "1" }));
      await Promise.all(puts.map((put) => client.send(put)));
    }
    const listed: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await client.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: "many/",
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key));
      expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(listed).toEqual(keys);
  });

  it("takes a stream of known length", async () => {
    const Body = Readable.from([Buffer.from("part one, "), Buffer.from("part two")]);
    await client.send(new PutObjectCommand({ Bucket, Key: "streamed", Body, ContentLength: 18 }));
    expect(await read("streamed")).toBe("part one, part two");
  });

  it("keeps the old object when an upload breaks off", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "whole" }));
    await brokenOff(engine.endpoint, `/${Bucket}/k`);
    expect(await read("k")).toBe("whole");
  });

  it("can be read at any moment while an object is written again and again", async () => {
    const put = (): Promise<unknown> =>
      client.send(
        new PutObjectCommand({ Bucket, Key: "again", Body: "same", ContentType: "application/x-ndjson" }),
      );
    await put();
    const writer = { busy: true };
    const written = (async () => {
      for (let time = 0; time < 150; time += 1) await put();
      writer.busy = false;
    })();
    // Without the SDK's retries, which would hide a moment in which it cannot be read.
    const plain = new S3Client({
      region: "us-east-1",
      endpoint: engine.endpoint,
      credentials,
      maxAttempts: 1,
    });
    let reads = 0;
    for (; writer.busy; reads += 1) {
      const { ContentType } = await plain.send(new HeadObjectCommand({ Bucket, Key: "again" }));
      expect(ContentType).toBe("application/x-ndjson");
      await plain.send(new ListObjectsV2Command({ Bucket }));
    }
    await written;
    expect(reads).toBeGreaterThan(0);
  });

  it("shows nothing of what a killed process was writing", async () => {
    await engine.stop();
    await writeFile(join(directory, "s3-unfinished", "half"), "half an obj");
    await start();
    expect(await readdir(join(directory, "s3-unfinished"))).toEqual([]);
  });
});

/** Sends a rightly signed upload that announces more bytes than come, then hangs up. */
async function brokenOff(endpoint: string, path: string): Promise<void> {
  const { host, hostname, port } = new URL(endpoint);
  const headers = { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "content-length": "1000" };
  const signer = new SignatureV4({
    credentials,
    region: "us-east-1",
    service: "s3",
    sha256: Sha256,
    uriEscapePath: false,
  });
  const signed = await signer.sign(new HttpRequest({ method: "PUT", path, headers }));
  await new Promise<void>((resolve) => {
    const upload = request({ hostname, port, path, method: "PUT", headers: signed.headers });
    upload.on("error", () => resolve());
    upload.on("close", () => resolve());
    upload.write("half", () => setTimeout(() => upload.destroy(), 200));
  });
}
