/** Values of JSON-LD, which come as one or as many, as texts or as things with a name. */
import type { JsonLdNode } from "./page.ts";

/** The things in it: none, one or many. */
export const things = (value: unknown): JsonLdNode[] =>
  [value]
    .flat(2)
    .filter((each): each is JsonLdNode => typeof each === "object" && each !== null && !Array.isArray(each));

/** The first text in it, trimmed; numbers are texts too. Null where there is none. */
export function textOf(value: unknown): string | null {
  const [first] = [value].flat();
  if (typeof first === "number") return String(first);
  const text = typeof first === "string" ? first.trim() : "";
  return text === "" ? null : text;
}

/** A text, or the name of a thing. */
export const nameOf = (value: unknown): string | null => textOf(value) ?? textOf(things(value)[0]?.["name"]);

/** Texts and names of all that is in it. */
export const namesOf = (value: unknown): string[] => [value].flat().flatMap((each) => nameOf(each) ?? []);
