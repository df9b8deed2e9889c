/** A run as it begins. */
import type { SyncMode } from "../networks/adapter.ts";
import { newRunId, type RunItem } from "./items.ts";
import type { Source } from "./records.ts";

/** What a run is to do, and what that takes. */
export type RunTask =
  | { readonly task: "LIST" }
  /** Removes the source's offers and then the source. */
  | { readonly task: "RETIRE" }
  | { readonly task: "RELEASE"; readonly releases: string }
  | {
      readonly task: "ROLLBACK";
      readonly rollback: { readonly to: string; readonly author: string };
      readonly dryRun: boolean;
    };

export function newRun(source: Source, mode: SyncMode, now: Date, task: RunTask): RunItem {
  return {
    releases: null,
    rollback: null,
    dryRun: false,
    ...task,
    id: newRunId(source.id, now),
    sourceId: source.id,
    networkId: source.networkId,
    // Never behind what an earlier source of this id, or a ledger that was restored, has offers of.
    seq: Math.max(source.runSeq + 1, Math.floor(now.getTime() / 1_000)),
    previousRunId: source.lastRunId,
    mode,
    status: "RUNNING",
    coverage: null,
    startedAt: now.toISOString(),
    finishedAt: null,
    firstSync: source.lastSuccessAt === null,
    fetched: 0,
    created: 0,
    changed: 0,
    removed: 0,
    rejected: 0,
    unchangedFetched: 0,
    unchangedWritten: 0,
    superseded: 0,
    readUnits: 0,
    readUnitsFetched: 0,
    writeUnits: 0,
    pages: 0,
    bytes: 0,
    calls: 0,
    retries: 0,
    throttles: 0,
    expected: null,
    message: null,
    errors: [],
    heldRemovals: 0,
    heldKey: null,
    cancelRequested: false,
    chunksSent: 0,
    chunksDone: 0,
    chunksFailed: 0,
    fetchDone: false,
    outcome: null,
    leg: 0,
    nextLeg: null,
    legs: [],
    checkpoint: null,
    deaths: 0,
    doubtful: null,
  };
}
