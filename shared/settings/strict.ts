/** Objects of the settings: an unknown key is an error that names the key and the one that was probably meant. */
import * as z from "zod";

/** A Zod object that refuses unknown keys helpfully. */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join("; ")
        : undefined,
  });
}

/**
 * For the `error` of a union: what is wrong with the alternative that fits best, instead of "Invalid input".
 * Undefined where none comes near.
 */
export function nearestProblem(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const inside = issue.errors.find((issues) => issues.some(({ path }) => path.length > 0))?.[0];
  if (inside !== undefined) return `${inside.path.join(".")}: ${inside.message}`;
  const problems = new Set(issue.errors.flat().map(({ message }) => message.replace("Invalid input: ", "")));
  return `Invalid input: ${[...problems].join(", or ")}`;
}

/** How many of the keys are set; `undefined` counts as absent. */
const countSet = (object: object, keys: readonly string[]): number =>
  Object.entries(object).filter(([key, value]) => value !== undefined && keys.includes(key)).length;

/** For `refine`: exactly one of the keys is set. Silent while the object has other mistakes. */
export const exactlyOne = (
  keys: readonly string[],
  message: string,
): [
  (object: object) => boolean,
  { message: string; when: (payload: { issues: readonly unknown[] }) => boolean },
] => [(object) => countSet(object, keys) === 1, { message, when: ({ issues }) => issues.length === 0 }];

/** `unknown key "feild_path": did you mean "field_path"?`, or the keys there are. */
export function unknownKey(key: string, known: readonly string[]): string {
  const meant = closest(key, known);
  const hint = meant === null ? `known here: ${known.join(", ")}` : `did you mean "${meant}"?`;
  return `unknown key "${key}": ${hint}`;
}

/** The name that differs from `word` by a few slips of the pen, or null. */
export function closest(word: string, names: readonly string[]): string | null {
  const bare = plain(word);
  let best: { readonly name: string; readonly slips: number } | null = null;
  for (const name of names) {
    const slips = editDistance(bare, plain(name));
    if (slips <= Math.max(1, Math.floor(bare.length / 3)) && (best === null || slips < best.slips))
      best = { name, slips };
  }
  return best?.name ?? null;
}

// `fieldPath`, `field-path` and `field_path` are one name written in three habits.
const plain = (name: string): string => name.replace(/[_\-\s]/g, "").toLowerCase();

/** Letters left out, put in, mistaken or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const mistaken = cell(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(before, j - 2) + 1 : mistaken;
      next.push(Math.min(mistaken, swapped, cell(row, j) + 1, cell(next, j - 1) + 1));
    }
    before = row;
    row = next;
  }
  return cell(row, b.length);
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Number.POSITIVE_INFINITY;
