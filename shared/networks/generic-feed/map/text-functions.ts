/** Functions from text to text. Each gives null where it has nothing to give. */
import { createHash } from "node:crypto";
import { decodeHTML } from "entities";
import { plainText } from "../../../offer/text.ts";
import { decoded } from "./url.ts";
import { isEmpty, textOf, textsOf } from "./value.ts";

const LONGEST_TEXT = 10_000;

export type TextFunction = (text: string) => string | null;

export const TEXT_FUNCTIONS = {
  trim: (text) => text.trim(),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  decode_entities: (text) => (text.includes("&") ? decodeHTML(text) : text),
  html_to_text: (text) => plainText(text, LONGEST_TEXT),
  url_encode: (text) => encodeURIComponent(text.toWellFormed()),
  url_decode: decoded,
} satisfies Record<string, TextFunction>;

/** A short name for content: the first 128 bits of its SHA-256, hexadecimal. A list is hashed as a whole. */
export const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(textsOf(value)))
    .digest("hex")
    .slice(0, 32);

/** Lifts a function over lists. */
export const overTexts =
  (apply: TextFunction) =>
  (value: unknown): unknown => {
    if (!Array.isArray(value)) {
      const text = textOf(value);
      return text === null ? null : apply(text);
    }
    return textsOf(value).map(apply);
  };

type Filter = (value: unknown, args: readonly string[]) => unknown;

/** The functions that templates have as filters. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  ...Object.fromEntries(Object.entries(TEXT_FUNCTIONS).map(([name, apply]) => [name, overTexts(apply)])),
  hash: (value) => (isEmpty(value) ? null : hashOf(value)),
  replace: (value, [from = "", to = ""]) => overTexts((text) => text.replaceAll(from, to))(value),
  default: (value, [instead = ""]) => (isEmpty(value) ? instead : value),
};
