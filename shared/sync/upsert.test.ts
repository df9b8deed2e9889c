import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoEngine, OFFERS_TABLE, SOURCES_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import type { SyncChange } from "../ledger/decide.ts";
import { Ledger } from "../ledger/ledger.ts";
import { fingerprintOf } from "../offer/fingerprint.ts";
import { offerIdOf } from "../offer/model.ts";
import { normaliseOffer } from "../offer/normalise.ts";
import type { RunItem } from "../sources/items.ts";
import { RunStore } from "../sources/run-store.ts";
import { SourceStore } from "../sources/store.ts";
import type { OfferChunk } from "./message.ts";
import { overriding } from "./overriding.fixture.ts";
import { digestOf } from "./seen-index.ts";
import { upsertChunk, type UpsertTargets } from "./upsert.ts";

let engine: DynamoEngine;
let targets: UpsertTargets;
let nextSource = 0;

beforeAll(async () => {
  engine = await startDynamo();
  const sources = new SourceStore(engine.documents, SOURCES_TABLE);
  targets = {
    ledger: new Ledger(engine.client, OFFERS_TABLE),
    sources,
    runs: new RunStore(engine.documents, SOURCES_TABLE, sources),
    now: () => new Date(),
  };
});
afterAll(() => engine.stop());

const NOW = new Date("2026-01-01T00:00:00Z");

async function newSource(): Promise<string> {
  nextSource += 1;
  const id = `source-${nextSource}`;
  await targets.sources.add({
    id,
    networkId: "test",
    name: id,
    enabled: true,
    schedule: "rate(1 hour)",
    settings: {},
    sandbox: false,
    hasCredentials: false,
    announceFirstSync: false,
    createdAt: NOW.toISOString(),
  });
  return id;
}

async function newRun(sourceId: string): Promise<RunItem> {
  const source = await targets.sources.get(sourceId);
  if (!source) throw new Error("no source");
  const begun = await targets.runs.begin(
    { ...source, lease: null },
    "FULL",
    new Date(Date.now() + 10 * 60_000),
  );
  if (!("run" in begun)) {
    if (source.lease) await targets.runs.interrupt(source.lease.runId, new Date());
    return newRun(sourceId);
  }
  return begun.run;
}

const put = (sourceId: string, id: string, title: string, isNew = true): SyncChange => {
  const draft = { sourceOfferId: id, kind: "PRODUCT", title, trackingUrl: "https://shop.example/1" } as const;
  const content = normaliseOffer(draft, { timeZone: "UTC", now: NOW });
  return {
    op: "PUT",
    offerId: offerIdOf(sourceId, id),
    sourceOfferId: id,
    content,
    fingerprint: fingerprintOf(content),
    isNew,
    rawRef: null,
  };
};

const gone = (sourceId: string, id: string): SyncChange => ({
  op: "REMOVE",
  offerId: offerIdOf(sourceId, id),
  sourceOfferId: id,
  lastSeenAt: null,
});

const chunkOf = (run: RunItem, chunk: number, changes: SyncChange[]): OfferChunk => ({
  v: 1,
  chunk,
  origin: {
    runId: run.id,
    runSeq: run.seq,
    leg: 1,
    sourceId: run.sourceId,
    networkId: "test",
    sandbox: false,
    quiet: false,
  },
  changes,
});

const history = async (sourceId: string, id: string): Promise<string[]> => {
  const versions = await targets.ledger.versions(offerIdOf(sourceId, id), { first: 100, before: null });
  return versions.reverse().map((each) => `${each.version} ${each.status} ${each.content.title}`);
};

describe("upsertChunk", () => {
  it("leaves one version and one count when the same message comes three times", async () => {
    const source = await newSource();
    const run = await newRun(source);
    const chunk = chunkOf(run, 0, [put(source, "a", "first"), put(source, "b", "first")]);
    await Promise.all([upsertChunk(targets, chunk), upsertChunk(targets, chunk)]);
    await upsertChunk(targets, chunk);
    expect(await history(source, "a")).toEqual(["1 ACTIVE first"]);
    expect(await targets.sources.getRun(run.id)).toMatchObject({ created: 2, changed: 0, unchanged: 0 });
  });

  it("counts what a dead writer had written, also when admins have changed it before the message came again", async () => {
    const source = await newSource();
    const run = await newRun(source);
    await upsertChunk(targets, chunkOf(run, 0, [put(source, "a", "one"), put(source, "b", "one")]));
    const next = await newRun(source);
    const chunk = chunkOf(next, 0, [
      put(source, "a", "two", false),
      gone(source, "b"),
      put(source, "c", "new"),
      put(source, "d", "new"),
    ]);
    const dying = overriding(targets.runs, { chunkDone: () => Promise.reject(new Error("the writer died")) });
    await expect(upsertChunk({ ...targets, runs: dying }, chunk)).rejects.toThrow("died");
    for (const id of ["a", "b", "c"]) {
      const hide = { cause: "ADMIN", author: "ada", reason: null, hidden: true } as const;
      await targets.ledger.amend(offerIdOf(source, id), () => hide, NOW);
    }
    expect(await upsertChunk(targets, chunk)).toMatchObject({
      created: 2,
      changed: 1,
      removed: 1,
      unchanged: 0,
    });
    const sum = ["a", "c", "d"].map(async (id) => {
      const record = await targets.ledger.current(offerIdOf(source, id));
      return record === null ? 0 : digestOf(id, record.sourceFingerprint);
    });
    const digest = (await Promise.all(sum)).reduce((all, each) => all + each, 0);
    expect((await targets.sources.get(source))?.account).toEqual({ count: 3, digest });
  });

  it("ignores what an older run says once a newer one has begun", async () => {
    const source = await newSource();
    const older = await newRun(source);
    const newer = await newRun(source);
    await upsertChunk(targets, chunkOf(newer, 0, [put(source, "a", "newer")]));
    const counts = await upsertChunk(
      targets,
      chunkOf(older, 0, [put(source, "a", "older"), gone(source, "a")]),
    );
    expect(await history(source, "a")).toEqual(["1 ACTIVE newer"]);
    expect(counts).toMatchObject({ superseded: 2, created: 0, changed: 0, removed: 0 });
  });

  it("keeps an offer hidden through a change, a removal and its return", async () => {
    const source = await newSource();
    const id = offerIdOf(source, "a");
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [put(source, "a", "one")]));
    await targets.ledger.amend(
      id,
      () => ({ cause: "ADMIN", author: "ada", reason: "wrong price", hidden: true }),
      NOW,
    );
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [put(source, "a", "two", false)]));
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [gone(source, "a")]));
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [put(source, "a", "two")]));
    expect(await history(source, "a")).toEqual([
      "1 ACTIVE one",
      "2 HIDDEN one",
      "3 HIDDEN two",
      "4 REMOVED two",
      "5 HIDDEN two",
    ]);
  });

  it("lets a rollback stand until the source itself says something new", async () => {
    const source = await newSource();
    const id = offerIdOf(source, "a");
    const first = put(source, "a", "one");
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [first]));
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [put(source, "a", "two", false)]));
    if (first.op !== "PUT") throw new Error("unreachable");
    const { content, fingerprint } = first;
    await targets.ledger.amend(
      id,
      () => ({ cause: "ROLLBACK", author: "ada", reason: null, shown: { content, fingerprint } }),
      NOW,
    );
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [put(source, "a", "two", false)]));
    expect(await history(source, "a")).toEqual(["1 ACTIVE one", "2 ACTIVE two", "3 ACTIVE one"]);
    await upsertChunk(targets, chunkOf(await newRun(source), 0, [put(source, "a", "three", false)]));
    expect((await history(source, "a")).at(-1)).toBe("4 ACTIVE three");
  });

  it("reaches the newest run's state without gaps, whatever is repeated, reordered or concurrent", async () => {
    const ids = ["a", "b", "c", "d"];
    const runPlan = fc.array(fc.constantFrom("x", "y", "z", null), {
      minLength: ids.length,
      maxLength: ids.length,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(runPlan, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(5)),
        async (plan, dice) => {
          const source = await newSource();
          const deliveries: OfferChunk[] = [];
          let last: RunItem | null = null;
          const state = new Map<string, string | null>();
          for (const titles of plan) {
            last = await newRun(source);
            const changes = ids.map((id, place) => {
              const title = titles[place] ?? null;
              return title === null ? gone(source, id) : put(source, id, title, dice.next().value === 0);
            });
            const chunk = chunkOf(last, 0, changes);
            // Some messages are handled at once and again later; others come late only, when the run is overtaken.
            const repeats = dice.next().value % 3;
            if (repeats > 0) {
              await Promise.all(Array.from({ length: repeats }, () => upsertChunk(targets, chunk)));
              for (const [place, id] of ids.entries()) state.set(id, titles[place] ?? null);
            }
            deliveries.push(chunk);
          }
          const late = deliveries
            .map((chunk) => ({ chunk, at: dice.next().value }))
            .sort((one, other) => one.at - other.at)
            .map(({ chunk }) => chunk);
          for (const chunk of late) await upsertChunk(targets, chunk);
          for (const [place, id] of ids.entries()) state.set(id, plan.at(-1)?.[place] ?? null);
          for (const id of ids) {
            const versions = await targets.ledger.versions(offerIdOf(source, id), {
              first: 100,
              before: null,
            });
            const current = await targets.ledger.current(offerIdOf(source, id));
            expect(versions.map((each) => each.version)).toEqual(
              versions.map((_, place) => versions.length - place),
            );
            expect(current ?? undefined).toEqual(versions[0]);
            const wanted = state.get(id) ?? null;
            expect(current === null || current.removedAt !== null ? null : current.content.title).toBe(
              wanted,
            );
            for (const [place, each] of versions.entries()) {
              const before = versions[place + 1];
              if (before) expect([each.status, each.content]).not.toEqual([before.status, before.content]);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
