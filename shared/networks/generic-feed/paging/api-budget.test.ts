/** Declared budgets, as the quotas that they become. */
import { describe, expect, test } from "vitest";
import { apiBudgetSchema, budgetJudgement, quotaOf } from "./api-budget.ts";

const budget = apiBudgetSchema.parse({
  policies: [
    {
      type: "MovingWindowCallRatePolicy",
      rates: [
        { limit: 20, interval: "PT1M" },
        { limit: 1000, interval: "P1D" },
      ],
      matchers: [{ url_path_pattern: "^/search" }],
    },
    { type: "FixedWindowCallRatePolicy", period: "PT1H", call_limit: 3 },
  ],
});

test("a budget counts the paths that it names, and the next one the rest", () => {
  expect(quotaOf(budget, { url: "https://api.example/search?q=1" })).toEqual({
    name: "budget-0",
    limits: [
      { requests: 20, intervalMs: 60_000, burst: 4 },
      { requests: 1000, intervalMs: 86_400_000, burst: 200 },
    ],
  });
  expect(quotaOf(budget, { url: "https://api.example/offers" })).toEqual({
    name: "budget-1",
    limits: [{ requests: 3, intervalMs: 3_600_000, burst: 1 }],
  });
});

test("without one the general limit holds", () => {
  expect(quotaOf(undefined, { url: "https://api.example/offers" })).toBeNull();
});

test.each(["1 minute", "PT0S", "-PT1M"])("%j is no interval", (interval) => {
  const policies = [{ type: "MovingWindowCallRatePolicy", rates: [{ limit: 1, interval }] }];
  expect(apiBudgetSchema.safeParse({ policies }).error?.issues[0]?.message).toContain("ISO 8601 duration");
});

test("a budget may count one method only", () => {
  const posts = apiBudgetSchema.parse({
    policies: [
      {
        type: "FixedWindowCallRatePolicy",
        period: "PT1H",
        call_limit: 3,
        matchers: [{ method: "POST", url_path_pattern: "search$" }],
      },
    ],
  });
  const url = "https://api.example/v1/search";
  expect(quotaOf(posts, { url, method: "POST" })?.name).toBe("budget-0");
  expect(quotaOf(posts, { url })).toBeNull();
});

describe("the limit's own headers", () => {
  const NOW = Date.parse("2026-11-20T12:00:00Z");
  const judged = (settings: object, status: number, headers: Record<string, string>) =>
    budgetJudgement(
      apiBudgetSchema.parse(settings),
      { status, headers: new Headers(headers), text: "" },
      NOW,
    );

  test.each([
    ["seconds from now", "20"],
    ["seconds since 1970", String(NOW / 1000 + 20)],
    ["a date", "2026-11-20T12:00:20Z"],
  ])("hold the next request after the last one admitted: %s", (_what, reset) => {
    const names = { ratelimit_remaining_header: "X-Left", ratelimit_reset_header: "X-Reset" };
    expect(judged(names, 200, { "x-left": "0", "x-reset": reset })).toEqual({
      kind: "ANSWER",
      pauseMs: 20_000,
    });
    expect(judged(names, 200, { "x-left": "1", "x-reset": reset })).toBeNull();
  });

  test("say how long to wait after too many, by the partner's own status", () => {
    const own = { status_codes_for_ratelimit_hit: [403] };
    expect(judged(own, 403, { "ratelimit-reset": "7" })).toMatchObject({
      kind: "THROTTLED",
      retryAfterMs: 7_000,
    });
    expect(judged(own, 403, { "retry-after": "9" })).toMatchObject({ retryAfterMs: 9_000 });
    expect(judged(own, 403, {})).toMatchObject({ kind: "THROTTLED", retryAfterMs: null });
  });

  test("are not needed for a 429, and count for nothing without a budget", () => {
    expect(judged({}, 429, {})).toBeNull();
    expect(judged({}, 500, {})).toBeNull();
    const answer = { status: 200, headers: new Headers({ "ratelimit-remaining": "0" }), text: "" };
    expect(budgetJudgement(undefined, answer, NOW)).toBeNull();
  });
});
