/** How deep JSON is nested, found without descending into it: what is nested too deep ends whoever does. */

/** @returns 0 for what is no object and no list; at most `most` + 1, where it stops looking */
export function nestingOf(value: unknown, most: number): number {
  let level: readonly unknown[] = [value].filter(isNested);
  let depth = 0;
  while (level.length > 0 && depth <= most) {
    depth += 1;
    level = level.flatMap((item) => Object.values(item as object)).filter(isNested);
  }
  return depth;
}

const isNested = (value: unknown): boolean => typeof value === "object" && value !== null;

/** The same of JSON that is still a text; a text that is no JSON has some number too. */
export function nestingOfText(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (sign === "[" || sign === "{") deepest = Math.max(deepest, (depth += 1));
    else if (sign === "]" || sign === "}") depth -= 1;
  }
  return deepest;
}
