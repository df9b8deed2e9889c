/** S3: s3rver on a directory, with writes that are whole or not there. */
import S3rver from "@20minutes/s3rver";
import type { FilesystemStore, ListOptions, S3Object } from "@20minutes/s3rver";
import account from "@20minutes/s3rver/lib/models/account.js";
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { carriesAccessKey } from "../endpoints/signature.ts";
import { pageListings } from "./list-pages.ts";
import type { Credentials } from "../keys.ts";

export interface ObjectEngine {
  /** By address, not name: the SDK then puts the bucket into the path by itself, without `forcePathStyle`. */
  readonly endpoint: string;
  ensureBucket(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startObjects(dataDir: string, credentials: Credentials): Promise<ObjectEngine> {
  const directory = join(dataDir, "s3");
  const unfinished = join(dataDir, "s3-unfinished");
  // What a killed process was writing was never acknowledged.
  await rm(unfinished, { recursive: true, force: true });
  await Promise.all([mkdir(directory, { recursive: true }), mkdir(unfinished, { recursive: true })]);
  account.DUMMY_ACCOUNT.createKeyPair(credentials.accessKeyId, credentials.secretAccessKey);
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    // It computes other signatures than the SDK for encoded paths and list queries; the key is checked below.
    allowMismatchedSignatures: true,
  });
  writeWhole(server.store, unfinished);
  listFolders(server.store);
  server.middleware.unshift(pageListings(server.store).middleware);
  // The server lets unsigned requests through and has a well-known key of its own.
  server.middleware.unshift(async (context, next) => {
    if (carriesAccessKey(context.headers["authorization"], credentials.accessKeyId)) return next();
    context.status = 403;
    context.type = "application/xml";
    context.body =
      "<Error><Code>InvalidAccessKeyId</Code><Message>The access key is not this local cloud's.</Message></Error>";
    return undefined;
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async ensureBucket(name) {
      await server.store.putBucket(name);
    },
    async stop() {
      server.httpServer.closeAllConnections();
      await server.close();
    },
  };
}

/**
 * Completes the store's listings by delimiter: it names a folder only when objects lie in it directly, and leaves out one
 * that holds folders alone. Its folders are those of the file system.
 */
function listFolders(store: FilesystemStore): void {
  const list = store.listObjects.bind(store);
  store.listObjects = async (bucket, options) => {
    const listed = await list(bucket, options);
    if (options.delimiter !== "/") return listed;
    const folders = await foldersUnder(join(store.rootDirectory, bucket), options.prefix ?? "");
    return { ...listed, commonPrefixes: [...new Set([...listed.commonPrefixes, ...folders])].sort() };
  };
}

async function foldersUnder(
  bucketPath: string,
  prefix: NonNullable<ListOptions["prefix"]>,
): Promise<string[]> {
  const parent = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  try {
    const entries = await readdir(join(bucketPath, parent), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${parent}${entry.name}/`)
      .filter((folder) => folder.startsWith(prefix));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/**
 * Replaces the store's writes, which go straight to the object's file: a process killed in the middle would leave half
 * an object that reads as complete. Content is written aside, then renamed into place; the rename is the commit.
 */
function writeWhole(store: FilesystemStore, unfinished: string): void {
  // An object's metadata too: half of it is no JSON, and an object with such metadata can be neither read nor listed.
  const { putMetadata } = store;
  store.putMetadata = async (bucket, key, metadata) => {
    const aside = join(unfinished, randomUUID());
    await putMetadata.call({ getResourcePath: () => aside }, bucket, key, metadata);
    await rename(aside, store.getResourcePath(bucket, key, "metadata.json"));
  };
  store.putContent = async (path, content) => {
    const aside = join(unfinished, randomUUID());
    const md5 = createHash("md5");
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        md5.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    try {
      const source = Buffer.isBuffer(content) ? Readable.from([content]) : content;
      await pipeline(source, measure, createWriteStream(aside, { flush: true }));
      await mkdir(dirname(path), { recursive: true });
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
    return [size, md5.digest("hex")];
  };
  store.putObject = async ({ bucket, key, content, metadata }: S3Object) => {
    const path = store.getResourcePath(bucket, key, "object");
    await mkdir(dirname(path), { recursive: true });
    // Before the content: a kill in between leaves the old object without a stored checksum, which is then computed.
    await rm(store.getResourcePath(bucket, key, "object.md5"), { force: true });
    await store.putMetadata(bucket, key, metadata);
    const [size, md5] = await store.putContent(path, content);
    return { size, md5 };
  };
}
