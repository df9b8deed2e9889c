/** Fires schedules at their time. What was missed while the cloud was off is not made up for. */
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { arn } from "../template/names.ts";
import type { Account } from "../template/names.ts";
import { nextFiring } from "./expression.ts";
import type { ScheduleDefinition, ScheduleStore, StoredSchedule } from "./schedules.ts";

/** Timers reach at most 24.8 days, and a laptop that slept should notice soon. */
const LONGEST_WAIT_MS = 60_000;

export interface SchedulerOptions {
  readonly store: ScheduleStore;
  readonly log: Log;
  readonly account: Account;
  /** Delivers one firing to its target; throws where there is none. */
  readonly fire: (targetArn: string, input: string) => void | Promise<void>;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #running = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Before this, and after `stop`, nothing fires. */
  start(): void {
    this.#running = true;
    for (const schedule of this.#options.store.list()) this.#arm(schedule);
  }

  /** To be called after a schedule was made, changed or deleted. */
  refresh(group: string, name: string): void {
    const key = keyOf(group, name);
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const schedule = this.#options.store.get(group, name);
    if (schedule !== null) this.#arm(schedule);
  }

  stop(): void {
    this.#running = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #arm(schedule: StoredSchedule): void {
    const at = firingAfter(schedule, Date.now());
    if (at === null || !this.#running) return;
    const { GroupName, Name } = schedule.definition;
    const wait = at - Date.now();
    const timer = setTimeout(
      () => (wait > LONGEST_WAIT_MS ? this.#arm(schedule) : void this.#fire(schedule, at)),
      Math.min(Math.max(wait, 0), LONGEST_WAIT_MS),
    );
    timer.unref();
    this.#timers.set(keyOf(GroupName, Name), timer);
  }

  async #fire(schedule: StoredSchedule, at: number): Promise<void> {
    const { GroupName, Name, Target } = schedule.definition;
    const { log, fire, store } = this.#options;
    log({ type: "schedule", name: `${GroupName}/${Name}`, target: Target.Arn });
    const completed = firingAfter(schedule, Math.max(at, Date.now())) === null;
    if (completed && schedule.definition.ActionAfterCompletion === "DELETE") store.delete(GroupName, Name);
    else this.#arm(schedule);
    try {
      await fire(Target.Arn, targetInput(schedule.definition, at, this.#options.account));
    } catch (error) {
      log({ type: "warning", message: `Schedule ${GroupName}/${Name}: ${messageOf(error)}` });
    }
  }
}

/** Epoch milliseconds of the next firing after `after`, or null for a schedule that is switched off or over. */
export function firingAfter({ definition, modifiedAt }: StoredSchedule, after: number): number | null {
  if (definition.State === "DISABLED") return null;
  const begins = (definition.StartDate ?? 0) * 1000;
  const base = Math.max(modifiedAt, begins);
  const next = nextFiring(
    definition.ScheduleExpression,
    definition.ScheduleExpressionTimezone,
    base,
    Math.max(after, begins),
  );
  return next !== null && definition.EndDate !== undefined && next > definition.EndDate * 1000 ? null : next;
}

/** The target's input with Scheduler's context attributes filled in; without one, the event Scheduler makes itself. */
function targetInput({ Target, Name, GroupName }: ScheduleDefinition, at: number, account: Account): string {
  const time = new Date(at).toISOString();
  const scheduleArn = arn(account, "scheduler", `schedule/${GroupName}/${Name}`);
  if (Target.Input !== undefined)
    return Target.Input.replaceAll("<aws.scheduler.scheduled-time>", time)
      .replaceAll("<aws.scheduler.schedule-arn>", scheduleArn)
      .replaceAll("<aws.scheduler.execution-id>", crypto.randomUUID())
      .replaceAll("<aws.scheduler.attempt-number>", "1");
  return JSON.stringify({
    version: "0",
    id: crypto.randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: account.id,
    time,
    region: account.region,
    resources: [scheduleArn],
    detail: "{}",
  });
}

const keyOf = (group: string, name: string): string => `${group}/${name}`;
