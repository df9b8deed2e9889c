/** Plain text out of what networks call text: entities decoded, tags stripped, characters that no store takes removed. */
import { decodeHTML } from "entities";
import { Parser } from "htmlparser2";

const TAG = /<(?:!--|\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>)/i;
const ENTITY = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;
const BLOCK = new Set([
  "p",
  "div",
  "br",
  "li",
  "ul",
  "ol",
  "tr",
  "table",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
]);
const INVISIBLE = new Set(["script", "style", "template", "noscript"]);

/** Escaped HTML inside HTML is common ("&amp;lt;p&amp;gt;"); more levels than this are not text any more. */
const DECODING_LEVELS = 3;

// SQS takes XML's characters only, and PostgreSQL no NUL: both are kept out here, once, for every store.
const FORBIDDEN = /[[\p{Cc}\ufffe\uffff]--[\t\n\r]]/gv;

function withoutTags(html: string): string {
  let text = "";
  let hidden = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (INVISIBLE.has(name)) hidden += 1;
        if (BLOCK.has(name)) text += "\n";
      },
      ontext(part) {
        if (hidden === 0) text += part;
      },
      onclosetag(name) {
        if (INVISIBLE.has(name)) hidden -= 1;
        if (BLOCK.has(name)) text += "\n";
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return text;
}

function decoded(text: string): string {
  let plain = text;
  for (let level = 0; level < DECODING_LEVELS; level += 1) {
    const next = TAG.test(plain) ? withoutTags(plain) : ENTITY.test(plain) ? decodeHTML(plain) : plain;
    if (next === plain) break;
    plain = next;
  }
  return plain;
}

/** Text on several lines: at most one blank line between paragraphs, no more than `limit` characters. */
export function plainText(value: string, limit: number): string {
  const text = /[<&]/.test(value) ? decoded(value) : value;
  const clean = text
    .toWellFormed()
    .replace(FORBIDDEN, "")
    .normalize("NFC")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return shortened(clean, limit);
}

/** Text on one line. */
export function plainLine(value: string, limit: number): string {
  return plainText(value, limit).replace(/\s+/g, " ");
}

function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text
    .slice(0, limit - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "");
  return `${cut.trimEnd()}…`;
}

/** Cleaned, without blanks and repeats, in the order given. */
export function plainList(values: readonly (string | null | undefined)[], limit: number): string[] {
  const seen = new Set<string>();
  for (const value of values) {
    if (value === null || value === undefined) continue;
    const text = plainLine(value, limit);
    if (text !== "") seen.add(text);
  }
  return [...seen];
}
