/** The rows of a product feed file, whichever of Awin's formats it is in, in constant memory. */
import { FeedUnreadable, type Rejection } from "../adapter.ts";
import { csvRows } from "./csv-rows.ts";
import { jsonLines } from "./json-lines.ts";

export type FeedRow = Readonly<Record<string, unknown>>;

/** What a reader of rows calls for a row that it cannot read; it goes on with the next. */
export type Reject = (rejection: Rejection) => void;

/**
 * The format is read off the file itself: the list's "Datafeed Format" is missing from older lists.
 * @throws FeedUnreadable for an HTML page, an error in place of rows, or a file that ends in the middle of a row
 */
export async function* feedRows(
  body: AsyncIterable<Uint8Array>,
  reject: Reject,
): AsyncGenerator<FeedRow, void, void> {
  const chunks = body[Symbol.asyncIterator]();
  const opening = await openingOf(chunks);
  const start = new TextDecoder().decode(opening).trimStart();
  const whole = rejoined(opening, chunks);
  if (start === "") throw new FeedUnreadable("expected a product feed and got an empty file");
  if (start.startsWith("<")) {
    throw new FeedUnreadable(`expected CSV or JSON Lines and got markup: "${start.slice(0, 60)}"`);
  }
  yield* start.startsWith("{")
    ? jsonLines(whole, reject)
    : csvRows(whole, start.split(/\r?\n/, 1)[0] ?? "", reject);
}

/** Enough of the file to hold its header line. */
const OPENING_BYTES = 16_384;

async function openingOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let bytes = 0; bytes < OPENING_BYTES;) {
    const next = await chunks.next();
    if (next.done) break;
    parts.push(next.value);
    bytes += next.value.length;
  }
  return Buffer.concat(parts);
}

async function* rejoined(
  opening: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield opening;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}
