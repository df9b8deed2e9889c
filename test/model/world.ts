/** The product on its real engines, with everything that may go wrong at a lever: deaths, repeats, delays, a lost index. */
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { Archive } from "../../shared/archive/archive.ts";
import { Curation } from "../../shared/control/curation.ts";
import { expireOffers } from "../../shared/ledger/expire-offers.ts";
import { Ledger } from "../../shared/ledger/ledger.ts";
import type { VersionRecord } from "../../shared/ledger/records.ts";
import { offerIdOf } from "../../shared/offer/model.ts";
import type { NetworkAdapter } from "../../shared/networks/adapter.ts";
import { projectOffers } from "../../shared/readmodel/project.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "../../shared/readmodel/embedded.fixture.ts";
import type { RunTask } from "../../shared/sources/new-run.ts";
import type { SyncRun } from "../../shared/sources/records.ts";
import { type SyncEngines, startSyncEngines } from "../../shared/sync/engines.fixture.ts";
import { overriding } from "../../shared/sync/overriding.fixture.ts";
import { runSync } from "../../shared/sync/run.ts";
import type { RunRequest, RunTargets } from "../../shared/sync/run-context.ts";
import { adapter as scripted, newSecrets } from "../../shared/sync/scripted.fixture.ts";
import { sweepRuns } from "../../shared/sync/sweep.ts";
import { upsertBatch } from "../../shared/sync/upsert-batch.ts";
import type { Overrides, Said } from "./model.ts";

const TICK_MS = 30 * 60_000;
const PAGE = 4;

/** The process is gone: whatever it still asks for does not happen. */
export class Dead extends Error {
  override readonly name = "Dead";
}

/** Lets a process do so many things, and then no more. The last one may happen before it dies, or not. */
export class Life {
  #left: number;
  readonly #lastOneCounts: boolean;

  constructor(steps: number, lastOneCounts: boolean) {
    this.#left = steps;
    this.#lastOneCounts = lastOneCounts;
  }

  async #step<T>(act: () => Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left < 0) throw new Dead();
    if (this.#left > 0) return act();
    if (this.#lastOneCounts) await act();
    throw new Dead();
  }

  /** The object with every one of these methods a step of this life. */
  of<T extends object>(real: T, names: readonly (keyof T)[]): T {
    const methods = names.map((name) => {
      const method = (real[name] as (...args: unknown[]) => Promise<unknown>).bind(real);
      return [name, (...args: unknown[]) => this.#step(() => method(...args))];
    });
    return overriding(real, Object.fromEntries(methods) as Partial<T>);
  }
}

export const forever = (): Life => new Life(Number.MAX_SAFE_INTEGER, true);

export interface SyncHow {
  readonly resumable: boolean;
  /** How many pages the listing gives before it breaks off; null: all. */
  readonly breaksAfter: number | null;
  readonly coverage: "COMPLETE" | "CAPPED";
  /** What the index shows: everything, nothing, or every other offer. */
  readonly index: "whole" | "lost" | "torn";
  /** Deaths of the fetch function, one after the other: after so many steps each. */
  readonly deaths: readonly { readonly steps: number; readonly lastOneCounts: boolean }[];
  readonly delivery: Delivery;
  /** A second start of the same source at the same time. */
  readonly twice: boolean;
}

/** How the queue treats its messages: dice that are thrown for repeats, order and deaths of the writers. */
export interface Delivery {
  readonly dice: readonly number[];
}

export class World {
  readonly #engines: SyncEngines;
  readonly #readModel: EmbeddedReadModel;
  readonly archive: Archive;
  /** What the table's stream brings, in the order of the commits. */
  #stream: VersionRecord[] = [];
  #now = 0;
  #source = "";
  #made = 0;
  /** Whether the index hid something from the last sync. */
  indexLacked = false;

  private constructor(engines: SyncEngines, readModel: EmbeddedReadModel) {
    this.#engines = engines;
    this.#readModel = readModel;
    this.archive = new Archive(engines.targets({ ...this.#syncing([]), adapter: scripted }).s3, "archive");
  }

  static async start(): Promise<World> {
    return new World(await startSyncEngines(), await startEmbeddedReadModel());
  }

  async stop(): Promise<void> {
    await Promise.all([this.#engines.stop(), this.#readModel.stop()]);
  }

  get db(): EmbeddedReadModel["db"] {
    return this.#readModel.db;
  }

  get ledger(): Ledger {
    return this.#engines.ledger;
  }

  get source(): string {
    return this.#source;
  }

  instant(tick: number): Date {
    return new Date(Date.UTC(2026, 0, 1) + tick * TICK_MS);
  }

  at(tick: number): void {
    this.#now = tick;
  }

  /** A fresh source: what earlier sequences left does not matter. */
  async newSource(): Promise<void> {
    this.#made += 1;
    this.#source = `model${this.#made}`;
    this.#stream = [];
    this.#now = 0;
    await this.#engines.addSource({
      id: this.#source,
      networkId: "scripted",
      createdAt: this.instant(0).toISOString(),
    });
  }

  #clock = (): Date => this.instant(this.#now);

  #syncing(feed: readonly (readonly [string, Said])[], how?: SyncHow) {
    const adapter: NetworkAdapter = {
      ...scripted,
      fetchOffers: async function* ({ cursor }) {
        for (let start = Number(cursor ?? 0); start < feed.length; start += PAGE) {
          if (how?.breaksAfter != null && start / PAGE >= how.breaksAfter)
            throw new Error("the network broke off");
          yield {
            records: feed.slice(start, start + PAGE),
            cursor: how?.resumable === true ? String(start + PAGE) : null,
          };
        }
        return { coverage: how?.coverage ?? "COMPLETE" };
      },
      toOffer: (record) => {
        const [id, said] = record as [string, Said];
        return {
          sourceOfferId: id,
          kind: "PRODUCT",
          // One of its own for each: offers that look alike are a matter of their own.
          title: `offer ${id}`,
          trackingUrl: `https://shop.example/${id}`,
          price: { amount: String(said.price), currency: "EUR" },
          ...(said.endsAt !== null && { endsAt: this.instant(said.endsAt * 2).toISOString() }),
        };
      },
    };
    const http = {
      request: () => Promise.reject(new Error("the model makes no requests")),
      conceal: () => undefined,
      totals: () => ({ calls: 0, retries: 0, throttles: 0, bytes: 0 }),
    };
    return { adapter, secrets: newSecrets(), httpClient: () => http, now: this.#clock, checkpointEveryMs: 0 };
  }

  /** The ledger whose commits are seen by the stream, and whose index shows what it is told to. */
  #seen(life: Life, index: SyncHow["index"]): Ledger {
    const wrap = (real: Ledger): Ledger => {
      const living = life.of(real, ["currentOf", "current", "versions", "version", "asOf"]);
      const ledger: Ledger = overriding(living, {
        metered: () => wrap(real.metered()),
        // It writes by the method above, not by the real one.
        amend: (...change) => Ledger.prototype.amend.apply(ledger, change),
        write: (versions) => life.of({ write: () => this.#commit(real, versions) }, ["write"]).write(),
        known: (sourceId) => this.#shown(real, sourceId, index),
      });
      return ledger;
    };
    return wrap(this.#engines.ledger);
  }

  async *#shown(real: Ledger, sourceId: string, index: SyncHow["index"]): ReturnType<Ledger["known"]> {
    for await (const page of real.known(sourceId)) {
      const shown =
        index === "whole" ? page : index === "lost" ? [] : page.filter((_, place) => place % 2 === 0);
      if (shown.length < page.length) this.indexLacked = true;
      yield shown;
    }
  }

  async #commit(real: Ledger, versions: Parameters<Ledger["write"]>[0]): ReturnType<Ledger["write"]> {
    const result = await real.write(versions);
    const refused = new Set(result.conflicts.map(({ record }) => record));
    this.#stream.push(...versions.map(({ record }) => record).filter((record) => !refused.has(record)));
    return result;
  }

  #targets(feed: readonly (readonly [string, Said])[], life: Life, how?: SyncHow): RunTargets {
    const targets = this.#engines.targets(this.#syncing(feed, how));
    return {
      ...targets,
      ledger: this.#seen(life, how?.index ?? "whole"),
      sources: life.of(targets.sources, ["get", "getRun", "getRunItem", "listRuns"]),
      runs: life.of(targets.runs, [
        "begin",
        "claim",
        "progress",
        "checkpoint",
        "fetchDone",
        "handOver",
        "closeHeld",
        "setAccount",
        "setDoubt",
        "indexRead",
        "died",
        "chunkDone",
      ]),
      sqs: life.of(targets.sqs, ["send"]),
      s3: life.of(targets.s3, ["send"]),
    };
  }

  /** One function that works on a run, or begins one, until it ends or dies. */
  async #fetch(targets: RunTargets, request: RunRequest): Promise<"ended" | "dead" | "refused"> {
    try {
      return (await runSync(targets, request)).started ? "ended" : "refused";
    } catch (error) {
      if (error instanceof Dead) return "dead";
      throw error;
    }
  }

  /** A sync from its start to its end, whatever dies on the way. @returns the run as it ended */
  async sync(feed: ReadonlyMap<string, Said>, how: SyncHow): Promise<SyncRun> {
    this.indexLacked = false;
    const records = [...feed];
    const lives = how.deaths.map(({ steps, lastOneCounts }) => new Life(steps, lastOneCounts));
    const before = await this.newestRun();
    const first = this.#targets(records, lives.shift() ?? forever(), how);
    const starts = [this.#fetch(first, { sourceId: this.#source })];
    if (how.twice)
      starts.push(this.#fetch(this.#targets(records, forever(), how), { sourceId: this.#source }));
    await Promise.all(starts);
    return this.#toItsEnd(records, how, lives, before);
  }

  /** Something that an admin asks for, as a run. */
  async task(task: RunTask, how: SyncHow): Promise<SyncRun> {
    const source = await this.#engines.sources.get(this.#source);
    if (!source) throw new Error("the source is gone");
    const begun = await this.#engines.runs.begin(source, "FULL", this.#clock(), task);
    if (!("run" in begun)) throw new Error("another run holds the source");
    const lives = how.deaths.map(({ steps, lastOneCounts }) => new Life(steps, lastOneCounts));
    const before = source.lastRunId;
    const request = { sourceId: this.#source, runId: begun.run.id };
    await this.#fetch(this.#targets([], lives.shift() ?? forever(), how), request);
    return this.#toItsEnd([], how, lives, before);
  }

  async #toItsEnd(
    records: readonly (readonly [string, Said])[],
    how: SyncHow,
    lives: Life[],
    before: string | null,
  ): Promise<SyncRun> {
    for (let round = 0; ; round += 1) {
      if (round > 30) throw new Error("the run does not end");
      // Some of it is written before the next function begins, some after.
      await this.#deliver(how.delivery, round);
      const source = await this.#engines.sources.get(this.#source);
      const run = source?.lastRunId ? await this.#engines.sources.getRun(source.lastRunId) : null;
      if (run && run.id !== before && run.status !== "RUNNING") return run;
      const life = lives.shift() ?? forever();
      const targets = this.#targets(records, life, how);
      if (source?.lease == null) {
        // It died before there was a run.
        await this.#fetch(targets, { sourceId: this.#source });
        continue;
      }
      const started: RunRequest[] = [];
      const { sources, runs } = this.#engines;
      const startRun = async (_: unknown, request: RunRequest): Promise<void> => {
        if (request.sourceId === this.#source) started.push(request);
      };
      const mine = overriding(sources, { list: async () => [source] });
      const later = new Date(this.#clock().getTime() + (round + 1) * 10 * 60_000);
      await sweepRuns({ sources: mine, runs, startRun }, later);
      for (const request of started) await this.#fetch(targets, request);
    }
  }

  /** Takes what waits in the queue: in any order, some of it twice, by writers some of which die. */
  async #deliver({ dice }: Delivery, round: number): Promise<void> {
    let thrown = round * 7;
    const die = (): number => dice[thrown++ % dice.length] ?? 0;
    for (;;) {
      const { sqs, queueUrl } = this.#engines;
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return;
      const shuffled = Messages.map((message) => ({ message, at: die() }))
        .sort((one, other) => one.at - other.at)
        .map(({ message }) => message);
      for (const { MessageId = "", Body = "", ReceiptHandle } of shuffled) {
        const record = { messageId: MessageId, body: Body, attributes: { ApproximateReceiveCount: "1" } };
        const throwOf = die();
        if (throwOf % 4 === 0) await this.#written([record], new Life(1 + (die() % 5), throwOf % 8 === 0));
        const times = throwOf % 3 === 0 ? 2 : 1;
        await Promise.all(Array.from({ length: times }, () => this.#written([record], forever())));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
    }
  }

  async #written(records: Parameters<typeof upsertBatch>[1], life: Life): Promise<void> {
    const { sources, runs, sqs, deadLetterQueueUrl } = this.#engines;
    await upsertBatch(
      {
        ledger: this.#seen(life, "whole"),
        sources: life.of(sources, ["get"]),
        runs: life.of(runs, ["chunkDone"]),
        sqs,
        deadLetterQueueUrl,
        maxReceives: 5,
        now: this.#clock,
        log: () => undefined,
      },
      records,
    );
  }

  /** The pass that turns offers whose end has passed; only this source's, since others' are not this sequence's. */
  async expire(): Promise<void> {
    const real = this.#engines.ledger;
    const prefix = `${this.#source}:`;
    const mine = overriding(this.#seen(forever(), "whole"), {
      due: async function* (shard, until) {
        for await (const page of real.due(shard, until)) yield page.filter((id) => id.startsWith(prefix));
      },
    });
    await expireOffers(mine, { now: this.#clock, remainingMs: () => 60_000 });
  }

  /** Overrides a field of an offer on top of others; nothing: gives all of them back. */
  async override(id: string, { price, endsAt }: Overrides): Promise<void> {
    const offerId = offerIdOf(this.#source, id);
    if (price === undefined && endsAt === undefined) {
      await this.curation.clearOverrides(offerId, null, "ada");
      return;
    }
    const input =
      price === undefined
        ? { endsAt: endsAt == null ? null : this.instant(endsAt * 2).toISOString() }
        : { price: { amount: String(price), currency: "EUR" } };
    await this.curation.overrideOffer(offerId, input, "ada");
  }

  get curation(): Curation {
    return new Curation(this.#seen(forever(), "whole"), this.#clock);
  }

  /** Hands the stream on as DynamoDB does: an offer's versions in their order, batches repeated, cut anywhere. */
  async follow(dice: readonly number[]): Promise<void> {
    let thrown = 0;
    const die = (): number => dice[thrown++ % dice.length] ?? 0;
    const records = this.#stream;
    this.#stream = [];
    for (let start = 0; start < records.length;) {
      const size = 1 + (die() % 9);
      const batch = records.slice(start, start + size);
      await this.archive.write(batch);
      await projectOffers(this.db, batch);
      // A batch whose reader died after its work comes again, with more behind it.
      start += die() % 5 === 0 && size > 1 ? Math.ceil(size / 2) : size;
    }
  }

  async newestRun(): Promise<string | null> {
    return (await this.#engines.sources.get(this.#source))?.lastRunId ?? null;
  }

  /** Versions that the runs of the source say they wrote. */
  async countedWrites(): Promise<number> {
    const { runs } = await this.#engines.sources.listRuns({
      sourceId: this.#source,
      first: 100,
      after: null,
    });
    return runs.reduce((sum, run) => sum + run.created + run.changed + run.removed, 0);
  }

  async account(): Promise<{ readonly count: number; readonly digest: number } | null> {
    return (await this.#engines.sources.get(this.#source))?.account ?? null;
  }
}
