/** Goes on with an XML document that is not well-formed: `R&D`, control characters, elements that are not closed. */
import { Parser } from "htmlparser2";
import type { NameRules } from "./xml-names.ts";
import type { OpenElement, XmlRecords } from "./xml-records.ts";

type Scope = Readonly<Record<string, string>>;

export class ForgivingXml {
  /** The position of the last tag or text that was finished. */
  lastEvent: number;
  readonly #records: XmlRecords;
  readonly #names: NameRules;
  readonly #scopes: Scope[];
  readonly #parser: Parser;
  readonly #offset: number;
  #muted = true;

  /**
   * @param outer the elements that are open where `position` is, outermost first
   * @param scopes the namespaces each of them declares
   */
  constructor(
    records: XmlRecords,
    names: NameRules,
    outer: readonly OpenElement[],
    scopes: readonly Scope[],
    position: number,
  ) {
    this.#records = records;
    this.#names = names;
    this.#scopes = [...scopes];
    this.lastEvent = position;
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(name, attributes),
        onclosetag: () => this.#close(),
        ontext: (text) => this.#text(text),
      },
      { xmlMode: true, decodeEntities: true },
    );
    // The new parser has to know what is open, or it would take their end tags for strays.
    const reopened = outer.map(({ name }) => `<${name}>`).join("");
    this.#parser.write(reopened);
    this.#offset = position - reopened.length;
    this.#muted = false;
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  get #position(): number {
    return this.#offset + this.#parser.endIndex + 1;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#muted || this.#records.closed) return;
    this.lastEvent = this.#position;
    this.#scopes.push(declaredBy(attributes));
    const { key, local } = this.#named(name, true);
    this.#records.open({ name, key, local }, this.#attributes(attributes), this.lastEvent);
  }

  #text(text: string): void {
    if (this.#muted || this.#records.closed) return;
    this.lastEvent = this.#position;
    this.#records.text(text, this.lastEvent);
  }

  #close(): void {
    if (this.#records.closed) return;
    this.lastEvent = this.#position;
    this.#scopes.pop();
    this.#records.close(this.lastEvent);
  }

  *#attributes(
    attributes: Readonly<Record<string, string>>,
  ): Generator<readonly [string, string], void, void> {
    for (const [name, value] of Object.entries(attributes)) {
      if (name !== "xmlns" && !name.startsWith("xmlns:")) yield [this.#named(name, false).key, value];
    }
  }

  #named(name: string, isElement: boolean): { readonly key: string; readonly local: string } {
    const colon = name.indexOf(":");
    const prefix = colon < 0 ? "" : name.slice(0, colon);
    const local = name.slice(colon + 1);
    // An attribute without a prefix is in no namespace, whatever the default is.
    const uri = prefix === "" && !isElement ? "" : this.#uriOf(prefix);
    return { key: this.#names.keyOf(uri, prefix, local), local };
  }

  #uriOf(prefix: string): string {
    for (let depth = this.#scopes.length - 1; depth >= 0; depth--) {
      const uri = this.#scopes[depth]?.[prefix];
      if (uri !== undefined) return uri;
    }
    return prefix === "" ? "" : this.#names.uriOf(prefix);
  }
}

const NOTHING: Scope = {};

function declaredBy(attributes: Readonly<Record<string, string>>): Scope {
  let scope: Record<string, string> | null = null;
  for (const name in attributes) {
    if (!name.startsWith("xmlns")) continue;
    scope ??= {};
    scope[name === "xmlns" ? "" : name.slice("xmlns:".length)] = attributes[name] ?? "";
  }
  return scope ?? NOTHING;
}
