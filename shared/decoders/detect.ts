/** What a text is, told by how it begins. */
import { FeedUnreadable } from "../networks/adapter.ts";

export const FORMATS = ["json", "jsonl", "xml", "csv"] as const;
export type FeedFormat = (typeof FORMATS)[number];

const EXPECTED: Record<FeedFormat, string> = {
  json: "a JSON document",
  jsonl: "JSON Lines",
  xml: "an XML document",
  csv: "a table of separated values (CSV, TSV)",
};

export interface TextHead {
  readonly head: string;
  /** The whole text, head included; read it once. */
  readonly all: AsyncIterable<string>;
}

/** Reads the first `size` characters ahead, or all there are. */
export async function readHead(text: AsyncIterable<string>, size: number): Promise<TextHead> {
  const rest = text[Symbol.asyncIterator]();
  let head = "";
  let done = false;
  while (head.length < size && !done) {
    const next = await rest.next();
    if (next.done === true) done = true;
    else head += next.value;
  }
  return { head, all: joined(head, done ? null : rest) };
}

async function* joined(head: string, rest: AsyncIterator<string> | null): AsyncGenerator<string, void, void> {
  try {
    if (head !== "") yield head;
    for (let next = await rest?.next(); next !== undefined && next.done !== true; next = await rest?.next()) {
      yield next.value;
    }
  } finally {
    await rest?.return?.();
  }
}

/** The format a text's beginning shows. Content types are a hint only: servers send CSV as HTML and JSON as text. */
export function detectFormat(head: string, contentType: string | null): FeedFormat {
  const start = head.trimStart();
  if (start.startsWith("<")) return "xml";
  if (start.startsWith("[")) return "json";
  if (start.startsWith("{")) {
    return /jsonl|ndjson|json-seq/i.test(contentType ?? "") || hasObjectPerLine(start) ? "jsonl" : "json";
  }
  return "csv";
}

function hasObjectPerLine(start: string): boolean {
  const end = start.indexOf("\n");
  if (end < 0 || start.slice(end).trim() === "") return false;
  try {
    JSON.parse(start.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

/**
 * Refuses what cannot be the declared format, before anything of it is taken for data.
 * @throws FeedUnreadable for an empty body, an HTML page, or another format
 */
export function assertFormat(head: string, format: FeedFormat): void {
  const start = head.trimStart();
  if (start === "") throw new FeedUnreadable(`Expected ${EXPECTED[format]}, but the body is empty.`);
  if (looksLikeHtml(start)) {
    throw new FeedUnreadable(`Expected ${EXPECTED[format]}, but an HTML page came. ${beginning(head)}`);
  }
  const shown = detectFormat(head, null);
  const fits =
    format === shown ||
    (format === "csv" && !/^(?:<\?xml|<rss|\{\s*"|\[\s*[{\]])/i.test(start)) ||
    (format === "jsonl" && start.startsWith("{")) ||
    (format === "json" && start.startsWith("{"));
  if (!fits) {
    throw new FeedUnreadable(
      `Expected ${EXPECTED[format]}, but the content looks like ${EXPECTED[shown]}. ${beginning(head)}`,
    );
  }
}

const looksLikeHtml = (start: string): boolean =>
  /^(?:<\?xml[^>]*\?>\s*)?(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b/i.test(start);

/** How a content begins, for a message. */
export function beginning(head: string): string {
  const shown = head.slice(0, 120).replace(/\s+/g, " ").trim();
  return `It begins: ${JSON.stringify(shown)}`;
}
