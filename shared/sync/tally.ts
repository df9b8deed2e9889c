/** What a run's fetch function has counted, over all legs. */
import type { HttpClient, HttpTotals } from "../http/client.ts";
import type { Rejection } from "../networks/adapter.ts";
import type { RunItem } from "../sources/items.ts";
import type { FetchProgress } from "../sources/run-progress.ts";
import type { ChunkSender } from "./chunks.ts";
import type { Ledger } from "../ledger/ledger.ts";

const ERRORS_KEPT = 20;
const NO_CALLS: HttpTotals = { calls: 0, retries: 0, throttles: 0, bytes: 0 };

export class RunTally {
  readonly #sender: ChunkSender;
  readonly #ledger: Ledger;
  readonly #before: FetchProgress | null;
  readonly #errors: Rejection[];
  fetched: number;
  unchanged: number;
  rejected: number;
  pages: number;
  expected: number | null;
  http: HttpClient | null = null;

  /** @param ledger with a meter of its own */
  constructor(run: RunItem, sender: ChunkSender, ledger: Ledger) {
    const before = run.checkpoint?.progress ?? null;
    this.#sender = sender;
    this.#ledger = ledger;
    this.#before = before;
    this.#errors = [...(before?.errors ?? [])];
    this.fetched = before?.fetched ?? 0;
    this.unchanged = before?.unchangedFetched ?? 0;
    this.rejected = before?.rejected ?? 0;
    this.pages = before?.pages ?? 0;
    this.expected = before?.expected ?? null;
  }

  reject(rejection: Rejection): void {
    this.rejected += 1;
    if (this.#errors.length < ERRORS_KEPT) this.#errors.push(rejection);
  }

  progress(): FetchProgress {
    const now = this.http?.totals() ?? NO_CALLS;
    const before = this.#before;
    return {
      fetched: this.fetched,
      unchangedFetched: this.unchanged,
      rejected: this.rejected,
      pages: this.pages,
      expected: this.expected,
      errors: [...this.#errors],
      chunksSent: this.#sender.sent,
      readUnitsFetched: this.#ledger.capacity.read + (before?.readUnitsFetched ?? 0),
      calls: now.calls + (before?.calls ?? 0),
      retries: now.retries + (before?.retries ?? 0),
      throttles: now.throttles + (before?.throttles ?? 0),
      bytes: now.bytes + (before?.bytes ?? 0),
    };
  }
}
