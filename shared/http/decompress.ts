/** Feed files as networks pack them: gzip, zip or plain, told apart by how they begin, whatever they are called. */
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FeedUnreadable } from "../networks/adapter.ts";
import { BodyTooLarge } from "./errors.ts";
import { unzipped } from "./unzip.ts";

export interface UnpackOptions {
  /** Largest size after unpacking, in bytes; a zip file itself may not be larger either. */
  readonly maxBytes: number;
  /**
   * Which file of a zip to read: a glob over its path ("data/*.csv"), or over its name alone when the glob has no
   * slash. The first that matches; without a glob the first file.
   */
  readonly entry?: string;
}

/**
 * Yields what is in a gzip file (all of its members), in a zip file (one entry), or the body as it is. Memory stays
 * flat; a zip goes through a temporary file, because its table of contents is at its end.
 *
 * @throws FeedUnreadable when the file is cut off, damaged or goes on after its end; BodyTooLarge
 */
export async function* unpacked(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, entry }: UnpackOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { start, whole } = await peeked(body, 4);
  let bytes = 0;
  for await (const chunk of unpackerFor(start)(whole, { maxBytes, entry })) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new BodyTooLarge("The unpacked feed file", maxBytes);
    yield chunk;
  }
}

type Unpacker = (
  source: AsyncIterable<Uint8Array>,
  options: { readonly maxBytes: number; readonly entry: string | undefined },
) => AsyncIterable<Uint8Array>;

function unpackerFor(start: Buffer): Unpacker {
  if (start.subarray(0, 2).equals(GZIP)) return gunzipped;
  if (start.equals(ZIP) || start.equals(EMPTY_ZIP)) return unzipped;
  return (source) => source;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZIP = Buffer.from("PK\x03\x04", "latin1");
const EMPTY_ZIP = Buffer.from("PK\x05\x06", "latin1");

/** The first `length` bytes of a body, and the body with them. */
async function peeked(
  body: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ start: Buffer; whole: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < length) {
    const next = await chunks.next();
    if (next.done) break;
    head.push(next.value);
    bytes += next.value.length;
  }
  return { start: Buffer.concat(head).subarray(0, length), whole: rejoined(head, chunks) };
}

async function* rejoined(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

const CHUNK_BYTES = 64 * 1024;

/** Node's gunzip reads on through concatenated members by itself, but falls silent over zeros after one. */
async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const { promise: ended, resolve: end } = Promise.withResolvers<Error | null>();
  let packed = 0;
  let bytes = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of source) {
      packed += chunk.length;
      yield chunk;
    }
  };
  pipeline(Readable.from(counted(), { highWaterMark: 1 }), gunzip, (error) => end(error ?? null));
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw gzipError(error as NodeJS.ErrnoException, bytes);
  }
  // Bytes it refused or left lying: either way the file does not end where its last member does.
  if ((await ended) !== null || packed !== gunzip.bytesWritten) throw goesOn(bytes);
}

const goesOn = (bytes: number): FeedUnreadable =>
  new FeedUnreadable(
    `The gzip file goes on after its end: what follows ${bytes} unpacked bytes is no gzip. Ask the network for a whole file.`,
  );

function gzipError(error: NodeJS.ErrnoException, bytes: number): Error {
  if (error.code === "Z_BUF_ERROR") {
    return new FeedUnreadable(
      `The gzip file is cut off: it ends after ${bytes} unpacked bytes, before its own end. What is missing is not gone; the next run reads the file anew.`,
    );
  }
  if (error.code === "Z_DATA_ERROR" && error.message === "incorrect header check") {
    return goesOn(bytes);
  }
  if (error.code?.startsWith("Z_")) {
    return new FeedUnreadable(
      `The gzip file is damaged after ${bytes} unpacked bytes (${error.message}). The next run reads the file anew; if it stays so, ask the network for a whole file.`,
    );
  }
  return error;
}
