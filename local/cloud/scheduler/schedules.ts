/** The schedules of the account, kept over restarts. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

const definition = z.object({
  Name: z.string(),
  GroupName: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default("UTC"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Description: z.string().optional(),
  /** Epoch seconds. */
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  ActionAfterCompletion: z.enum(["NONE", "DELETE"]).default("NONE"),
  FlexibleTimeWindow: z
    .object({ Mode: z.enum(["OFF", "FLEXIBLE"]), MaximumWindowInMinutes: z.number().optional() })
    .default({ Mode: "OFF" }),
  Target: z.looseObject({ Arn: z.string(), RoleArn: z.string(), Input: z.string().optional() }),
});

export type ScheduleDefinition = z.output<typeof definition>;
export const scheduleDefinition = definition;

export interface StoredSchedule {
  readonly definition: ScheduleDefinition;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** What rate() counts from: moves when the schedule is changed. */
  readonly modifiedAt: number;
}

export class ScheduleStore {
  readonly #state: DatabaseSync;

  constructor(state: DatabaseSync) {
    this.#state = state;
    this.createGroup("default");
  }

  /** False when there was one already. */
  createGroup(name: string): boolean {
    const result = this.#state
      .prepare("INSERT OR IGNORE INTO schedule_groups (name, created_at) VALUES (?, ?)")
      .run(name, Date.now());
    return result.changes > 0;
  }

  hasGroup(name: string): boolean {
    return this.#state.prepare("SELECT 1 FROM schedule_groups WHERE name = ?").get(name) !== undefined;
  }

  /** Removes a group with its schedules. */
  deleteGroup(name: string): boolean {
    this.#state.prepare("DELETE FROM schedules WHERE group_name = ?").run(name);
    return this.#state.prepare("DELETE FROM schedule_groups WHERE name = ?").run(name).changes > 0;
  }

  get(group: string, name: string): StoredSchedule | null {
    const row = this.#state
      .prepare("SELECT * FROM schedules WHERE group_name = ? AND name = ?")
      .get(group, name);
    return row === undefined ? null : stored(row);
  }

  /** Makes or replaces a schedule. */
  put(schedule: ScheduleDefinition): StoredSchedule {
    const now = Date.now();
    this.#state
      .prepare(
        `INSERT INTO schedules (group_name, name, definition, created_at, modified_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (group_name, name) DO UPDATE SET definition = excluded.definition, modified_at = excluded.modified_at`,
      )
      .run(schedule.GroupName, schedule.Name, JSON.stringify(schedule), now, now);
    return { definition: schedule, createdAt: now, modifiedAt: now };
  }

  delete(group: string, name: string): boolean {
    return (
      this.#state.prepare("DELETE FROM schedules WHERE group_name = ? AND name = ?").run(group, name)
        .changes > 0
    );
  }

  /** All schedules by group and name. */
  list(): StoredSchedule[] {
    return this.#state.prepare("SELECT * FROM schedules ORDER BY group_name, name").all().map(stored);
  }
}

function stored(row: Record<string, unknown>): StoredSchedule {
  return {
    definition: definition.parse(JSON.parse(String(row["definition"]))),
    createdAt: Number(row["created_at"]),
    modifiedAt: Number(row["modified_at"]),
  };
}
