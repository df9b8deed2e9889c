/** A run as it begins. */
import type { SyncMode } from "../networks/adapter.ts";
import { newRunId, type RunItem } from "./items.ts";
import type { Source } from "./records.ts";

/** @param retire true: the run removes the source's offers and then the source, and lists nothing */
export function newRun(source: Source, mode: SyncMode, now: Date, retire: boolean): RunItem {
  return {
    id: newRunId(source.id, now),
    sourceId: source.id,
    networkId: source.networkId,
    seq: source.runSeq + 1,
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
    retire,
  };
}
