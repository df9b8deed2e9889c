/** EventBridge Scheduler's expressions: `rate(…)` and `cron(…)`, checked here so that a typo is told at once. */
import { Cron } from "croner";

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
const MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export class ScheduleInvalid extends Error {
  override readonly name = "ScheduleInvalid";
  constructor(expression: string) {
    super(
      `"${expression}" is not a schedule: use rate(30 minutes), rate(1 hour), rate(1 day) or cron(minute hour day month weekday year), in UTC.`,
    );
  }
}

/** Of a source whose offers editors enter. */
export const NO_SCHEDULE = "none";

export type ScheduleExpression =
  | { readonly kind: "none" }
  | { readonly kind: "rate"; readonly everyMs: number }
  | { readonly kind: "cron"; readonly cron: Cron };

/** @throws ScheduleInvalid */
export function parseSchedule(expression: string): ScheduleExpression {
  if (expression === NO_SCHEDULE) return { kind: "none" };
  const rate = RATE.exec(expression);
  if (rate) {
    const count = Number(rate[1]);
    if (count < 1) throw new ScheduleInvalid(expression);
    return { kind: "rate", everyMs: count * MS[rate[2] as keyof typeof MS] };
  }
  const fields = CRON.exec(expression);
  if (!fields) throw new ScheduleInvalid(expression);
  const [, minute, hour, day, month, weekday, year] = fields;
  try {
    // EventBridge numbers weekdays from 1 = Sunday, and one of the two day fields is "?", for "any".
    const pattern = `0 ${minute} ${hour} ${anyDay(day)} ${month} ${anyDay(weekday)} ${year}`;
    const options = {
      paused: true,
      timezone: "UTC",
      mode: "7-part",
      alternativeWeekdays: true,
      sloppyRanges: true,
    } as const;
    return { kind: "cron", cron: new Cron(pattern, options) };
  } catch {
    throw new ScheduleInvalid(expression);
  }
}

const anyDay = (field: string | undefined): string => (field === "?" ? "*" : (field ?? "*"));

/** When a schedule fires next: for a rate, one interval after the last start. Null: never again. */
export function nextRun(expression: string, lastStart: Date | null, now: Date): Date | null {
  const schedule = parseSchedule(expression);
  if (schedule.kind === "none") return null;
  if (schedule.kind === "cron") return schedule.cron.nextRun(now);
  if (lastStart === null) return now;
  const next = lastStart.getTime() + schedule.everyMs;
  return new Date(Math.max(next, now.getTime()));
}

/** The usual time between two starts, in milliseconds: what "late" is measured against. Infinity without a schedule. */
export function intervalMs(expression: string, now: Date): number {
  const schedule = parseSchedule(expression);
  if (schedule.kind === "none") return Infinity;
  if (schedule.kind === "rate") return schedule.everyMs;
  const first = schedule.cron.nextRun(now);
  const second = first && schedule.cron.nextRun(first);
  return first && second ? second.getTime() - first.getTime() : MS.day;
}
