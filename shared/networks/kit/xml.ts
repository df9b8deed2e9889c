/** One XML answer as a tree: for API pages, which fit into memory. Feed files stream through `shared/decoders/`. */
import { SaxesParser } from "saxes";
import { FeedUnreadable } from "../adapter.ts";

/** An element. Names are as written, with their prefix. */
export class XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[] = [];
  /** Its own text and CDATA, joined; its children's not among it. */
  text = "";

  constructor(name: string, attributes: Readonly<Record<string, string>>) {
    this.name = name;
    this.attributes = attributes;
  }

  /** The children of this name: none, one or many, always a list. */
  all(name: string): XmlElement[] {
    return this.children.filter((child) => child.name === name);
  }

  /** The first child of this name. */
  first(name: string): XmlElement | null {
    return this.children.find((child) => child.name === name) ?? null;
  }

  /** The trimmed text of the first child of this name; null where it is empty or missing. */
  textOf(name: string): string | null {
    return this.first(name)?.text.trim() || null;
  }

  /** Text by child name, for a record that is flat: the first of several of one name, blanks left out. */
  flat(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const { name, text } of this.children) {
      const trimmed = text.trim();
      if (trimmed !== "" && !Object.hasOwn(fields, name)) fields[name] = trimmed;
    }
    return fields;
  }
}

/**
 * @param what names the answer in the error ("CJ's link search")
 * @returns the root element
 * @throws FeedUnreadable when it is not well-formed, or an HTML page
 */
export function parseXml(text: string, what: string): XmlElement {
  const root: XmlElement[] = [];
  const open: XmlElement[] = [];
  let failure: Error | null = null;
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => (failure ??= error));
  parser.on("opentag", ({ name, attributes }) => {
    const element = new XmlElement(name, attributes);
    (open.at(-1)?.children ?? root).push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const addText = (part: string): void => {
    const current = open.at(-1);
    if (current) current.text += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  // A byte order mark, or blanks before the declaration, are mistakes of the sender's that hurt no one.
  parser.write(text.replace(/^[\s\ufeff]+/, "")).close();
  const [element] = root;
  if (failure === null && element !== undefined && element.name.toLowerCase() !== "html") return element;
  throw new FeedUnreadable(
    `${what} should be XML and ${/^\s*<(?:!doctype\s+html|html)/i.test(text) ? "is an HTML page" : `is not: it begins “${text.trim().slice(0, 80)}”`}.`,
  );
}
