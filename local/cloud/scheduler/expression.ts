/** EventBridge Scheduler's expressions: rate(), cron() and at(). */
import { Cron } from "croner";
import { DateTime } from "luxon";
import { CloudError } from "../errors.ts";

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The first firing after `after`, or null when there is none.
 * @param base epoch milliseconds that rate() counts from
 * @param timezone IANA name, for cron() and at()
 * @throws CloudError for an expression that Scheduler would refuse
 */
export function nextFiring(expression: string, timezone: string, base: number, after: number): number | null {
  const match = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim());
  if (match === null) throw invalid(expression);
  const [, kind, argument = ""] = match;
  if (kind === "rate") return nextRate(expression, argument, base, after);
  if (kind === "at") return nextAt(expression, argument, timezone, after);
  return nextCron(expression, argument, timezone, after);
}

function nextRate(expression: string, argument: string, base: number, after: number): number {
  const [, count = "", unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(argument.trim()) ?? [];
  const interval = Number(count) * (UNITS[unit] ?? 0);
  if (!(interval > 0)) throw invalid(expression);
  const passed = Math.floor(Math.max(0, after - base) / interval);
  return base + (passed + 1) * interval;
}

function nextAt(expression: string, argument: string, timezone: string, after: number): number | null {
  const at = DateTime.fromISO(argument, { zone: timezone });
  if (!at.isValid) throw invalid(expression);
  return at.toMillis() > after ? at.toMillis() : null;
}

function nextCron(expression: string, argument: string, timezone: string, after: number): number | null {
  try {
    // Sloppy: AWS allows 0/15.
    const next = new Cron(cronerPattern(argument), { timezone, paused: true, sloppyRanges: true }).nextRun(
      new Date(after),
    );
    return next?.getTime() ?? null;
  } catch (cause) {
    throw cause instanceof CloudError ? cause : invalid(expression, cause);
  }
}

/**
 * Croner's pattern of an AWS one. AWS counts weekdays from 1 (Sunday), wants `?` in one of the two day fields and ends
 * with a year; croner counts from 0, begins with seconds and takes the year as a seventh field.
 */
export function cronerPattern(argument: string): string {
  const fields = argument.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, weekday, year] = fields;
  const one = (dayOfMonth === "?") !== (weekday === "?");
  if (fields.length !== 6 || weekday === undefined || dayOfMonth === undefined || !one)
    throw invalid(`cron(${argument})`);
  const days =
    weekday === "?" ? "*" : weekday.replace(/(?<![#/\d])[1-7](?!\d)/g, (day) => String(Number(day) - 1));
  const dates = dayOfMonth === "?" ? "*" : dayOfMonth;
  return ["0", minute, hour, dates, month, days, year].join(" ");
}

function invalid(expression: string, cause?: unknown): CloudError {
  return new CloudError(
    `Invalid Schedule Expression ${expression}. Write rate(6 hours), cron(0 6 * * ? *) or at(2026-11-21T06:00:00).`,
    { cause },
  );
}
