/**
 * Holds texts and lists of arguments to their limits, on both hosts, before any resolver sees them. It goes by the
 * arguments' names, since the functions behind AppSync do not know the schema; a test holds the names against it.
 */
import { ApiError } from "../errors.ts";
import { inWords, LIMITS } from "./limits.ts";
import { nestingOf, nestingOfText } from "./nesting.ts";

/** Arguments and input fields of the type AWSJSON. */
const JSON_NAMES: ReadonlySet<string> = new Set(["settings", "credentials", "change", "run"]);
/** What is searched for, word by word. */
const SEARCH_NAMES: ReadonlySet<string> = new Set(["text", "search", "prefix"]);
const ID_NAME = /^ids?$|Ids?$/;

/** Which limit the text of an argument is under, by the argument's name. */
export function longestText(name: string): number {
  if (JSON_NAMES.has(name)) return LIMITS.jsonLength;
  if (SEARCH_NAMES.has(name)) return LIMITS.searchLength;
  return ID_NAME.test(name) ? LIMITS.idLength : LIMITS.textLength;
}

/**
 * @param args as the host read them, by name
 * @throws ApiError LIMIT_EXCEEDED for a text or list that is too long, BAD_USER_INPUT for a text that cannot be kept
 */
export function checkArguments(args: unknown): void {
  if (typeof args !== "object" || args === null) return;
  for (const [name, value] of Object.entries(args)) check(value, name, name);
}

function check(value: unknown, path: string, name: string): void {
  if (JSON_NAMES.has(name)) return checkJson(value, path);
  if (typeof value === "string") return checkText(value, path, name);
  if (Array.isArray(value)) {
    atMost(LIMITS.listItems, value.length, path, "values");
    value.forEach((item, index) => check(item, `${path}.${index}`, name));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) check(item, `${path}.${key}`, key);
  }
}

/** AppSync hands over what the text held, which is as long as a request may be. */
function checkJson(value: unknown, path: string): void {
  if (typeof value === "string") atMost(LIMITS.jsonLength, value.length, path, "characters");
  const most = LIMITS.jsonLevels;
  atMost(most, typeof value === "string" ? nestingOfText(value) : nestingOf(value, most), path, "levels");
}

function checkText(text: string, path: string, name: string): void {
  atMost(longestText(name), text.length, path, "characters");
  // Nothing has such an id, and as a key DynamoDB refuses it.
  if (text === "" && ID_NAME.test(name)) throw new ApiError("BAD_USER_INPUT", `${path} is empty.`);
  // PostgreSQL keeps no such character, and UTF-8 has no half of a pair.
  if (text.includes("\0") || !text.isWellFormed()) {
    throw new ApiError(
      "BAD_USER_INPUT",
      `${path} holds the character U+0000 or half of a surrogate pair: leave it out.`,
    );
  }
}

function atMost(most: number, asked: number, path: string, unit: string): void {
  if (asked <= most) return;
  throw new ApiError(
    "LIMIT_EXCEEDED",
    `${path} has ${inWords(asked)} ${unit}; at most ${inWords(most)} are allowed.`,
  );
}
