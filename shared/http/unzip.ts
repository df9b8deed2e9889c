/** One file out of a zip archive, through a temporary file. */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import { openPromise } from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { FeedUnreadable } from "../networks/adapter.ts";
import { BodyTooLarge } from "./errors.ts";

export interface UnzipOptions {
  /** Largest size of the archive, and of the file in it, in bytes. */
  readonly maxBytes: number;
  /** A glob over the file's path, or over its name when the glob has no slash. */
  readonly entry: string | undefined;
}

/** @throws FeedUnreadable when the archive is cut off or damaged, or holds no such file; BodyTooLarge */
export async function* unzipped(
  source: AsyncIterable<Uint8Array>,
  options: UnzipOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const folder = await mkdtemp(join(tmpdir(), "feed-"));
  try {
    const path = join(folder, "feed.zip");
    await pipeline(limited(source, options.maxBytes), createWriteStream(path));
    const zip = await opened(path);
    try {
      yield* contentOf(zip, await chosen(zip, options), options.maxBytes);
    } finally {
      zip.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* limited(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new BodyTooLarge("The zip file", maxBytes);
    yield chunk;
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false });
  } catch (error) {
    throw damaged(
      "is cut off or no zip at all: its table of contents, which is at its end, is missing",
      error,
    );
  }
}

async function chosen(zip: ZipFile, { entry: glob }: UnzipOptions): Promise<Entry> {
  const names: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (!isFile(entry)) continue;
      if (glob === undefined || matches(entry.fileName, glob)) return entry;
      if (names.length < MOST_NAMES) names.push(entry.fileName);
    }
  } catch (error) {
    throw damaged("is damaged", error);
  }
  const holds = names.length === 0 ? "It holds no file." : `It holds ${names.join(", ")}.`;
  const wanted = glob === undefined ? "no file" : `no file that matches “${glob}”`;
  throw new FeedUnreadable(
    `The zip file holds ${wanted}. ${holds} Set the source's entry to one of its names.`,
  );
}

/** How many names an error lists. */
const MOST_NAMES = 5;

/** Folders end in a slash; macOS adds a shadow of every file. */
const isFile = ({ fileName }: Entry): boolean => !fileName.endsWith("/") && !fileName.startsWith("__MACOSX/");

const matches = (path: string, glob: string): boolean =>
  posix.matchesGlob(glob.includes("/") ? path : posix.basename(path), glob);

/** yauzl checks the size it unpacks against the table of contents; the checksum is left to its caller. */
async function* contentOf(
  zip: ZipFile,
  entry: Entry,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  if (!entry.canDecodeFileData()) {
    const how = entry.isEncrypted() ? "encrypted" : `packed with method ${entry.compressionMethod}`;
    throw new FeedUnreadable(
      `“${entry.fileName}” in the zip file is ${how}, which cannot be undone here. Ask the network for an ordinary zip, or gzip.`,
    );
  }
  if (entry.uncompressedSize > maxBytes)
    throw new BodyTooLarge(`“${entry.fileName}” in the zip file`, maxBytes);
  let sum = 0;
  try {
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw damaged(`is damaged within “${entry.fileName}”`, error);
  }
  if (sum !== entry.crc32)
    throw damaged(`is damaged within “${entry.fileName}”`, new Error("wrong checksum"));
}

function damaged(how: string, error: unknown): FeedUnreadable {
  const detail = error instanceof Error ? error.message : String(error);
  return new FeedUnreadable(
    `The zip file ${how} (${detail}). What is missing is not gone; the next run reads the file anew.`,
  );
}
