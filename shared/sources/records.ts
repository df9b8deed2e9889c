/** Sources and their sync runs, as the Sources table holds them. */
import type { SyncCoverage, SyncMode } from "../networks/adapter.ts";
import type { Rejection } from "../networks/adapter.ts";

export interface Source {
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly enabled: boolean;
  /** An EventBridge Scheduler expression. */
  readonly schedule: string;
  /** Settings as the adapter's schema reads them; never secrets. */
  readonly settings: unknown;
  /** True: served by a network sandbox; everything from it is labelled so. */
  readonly sandbox: boolean;
  readonly hasCredentials: boolean;
  /** True: a first sync announces each offer, not only its run. */
  readonly announceFirstSync: boolean;
  readonly createdAt: string;
  /** The sequence of the source's newest run; 0 before the first. */
  readonly runSeq: number;
  readonly lastRunId: string | null;
  /** When the last COMPLETE listing began; null before the first. */
  readonly lastCompleteAt: string | null;
  /** When a run last succeeded, complete or not; null before the first. A feed of news only is never complete. */
  readonly lastSuccessAt: string | null;
  readonly lease: { readonly runId: string; readonly until: string } | null;
  /** The legs of the newest run, see `RunItem`. */
  readonly legs: readonly number[];
  /** How many offers the source lists and the sum of their `digestOf`, kept up by the writes; null: never counted. */
  readonly account: IndexAccount | null;
  /** What a run found in the index when it did not agree with the account, kept up likewise; null: it agreed. */
  readonly doubt: IndexAccount | null;
}

/** The index of what a source lists, in two numbers: enough to tell that it is whole. */
export interface IndexAccount {
  readonly count: number;
  readonly digest: number;
}

export type SyncStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "HELD" | "CANCELLED";

/** What a run does: list the source, or one of the things that admins ask for. */
export const SYNC_TASKS = ["LIST", "RELEASE", "RETIRE", "ROLLBACK"] as const;
export type SyncTask = (typeof SYNC_TASKS)[number];

export interface SyncCounts {
  readonly fetched: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly rejected: number;
}

export interface SyncRun extends SyncCounts {
  /** `<sourceId>:<ulid>`: sorts by start within a source. */
  readonly id: string;
  readonly sourceId: string;
  readonly networkId: string;
  readonly seq: number;
  readonly task: SyncTask;
  /** True: it counted what it would do, and did nothing. */
  readonly dryRun: boolean;
  readonly mode: SyncMode;
  readonly status: SyncStatus;
  readonly coverage: SyncCoverage | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly firstSync: boolean;
  readonly pages: number;
  readonly bytes: number;
  readonly calls: number;
  readonly retries: number;
  readonly throttles: number;
  /** What the network says it has, where it says so: for progress. */
  readonly expected: number | null;
  readonly message: string | null;
  /** The first rejections, at most 20. */
  readonly errors: readonly Rejection[];
  /** DynamoDB capacity units that the run's comparison and writes took, as DynamoDB counted them. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** How many offers a HELD run would remove. */
  readonly heldRemovals: number;
  readonly cancelRequested: boolean;
  /** How often it went on in a fresh invocation: its time was up, or the one before it died. */
  readonly resumes: number;
}
