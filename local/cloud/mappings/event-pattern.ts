/** EventBridge patterns, the part that event source mappings use. */
import { CloudError } from "../errors.ts";

export type Matcher = (value: unknown) => boolean;

/**
 * A function that tells whether an event matches `pattern` (JSON text): objects match by all their fields, a list by any
 * of its elements. Elements are plain values or {prefix}, {suffix}, {exists}, {anything-but}, {equals-ignore-case},
 * {numeric}; `$or` is a list of patterns.
 * @throws CloudError for a pattern that is not JSON, or uses anything else: at start, not at the first event
 */
export function compilePattern(pattern: string): Matcher {
  let parsed: unknown;
  try {
    parsed = JSON.parse(pattern);
  } catch (cause) {
    throw new CloudError(`A filter pattern is not JSON: ${pattern}`, { cause });
  }
  if (!isObject(parsed)) throw new CloudError(`A filter pattern must be an object: ${pattern}`);
  return objectMatcher(parsed);
}

function objectMatcher(pattern: Record<string, unknown>): Matcher {
  const fields = Object.entries(pattern).map(([key, wanted]): Matcher => {
    if (key === "$or") {
      if (!Array.isArray(wanted) || !wanted.every(isObject))
        throw new CloudError("$or takes a list of patterns");
      const choices = wanted.map(objectMatcher);
      return (event) => choices.some((choice) => choice(event));
    }
    const inner = fieldMatcher(key, wanted);
    return (event) => inner(isObject(event) ? event[key] : undefined);
  });
  return (event) => fields.every((field) => field(event));
}

function fieldMatcher(key: string, wanted: unknown): Matcher {
  if (Array.isArray(wanted)) {
    if (wanted.length === 0) throw new CloudError(`The filter of ${key} is an empty list`);
    const choices = wanted.map(leafMatcher);
    return (value) =>
      Array.isArray(value) && value.length > 0
        ? value.some((item) => choices.some((choice) => choice(item)))
        : choices.some((choice) => choice(value));
  }
  if (isObject(wanted)) return objectMatcher(wanted);
  throw new CloudError(`The filter of ${key} must be a list or an object`);
}

function leafMatcher(wanted: unknown): Matcher {
  if (!isObject(wanted)) return (value) => value === wanted;
  const [operator, operand] = Object.entries(wanted)[0] ?? ["", undefined];
  if (Object.keys(wanted).length !== 1) throw new CloudError("A filter element has one operator");
  switch (operator) {
    case "prefix":
    case "suffix":
      return textMatcher(operator, operand);
    case "equals-ignore-case":
      return (value) => typeof value === "string" && value.toLowerCase() === String(operand).toLowerCase();
    case "exists":
      return (value) => (value !== undefined) === operand;
    case "anything-but": {
      const refused = (Array.isArray(operand) ? operand : [operand]).map(leafMatcher);
      return (value) => value !== undefined && !refused.some((matches) => matches(value));
    }
    case "numeric":
      return numericMatcher(operand);
    default:
      throw new CloudError(
        `Filters with {"${operator}": …} are not emulated. Known: prefix, suffix, exists, anything-but, equals-ignore-case, numeric, $or.`,
      );
  }
}

function textMatcher(operator: "prefix" | "suffix", operand: unknown): Matcher {
  if (typeof operand !== "string") throw new CloudError(`{"${operator}": …} takes a string`);
  return (value) =>
    typeof value === "string" &&
    (operator === "prefix" ? value.startsWith(operand) : value.endsWith(operand));
}

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function numericMatcher(operand: unknown): Matcher {
  if (!Array.isArray(operand) || operand.length % 2 !== 0)
    throw new CloudError('{"numeric": …} takes [">", 0, …]');
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[String(operand[index])];
    if (compare === undefined) throw new CloudError(`{"numeric": …} does not know ${String(operand[index])}`);
    const bound = Number(operand[index + 1]);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
