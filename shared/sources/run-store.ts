/** A run while it is under way: its lease, its legs, its progress, its end. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { SyncMode } from "../networks/adapter.ts";
import { type Checkpoint, type RunItem, runFromItem, runKey, runSortId, sourceKey } from "./items.ts";
import { newRun, type RunTask } from "./new-run.ts";
import { RunChunks } from "./run-chunks.ts";
import type { ChunkCounts, FetchEnd, FetchProgress } from "./run-progress.ts";
import { RunUpdates } from "./run-updates.ts";
import type { IndexAccount, Source, SyncRun, SyncStatus } from "./records.ts";
import type { SourceStore } from "./store.ts";
import { transact } from "./transaction.ts";

/** A fetch function renews its lease every few seconds; one that stops for this long is dead. */
export const LEASE_MS = 90_000;
/** After its last page a run waits for the queue: it keeps its source until then, unless nothing moves for this long. */
export const DRAIN_LEASE_MS = 30 * 60_000;
/** A run whose function dies so often at the same place is given up: the next one would die there, too. */
export const MOST_DEATHS = 5;

/** The run was ended by others, or is carried on by another invocation, while its function still worked on it. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";
  constructor(runId: string) {
    super(`Run ${runId} was ended while it was under way.`);
  }
}

export type Begun =
  | { readonly run: RunItem }
  /** This run holds the source. */
  | { readonly heldBy: string }
  /** This run's function died: it can be resumed, and has to be before another begins. */
  | { readonly stalled: RunItem };

export class RunStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #sources: SourceStore;
  readonly #updates: RunUpdates;
  readonly #chunks: RunChunks;

  constructor(client: DynamoDBDocumentClient, table: string, sources: SourceStore) {
    this.#client = client;
    this.#table = table;
    this.#sources = sources;
    this.#updates = new RunUpdates(client, table);
    this.#chunks = new RunChunks(client, table);
  }

  /** Takes the source's lease and opens a run. */
  async begin(source: Source, mode: SyncMode, now: Date, task: RunTask = { task: "LIST" }): Promise<Begun> {
    if (source.lease && Date.parse(source.lease.until) > now.getTime()) return { heldBy: source.lease.runId };
    if (source.lease) {
      const stalled = await this.#sources.getRunItem(source.lease.runId);
      if (stalled?.status === "RUNNING" && !stalled.fetchDone) return { stalled };
      await this.interrupt(source.lease.runId, now);
    }
    const run = newRun(source, mode, now, task);
    const refused = await transact(this.#client, [
      {
        Update: {
          TableName: this.#table,
          Key: sourceKey(source.id),
          UpdateExpression: "SET runSeq = :seq, lastRunId = :run, lease = :lease, legs = :legs",
          ConditionExpression:
            "attribute_exists(pk) AND runSeq = :before AND (attribute_not_exists(lease) OR lease = :none OR lease.#until < :now)",
          ExpressionAttributeNames: { "#until": "until" },
          ExpressionAttributeValues: {
            ":seq": run.seq,
            ":before": source.runSeq,
            ":run": run.id,
            ":lease": { runId: run.id, until: later(now, LEASE_MS) },
            ":legs": [],
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
    ]);
    if (refused === null) return { run };
    // Somebody else began a run between our reading and our writing.
    const fresh = await this.#sources.get(source.id);
    return { heldBy: fresh?.lease?.runId ?? fresh?.lastRunId ?? source.id };
  }

  /**
   * Takes a run for this invocation, as the given leg: Lambda and Scheduler deliver at least once, and the second
   * delivery must not fetch again.
   * @returns the run, or null when the leg has been taken, the run has ended, or does not exist
   */
  async claim(runId: string, leg: number, now: Date): Promise<RunItem | null> {
    const before = await this.#sources.getRunItem(runId);
    if (before?.status !== "RUNNING" || before.fetchDone || before.leg !== leg - 1) return null;
    const legs = [...before.legs, before.checkpoint?.chunks ?? 0];
    try {
      const item = await this.#updates.onRun(runId, { leg, legs, nextLeg: null }, { leg: leg - 1 });
      // The upserts read there which chunks are void.
      await this.#updates.onSource(runId, "SET legs = :legs, lease = :lease", {
        ":legs": legs,
        ":lease": { runId, until: later(now, LEASE_MS) },
      });
      return item as unknown as RunItem;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  /**
   * Records the fetch function's progress and renews the lease.
   * @returns whether somebody asked to cancel
   * @throws RunEnded when the run was ended or taken over meanwhile: what this leg still lists is nobody's
   */
  async progress(
    run: Pick<RunItem, "id" | "leg">,
    progress: FetchProgress,
    now: Date,
  ): Promise<{ readonly cancelRequested: boolean }> {
    const attributes = await this.#onLeg(run, { ...progress });
    await this.#renew(run.id, now, LEASE_MS);
    return { cancelRequested: attributes["cancelRequested"] === true };
  }

  /**
   * Records where the run can be taken up again. Everything that was sent before must be in the queue.
   * @throws RunEnded as `progress`
   */
  async checkpoint(run: Pick<RunItem, "id" | "leg">, checkpoint: Checkpoint, now: Date): Promise<void> {
    await this.#onLeg(run, { ...checkpoint.progress, checkpoint, deaths: 0 });
    await this.#renew(run.id, now, LEASE_MS);
  }

  /**
   * Has the run go on in a fresh invocation: whoever follows the table's stream starts it. Should nobody do so, the
   * lease runs out, and the run is resumed like one whose function died.
   */
  async handOver(run: Pick<RunItem, "id" | "leg">, now: Date): Promise<void> {
    await this.#onLeg(run, { nextLeg: run.leg + 1 });
    await this.#renew(run.id, now, LEASE_MS);
  }

  /** Notes what the run found of its source's index: it, or the leg after it, looks no more. */
  async indexRead(run: Pick<RunItem, "id" | "leg">, doubtful: boolean): Promise<void> {
    await this.#onLeg(run, { doubtful });
  }

  /** Takes what the index of the run's source holds for right: the writes keep it up from now on. */
  async setAccount(runId: string, { count, digest }: IndexAccount): Promise<void> {
    await this.#updates.onSource(
      runId,
      "SET accountCount = :count, accountDigest = :digest, doubtCount = :count, doubtDigest = :digest",
      { ":count": count, ":digest": digest },
    );
  }

  /** Keeps what the index of the run's source holds beside the account that it disagrees with. */
  async setDoubt(runId: string, { count, digest }: IndexAccount): Promise<void> {
    await this.#updates.onSource(runId, "SET doubtCount = :count, doubtDigest = :digest", {
      ":count": count,
      ":digest": digest,
    });
  }

  async #onLeg(
    run: Pick<RunItem, "id" | "leg">,
    values: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    try {
      return await this.#updates.onRun(run.id, values, { leg: run.leg });
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new RunEnded(run.id);
      throw error;
    }
  }

  /**
   * Notes that the run's function died, and keeps its source for the one that is to take over.
   * @returns the leg that takes over; null: it was given up, and ended as FAILED
   */
  async died(run: RunItem, now: Date): Promise<number | null> {
    if (run.deaths >= MOST_DEATHS) {
      await this.interrupt(run.id, now, `its function died ${MOST_DEATHS} times at the same place`);
      return null;
    }
    try {
      await this.#onLeg(run, { deaths: run.deaths + 1 });
    } catch (error) {
      if (error instanceof RunEnded) return null;
      throw error;
    }
    await this.#renew(run.id, now, LEASE_MS);
    return run.leg + 1;
  }

  /**
   * Counts a chunk as written, once, however often its message comes.
   * @param failure why the chunk could not be written, when it could not
   */
  async chunkDone(
    runId: string,
    chunk: string,
    counts: ChunkCounts,
    now: Date,
    failure: string | null = null,
  ): Promise<void> {
    await this.#chunks.done(runId, chunk, counts, now, failure);
    await this.#settle(runId, now);
  }

  /** The fetch function's last word: the run ends with it once every chunk is written. */
  async fetchDone(
    run: Pick<RunItem, "id" | "leg">,
    progress: FetchProgress,
    end: FetchEnd,
    now: Date,
  ): Promise<SyncRun> {
    await this.#onLeg(run, { ...progress, ...end, fetchDone: true });
    await this.#renew(run.id, now, DRAIN_LEASE_MS);
    await this.#settle(run.id, now);
    const ended = await this.#sources.getRun(run.id);
    if (!ended) throw new Error(`Run ${run.id} is gone from the Sources table.`);
    return ended;
  }

  /** Ends the run when its fetch is done and all its chunks are written; otherwise keeps its lease alive. */
  async #settle(runId: string, now: Date): Promise<void> {
    const run = await this.#sources.getRunItem(runId);
    if (!run || run.status !== "RUNNING" || !run.fetchDone) return;
    if (run.chunksDone < run.chunksSent) return this.#renew(runId, now, DRAIN_LEASE_MS);
    // Chunks of a leg that died count like others, but it is not for them that the run waits.
    const { done, failed } =
      run.legs.length > 1
        ? await this.#chunks.countOf(run)
        : { done: run.chunksDone, failed: run.chunksFailed > 0 };
    if (done < run.chunksSent) return this.#renew(runId, now, DRAIN_LEASE_MS);
    const status = failed ? "FAILED" : (run.outcome ?? "FAILED");
    await this.#end(run, status, now, failed ? lostChunks(run) : run.message);
  }

  /** Ends a run that died: its function or its process is gone. Does nothing to a run that has ended. */
  async interrupt(runId: string, now: Date, reason = "the next run starts over"): Promise<void> {
    const run = await this.#sources.getRunItem(runId);
    if (run?.status === "RUNNING") {
      await this.#end(run, "FAILED", now, `The run was interrupted before it ended: ${reason}.`);
    } else {
      await this.#updates.onSource(runId, "SET lease = :none", { ":none": null });
    }
  }

  async #end(run: RunItem, status: SyncStatus, now: Date, message: string | null): Promise<void> {
    try {
      await this.#updates.onRun(
        run.id,
        { status, message, finishedAt: now.toISOString(), coverage: run.coverage ?? "PARTIAL" },
        { status: "RUNNING" },
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return;
      throw error;
    }
    await this.#release(run, status === "SUCCEEDED" ? await this.#listingOf(run) : null);
    if (run.task === "RETIRE" && status === "SUCCEEDED") await this.#sources.remove(run.sourceId);
  }

  /** The run that listed the source: this one, or the held one that it carries out; null: none did. */
  async #listingOf(run: RunItem): Promise<Pick<RunItem, "coverage" | "startedAt"> | null> {
    if (run.task === "LIST") return run;
    return run.releases === null ? null : this.#sources.getRunItem(run.releases);
  }

  /** Gives the source back and, after a success, notes what was seen of it and when. */
  async #release(
    run: Pick<RunItem, "id">,
    listing: Pick<RunItem, "coverage" | "startedAt"> | null,
  ): Promise<void> {
    const values: Record<string, unknown> = { ":none": null };
    let update = "SET lease = :none";
    if (listing !== null) {
      update += ", lastSuccessAt = :at";
      values[":at"] = listing.startedAt;
      if (listing.coverage === "COMPLETE") update += ", lastCompleteAt = :at";
    }
    await this.#updates.onSource(run.id, update, values);
  }

  async #renew(runId: string, now: Date, ms: number): Promise<void> {
    await this.#updates.onSource(runId, "SET lease = :lease", { ":lease": { runId, until: later(now, ms) } });
  }

  /** @returns the run after it, or null when it has ended or does not exist */
  async requestCancel(runId: string): Promise<SyncRun | null> {
    try {
      return runFromItem(await this.#updates.onRun(runId, { cancelRequested: true }, { status: "RUNNING" }));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  /** Marks a HELD run as released or overtaken, with what became of it. @returns false when it is not HELD */
  async closeHeld(runId: string, status: SyncStatus, message: string): Promise<boolean> {
    try {
      await this.#updates.onRun(runId, { status, message }, { status: "HELD" });
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
