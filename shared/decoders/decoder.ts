/** What every decoder is: text in, batches of records out, and a last word on whether the document was whole. */
import type { Rejection } from "../networks/adapter.ts";

/**
 * One value of a record. There are no numbers: a number stays the digits it was written with, because a float
 * loses `10.00`, `0.1` and any id above 2^53.
 */
export type FeedValue = string | boolean | null | FeedValue[] | FeedRecord;

/** One record as the feed holds it. XML attributes are `@name`, the text of an element with attributes `#text`. */
export interface FeedRecord {
  [key: string]: FeedValue;
}

export interface DecodedBatch {
  readonly records: FeedRecord[];
  readonly rejected: Rejection[];
}

/** How a document ended. `doubt` says why it may not be whole; null means it was properly closed. */
export interface DocumentEnd {
  readonly doubt: string | null;
}

/** @throws FeedUnreadable when the text is not of the format, or is cut off */
export type Decoding = AsyncGenerator<DecodedBatch, DocumentEnd, void>;

export const MAX_RECORD_BYTES = 5 * 1024 * 1024;
export const MAX_BYTES = 2 * 1024 * 1024 * 1024;

/** A parser that text is pushed into; what it has finished is taken out after each push. */
export interface RecordSink {
  write(text: string): void;
  /** @throws FeedUnreadable when the document is not closed */
  end(): DocumentEnd;
  take(): DecodedBatch;
}

/** Drives a push parser over the text, yielding what each chunk completed. */
export async function* decodeInto(sink: RecordSink, text: AsyncIterable<string>): Decoding {
  for await (const chunk of text) {
    sink.write(chunk);
    const batch = sink.take();
    if (batch.records.length > 0 || batch.rejected.length > 0) yield batch;
  }
  const end = sink.end();
  const last = sink.take();
  if (last.records.length > 0 || last.rejected.length > 0) yield last;
  return end;
}

/** Collects what a sink finishes between two `take`s. */
export class BatchCollector {
  #records: FeedRecord[] = [];
  #rejected: Rejection[] = [];

  record(record: FeedRecord): void {
    this.#records.push(record);
  }

  reject(record: string, reason: string): void {
    this.#rejected.push({ record, reason });
  }

  take(): DecodedBatch {
    const batch = { records: this.#records, rejected: this.#rejected };
    this.#records = [];
    this.#rejected = [];
    return batch;
  }
}

export const tooLarge = (limit: number): string =>
  `the record is larger than max_record_bytes (${limit.toLocaleString("en")})`;
