/** Finds the records of a JSON document in its stream of tokens, holding one record at a time. */
import { Tokenizer, TokenType } from "@streamparser/json";
import { FeedUnreadable } from "../networks/adapter.ts";
import { BatchCollector, tooLarge } from "./decoder.ts";
import type { DecodedBatch, DocumentEnd, FeedRecord, FeedValue, RecordSink } from "./decoder.ts";

export interface JsonOptions {
  /** Where the list of records lies: keys from the top, `*` for every child. Empty: the document is the list. */
  readonly fieldPath: readonly string[];
  /** True: one object where the list is expected is a list of one. */
  readonly wrapSingle: boolean;
  readonly maxRecordBytes: number;
}

/** What the next token may be, inside one container. */
type Expect = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end";

interface Frame {
  readonly kind: "object" | "array";
  /** LIST: its items are records. RECORD: it is part of one. PATH: on the way. SKIP: of no interest. */
  readonly role: "LIST" | "RECORD" | "PATH" | "SKIP";
  readonly value: FeedRecord | FeedValue[] | null;
  expect: Expect;
  key: string;
}

const MAX_DEPTH = 512;
const SHOWN_KEYS = 10;

/** A tokenizer that keeps a number's digits as they are written. */
class DigitTokenizer extends Tokenizer {
  digits = "";
  readonly #take: (token: TokenType, value: FeedValue, offset: number) => void;

  constructor(take: (token: TokenType, value: FeedValue, offset: number) => void) {
    super();
    this.#take = take;
  }

  protected override parseNumber(digits: string): number {
    this.digits = digits;
    return 0;
  }

  override onToken({ token, value, offset }: Parameters<Tokenizer["onToken"]>[0]): void {
    this.#take(token, token === TokenType.NUMBER ? this.digits : asFeedValue(value), offset);
  }
}

const asFeedValue = (value: unknown): FeedValue =>
  typeof value === "string" || typeof value === "boolean" ? value : null;

export class JsonRecords implements RecordSink {
  readonly #options: JsonOptions;
  readonly #batch = new BatchCollector();
  readonly #tokenizer: DigitTokenizer;
  readonly #stack: Frame[] = [];
  readonly #topKeys: string[] = [];
  #found = false;
  #closed = false;
  #items = 0;
  #recordDepth = 0;
  #recordStart = 0;
  #recordTooLarge = false;
  /** Characters since the last token: a single value that grows and grows. */
  #silent = 0;

  constructor(options: JsonOptions) {
    this.#options = options;
    this.#tokenizer = new DigitTokenizer((token, value, offset) => this.#token(token, value, offset));
  }

  write(text: string): void {
    const before = this.#silent;
    try {
      this.#silent = -1;
      this.#tokenizer.write(text);
    } catch (error) {
      if (error instanceof FeedUnreadable) throw error;
      throw new FeedUnreadable(`The JSON is malformed near item ${this.#items + 1}: ${messageOf(error)}`, {
        cause: error,
      });
    }
    this.#silent = this.#silent < 0 ? before + text.length : 0;
    if (this.#silent > this.#options.maxRecordBytes) {
      throw new FeedUnreadable(
        `A single value near item ${this.#items} is larger than max_record_bytes (${this.#options.maxRecordBytes}).`,
      );
    }
  }

  end(): DocumentEnd {
    if (!this.#closed) {
      throw new FeedUnreadable(
        `The JSON document is cut off after ${this.#items} items: its closing bracket is missing.`,
      );
    }
    if (!this.#found) throw this.#notFound();
    return { doubt: null };
  }

  take(): DecodedBatch {
    return this.#batch.take();
  }

  #token(token: TokenType, value: FeedValue, offset: number): void {
    this.#silent = 0;
    if (offset - this.#recordStart > this.#options.maxRecordBytes) this.#recordTooLarge = true;
    switch (token) {
      case TokenType.LEFT_BRACE:
        return this.#open("object", offset);
      case TokenType.LEFT_BRACKET:
        return this.#open("array", offset);
      case TokenType.RIGHT_BRACE:
        return this.#close("object");
      case TokenType.RIGHT_BRACKET:
        return this.#close("array");
      case TokenType.COLON:
        return this.#punctuation("colon", "value");
      case TokenType.COMMA:
        return this.#punctuation("comma or end", this.#stack.at(-1)?.kind === "object" ? "key" : "value");
      default: {
        const frame = this.#stack.at(-1);
        if (token === TokenType.STRING && frame !== undefined && frame.expect.startsWith("key")) {
          frame.key = String(value);
          frame.expect = "colon";
          if (this.#stack.length === 1 && this.#topKeys.length < SHOWN_KEYS) this.#topKeys.push(frame.key);
        } else this.#scalar(value);
      }
    }
  }

  #punctuation(expected: Expect, next: Expect): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined || frame.expect !== expected)
      throw new Error(`unexpected ${expected === "colon" ? "':'" : "','"}`);
    frame.expect = next;
  }

  /** Checks that a value may stand here and returns the container it stands in. */
  #beginValue(): Frame | undefined {
    const frame = this.#stack.at(-1);
    if (frame === undefined) {
      if (this.#closed) {
        throw new FeedUnreadable(
          "The JSON document ends and another value follows. Is it JSON Lines? Then set decoder.type to JsonlDecoder.",
        );
      }
      return undefined;
    }
    if (!frame.expect.startsWith("value")) throw new Error(`expected ${frame.expect}`);
    frame.expect = "comma or end";
    return frame;
  }

  #open(kind: Frame["kind"], offset: number): void {
    const parent = this.#beginValue();
    if (this.#stack.length >= MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH} levels`);
    const role = this.#roleOf(kind, parent);
    if (role === "RECORD" && parent?.role !== "RECORD") {
      this.#recordDepth = this.#stack.length;
      this.#recordStart = offset;
      this.#recordTooLarge = false;
      this.#items++;
    }
    const value = role === "RECORD" && !this.#recordTooLarge ? (kind === "object" ? {} : []) : null;
    if (value !== null && parent?.role === "RECORD") this.#put(parent, value);
    this.#stack.push({
      kind,
      role,
      value,
      expect: kind === "object" ? "key or end" : "value or end",
      key: "",
    });
  }

  #roleOf(kind: Frame["kind"], parent: Frame | undefined): Frame["role"] {
    if (parent?.role === "RECORD") return "RECORD";
    if (parent?.role === "LIST") return kind === "object" ? "RECORD" : this.#skipItem();
    if (parent?.role === "SKIP") return "SKIP";
    const { fieldPath, wrapSingle } = this.#options;
    const depth = this.#stack.length;
    if (parent !== undefined && !this.#matches(depth - 1, parent)) return "SKIP";
    if (depth < fieldPath.length) {
      // With a trailing `*` an empty container is an empty list, so reaching the container is finding it.
      if (depth === fieldPath.length - 1 && fieldPath[depth] === "*") this.#found = true;
      return "PATH";
    }
    if (kind === "array") {
      this.#found = true;
      return "LIST";
    }
    if (fieldPath.at(-1) !== "*" && !wrapSingle) return "SKIP";
    this.#found = true;
    return "RECORD";
  }

  #matches(depth: number, parent: Frame): boolean {
    const segment = this.#options.fieldPath[depth];
    return segment === "*" || (parent.kind === "object" && segment === parent.key);
  }

  #skipItem(): "SKIP" {
    this.#items++;
    this.#batch.reject(`item ${this.#items}`, "the item is a list, not an object");
    return "SKIP";
  }

  #scalar(value: FeedValue): void {
    const frame = this.#beginValue();
    if (frame === undefined) {
      this.#closed = true;
      throw new FeedUnreadable("Expected a JSON list of records, but the document is a single value.");
    }
    if (frame.role === "RECORD") return this.#put(frame, value);
    if (frame.role === "LIST") {
      this.#items++;
      this.#batch.reject(`item ${this.#items}`, "the item is a single value, not an object");
    }
  }

  #close(kind: Frame["kind"]): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined || frame.kind !== kind || !frame.expect.endsWith("end"))
      throw new Error("unexpected closing bracket");
    this.#stack.pop();
    if (this.#stack.length === 0) this.#closed = true;
    if (frame.role !== "RECORD") return;
    if (this.#stack.length === this.#recordDepth) this.#finishRecord(frame.value);
  }

  #finishRecord(value: Frame["value"]): void {
    const place = `item ${this.#items}`;
    if (this.#recordTooLarge || value === null || Array.isArray(value)) {
      this.#batch.reject(place, tooLarge(this.#options.maxRecordBytes));
      return;
    }
    const parent = this.#stack.at(-1);
    // In a map from id to record the id stands outside the record; `@key` brings it in.
    if (parent?.kind === "object" && this.#options.fieldPath.at(-1) === "*") value["@key"] ??= parent.key;
    this.#batch.record(value);
  }

  #put(frame: Frame, value: FeedValue): void {
    if (frame.value === null || this.#recordTooLarge) return;
    if (Array.isArray(frame.value)) frame.value.push(value);
    else if (frame.key !== "__proto__") frame.value[frame.key] = value;
  }

  #notFound(): FeedUnreadable {
    const keys = this.#topKeys.map((key) => JSON.stringify(key)).join(", ") || "none";
    const { fieldPath } = this.#options;
    return fieldPath.length === 0
      ? new FeedUnreadable(
          `Expected a JSON list, but the document is one object with the keys ${keys}. ` +
            `Set record_selector.extractor.field_path to the key that holds the list.`,
        )
      : new FeedUnreadable(
          `Expected a list at field_path ${JSON.stringify(fieldPath)}, but there is none. ` +
            `The document's keys are ${keys}.`,
        );
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
