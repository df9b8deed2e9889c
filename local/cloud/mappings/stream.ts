/** An event source mapping from a table's stream to a function. */
import { setTimeout as sleep } from "node:timers/promises";
import type { StreamLog, StreamRow } from "../engines/stream-log.ts";
import { messageOf } from "../errors.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import type { Log } from "../log.ts";
import type { MappingSpec } from "../template/properties.ts";
import { batchResult } from "./batch-failures.ts";
import { compilePattern } from "./event-pattern.ts";
import type { Matcher } from "./event-pattern.ts";
import { filterView, recordJson, sequenceNumber, sizeOf } from "./stream-record.ts";
import type { StreamIdentity } from "./stream-record.ts";

export interface StreamMappingOptions {
  readonly spec: MappingSpec;
  readonly tableName: string;
  readonly stream: StreamIdentity;
  readonly source: StreamLog;
  readonly target: LambdaFunction;
  readonly log: Log;
  readonly deliver: (arn: string, record: unknown) => Promise<void>;
  /** Wait before the first retry; doubles up to 30 s. */
  readonly retryDelayMs: number;
}

/** Lambda closes a batch at its payload limit. */
const MAX_BATCH_BYTES = 6 * 1024 * 1024 - 64 * 1024;
const LONGEST_RETRY_MS = 30_000;
const IDLE_POLL_MS = 25;
const SHARD = "shardId-00000000000000000001-local";

/** Hands a table's changes to a function in order, one batch at a time, from where it stopped the last time. */
export class StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #filters: readonly Matcher[];
  readonly #abort = new AbortController();
  #position: number;
  #running: Promise<void> | null = null;

  /** @throws CloudError for a filter that is not emulated */
  constructor(options: StreamMappingOptions) {
    this.#options = options;
    this.#filters = options.spec.filters.map(compilePattern);
    const { spec, tableName, source } = options;
    this.#position = source.register(spec.logicalId, tableName, spec.startingPosition);
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Ends after the batch that is under way, which is repeated at the next start if it does not finish. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        const { rows, passed } = await this.#batch();
        if (rows.length > 0) await this.#deliver(rows, 0);
        if (!this.#abort.signal.aborted || rows.length === 0) this.#pass(passed);
        if (rows.length === 0) await this.#pause(IDLE_POLL_MS);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#options.log({
          type: "warning",
          message: `${this.#options.spec.logicalId}: ${messageOf(error)}`,
        });
        await this.#pause(1000);
      }
    }
  }

  /** The next batch, and the position after everything that was looked at for it. */
  async #batch(): Promise<{ rows: StreamRow[]; passed: number }> {
    const { spec, tableName, source } = this.#options;
    const rows: StreamRow[] = [];
    let passed = this.#position;
    let bytes = 0;
    let closesAt: number | null = null;
    for (;;) {
      for (const row of source.read(tableName, passed, 500)) {
        if (this.#wanted(row)) {
          if (rows.length > 0 && bytes + sizeOf(row) > MAX_BATCH_BYTES) return { rows, passed };
          rows.push(row);
          bytes += sizeOf(row);
          closesAt ??= Date.now() + spec.windowMs;
        }
        passed = row.position;
        if (rows.length >= spec.batchSize) return { rows, passed };
      }
      if (closesAt === null || Date.now() >= closesAt || this.#abort.signal.aborted) return { rows, passed };
      await this.#pause(Math.min(IDLE_POLL_MS, Math.max(1, closesAt - Date.now())));
    }
  }

  #wanted(row: StreamRow): boolean {
    if (this.#filters.length === 0) return true;
    const view = filterView(row);
    return this.#filters.some((matches) => matches(view));
  }

  /** Delivers rows until they are done or given up. Returns early, with the checkpoint before them, when stopped. */
  async #deliver(rows: readonly StreamRow[], failures: number): Promise<void> {
    const { spec } = this.#options;
    let rest = rows;
    for (let attempt = failures; rest.length > 0 && !this.#abort.signal.aborted;) {
      const young = await this.#withoutTooOld(rest);
      if (young.length === 0) return;
      rest = young;
      const outcome = await this.#invoke(rest);
      if (outcome.kind === "succeeded") return this.#pass(positionOf(rest.at(-1)));
      if (this.#abort.signal.aborted) return undefined;
      if (outcome.kind === "partial") {
        const from = rest.findIndex((row) => outcome.failed.has(sequenceNumber(row.position)));
        // What came before the lowest failure is done, and the rest is a batch of its own.
        if (from > 0) {
          this.#pass(positionOf(rest[from - 1]));
          attempt = 0;
        }
        rest = rest.slice(from);
      } else if (spec.bisect && rest.length > 1) {
        // Halving isolates a poison record and does not use up a retry.
        const half = Math.ceil(rest.length / 2);
        await this.#deliver(rest.slice(0, half), 0);
        rest = rest.slice(half);
        attempt = 0;
        continue;
      }
      attempt += 1;
      if (spec.maximumRetryAttempts >= 0 && attempt > spec.maximumRetryAttempts) {
        await this.#discard(rest, "RetryAttemptsExhausted", attempt);
        return this.#pass(positionOf(rest.at(-1)));
      }
      await this.#pause(Math.min(LONGEST_RETRY_MS, this.#options.retryDelayMs * 2 ** (attempt - 1)));
    }
    return undefined;
  }

  async #invoke(rows: readonly StreamRow[]): Promise<ReturnType<typeof batchResult>> {
    const { spec, stream, target } = this.#options;
    const payload = `{"Records":[${rows.map((row) => recordJson(row, stream)).join(",")}]}`;
    const { outcome } = await target.invoke(payload, "stream");
    if (!outcome.ok) return { kind: "failed", reason: outcome.error.errorMessage };
    if (!spec.reportsFailures) return { kind: "succeeded" };
    return batchResult(outcome.payload, new Set(rows.map((row) => sequenceNumber(row.position))));
  }

  async #withoutTooOld(rows: readonly StreamRow[]): Promise<readonly StreamRow[]> {
    const { maximumRecordAgeSeconds } = this.#options.spec;
    if (maximumRecordAgeSeconds < 0) return rows;
    const oldest = Date.now() / 1000 - maximumRecordAgeSeconds;
    const from = rows.findIndex((row) => row.writtenAt >= oldest);
    if (from === 0) return rows;
    const old = from === -1 ? rows : rows.slice(0, from);
    await this.#discard(old, "RecordAgeExceeded", 0);
    this.#pass(positionOf(old.at(-1)));
    return from === -1 ? [] : rows.slice(from);
  }

  async #discard(rows: readonly StreamRow[], condition: string, invocations: number): Promise<void> {
    const { spec, stream, target, log, deliver } = this.#options;
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return;
    const reason = `${condition}: ${rows.length} records of ${stream.streamArn}`;
    log({ type: "discarded", from: target.spec.name, reason, destination: spec.onFailure });
    if (spec.onFailure === null) return;
    await deliver(spec.onFailure, {
      requestContext: {
        requestId: crypto.randomUUID(),
        functionArn: target.spec.arn,
        condition,
        approximateInvokeCount: invocations,
      },
      ...(invocations > 0 && {
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      }),
      version: "1.0",
      timestamp: new Date().toISOString(),
      DDBStreamBatchInfo: {
        shardId: SHARD,
        startSequenceNumber: sequenceNumber(first.position),
        endSequenceNumber: sequenceNumber(last.position),
        approximateArrivalOfFirstRecord: new Date(first.writtenAt * 1000).toISOString(),
        approximateArrivalOfLastRecord: new Date(last.writtenAt * 1000).toISOString(),
        batchSize: rows.length,
        streamArn: stream.streamArn,
      },
    });
  }

  #pass(position: number): void {
    if (position <= this.#position) return;
    this.#position = position;
    this.#options.source.checkpoint(this.#options.spec.logicalId, position);
  }

  async #pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.#abort.signal });
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }
}

const positionOf = (row: StreamRow | undefined): number => row?.position ?? 0;
