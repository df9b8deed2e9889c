import { describe, expect, it } from "vitest";
import { intervalMs, nextRun, parseSchedule } from "./schedule-expression.ts";

const now = new Date("2026-06-03T12:00:00Z");

describe("schedule expressions", () => {
  it("counts a rate from the last start", () => {
    expect(nextRun("rate(30 minutes)", new Date("2026-06-03T11:45:00Z"), now)).toEqual(
      new Date("2026-06-03T12:15:00Z"),
    );
    expect(nextRun("rate(1 hour)", new Date("2026-06-01T00:00:00Z"), now)).toEqual(now);
    expect(intervalMs("rate(2 days)", now)).toBe(172_800_000);
  });

  it("reads cron as EventBridge does: weekdays from Sunday = 1, ? for any", () => {
    expect(nextRun("cron(15 6 ? * 2 *)", null, now)).toEqual(new Date("2026-06-08T06:15:00Z"));
    expect(nextRun("cron(0 0 1 * ? *)", null, now)).toEqual(new Date("2026-07-01T00:00:00Z"));
    expect(intervalMs("cron(0/15 * * * ? *)", now)).toBe(900_000);
  });

  it.each(["rate(0 minutes)", "every day", "cron(1 2 3)", "cron(99 * * * ? *)", "rate(5 seconds)"])(
    "refuses %s",
    (text) => {
      expect(() => parseSchedule(text)).toThrow("is not a schedule: use rate(30 minutes)");
    },
  );
});
