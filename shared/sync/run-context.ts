/** What a run works with. */
import type { HttpClient } from "../http/client.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { NetworkAdapter } from "../networks/adapter.ts";
import type { RunItem } from "../sources/items.ts";
import type { Source } from "../sources/records.ts";
import type { FetchEnd } from "../sources/run-progress.ts";
import type { RunStore } from "../sources/run-store.ts";
import type { SourceSecrets } from "../sources/secrets.ts";
import type { SourceStore } from "../sources/store.ts";
import type { ChunkSender, ChunkTargets } from "./chunks.ts";

export interface HttpClientRequest {
  readonly source: Source;
  readonly quotaKey: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
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
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface RunContext {
  readonly targets: RunTargets;
  readonly source: Source;
  readonly run: RunItem;
  readonly sender: ChunkSender;
}

export const ended = (outcome: FetchEnd["outcome"]): FetchEnd => ({
  outcome,
  coverage: null,
  message: null,
  heldRemovals: 0,
  heldKey: null,
});
