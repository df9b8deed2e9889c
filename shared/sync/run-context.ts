/** What a run works with. */
import type { HttpClient } from "../http/client.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { NetworkAdapter, SyncMode } from "../networks/adapter.ts";
import type { RunItem } from "../sources/items.ts";
import type { Source } from "../sources/records.ts";
import type { FetchEnd } from "../sources/run-progress.ts";
import type { RunStore } from "../sources/run-store.ts";
import type { SourceSecrets } from "../sources/secrets.ts";
import type { SourceStore } from "../sources/store.ts";
import type { ChunkSender, ChunkTargets } from "./chunks.ts";
import type { RunTally } from "./tally.ts";

export interface HttpClientRequest {
  readonly source: Source;
  readonly quotaKey: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
}

/** What starts a fetch function: a schedule names a source, the control API a run that it has begun. */
export interface RunRequest {
  readonly sourceId: string;
  readonly mode?: SyncMode | undefined;
  /** A run that was begun by whoever asks; without one, this begins its own. */
  readonly runId?: string | undefined;
  /** The leg of that run that this invocation is; 1 when left out. */
  readonly leg?: number | undefined;
}

export interface RunTargets extends ChunkTargets {
  readonly adapter: NetworkAdapter;
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly secrets: SourceSecrets;
  readonly ledger: Ledger;
  httpClient(request: HttpClientRequest): HttpClient;
  /** Takes secrets out of a text before it is stored or logged. */
  masked(text: string, secrets: readonly string[]): string;
  readonly now: () => Date;
  /** Milliseconds that this function may still run. */
  readonly remainingMs: () => number;
  /** Milliseconds between two checkpoints of a listing that can be resumed. */
  readonly checkpointEveryMs: number;
  /** How long to wait, time after time, for an index that is behind. */
  readonly indexPatienceMs: readonly number[];
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface RunContext {
  readonly targets: RunTargets;
  readonly source: Source;
  readonly run: RunItem;
  readonly sender: ChunkSender;
  readonly tally: RunTally;
}

export const ended = (outcome: FetchEnd["outcome"]): FetchEnd => ({
  outcome,
  coverage: null,
  message: null,
  heldRemovals: 0,
  heldKey: null,
});
