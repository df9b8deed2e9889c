/** XML documents read strictly, and, where allowed, forgivingly from the first mistake on. */
import { SaxesParser } from "saxes";
import { FeedUnreadable } from "../networks/adapter.ts";
import { decodeInto } from "./decoder.ts";
import type { DecodedBatch, Decoding, DocumentEnd, RecordSink } from "./decoder.ts";
import { ForgivingXml } from "./xml-forgiving.ts";
import { nameRules } from "./xml-names.ts";
import type { NameRules, Namespaces } from "./xml-names.ts";
import { XmlRecords } from "./xml-records.ts";
import type { XmlRecordOptions } from "./xml-records.ts";

export interface XmlOptions extends XmlRecordOptions {
  readonly namespaces: Namespaces;
  /** True: a bare `&`, a stray control character or an unknown entity does not end the reading. */
  readonly lenient: boolean;
}

/** Where records lie in the feeds everyone writes: RSS 2.0, Atom 1.0, RSS 1.0. */
export const COMMON_RECORD_ELEMENTS: readonly string[] = ["/rss/channel/item", "/feed/entry", "/RDF/item"];

/**
 * The elements at `recordElements` as records.
 * @throws FeedUnreadable when it is malformed (and not `lenient`), cut off, or has another root element
 */
export const decodeXml = (text: AsyncIterable<string>, options: XmlOptions): Decoding =>
  decodeInto(new XmlSink(options), text);

class XmlSyntaxError extends Error {
  override readonly name = "XmlSyntaxError";
}

interface StrictTag {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, StrictAttribute>>;
  readonly ns: Readonly<Record<string, string>>;
}

interface StrictAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/**
 * Keeps the text since the last whole record. When the strict parser fails, a forgiving one goes on from there:
 * no second download, no record twice, and all that was well-formed was read strictly.
 */
class XmlSink implements RecordSink {
  readonly #records: XmlRecords;
  readonly #names: NameRules;
  readonly #options: XmlOptions;
  readonly #strict: SaxesParser<{ xmlns: true; resolvePrefix: (prefix: string) => string }>;
  #forgiving: ForgivingXml | null = null;
  readonly #scopes: Readonly<Record<string, string>>[] = [];
  #safe: { readonly position: number; readonly depth: number } = { position: 0, depth: 0 };
  #kept = "";
  #keptFrom = 0;
  #written = 0;
  #lastEvent = 0;

  constructor(options: XmlOptions) {
    this.#options = options;
    this.#records = new XmlRecords(options);
    this.#names = nameRules(options.namespaces);
    this.#strict = new SaxesParser({ xmlns: true, resolvePrefix: (prefix) => this.#names.uriOf(prefix) });
    this.#strict.on("opentag", (tag) => this.#open(tag));
    this.#strict.on("closetag", () => this.#close());
    this.#strict.on("text", (text) => this.#text(text));
    this.#strict.on("cdata", (text) => this.#text(text));
    this.#strict.on("error", (error) => {
      throw new XmlSyntaxError(error.message);
    });
  }

  write(text: string): void {
    // What follows the root element (a cache's comment, a stray line) is no part of the document.
    if (this.#records.closed) return;
    this.#written += text.length;
    if (this.#forgiving !== null) this.#forgiving.write(text);
    else this.#writeStrictly(text);
    if (this.#written - this.#lastEventPosition() > 2 * this.#options.maxRecordBytes) {
      throw new FeedUnreadable(
        `One value near item ${this.#records.items} is larger than max_record_bytes allows.`,
      );
    }
  }

  end(): DocumentEnd {
    // The end may hide behind a bare `&`.
    if (!this.#records.closed && this.#forgiving === null && this.#canGoOn()) this.#goOnForgiving();
    if (!this.#records.closed) {
      throw new FeedUnreadable(
        `The XML document is cut off after ${this.#records.items} items: its root element is not closed` +
          (this.#options.lenient ? "." : ", or a bare & hides its end (decoder.lenient reads on after one)."),
      );
    }
    this.#records.assertContainer();
    return { doubt: null };
  }

  take(): DecodedBatch {
    return this.#records.take();
  }

  #lastEventPosition(): number {
    return this.#forgiving?.lastEvent ?? this.#lastEvent;
  }

  #writeStrictly(text: string): void {
    if (this.#options.lenient) this.#kept += text;
    try {
      this.#strict.write(text);
    } catch (error) {
      return this.#afterMistake(error);
    }
    this.#forgetBefore(this.#safe.position);
    // After a bare `&` the strict parser takes all that follows for an entity's name, and says nothing.
    const silent = this.#written - this.#lastEvent;
    if (silent > this.#options.maxRecordBytes && this.#canGoOn()) this.#goOnForgiving();
  }

  #afterMistake(error: unknown): void {
    if (!(error instanceof XmlSyntaxError)) throw error;
    if (this.#records.closed) return;
    if (this.#canGoOn()) return this.#goOnForgiving();
    throw new FeedUnreadable(
      `The XML is malformed near item ${this.#records.items} (${error.message}). ` +
        "decoder.lenient reads on after such mistakes.",
    );
  }

  /** True while the text since the last whole record is still at hand. */
  #canGoOn(): boolean {
    return this.#options.lenient && this.#keptFrom <= this.#safe.position;
  }

  #goOnForgiving(): void {
    const outer = this.#records.outer().slice(0, this.#safe.depth);
    this.#records.rewind(outer);
    this.#forgiving = new ForgivingXml(
      this.#records,
      this.#names,
      outer,
      this.#scopes.slice(0, this.#safe.depth),
      this.#safe.position,
    );
    this.#forgiving.write(this.#kept.slice(this.#safe.position - this.#keptFrom));
    this.#kept = "";
  }

  #forgetBefore(position: number): void {
    if (!this.#options.lenient) return;
    this.#kept = this.#kept.slice(position - this.#keptFrom);
    this.#keptFrom = position;
    if (this.#kept.length <= 2 * this.#options.maxRecordBytes) return;
    // An endless record: from here to its end a mistake can't be survived.
    this.#kept = "";
    this.#keptFrom = this.#written;
  }

  #open(tag: StrictTag): void {
    this.#lastEvent = this.#strict.position;
    const element = { name: tag.name, key: this.#keyOf(tag), local: tag.local };
    this.#records.open(element, this.#attributes(tag), this.#lastEvent);
    if (!this.#records.inRecord) this.#scopes.push(tag.ns);
  }

  #text(text: string): void {
    this.#lastEvent = this.#strict.position;
    this.#records.text(text, this.#lastEvent);
  }

  #close(): void {
    this.#lastEvent = this.#strict.position;
    const outside = !this.#records.inRecord;
    if (this.#records.close(this.#lastEvent)) {
      this.#safe = { position: this.#lastEvent, depth: this.#scopes.length };
    } else if (outside) {
      this.#scopes.pop();
      this.#safe = { position: this.#lastEvent, depth: this.#scopes.length };
    }
  }

  #keyOf(name: { readonly uri: string; readonly prefix: string; readonly local: string }): string {
    return this.#names.keyOf(name.uri, name.prefix, name.local);
  }

  *#attributes(tag: StrictTag): Generator<readonly [string, string], void, void> {
    for (const name in tag.attributes) {
      const attribute = tag.attributes[name];
      if (attribute === undefined || attribute.prefix === "xmlns" || name === "xmlns") continue;
      yield [this.#keyOf(attribute), attribute.value];
    }
  }
}
