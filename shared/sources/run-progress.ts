/** What the fetch function and the upserts report of a run. */
import type { SyncCoverage } from "../networks/adapter.ts";
import type { RunItem } from "./items.ts";
import type { SyncStatus } from "./records.ts";

/** The chunk counts that the upserts found, added to the run's. */
export interface ChunkCounts {
  /** What the writes did to the account of the source's index. */
  readonly listed: number;
  readonly digest: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly superseded: number;
  /** Capacity units that finding out and writing took. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What the fetch function knows of its progress: absolute numbers, its own alone. */
export type FetchProgress = Pick<
  RunItem,
  | "fetched"
  | "unchangedFetched"
  | "rejected"
  | "pages"
  | "bytes"
  | "calls"
  | "retries"
  | "throttles"
  | "expected"
  | "errors"
  | "chunksSent"
  | "readUnitsFetched"
>;

export interface FetchEnd {
  readonly outcome: Exclude<SyncStatus, "RUNNING">;
  readonly coverage: SyncCoverage | null;
  readonly message: string | null;
  readonly heldRemovals: number;
  readonly heldKey: string | null;
}

/** Chunk counts while they are being counted. */
export type Tally = { -readonly [Name in keyof Omit<ChunkCounts, "readUnits" | "writeUnits">]: number };

export const noCounts = (): Tally => ({
  created: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  superseded: 0,
  listed: 0,
  digest: 0,
});
