/** `api_budget`: how often a partner may be asked, as a quota that all of a source's runs share. */
import * as z from "zod";
import type { Judgement, JudgedAnswer, NamedQuota } from "../../../http/client.ts";
import { strict } from "../../../settings/strict.ts";
import { FeedUnreadable } from "../../adapter.ts";
import { instantOf } from "./backoff.ts";
import { durationSchema, milliseconds } from "./durations.ts";

const matcher = strict({
  type: z.literal("HttpRequestRegexMatcher").optional(),
  method: z.enum(["GET", "POST"]).optional().describe("Default: both."),
  url_path_pattern: z
    .string()
    .max(500)
    .refine(isPattern, "is not a valid regular expression")
    .optional()
    .describe("Which paths it counts. Default: all."),
});
const matchers = z.array(matcher).optional().describe("Left out or empty: it counts every request.");
const calls = z.int().positive().max(1_000_000);

const policySchema = z.discriminatedUnion("type", [
  strict({
    type: z.literal("MovingWindowCallRatePolicy"),
    rates: z
      .array(strict({ limit: calls, interval: durationSchema }))
      .min(1)
      .max(5),
    matchers,
  }),
  strict({
    type: z.literal("FixedWindowCallRatePolicy"),
    period: durationSchema,
    call_limit: calls,
    matchers,
  }),
]);

export const apiBudgetSchema = strict({
  type: z.literal("HTTPAPIBudget").optional(),
  policies: z
    .array(policySchema)
    .max(10)
    .optional()
    .describe("The first that counts a request limits it; others are limited as without a budget."),
  ratelimit_remaining_header: z
    .string()
    .min(1)
    .optional()
    .describe("Holds how many calls are left. Default ratelimit-remaining."),
  ratelimit_reset_header: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Holds when there are more: seconds from now, seconds since 1970 or a date. Default ratelimit-reset.",
    ),
  status_codes_for_ratelimit_hit: z
    .array(z.int().min(400).max(599))
    .min(1)
    .optional()
    .describe("Statuses that mean too many calls. Default 429."),
});
export type ApiBudget = z.output<typeof apiBudgetSchema>;
type Matcher = z.output<typeof matcher>;

function isPattern(source: string): boolean {
  try {
    return RegExp(source) !== undefined;
  } catch {
    return false;
  }
}

/** A fifth of a window's calls may come at once. */
const BURST_SHARE = 5;

/** The quota of the first policy that counts this request; null: the general one. */
export function quotaOf(
  budget: ApiBudget | undefined,
  request: { readonly url: string; readonly method?: "GET" | "POST" },
): NamedQuota | null {
  const policies = budget?.policies ?? [];
  const place = policies.findIndex(
    (each) => !each.matchers?.length || each.matchers.some((one) => counts(one, request)),
  );
  const policy = policies[place];
  if (policy === undefined) return null;
  const rates =
    policy.type === "MovingWindowCallRatePolicy"
      ? policy.rates
      : [{ limit: policy.call_limit, interval: policy.period }];
  return {
    name: `budget-${place}`,
    limits: rates.map(({ limit, interval }) => ({
      requests: limit,
      intervalMs: milliseconds(interval),
      burst: Math.max(1, Math.floor(limit / BURST_SHARE)),
    })),
  };
}

const counts = (
  { method, url_path_pattern: pattern }: Matcher,
  request: { readonly url: string; readonly method?: "GET" | "POST" },
): boolean =>
  (method === undefined || method === (request.method ?? "GET")) &&
  (pattern === undefined || new RegExp(pattern).test(URL.parse(request.url)?.pathname ?? ""));

/** Larger numbers are seconds since 1970: no limit lasts thirty years. */
const LONGEST_SECONDS = 1e9;

/** What the limit's own headers say: an answer that used up the calls, or a refusal for that reason. */
export function budgetJudgement(
  budget: ApiBudget | undefined,
  { status, headers }: JudgedAnswer,
  now: number,
): Judgement | null {
  if (budget === undefined) return null;
  const waitMs =
    resetIn(headers.get(budget.ratelimit_reset_header ?? "ratelimit-reset"), now) ??
    resetIn(headers.get("retry-after"), now);
  if ((budget.status_codes_for_ratelimit_hit ?? [429]).includes(status)) {
    const error = new FeedUnreadable(`The partner's server goes on answering ${status}: too many calls.`);
    // The client knows a 429 by itself.
    return waitMs === null && status === 429 ? null : { kind: "THROTTLED", error, retryAfterMs: waitMs };
  }
  const left = headers.get(budget.ratelimit_remaining_header ?? "ratelimit-remaining")?.trim() ?? "";
  const isUsedUp = /^-?\d+$/.test(left) && Number(left) <= 0;
  return status < 300 && isUsedUp && waitMs !== null ? { kind: "ANSWER", pauseMs: waitMs } : null;
}

function resetIn(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const isPeriod = /^\d+(?:\.\d+)?$/.test(text) && Number(text) < LONGEST_SECONDS;
  const wait = isPeriod ? Number(text) * 1000 : instantOf(text) - now;
  return wait > 0 ? wait : null;
}
