/** An index that is behind, or lost: a change is never missed because of it, and nothing is removed. */
import { afterEach, describe, expect, it } from "vitest";
import type { KnownOffer } from "../ledger/records.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { SyncRun } from "../sources/records.ts";
import { overriding } from "./overriding.fixture.ts";
import { runSync } from "./run.ts";
import { offers, script, scripted, sourceId, synced, syncing, useScriptedSyncs } from "./scripted.fixture.ts";
import { digestOf } from "./seen-index.ts";

useScriptedSyncs();

let seenAs: ((page: KnownOffer[]) => KnownOffer[]) | null = null;
afterEach(() => {
  seenAs = null;
});

/** The ledger with an index that shows what `seenAs` makes of it. */
function throughTheIndex(ledger: Ledger): Ledger {
  const metered = ledger.metered();
  const seen: Ledger = overriding(metered, {
    metered: () => seen,
    known: async function* (id) {
      for await (const page of metered.known(id)) yield seenAs ? seenAs(page) : page;
    },
  });
  return seen;
}

async function syncedSeeing(as: typeof seenAs): Promise<SyncRun> {
  seenAs = as;
  const targets = scripted().targets(syncing());
  const result = await runSync(
    { ...targets, ledger: throughTheIndex(targets.ledger) },
    { sourceId: sourceId() },
  );
  if (!result.started) throw new Error(result.reason);
  await scripted().drain();
  seenAs = null;
  const run = await scripted().sources.getRun(result.run.id);
  if (!run) throw new Error("the run is gone");
  return run;
}

const account = async () => (await scripted().sources.get(sourceId()))?.account;

describe("an index that does not agree with the ledger", () => {
  it("hides no change: the record goes back to what an outdated index still shows", async () => {
    script.listed = offers(30);
    await synced();
    const outdated: KnownOffer[] = [];
    for await (const page of scripted().ledger.known(sourceId())) outdated.push(...page);
    script.listed = offers(30).map((each) => (each.id === "o4" ? { ...each, title: "other" } : each));
    await synced();
    script.listed = offers(30);
    const run = await syncedSeeing((page) =>
      page.map((each) => outdated.find(({ sourceOfferId }) => sourceOfferId === each.sourceOfferId) ?? each),
    );
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      coverage: "PARTIAL",
      changed: 1,
      unchanged: 29,
      removed: 0,
    });
    expect(run.message).toContain("nothing was removed; the next run looks again");
    expect((await scripted().ledger.current(`${sourceId()}:o4`))?.content.title).toBe("offer 4");
    expect(await synced()).toMatchObject({ coverage: "COMPLETE", unchanged: 30, changed: 0, writeUnits: 0 });
  });

  it("may be empty: everything is compared, nothing is doubled, nothing is removed", async () => {
    script.listed = offers(40);
    await synced();
    script.listed = offers(30);
    expect(await syncedSeeing(() => [])).toMatchObject({
      coverage: "PARTIAL",
      created: 0,
      changed: 0,
      unchanged: 30,
      removed: 0,
      writeUnits: 0,
    });
    // Whole again: the next run removes what is gone.
    expect(await synced()).toMatchObject({ coverage: "COMPLETE", unchanged: 30, removed: 10 });
  });

  it("is doubted anew when it is lost again, after a run that found it whole", async () => {
    script.listed = offers(25);
    await synced();
    expect(await syncedSeeing(() => [])).toMatchObject({ coverage: "PARTIAL", unchanged: 25 });
    expect(await synced()).toMatchObject({ coverage: "COMPLETE", unchanged: 25 });
    script.listed = offers(20);
    expect(await syncedSeeing(() => [])).toMatchObject({ coverage: "PARTIAL", unchanged: 20, removed: 0 });
    expect(await synced()).toMatchObject({ coverage: "COMPLETE", removed: 5 });
  });

  it("is believed at its second showing, when it is the account that went wrong", async () => {
    script.listed = offers(20);
    await synced();
    const { id } =
      (await scripted().sources.listRuns({ sourceId: sourceId(), first: 1, after: null })).runs[0] ?? {};
    // A chunk that was written and never counted.
    const source = await scripted().sources.get(sourceId());
    const begun = source && (await scripted().runs.begin(source, "FULL", new Date()));
    if (!begun || !("run" in begun)) throw new Error("no run");
    await scripted().runs.setAccount(begun.run.id, { count: 19, digest: 1 });
    await scripted().runs.interrupt(begun.run.id, new Date());
    expect(id).toBeDefined();
    script.listed = offers(21);
    expect(await synced()).toMatchObject({ coverage: "PARTIAL", created: 1, unchanged: 20 });
    script.listed = offers(15);
    expect(await synced()).toMatchObject({ coverage: "COMPLETE", removed: 6 });
  });

  it("is accounted for exactly, whatever is created, changed, removed and brought back", async () => {
    for (const [count, title] of [
      [30, "a"],
      [22, "b"],
      [35, "b"],
      [0, "b"],
      [0, "b"],
      [25, "c"],
    ] as const) {
      script.listed = offers(count, title);
      await synced();
      const found = { count: 0, digest: 0 };
      for await (const page of scripted().ledger.known(sourceId())) {
        for (const { sourceOfferId, sourceFingerprint } of page) {
          found.count += 1;
          found.digest += digestOf(sourceOfferId, sourceFingerprint);
        }
      }
      expect(await account()).toEqual(found);
    }
  });
});
