/** What a shop's HTML page says to machines: its JSON-LD, its address, and where it leads. */
import { Parser } from "htmlparser2";

export interface ShopPage {
  /** Of `<link rel="canonical">`, without query and fragment; else the page's own address. */
  readonly canonical: string;
  /** `rel="next"`, absolute. */
  readonly next: string | null;
  /** Addresses of RSS and Atom feeds. */
  readonly feeds: readonly string[];
  /** Where its `<a>` lead, absolute, without fragments, in the page's order. */
  readonly links: readonly string[];
  /** Nodes of its JSON-LD, `@graph` and lists unfolded. */
  readonly nodes: readonly JsonLdNode[];
  /** Blocks that are no JSON. */
  readonly brokenBlocks: number;
}

export type JsonLdNode = Readonly<Record<string, unknown>>;

const FEED = /^application\/(?:rss|atom)\+xml/i;
const JSON_LD = /^application\/ld\+json/i;

/** @param url where the page came from */
export function readPage(html: string, url: string): ShopPage {
  const links = new Set<string>();
  const feeds: string[] = [];
  const blocks: string[] = [];
  let canonical: string | null = null;
  let next: string | null = null;
  let block: string | null = null;
  const link = (attributes: Record<string, string>): string | null => absolute(attributes["href"] ?? "", url);
  const parser = new Parser({
    onopentag(name, attributes) {
      const rel = (attributes["rel"] ?? "").toLowerCase().split(/\s+/);
      if (name === "script" && JSON_LD.test(attributes["type"] ?? "")) block = "";
      if (name === "a") {
        const target = link(attributes);
        if (target !== null) links.add(target);
      }
      if ((name === "link" || name === "a") && rel.includes("next")) next ??= link(attributes);
      if (name !== "link") return;
      if (rel.includes("canonical")) canonical ??= link(attributes);
      if (rel.includes("alternate") && FEED.test(attributes["type"] ?? ""))
        feeds.push(link(attributes) ?? "");
    },
    ontext(part) {
      if (block !== null) block += part;
    },
    onclosetag(name) {
      if (name !== "script" || block === null) return;
      blocks.push(block);
      block = null;
    },
  });
  parser.write(html);
  // Of a page that is cut off inside a block, the block is broken.
  if (block !== null) blocks.push(block);
  block = null;
  parser.end();
  const read = blocks.map(nodesOf);
  return {
    canonical: (canonical ?? url).replace(/[?#].*$/s, ""),
    next,
    feeds: feeds.filter((feed) => feed !== ""),
    links: [...links],
    nodes: read.flatMap((nodes) => nodes ?? []),
    brokenBlocks: read.filter((nodes) => nodes === null).length,
  };
}

/** An http(s) address without its fragment; null for any other. */
export function absolute(link: string, base: string): string | null {
  const url = URL.parse(link.trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  url.hash = "";
  return url.href;
}

/** Null: the block is no JSON, as happens (raw line breaks, trailing commas, entities); the others still count. */
function nodesOf(block: string): JsonLdNode[] | null {
  try {
    return unfolded(JSON.parse(block));
  } catch {
    return null;
  }
}

function unfolded(value: unknown): JsonLdNode[] {
  if (Array.isArray(value)) return value.flatMap(unfolded);
  if (typeof value !== "object" || value === null) return [];
  const node = value as JsonLdNode;
  return "@graph" in node ? unfolded(node["@graph"]) : [node];
}

/** Whether a node is of one of these types: `@type` is a name or several, bare or as an address. */
export function isOfType(node: JsonLdNode, types: ReadonlySet<string>): boolean {
  return [node["@type"]].flat().some((type) => typeof type === "string" && types.has(lastSegment(type)));
}

/** "https://schema.org/InStock", "schema:InStock", "InStock" → "InStock". */
export const lastSegment = (name: string): string =>
  name
    .trim()
    .split(/[/#:]/)
    .findLast((part) => part !== "") ?? "";
