import { describe, expect, it } from "vitest";
import { cronerPattern, nextFiring } from "./expression.ts";

const at = (text: string): number => Date.parse(text);
const next = (
  expression: string,
  after: string,
  timezone = "UTC",
  base = "2026-01-01T00:00:00Z",
): string | null => {
  const firing = nextFiring(expression, timezone, at(base), at(after));
  return firing === null ? null : new Date(firing).toISOString();
};

describe("nextFiring", () => {
  it.each([
    ["rate(5 minutes)", "2026-01-01T00:07:00Z", "2026-01-01T00:10:00.000Z"],
    ["rate(1 hour)", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00.000Z"],
    ["rate(2 days)", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00.000Z"],
    ["cron(0 6 * * ? *)", "2026-11-21T06:00:00Z", "2026-11-22T06:00:00.000Z"],
    ["cron(0/15 * * * ? *)", "2026-11-21T06:01:00Z", "2026-11-21T06:15:00.000Z"],
    ["cron(0 6 ? * 2 *)", "2026-11-21T00:00:00Z", "2026-11-23T06:00:00.000Z"],
    ["cron(0 6 ? * MON-FRI *)", "2026-11-21T00:00:00Z", "2026-11-23T06:00:00.000Z"],
    ["cron(0 6 L * ? *)", "2026-11-21T00:00:00Z", "2026-11-30T06:00:00.000Z"],
    ["cron(0 6 ? * 6#1 *)", "2026-11-21T00:00:00Z", "2026-12-04T06:00:00.000Z"],
    ["cron(0 6 1 1 ? 2028)", "2026-11-21T00:00:00Z", "2028-01-01T06:00:00.000Z"],
    ["at(2026-12-24T18:00:00)", "2026-11-21T00:00:00Z", "2026-12-24T18:00:00.000Z"],
  ])("%s after %s is %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it("reads cron and at in the schedule's time zone, over the change to summer time", () => {
    expect(next("cron(0 6 * * ? *)", "2026-03-28T12:00:00Z", "Europe/Berlin")).toBe(
      "2026-03-29T04:00:00.000Z",
    );
    expect(next("at(2026-07-01T12:00:00)", "2026-01-01T00:00:00Z", "Europe/Berlin")).toBe(
      "2026-07-01T10:00:00.000Z",
    );
  });

  it("has no firing after an at() that is past, or a cron whose year is over", () => {
    expect(next("at(2026-01-01T00:00:00)", "2026-11-21T00:00:00Z")).toBeNull();
    expect(next("cron(0 6 1 1 ? 2020)", "2026-11-21T00:00:00Z")).toBeNull();
  });

  it.each([
    "every day",
    "rate(0 minutes)",
    "rate(5 seconds)",
    "cron(0 6 * * * *)",
    "cron(0 6 * * ?)",
    "cron(99 6 * * ? *)",
    "at(tomorrow)",
  ])("refuses %s", (expression) => {
    expect(() => next(expression, "2026-01-01T00:00:00Z")).toThrow(/Invalid Schedule Expression/);
  });
});

describe("cronerPattern", () => {
  it("counts weekdays from 0 and puts seconds first", () => {
    expect(cronerPattern("0 6 ? * 1,3-7 *")).toBe("0 0 6 * * 0,2-6 *");
  });
});
