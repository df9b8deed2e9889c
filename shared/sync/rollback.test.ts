/** Taking a whole source back, against the real engines. */
import { describe, expect, it } from "vitest";
import type { VersionRecord } from "../ledger/records.ts";
import type { SyncRun } from "../sources/records.ts";
import type { RunRequest } from "./run-context.ts";
import { runSync } from "./run.ts";
import {
  carriedOut,
  offers,
  script,
  scripted,
  sourceId,
  synced,
  syncing,
  useScriptedSyncs,
} from "./scripted.fixture.ts";

useScriptedSyncs();

const rolledBack = (to: string, dryRun = false): Promise<SyncRun> =>
  carriedOut({ task: "ROLLBACK", rollback: { to, author: "ada" }, dryRun });

/** What every offer of the source is to the public: its title, or that it is gone. */
async function state(): Promise<Record<string, string | null>> {
  const all: VersionRecord[] = [];
  for await (const page of scripted().ledger.all("CURRENT", sourceId())) all.push(...page);
  return Object.fromEntries(
    all
      .toSorted((a, b) => (a.offerId < b.offerId ? -1 : 1))
      .map((each) => [each.sourceOfferId, each.removedAt === null ? each.content.title : null]),
  );
}

/** An instant that lies between what was written before and what comes after. */
async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 3));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 3));
  return now;
}

async function brokenFeed(): Promise<{ good: Record<string, string | null>; at: string }> {
  script.listed = offers(30);
  await synced();
  script.listed = offers(28);
  await synced();
  const good = await state();
  const at = await moment();
  script.listed = [
    ...offers(25).map((each) => (each.id < "o15" ? { ...each, title: `BROKEN ${each.id}` } : each)),
    { id: "o29", title: "offer 29" },
    { id: "junk", title: "junk" },
  ];
  await synced();
  return { good, at };
}

describe("a source that is rolled back", () => {
  it("is what it was: contents, what had gone, what was not there", async () => {
    const { good, at } = await brokenFeed();
    const broken = await state();
    const dry = await rolledBack(at, true);
    expect(dry).toMatchObject({ status: "SUCCEEDED", task: "ROLLBACK", dryRun: true, removed: 2 });
    expect(dry.message).toContain("nothing was written");
    expect(await state()).toEqual(broken);
    const run = await rolledBack(at);
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      dryRun: false,
      changed: dry.changed,
      removed: dry.removed,
    });
    expect(await state()).toEqual({ ...good, junk: null });
    expect(await scripted().ledger.current(`${sourceId()}:o1`)).toMatchObject({
      cause: "ROLLBACK",
      author: "ada",
      reason: `to ${at}`,
      runId: run.id,
      changedFields: ["title"],
    });
  });

  it("stays so while the source says the same, and follows it when it moves", async () => {
    const { good, at } = await brokenFeed();
    await rolledBack(at);
    expect(await synced()).toMatchObject({
      coverage: "COMPLETE",
      changed: 0,
      created: 0,
      removed: 0,
      writeUnits: 0,
    });
    expect(await state()).toEqual({ ...good, junk: null });
    script.listed = script.listed.map((each) => (each.id === "o1" ? { ...each, title: "mended" } : each));
    expect(await synced()).toMatchObject({ changed: 1, removed: 0 });
    expect((await state())["o1"]).toBe("mended");
    script.listed = offers(28);
    await synced();
    expect(await state()).toEqual({ ...good, junk: null });
  });

  it("can be taken back itself", async () => {
    const { at } = await brokenFeed();
    const broken = await state();
    const before = await moment();
    await rolledBack(at);
    await rolledBack(before);
    expect(await state()).toEqual(broken);
    expect(await rolledBack(before)).toMatchObject({ changed: 0, removed: 0 });
  });

  it("does not hold its run for a listing: what the source shows is as old as it was", async () => {
    const { at } = await brokenFeed();
    const before = await scripted().sources.get(sourceId());
    await rolledBack(at);
    const after = await scripted().sources.get(sourceId());
    expect(after?.lastCompleteAt).toBe(before?.lastCompleteAt);
    expect(after?.lease).toBeNull();
  });

  it("goes on where its function ended", async () => {
    const { good, at } = await brokenFeed();
    const source = await scripted().sources.get(sourceId());
    const begun =
      source &&
      (await scripted().runs.begin(source, "FULL", new Date(), {
        task: "ROLLBACK",
        rollback: { to: at, author: "ada" },
        dryRun: false,
      }));
    if (!begun || !("run" in begun)) throw new Error("no run");
    const hurried = { ...syncing(), remainingMs: () => 1_000 };
    let request: RunRequest | null = { sourceId: sourceId(), runId: begun.run.id };
    let legs = 0;
    for (; request; legs += 1) {
      expect(await runSync(scripted().targets(hurried), request)).toMatchObject({ started: true });
      request = await scripted().nextLeg(sourceId());
    }
    expect(legs).toBeGreaterThan(3);
    await scripted().drain();
    expect(await scripted().sources.getRun(begun.run.id)).toMatchObject({
      status: "SUCCEEDED",
      resumes: legs - 1,
    });
    expect(await state()).toEqual({ ...good, junk: null });
  });
});
