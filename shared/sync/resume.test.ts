/** Runs whose functions run out of time or die, against the real engines. */
import { describe, expect, it } from "vitest";
import type { RunItem } from "../sources/items.ts";
import type { SyncRun } from "../sources/records.ts";
import type { Syncing } from "./engines.fixture.ts";
import type { RunRequest } from "./run-context.ts";
import { overriding } from "./overriding.fixture.ts";
import { runSync } from "./run.ts";
import { offers, script, scripted, sourceId, synced, syncing, useScriptedSyncs } from "./scripted.fixture.ts";
import { sweepRuns } from "./sweep.ts";

useScriptedSyncs();

/** A function of its own for each leg; `pages` is how many its time allows. */
const shortLived = (pages: number): Syncing => {
  let given = 0;
  script.beforePage = () => {
    given += 1;
  };
  return { ...syncing(), checkpointEveryMs: 0, remainingMs: () => (given < pages ? 900_000 : 30_000) };
};

async function leg(how: Syncing, request: RunRequest): Promise<SyncRun> {
  const result = await runSync(scripted().targets(how), request);
  if (!result.started) throw new Error(result.reason);
  return result.run;
}

async function itemOf(runId: string): Promise<RunItem> {
  const item = await scripted().sources.getRunItem(runId);
  if (!item) throw new Error("the run is gone");
  return item;
}

class Killed extends Error {}

/** Lists until a page, and is gone without a word there, as a killed process is. */
async function killedAt(page: number, request: RunRequest, how: Partial<Syncing> = {}): Promise<string> {
  const targets = scripted().targets({ ...syncing(), checkpointEveryMs: 0, ...how });
  script.beforePage = (at) => {
    if (at === page) throw new Killed();
  };
  // A killed function says nothing more: its last words to the run's record are swallowed.
  const silent = overriding(targets.runs, { fetchDone: () => Promise.reject(new Killed()) });
  await expect(runSync({ ...targets, runs: silent }, request)).rejects.toThrow(Killed);
  script.beforePage = () => undefined;
  const source = await scripted().sources.get(request.sourceId);
  return source?.lastRunId ?? "";
}

async function resumed(runId: string, how: Partial<Syncing> = {}): Promise<SyncRun> {
  const started: RunRequest[] = [];
  const { sources, runs } = scripted();
  const startRun = async (_: unknown, request: RunRequest): Promise<void> => {
    started.push(request);
  };
  const swept = await sweepRuns({ sources, runs, startRun }, new Date(Date.now() + 120_000));
  expect(swept.resumed).toContain(runId);
  const request = started.find((each) => each.runId === runId);
  if (!request) throw new Error("nothing was started");
  await leg({ ...syncing(), checkpointEveryMs: 0, ...how }, request);
  await scripted().drain();
  const run = await scripted().sources.getRun(runId);
  if (!run) throw new Error("the run is gone");
  return run;
}

const versionsOf = async (id: string): Promise<number[]> =>
  (await scripted().ledger.versions(`${sourceId()}:${id}`, { first: 10, before: null })).map(
    ({ version }) => version,
  );

describe("a listing that takes longer than a function may run", () => {
  it("goes on in fresh invocations, lists no page twice, and removes what no leg saw", async () => {
    script.listed = offers(100);
    await synced();
    script.listed = [...offers(90), ...offers(20).map((each) => ({ ...each, id: `new-${each.id}` }))];
    script.resumable = true;
    const pages: number[] = [];
    let request: RunRequest | null = { sourceId: sourceId() };
    let runId = "";
    for (let legs = 0; request; legs += 1) {
      expect(legs).toBeLessThan(10);
      const how = shortLived(3);
      const count = script.beforePage;
      script.beforePage = (page) => {
        pages.push(page);
        return count(page);
      };
      runId = (await leg(how, request)).id;
      request = await scripted().nextLeg(sourceId());
    }
    await scripted().drain();
    expect(pages).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await scripted().sources.getRun(runId)).toMatchObject({
      status: "SUCCEEDED",
      coverage: "COMPLETE",
      resumes: 3,
      fetched: 110,
      pages: 11,
      created: 20,
      unchanged: 90,
      removed: 10,
    });
  });

  it("notices an offer that comes again after the leg that saw it first", async () => {
    script.listed = [...offers(40), { id: "o3", title: "the same id again" }];
    script.resumable = true;
    await leg(shortLived(2), { sourceId: sourceId() });
    const request = await scripted().nextLeg(sourceId());
    if (!request) throw new Error("it did not go on");
    const { id } = await leg(syncing(), request);
    await scripted().drain();
    expect(await scripted().sources.getRun(id)).toMatchObject({ created: 40, rejected: 1, changed: 0 });
    expect((await scripted().ledger.current(`${sourceId()}:o3`))?.content.title).toBe("offer 3");
  });

  it("ends PARTIAL where the source cannot be resumed, and removes nothing", async () => {
    script.listed = offers(50);
    await synced();
    script.listed = offers(50).slice(5);
    const run = await leg(shortLived(2), { sourceId: sourceId() });
    expect(await scripted().nextLeg(sourceId())).toBeNull();
    expect(run).toMatchObject({ status: "SUCCEEDED", coverage: "PARTIAL", removed: 0 });
    expect(run.message).toContain("time was up after 2 pages");
  });

  it("is worked on by one function only, however often a leg is delivered", async () => {
    script.listed = offers(40);
    script.resumable = true;
    await leg(shortLived(2), { sourceId: sourceId() });
    const request = await scripted().nextLeg(sourceId());
    if (!request) throw new Error("it did not go on");
    const answers = await Promise.all([1, 2, 3].map(() => runSync(scripted().targets(syncing()), request)));
    expect(answers.filter(({ started }) => started)).toHaveLength(1);
  });
});

describe("a function that dies", () => {
  it("is followed by one that begins at its last checkpoint; what it sent after that is void or found written", async () => {
    script.listed = offers(100);
    script.resumable = true;
    const runId = await killedAt(7, { sourceId: sourceId() }, { checkpointEveryMs: 0 });
    const at = await itemOf(runId);
    expect(at.checkpoint).toMatchObject({ cursor: "70", progress: { fetched: 70 } });
    await scripted().drain();
    const pages: number[] = [];
    script.beforePage = (page) => {
      pages.push(page);
    };
    const run = await resumed(runId);
    expect(pages).toEqual([7, 8, 9]);
    expect(run).toMatchObject({ status: "SUCCEEDED", coverage: "COMPLETE", created: 100, fetched: 100 });
    expect(await versionsOf("o69")).toEqual([1]);
  });

  /** Sends two pages and dies before it can record that. */
  async function killedBeforeItsCheckpoint(): Promise<string> {
    const targets = scripted().targets({ ...syncing(), checkpointEveryMs: 0 });
    let checkpoints = 0;
    const runs = overriding(targets.runs, {
      checkpoint: async (...args) => {
        checkpoints += 1;
        if (checkpoints === 3) throw new Killed();
        if (checkpoints === 1) return targets.runs.checkpoint(...args);
      },
      fetchDone: () => Promise.reject(new Killed()),
    });
    await expect(runSync({ ...targets, runs }, { sourceId: sourceId() })).rejects.toThrow(Killed);
    return (await scripted().sources.get(sourceId()))?.lastRunId ?? "";
  }

  it.each(["before", "after"])(
    "does not have the last word with what it sent after its checkpoint and was written %s the next leg began",
    async (when) => {
      script.listed = offers(50);
      script.resumable = true;
      await synced();
      script.listed = offers(50).map((each) =>
        each.id === "o15" ? { ...each, title: "for a moment" } : each,
      );
      const runId = await killedBeforeItsCheckpoint();
      expect((await itemOf(runId)).checkpoint).toMatchObject({ cursor: "10" });
      if (when === "before") await scripted().drain();
      // The source says again what the ledger held when the run began.
      script.listed = offers(50);
      const run = await resumed(runId);
      expect(run).toMatchObject({ status: "SUCCEEDED", coverage: "COMPLETE", fetched: 50 });
      expect((await scripted().ledger.current(`${sourceId()}:o15`))?.content.title).toBe("offer 15");
      expect(await versionsOf("o15")).toEqual(when === "before" ? [3, 2, 1] : [1]);
      expect(run.changed).toBe(when === "before" ? 2 : 0);
      expect(await synced()).toMatchObject({ unchanged: 50, changed: 0, created: 0, coverage: "COMPLETE" });
    },
  );

  it("is given up after it died again and again at the same place", async () => {
    script.listed = offers(30);
    script.resumable = true;
    const runId = await killedAt(1, { sourceId: sourceId() });
    const { sources, runs } = scripted();
    const sweep = async (): Promise<string[]> =>
      (await sweepRuns({ sources, runs, startRun: async () => undefined }, new Date(Date.now() + 600_000)))
        .ended;
    for (let deaths = 0; deaths < 5; deaths += 1) {
      const item = await itemOf(runId);
      expect(await runs.died(item, new Date())).toBe(item.leg + 1);
      await runs.claim(runId, item.leg + 1, new Date());
    }
    expect(await sweep()).toContain(runId);
    expect(await scripted().sources.getRun(runId)).toMatchObject({ status: "FAILED" });
    expect((await scripted().sources.getRun(runId))?.message).toContain("died 5 times at the same place");
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", coverage: "COMPLETE" });
  });

  it("is taken up by the next start of its source, too", async () => {
    script.listed = offers(50);
    script.resumable = true;
    const runId = await killedAt(3, { sourceId: sourceId() });
    const source = await scripted().sources.get(sourceId());
    if (!source?.lease) throw new Error("the lease is gone");
    const later = new Date(Date.parse(source.lease.until) + 1_000);
    const run = await leg({ ...syncing(), now: () => later }, { sourceId: sourceId() });
    expect(run.id).toBe(runId);
    await scripted().drain();
    expect(await scripted().sources.getRun(runId)).toMatchObject({ status: "SUCCEEDED", created: 50 });
  });

  it("finds that another has taken over, when it was only slow", async () => {
    script.listed = offers(30);
    script.resumable = true;
    const runId = await killedAt(2, { sourceId: sourceId() });
    const slow = await itemOf(runId);
    await scripted().runs.claim(runId, slow.leg + 1, new Date());
    const { progress } = slow.checkpoint ?? {};
    if (!progress) throw new Error("there is no checkpoint");
    await expect(scripted().runs.progress(slow, progress, new Date())).rejects.toThrow("was ended");
    const { checkpoint } = slow;
    if (!checkpoint) throw new Error("there is no checkpoint");
    await expect(scripted().runs.checkpoint(slow, checkpoint, new Date())).rejects.toThrow("was ended");
  });
});
