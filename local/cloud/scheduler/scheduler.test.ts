import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../state.ts";
import { until } from "../testing/harness.ts";
import { firingAfter, Scheduler } from "./scheduler.ts";
import { ScheduleStore, scheduleDefinition } from "./schedules.ts";

const account = { id: "000000000000", region: "us-east-1", stackName: "test" };
const inSeconds = (seconds: number): string =>
  new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19);
const definition = (Name: string, ScheduleExpression: string, more: object = {}) =>
  scheduleDefinition.parse({
    Name,
    GroupName: "default",
    ScheduleExpression,
    Target: { Arn: "arn:aws:lambda:us-east-1:000000000000:function:f", RoleArn: "", Input: `"${Name}"` },
    ...more,
  });

describe("the scheduler", () => {
  let directory: string;
  let state: DatabaseSync;
  let store: ScheduleStore;
  let scheduler: Scheduler;
  const fired: string[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "scheduler-"));
    state = openState(directory);
    store = new ScheduleStore(state);
    fired.length = 0;
    scheduler = new Scheduler({
      store,
      account,
      log: () => undefined,
      fire: (_arn, input) => void fired.push(input),
    });
    scheduler.start();
  });
  afterEach(async () => {
    scheduler.stop();
    state.close();
    await rm(directory, { recursive: true, force: true });
  });

  it("fires at the time, with the schedule's input, and deletes what is done and asked to go", async () => {
    store.put(definition("soon", `at(${inSeconds(3)})`, { ActionAfterCompletion: "DELETE" }));
    scheduler.refresh("default", "soon");
    await until(() => fired.length > 0, "the firing");
    expect([fired, store.get("default", "soon")]).toEqual([['"soon"'], null]);
  });

  it("forgets a schedule that was deleted or switched off before its time", async () => {
    for (const name of ["deleted", "disabled", "kept"]) {
      store.put(definition(name, `at(${inSeconds(3)})`));
      scheduler.refresh("default", name);
    }
    store.delete("default", "deleted");
    scheduler.refresh("default", "deleted");
    store.put(definition("disabled", `at(${inSeconds(3)})`, { State: "DISABLED" }));
    scheduler.refresh("default", "disabled");
    await until(() => fired.includes('"kept"'), "the one that was kept");
    expect(fired).toEqual(['"kept"']);
  });

  it("counts rate() from when the schedule was last changed, over restarts", () => {
    const stored = store.put(definition("rate", "rate(1 hour)"));
    const later = stored.modifiedAt + 90 * 60_000;
    expect(firingAfter(stored, later)).toBe(stored.modifiedAt + 2 * 3_600_000);
  });

  it("has no firing before StartDate and none after EndDate", () => {
    const start = Math.floor(Date.now() / 1000) + 86_400;
    const stored = store.put(
      definition("between", "rate(1 hour)", { StartDate: start, EndDate: start + 7200 }),
    );
    expect(firingAfter(stored, Date.now())).toBe((start + 3600) * 1000);
    expect(firingAfter(stored, (start + 7200) * 1000)).toBeNull();
  });
});
