/** JSON Lines (NDJSON): one object a line. A bad line is one rejected record. */
import { FeedUnreadable } from "../networks/adapter.ts";
import { BatchCollector, decodeInto, tooLarge } from "./decoder.ts";
import type { DecodedBatch, Decoding, DocumentEnd, FeedRecord, FeedValue, RecordSink } from "./decoder.ts";

export interface JsonlOptions {
  readonly maxRecordBytes: number;
}

/**
 * The records of JSON Lines. Blank lines are skipped, and numbers come as the digits they were written with.
 * @throws FeedUnreadable when the last line is an object that is cut off
 */
export const decodeJsonl = (text: AsyncIterable<string>, options: JsonlOptions): Decoding =>
  decodeInto(new JsonLines(options), text);

class JsonLines implements RecordSink {
  readonly #batch = new BatchCollector();
  readonly #limit: number;
  #line = 1;
  #open = "";
  #tooLarge = false;

  constructor(options: JsonlOptions) {
    this.#limit = options.maxRecordBytes;
  }

  write(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.#append(text.slice(start, end));
      this.#finishLine(false);
      start = end + 1;
    }
    this.#append(text.slice(start));
  }

  end(): DocumentEnd {
    this.#finishLine(true);
    return { doubt: null };
  }

  take(): DecodedBatch {
    return this.#batch.take();
  }

  #append(text: string): void {
    if (this.#tooLarge) return;
    this.#open += text;
    if (this.#open.length <= this.#limit) return;
    this.#tooLarge = true;
    this.#open = "";
  }

  #finishLine(last: boolean): void {
    const place = `line ${this.#line}`;
    const line = this.#open.trim();
    if (this.#tooLarge) this.#batch.reject(place, tooLarge(this.#limit));
    else if (line !== "") this.#parse(line, place, last);
    this.#open = "";
    this.#tooLarge = false;
    this.#line++;
  }

  #parse(line: string, place: string, last: boolean): void {
    let value: unknown;
    try {
      value = JSON.parse(line, keepDigits);
    } catch {
      if (last && line.startsWith("{")) {
        throw new FeedUnreadable(`The JSON Lines are cut off: ${place} ends in the middle of an object.`);
      }
      this.#batch.reject(place, "the line is not valid JSON");
      return;
    }
    if (isRecord(value)) this.#batch.record(value);
    else this.#batch.reject(place, "the line is not a JSON object");
  }
}

/** `context.source` is the value's own text (the JSON.parse source text access of ES2026, in Node since 21). */
const keepDigits = (_key: string, value: FeedValue | number, context?: { source?: string }): FeedValue =>
  typeof value === "number" ? (context?.source ?? String(value)) : value;

const isRecord = (value: unknown): value is FeedRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);
