/** Builds records from the events of an XML parser, holding one record at a time. */
import { FeedUnreadable } from "../networks/adapter.ts";
import { BatchCollector, tooLarge } from "./decoder.ts";
import type { DecodedBatch, FeedRecord, FeedValue } from "./decoder.ts";

export interface XmlRecordOptions {
  /** Paths of the record's element from the root, by local name or key, `*` for any: `/rss/channel/item`. */
  readonly recordElements: readonly string[];
  readonly attributePrefix: string;
  readonly textKey: string;
  /** Elements that are lists even when there is only one. */
  readonly forceList: ReadonlySet<string>;
  readonly maxRecordBytes: number;
}

/** An element that is open outside of any record. */
export interface OpenElement {
  /** As the file writes it, prefix included. */
  readonly name: string;
  readonly key: string;
  readonly local: string;
}

interface RecordFrame {
  readonly key: string;
  node: FeedRecord | null;
  text: string;
}

export class XmlRecords {
  /** True when the document's root element has been closed. */
  closed = false;
  /** True while a record's element is open. */
  get inRecord(): boolean {
    return this.#frames.length > 0;
  }

  readonly #options: XmlRecordOptions;
  readonly #paths: readonly (readonly string[])[];
  readonly #batch = new BatchCollector();
  #outer: OpenElement[] = [];
  #frames: RecordFrame[] = [];
  #start = 0;
  #items = 0;
  #tooLarge = false;
  #sawContainer = false;

  constructor(options: XmlRecordOptions) {
    this.#options = options;
    this.#paths = options.recordElements.map((path) => path.split("/").filter((segment) => segment !== ""));
  }

  get items(): number {
    return this.#items;
  }

  take(): DecodedBatch {
    return this.#batch.take();
  }

  /** Forgets what is open, so that another parser can go on after the last whole record. */
  rewind(outer: readonly OpenElement[]): void {
    if (this.#frames.length > 0) this.#items--;
    this.#outer = [...outer];
    this.#frames = [];
  }

  open(element: OpenElement, attributes: Iterable<readonly [string, string]>, position: number): void {
    if (this.#frames.length === 0) {
      this.#outer.push(element);
      if (!this.#isRecord()) return;
      this.#outer.pop();
      this.#start = position;
      this.#items++;
      this.#tooLarge = false;
    }
    const frame: RecordFrame = { key: element.key, node: null, text: "" };
    for (const [name, value] of attributes) {
      frame.node ??= {};
      frame.node[this.#options.attributePrefix + name] = value;
    }
    this.#frames.push(frame);
  }

  text(text: string, position: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined || this.#isTooLarge(position)) return;
    frame.text += text;
  }

  /** Closes the innermost element; true when that finished a record. */
  close(position: number): boolean {
    const frame = this.#frames.pop();
    if (frame === undefined) {
      this.#outer.pop();
      this.closed ||= this.#outer.length === 0;
      return false;
    }
    const parent = this.#frames.at(-1);
    if (parent === undefined) {
      this.#finish(frame, position);
      return true;
    }
    if (!this.#isTooLarge(position)) this.#put(parent, frame.key, this.#valueOf(frame));
    return false;
  }

  /** @throws FeedUnreadable when the element that should hold the records was never there */
  assertContainer(): void {
    if (this.#sawContainer) return;
    throw new FeedUnreadable(`The XML document is whole, but nothing in it can hold ${this.#expected()}.`);
  }

  #isRecord(): boolean {
    const depth = this.#outer.length;
    let possible = false;
    for (const path of this.#paths) {
      if (!this.#outer.every((element, index) => index >= path.length || fits(element, path[index])))
        continue;
      possible = true;
      if (path.length === depth) return true;
      if (path.length === depth + 1) this.#sawContainer = true;
    }
    if (depth === 1 && !possible) {
      throw new FeedUnreadable(
        `Expected ${this.#expected()}, but the document's root element is <${this.#outer[0]?.key}>. ` +
          "Set decoder.record_element to the path of the element that repeats.",
      );
    }
    return false;
  }

  #expected(): string {
    return `records at ${this.#options.recordElements.join(" or ")}`;
  }

  #isTooLarge(position: number): boolean {
    this.#tooLarge ||= position - this.#start > this.#options.maxRecordBytes;
    return this.#tooLarge;
  }

  #valueOf(frame: RecordFrame): FeedValue {
    const text = frame.text.trim();
    if (frame.node === null) return text;
    if (text !== "") frame.node[this.#options.textKey] = text;
    return frame.node;
  }

  #put(parent: RecordFrame, key: string, value: FeedValue): void {
    if (key === "__proto__") return;
    parent.node ??= {};
    const held = parent.node[key];
    if (held === undefined) parent.node[key] = this.#options.forceList.has(key) ? [value] : value;
    else if (Array.isArray(held)) held.push(value);
    else parent.node[key] = [held, value];
  }

  #finish(frame: RecordFrame, position: number): void {
    const place = `item ${this.#items}`;
    if (this.#isTooLarge(position)) this.#batch.reject(place, tooLarge(this.#options.maxRecordBytes));
    else {
      const value = this.#valueOf(frame);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) this.#batch.record(value);
      else this.#batch.reject(place, "the element is empty");
    }
  }

  /** The elements that are open outside of records, outermost first. */
  outer(): readonly OpenElement[] {
    return [...this.#outer];
  }
}

const fits = (element: OpenElement, segment: string | undefined): boolean =>
  segment === "*" || segment === element.local || segment === element.key;
