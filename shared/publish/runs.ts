/** What the push doors say of sync runs. */
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SyncRun } from "../sources/records.ts";
import { putEvents } from "./event-bus.ts";

export const SYNC_RUN_ENDED = "SyncRunEnded";

/** A batch of the stream holds a run many times, once a progress report: the newest state says it all. */
export const newestOfEach = (runs: readonly SyncRun[]): SyncRun[] => [
  ...new Map(runs.map((run) => [run.id, run])).values(),
];

/** Puts a `SyncRunEnded` event for each run that has ended: how a first sync is announced. */
export const putRunsEnded = (
  client: EventBridgeClient,
  busName: string,
  runs: readonly SyncRun[],
): Promise<void> =>
  putEvents(
    client,
    busName,
    SYNC_RUN_ENDED,
    runs.filter((run) => run.status !== "RUNNING").map((run) => JSON.stringify(run)),
  );
