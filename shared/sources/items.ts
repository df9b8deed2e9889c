/** How sources and runs lie in the Sources table. */
import { randomBytes } from "node:crypto";
import type { Source, SyncRun, SyncStatus } from "./records.ts";

export const BY_KIND = "by-kind";
export const RUN_PREFIX = "RUN#";

export const sourceKey = (sourceId: string): { pk: string; sk: string } => ({
  pk: `SOURCE#${sourceId}`,
  sk: "SOURCE",
});

/** `<sourceId>:<time, base 36><random>`: ids of one source sort by their start. */
export const newRunId = (sourceId: string, now: Date): string =>
  `${sourceId}:${now.getTime().toString(36).padStart(9, "0")}${randomBytes(5).toString("hex")}`;

const tailOf = (runId: string): string => runId.slice(runId.lastIndexOf(":") + 1);
export const sourceIdOfRun = (runId: string): string => runId.slice(0, Math.max(0, runId.lastIndexOf(":")));

export const runKey = (runId: string): { pk: string; sk: string } => ({
  pk: `SOURCE#${sourceIdOfRun(runId)}`,
  sk: `${RUN_PREFIX}${tailOf(runId)}`,
});

/** Sorts all sources' runs by their start, whatever the source. */
export const runSortId = (runId: string): string => `${tailOf(runId)}:${sourceIdOfRun(runId)}`;

export const chunkKey = (runId: string, chunk: number): { pk: string; sk: string } => ({
  pk: `RUN#${runId}`,
  sk: `CHUNK#${chunk}`,
});

/**
 * A run as it is stored. The fetch function and the upserts each own their counters, so that neither overwrites
 * the other's: `unchanged` is the sum of what both saw.
 */
export interface RunItem extends Omit<SyncRun, "unchanged"> {
  readonly unchangedFetched: number;
  readonly unchangedWritten: number;
  readonly superseded: number;
  readonly readUnitsFetched: number;
  readonly chunksSent: number;
  readonly chunksDone: number;
  readonly chunksFailed: number;
  readonly fetchDone: boolean;
  /** What the run becomes once all its chunks are written. */
  readonly outcome: Exclude<SyncStatus, "RUNNING"> | null;
  /** Where the offers that a HELD run would remove are listed in the archive bucket. */
  readonly heldKey: string | null;
  readonly retire: boolean;
}

export const runFromItem = (item: Record<string, unknown>): SyncRun => {
  const run = item as unknown as RunItem;
  return {
    id: run.id,
    sourceId: run.sourceId,
    networkId: run.networkId,
    seq: run.seq,
    mode: run.mode,
    status: run.status,
    coverage: run.coverage,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    firstSync: run.firstSync,
    fetched: run.fetched,
    created: run.created,
    changed: run.changed,
    unchanged: run.unchangedFetched + run.unchangedWritten,
    removed: run.removed,
    rejected: run.rejected,
    pages: run.pages,
    bytes: run.bytes,
    calls: run.calls,
    retries: run.retries,
    throttles: run.throttles,
    expected: run.expected,
    message: run.message,
    errors: run.errors,
    readUnits: run.readUnits + run.readUnitsFetched,
    writeUnits: run.writeUnits,
    heldRemovals: run.heldRemovals,
    cancelRequested: run.cancelRequested,
  };
};

export const sourceFromItem = (item: Record<string, unknown>): Source => {
  const source = item as unknown as Source;
  return {
    id: source.id,
    networkId: source.networkId,
    name: source.name,
    enabled: source.enabled,
    schedule: source.schedule,
    settings: source.settings,
    sandbox: source.sandbox,
    hasCredentials: source.hasCredentials,
    announceFirstSync: source.announceFirstSync,
    createdAt: source.createdAt,
    runSeq: source.runSeq,
    lastRunId: source.lastRunId,
    lastCompleteAt: source.lastCompleteAt,
    lastSuccessAt: source.lastSuccessAt,
    lease: source.lease,
  };
};
