/** `api_budget`: how often a partner may be asked, as a quota that all of a source's runs share. */
import * as z from "zod";
import type { NamedQuota } from "../../../http/client.ts";
import { strict } from "../../../settings/strict.ts";
import { durationSchema, milliseconds } from "./durations.ts";

const matcher = strict({
  type: z.literal("HttpRequestRegexMatcher").optional(),
  url_path_pattern: z
    .string()
    .max(500)
    .refine(isPattern, "is not a valid regular expression")
    .describe("Which paths it counts."),
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
  policies: z.array(policySchema).min(1).max(10),
});
export type ApiBudget = z.output<typeof apiBudgetSchema>;

function isPattern(source: string): boolean {
  try {
    return RegExp(source) !== undefined;
  } catch {
    return false;
  }
}

/** A fifth of a window's calls may come at once. */
const BURST_SHARE = 5;

/** The quota of the first policy that counts this address; null: the general one. */
export function quotaOf(budget: ApiBudget | undefined, url: string): NamedQuota | null {
  const path = URL.parse(url)?.pathname ?? "";
  const place = (budget?.policies ?? []).findIndex(
    (policy) =>
      !policy.matchers?.length ||
      policy.matchers.some(({ url_path_pattern }) => new RegExp(url_path_pattern).test(path)),
  );
  const policy = budget?.policies[place];
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
