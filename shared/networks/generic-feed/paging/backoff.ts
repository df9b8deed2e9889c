/** `backoff_strategies`: how long to wait before a request is sent again. */
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";

const header = z.string().min(1);
const seconds = z.number().positive().max(3_600);
const regex = z
  .string()
  .max(200)
  .refine(isPattern, "is not a valid regular expression")
  .optional()
  .describe("Which part of the header holds the time: its first group, else all that it matches.");
const jitter = z
  .number()
  .min(0)
  .max(600)
  .optional()
  .describe("Up to so many seconds more, so that not all come back at once.");

export const backoffSchema = z.discriminatedUnion("type", [
  strict({
    type: z.literal("WaitTimeFromHeader"),
    header: header.describe("Holds seconds."),
    regex,
    max_waiting_time_in_seconds: seconds.optional(),
  }),
  strict({
    type: z.literal("WaitUntilTimeFromHeader"),
    header: header.describe("Holds a date, or seconds since 1970."),
    regex,
    min_wait: seconds.optional(),
  }),
  strict({
    type: z.literal("ConstantBackoffStrategy"),
    backoff_time_in_seconds: seconds,
    jitter_range_in_seconds: jitter,
  }),
  strict({
    type: z.literal("ExponentialBackoffStrategy"),
    factor: z
      .number()
      .positive()
      .max(600)
      .optional()
      .describe("Seconds before the second try; each further one waits twice as long. Default 5."),
    jitter_range_in_seconds: jitter,
  }),
]);
export type Backoff = z.output<typeof backoffSchema>;

const DEFAULT_FACTOR = 5;

export interface Waiting {
  readonly headers: Headers;
  /** How often the request was sent, 1 or more. */
  readonly tried: number;
  readonly now: number;
  readonly random: () => number;
}

/** Milliseconds by the first strategy that gives a time; null: by none. */
export function waitOf(strategies: readonly Backoff[], waiting: Waiting): number | null {
  for (const strategy of strategies) {
    const wait = waitBy(strategy, waiting);
    if (wait !== null) return wait;
  }
  return null;
}

function waitBy(strategy: Backoff, { headers, tried, now, random }: Waiting): number | null {
  switch (strategy.type) {
    case "ConstantBackoffStrategy":
      return (strategy.backoff_time_in_seconds + random() * (strategy.jitter_range_in_seconds ?? 0)) * 1000;
    case "ExponentialBackoffStrategy":
      return (
        ((strategy.factor ?? DEFAULT_FACTOR) * 2 ** (tried - 1) +
          random() * (strategy.jitter_range_in_seconds ?? 0)) *
        1000
      );
    case "WaitTimeFromHeader": {
      const value = Number(told(strategy, headers));
      const most = strategy.max_waiting_time_in_seconds ?? Number.POSITIVE_INFINITY;
      return value > 0 ? Math.min(value, most) * 1000 : null;
    }
    case "WaitUntilTimeFromHeader": {
      const at = instantOf(told(strategy, headers));
      return at > now ? Math.max(at - now, (strategy.min_wait ?? 0) * 1000) : null;
    }
  }
}

function told(
  { header: name, regex: pattern }: { readonly header: string; readonly regex?: string | undefined },
  headers: Headers,
): string {
  const text = headers.get(name)?.trim() ?? "";
  if (pattern === undefined) return text;
  const found = new RegExp(pattern).exec(text.slice(0, 1_000));
  return found?.[1] ?? found?.[0] ?? "";
}

/** Milliseconds since 1970 of a date, or of seconds since 1970; not a number for anything else. */
export const instantOf = (text: string): number =>
  /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);

function isPattern(source: string): boolean {
  try {
    return RegExp(source) !== undefined;
  } catch {
    return false;
  }
}
