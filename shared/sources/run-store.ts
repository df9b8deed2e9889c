/** A run while it is under way: its lease, its progress, the chunks it wrote, its end. */
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";
import type { SyncMode } from "../networks/adapter.ts";
import { chunkKey, type RunItem, runFromItem, runKey, runSortId, sourceKey } from "./items.ts";
import { newRun } from "./new-run.ts";
import type { ChunkCounts, FetchEnd, FetchProgress } from "./run-progress.ts";
import { RunUpdates } from "./run-updates.ts";
import type { Source, SyncRun, SyncStatus } from "./records.ts";
import type { SourceStore } from "./store.ts";

/** A fetch function renews its lease every few seconds; one that stops for this long is dead. */
export const LEASE_MS = 90_000;
/** After its last page a run waits for the queue: it keeps its source until then, unless nothing moves for this long. */
export const DRAIN_LEASE_MS = 30 * 60_000;
const CHUNK_MARKER_SECONDS = 14 * 24 * 3600;
const CONFLICT_TRIES = 12;

/** The run was ended by others while its function still worked on it. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";
  constructor(runId: string) {
    super(`Run ${runId} was ended while it was under way.`);
  }
}

export class RunStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #sources: SourceStore;
  readonly #updates: RunUpdates;

  constructor(client: DynamoDBDocumentClient, table: string, sources: SourceStore) {
    this.#client = client;
    this.#table = table;
    this.#sources = sources;
    this.#updates = new RunUpdates(client, table);
  }

  /**
   * Takes the source's lease and opens a run; a run whose lease ran out is ended as FAILED first.
   * @returns the run, or the id of the run that holds the source
   */
  async begin(
    source: Source,
    mode: SyncMode,
    now: Date,
    options: { readonly retire?: boolean } = {},
  ): Promise<{ readonly run: RunItem } | { readonly heldBy: string }> {
    if (source.lease && Date.parse(source.lease.until) > now.getTime()) return { heldBy: source.lease.runId };
    if (source.lease) await this.interrupt(source.lease.runId, now);
    const run = newRun(source, mode, now, options.retire ?? false);
    try {
      await this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName: this.#table,
                Key: sourceKey(source.id),
                UpdateExpression: "SET runSeq = :seq, lastRunId = :run, lease = :lease",
                ConditionExpression:
                  "attribute_exists(pk) AND runSeq = :before AND (attribute_not_exists(lease) OR lease = :none OR lease.#until < :now)",
                ExpressionAttributeNames: { "#until": "until" },
                ExpressionAttributeValues: {
                  ":seq": run.seq,
                  ":before": source.runSeq,
                  ":run": run.id,
                  ":lease": { runId: run.id, until: later(now, LEASE_MS) },
                  ":none": null,
                  ":now": now.toISOString(),
                },
              },
            },
            {
              Put: {
                TableName: this.#table,
                Item: { ...run, ...runKey(run.id), kind: "RUN", sortId: runSortId(run.id) },
              },
            },
          ],
        }),
      );
      return { run };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      // Somebody else began a run between our reading and our writing.
      const fresh = await this.#sources.get(source.id);
      return { heldBy: fresh?.lease?.runId ?? fresh?.lastRunId ?? source.id };
    }
  }

  /**
   * Takes a begun run for this invocation: Lambda and Scheduler deliver at least once, and the second delivery
   * must not fetch again.
   * @returns the run, or null when it has been taken, has ended, or does not exist
   */
  async claim(runId: string): Promise<RunItem | null> {
    try {
      const item = await this.#updates.onRun(
        runId,
        { claimed: true },
        "#status = :running AND attribute_not_exists(claimed)",
      );
      return item as unknown as RunItem;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  /**
   * Records the fetch function's progress and renews the lease.
   * @returns whether somebody asked to cancel
   * @throws RunEnded when the run was ended meanwhile: its lease ran out, and what it still lists is nobody's
   */
  async progress(
    runId: string,
    progress: FetchProgress,
    now: Date,
  ): Promise<{ readonly cancelRequested: boolean }> {
    try {
      const attributes = await this.#updates.onRun(runId, { ...progress }, "#status = :running");
      await this.#renew(runId, now, LEASE_MS);
      return { cancelRequested: attributes["cancelRequested"] === true };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new RunEnded(runId);
      throw error;
    }
  }

  /**
   * Counts a chunk as written, once, however often its message comes.
   * @param failure why the chunk could not be written, when it could not
   */
  async chunkDone(
    runId: string,
    chunk: number,
    counts: ChunkCounts,
    now: Date,
    failure: string | null = null,
  ): Promise<void> {
    const marker = {
      ...chunkKey(runId, chunk),
      ...counts,
      failure,
      expiresAt: Math.floor(now.getTime() / 1000) + CHUNK_MARKER_SECONDS,
    };
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName: this.#table,
                  Item: marker,
                  ConditionExpression: "attribute_not_exists(pk)",
                },
              },
              {
                Update: {
                  TableName: this.#table,
                  Key: runKey(runId),
                  ConditionExpression: "attribute_exists(pk)",
                  UpdateExpression: `ADD created :created, changed :changed, unchangedWritten :unchanged, removed :removed, superseded :superseded, readUnits :reads, writeUnits :writes, chunksDone :one, chunksFailed :failed${failure === null ? "" : " SET message = :failure"}`,
                  ExpressionAttributeValues: {
                    ":created": counts.created,
                    ":changed": counts.changed,
                    ":unchanged": counts.unchanged,
                    ":removed": counts.removed,
                    ":superseded": counts.superseded,
                    ":reads": counts.readUnits,
                    ":writes": counts.writeUnits,
                    ":one": 1,
                    ":failed": failure === null ? 0 : 1,
                    ...(failure === null ? {} : { ":failure": failure }),
                  },
                },
              },
            ],
          }),
        );
        break;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
        if (codes.includes("ConditionalCheckFailed")) break;
        if (tries >= CONFLICT_TRIES) throw error;
        await sleep(Math.random() * 20 * 2 ** Math.min(tries, 6));
      }
    }
    await this.#settle(runId, now);
  }

  /** The fetch function's last word: the run ends with it once every chunk is written. */
  async fetchDone(runId: string, progress: FetchProgress, end: FetchEnd, now: Date): Promise<SyncRun> {
    await this.#updates.onRun(runId, { ...progress, ...end, fetchDone: true });
    await this.#renew(runId, now, DRAIN_LEASE_MS);
    await this.#settle(runId, now);
    const run = await this.#sources.getRun(runId);
    if (!run) throw new Error(`Run ${runId} is gone from the Sources table.`);
    return run;
  }

  /** Ends the run when its fetch is done and all its chunks are written; otherwise keeps its lease alive. */
  async #settle(runId: string, now: Date): Promise<void> {
    const run = await this.#sources.getRunItem(runId);
    if (!run || run.status !== "RUNNING" || !run.fetchDone) return;
    if (run.chunksDone < run.chunksSent) return this.#renew(runId, now, DRAIN_LEASE_MS);
    const failed = run.chunksFailed > 0;
    const status = failed ? "FAILED" : (run.outcome ?? "FAILED");
    await this.#end(run, status, now, failed ? lostChunks(run) : run.message);
  }

  /** Ends a run that died: its function or its process is gone. Does nothing to a run that has ended. */
  async interrupt(runId: string, now: Date): Promise<void> {
    const run = await this.#sources.getRunItem(runId);
    if (run?.status === "RUNNING") {
      await this.#end(
        run,
        "FAILED",
        now,
        "The run was interrupted before it ended; the next run starts over.",
      );
    } else {
      await this.#updates.onSource(runId, "SET lease = :none", { ":none": null });
    }
  }

  async #end(run: RunItem, status: SyncStatus, now: Date, message: string | null): Promise<void> {
    try {
      await this.#updates.onRun(
        run.id,
        { status, message, finishedAt: now.toISOString(), coverage: run.coverage ?? "PARTIAL" },
        "#status = :running",
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return;
      throw error;
    }
    await this.#release(run, status === "SUCCEEDED");
    if (run.retire && status === "SUCCEEDED") await this.#sources.remove(run.sourceId);
  }

  /** Gives the source back and, after a success, notes what it saw and when. */
  async #release(run: Pick<RunItem, "id" | "coverage" | "startedAt">, succeeded: boolean): Promise<void> {
    const values: Record<string, unknown> = { ":none": null };
    let update = "SET lease = :none";
    if (succeeded) {
      update += ", lastSuccessAt = :at";
      values[":at"] = run.startedAt;
      if (run.coverage === "COMPLETE") update += ", lastCompleteAt = :at";
    }
    await this.#updates.onSource(run.id, update, values);
  }

  async #renew(runId: string, now: Date, ms: number): Promise<void> {
    await this.#updates.onSource(runId, "SET lease = :lease", { ":lease": { runId, until: later(now, ms) } });
  }

  /** @returns the run after it, or null when it has ended or does not exist */
  async requestCancel(runId: string): Promise<SyncRun | null> {
    try {
      return runFromItem(await this.#updates.onRun(runId, { cancelRequested: true }, "#status = :running"));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  /** Marks a HELD run as released or overtaken, with what became of it. @returns false when it is not HELD */
  async closeHeld(runId: string, status: SyncStatus, message: string): Promise<boolean> {
    try {
      await this.#updates.onRun(runId, { status, message }, "#status = :held");
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

const lostChunks = (run: RunItem): string =>
  `${run.chunksFailed} of ${run.chunksSent} chunks could not be written and lie in the dead-letter queue: ${run.message ?? ""}`;
