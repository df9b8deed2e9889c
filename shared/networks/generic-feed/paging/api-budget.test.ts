/** Declared budgets, as the quotas that they become. */
import { expect, test } from "vitest";
import { apiBudgetSchema, quotaOf } from "./api-budget.ts";

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
  expect(quotaOf(budget, "https://api.example/search?q=1")).toEqual({
    name: "budget-0",
    limits: [
      { requests: 20, intervalMs: 60_000, burst: 4 },
      { requests: 1000, intervalMs: 86_400_000, burst: 200 },
    ],
  });
  expect(quotaOf(budget, "https://api.example/offers")).toEqual({
    name: "budget-1",
    limits: [{ requests: 3, intervalMs: 3_600_000, burst: 1 }],
  });
});

test("without one the general limit holds", () => {
  expect(quotaOf(undefined, "https://api.example/offers")).toBeNull();
});

test.each(["1 minute", "PT0S", "-PT1M"])("%j is no interval", (interval) => {
  const policies = [{ type: "MovingWindowCallRatePolicy", rates: [{ limit: 1, interval }] }];
  expect(apiBudgetSchema.safeParse({ policies }).error?.issues[0]?.message).toContain("ISO 8601 duration");
});
