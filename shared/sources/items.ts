/** How sources and runs lie in the Sources table. */
import { randomBytes } from "node:crypto";
import type { IndexAccount, Source, SyncRun, SyncStatus } from "./records.ts";
import type { FetchProgress } from "./run-progress.ts";

export const BY_KIND = "by-kind";
export const RUN_PREFIX = "RUN#";

export const sourceKey = (sourceId: string): { pk: string; sk: string } => ({
  pk: `SOURCE#${sourceId}`,
  sk: "SOURCE",
});

/** How a source is doing: see shared/health/store.ts. */
export const healthKey = (sourceId: string): { pk: string; sk: string } => ({
  pk: sourceKey(sourceId).pk,
  sk: "HEALTH",
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

const CHUNK_PREFIX = "CHUNK#";

/** @param name `<leg>-<number>` */
export const chunkKey = (runId: string, name: string): { pk: string; sk: string } => ({
  pk: `RUN#${runId}`,
  sk: CHUNK_PREFIX + name,
});

/** The leg and the number of a chunk by its key. */
export function chunkOfKey(sk: string): { leg: number; chunk: number } {
  const [leg = "", chunk = ""] = sk.slice(CHUNK_PREFIX.length).split("-");
  return { leg: Number(leg), chunk: Number(chunk) };
}

/**
 * Whether a chunk was sent by a leg after the last checkpoint that a later leg began from. What it says, the later leg
 * says again: it is void.
 * @param legs the number of the first chunk of each leg
 */
export const isOrphan = (legs: readonly number[], leg: number, chunk: number): boolean =>
  leg < legs.length && legs.slice(leg).some((first) => chunk >= first);

/** Where a run can be taken up again, all in all: its listing's cursor and what goes with it. */
export interface Checkpoint {
  /** The adapter's cursor: the listing goes on after the page that it names. */
  readonly cursor: string;
  /** Chunks that were sent before it: the number of the next one. */
  readonly chunks: number;
  /** How many objects of the archive bucket each leg left with what it saw, eight bytes an offer. */
  readonly seen: readonly { readonly leg: number; readonly parts: number }[];
  /** Object with the offers that wait for the listing's end; null: none do. */
  readonly waiting: string | null;
  /** How many offers the source listed when the run began. */
  readonly known: number;
  /** The counts at that moment. */
  readonly progress: FetchProgress;
  readonly at: string;
}

/**
 * A run as it is stored. The fetch function and the upserts each own their counters, so that neither overwrites
 * the other's: `unchanged` is the sum of what both saw.
 */
export interface RunItem extends Omit<SyncRun, "unchanged" | "resumes"> {
  /** The invocation that works on it, 1, 2, 3 …; 0: none has begun. */
  readonly leg: number;
  /** The leg that is to begin: set while the one before it has handed over. */
  readonly nextLeg: number | null;
  /** The number of the first chunk of each leg. */
  readonly legs: readonly number[];
  readonly checkpoint: Checkpoint | null;
  /** How many legs died one after the other without having come further. */
  readonly deaths: number;
  /** Whether the index of what the source lists disagreed with its account; null: nobody has looked yet. */
  readonly doubtful: boolean | null;
  /** The run of the source that was its newest when this one began. */
  readonly previousRunId: string | null;
  /** RELEASE: the HELD run whose removals are carried out. */
  readonly releases: string | null;
  /** ROLLBACK: the instant that is rolled back to, and who asked for it. */
  readonly rollback: { readonly to: string; readonly author: string } | null;
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
}

export const runFromItem = (item: Record<string, unknown>): SyncRun => {
  const run = item as unknown as RunItem;
  return {
    id: run.id,
    sourceId: run.sourceId,
    networkId: run.networkId,
    seq: run.seq,
    task: run.task,
    dryRun: run.dryRun,
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
    resumes: Math.max(0, run.legs.length - 1),
  };
};

/** Numbers at the top of the item: DynamoDB adds to nothing deeper. */
function accountOf(item: Record<string, unknown>, name: "account" | "doubt"): IndexAccount | null {
  const [count, digest] = [item[`${name}Count`], item[`${name}Digest`]];
  return typeof count === "number" && typeof digest === "number" ? { count, digest } : null;
}

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
    legs: source.legs,
    account: accountOf(item, "account"),
    doubt: accountOf(item, "doubt"),
  };
};
