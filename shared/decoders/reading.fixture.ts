/** For the decoders' tests: text in pieces, and everything a decoding gives. */
import type { Rejection } from "../networks/adapter.ts";
import type { Decoding, FeedRecord } from "./decoder.ts";

/** The text in pieces of at most `size` characters. */
export async function* pieces(text: string, size = text.length): AsyncGenerator<string, void, void> {
  for (let at = 0; at < text.length; at += Math.max(1, size)) yield text.slice(at, at + Math.max(1, size));
}

/** The bytes in pieces of at most `size`. */
export async function* bytePieces(
  bytes: Uint8Array,
  size = bytes.length,
): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += Math.max(1, size))
    yield bytes.subarray(at, at + Math.max(1, size));
}

export interface Everything {
  readonly records: FeedRecord[];
  readonly rejected: Rejection[];
  readonly doubt: string | null;
}

export async function everything(decoding: Decoding): Promise<Everything> {
  const records: FeedRecord[] = [];
  const rejected: Rejection[] = [];
  for (;;) {
    const next = await decoding.next();
    if (next.done === true) return { records, rejected, doubt: next.value.doubt };
    records.push(...next.value.records);
    rejected.push(...next.value.rejected);
  }
}
