/** The marketplace feed's XML: listings inside of categories inside of categories. */
import { SaxesParser } from "saxes";
import { decodeText } from "../../decoders/encoding.ts";
import { FeedUnreadable } from "../adapter.ts";

export interface FeedSite {
  /** By element name, trimmed; empty elements are left out, for empty means unknown. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of the categories around it, outermost first. */
  readonly path: readonly string[];
}

/**
 * Reads the feed as its declaration says, which is ISO-8859-1 up to now. Its DOCTYPE is allowed and never fetched: an
 * entity that only the DTD would know stays as it is written, for HTML's are decoded later.
 *
 * @throws FeedUnreadable when it is no such XML, or is cut off
 */
export async function* feedSites(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedSite, void, void> {
  const reader = new SiteReader();
  for await (const text of decodeText(bytes, { declared: null, contentType: null })) {
    yield* reader.write(text);
  }
  yield* reader.end();
}

const ROOT = "Catalog";
const UNKNOWN_ENTITY = /undefined entity/i;

class SiteReader {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #open: string[] = [];
  readonly #path: string[] = [];
  #site: Record<string, string> | null = null;
  #text = "";
  #found: FeedSite[] = [];

  constructor() {
    this.#parser.on("error", (error) => {
      if (UNKNOWN_ENTITY.test(error.message)) return;
      throw new FeedUnreadable(`ClickBank's marketplace feed is no whole XML: ${error.message}`);
    });
    this.#parser.on("opentag", ({ name }) => this.#opened(name));
    this.#parser.on("closetag", ({ name }) => this.#closed(name));
    this.#parser.on("text", (text) => (this.#text += text));
    this.#parser.on("cdata", (text) => (this.#text += text));
  }

  write(text: string): FeedSite[] {
    this.#parser.write(text);
    return this.#taken();
  }

  end(): FeedSite[] {
    this.#parser.close();
    return this.#taken();
  }

  #taken(): FeedSite[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #opened(name: string): void {
    if (this.#open.length === 0 && name !== ROOT) {
      throw new FeedUnreadable(
        `ClickBank's marketplace feed should be a <${ROOT}> and is a <${name.slice(0, 40)}>`,
      );
    }
    if (name === "Category") this.#path.push("");
    if (name === "Site") this.#site = {};
    this.#open.push(name);
    this.#text = "";
  }

  #closed(name: string): void {
    this.#open.pop();
    const text = this.#text.trim();
    const parent = this.#open.at(-1);
    if (name === "Site" && this.#site !== null) {
      this.#found.push({ fields: this.#site, path: this.#path.filter((each) => each !== "") });
      this.#site = null;
    } else if (name === "Category") {
      this.#path.pop();
    } else if (parent === "Site" && this.#site !== null) {
      if (text !== "") this.#site[name] = text;
    } else if (parent === "Category" && name === "Name") {
      this.#path[this.#path.length - 1] = text;
    }
    this.#text = "";
  }
}
