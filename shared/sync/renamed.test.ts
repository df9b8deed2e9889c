/** A network that gives its offers other ids: nothing is doubled, and nothing loses its history. */
import { describe, expect, it } from "vitest";
import {
  offers,
  script,
  type ScriptedRecord,
  scripted,
  sourceId,
  synced,
  useScriptedSyncs,
} from "./scripted.fixture.ts";

useScriptedSyncs();

const renamed = (records: readonly ScriptedRecord[]): ScriptedRecord[] =>
  records.map((record) => ({ ...record, id: `new-${record.id}` }));

const current = (id: string) => scripted().ledger.current(`${sourceId()}:${id}`);

async function listedIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of scripted().ledger.known(sourceId()))
    ids.push(...page.map((offer) => offer.sourceOfferId));
  return ids.toSorted();
}

describe("a complete listing under other ids", () => {
  it("keeps every offer, its id and its history, and removes none", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = renamed(offers(60));
    const run = await synced();
    expect(run).toMatchObject({ status: "SUCCEEDED", created: 0, removed: 0, changed: 60 });
    expect(run.message).toContain("60 offers came under new ids");
    expect(await listedIds()).toEqual(
      offers(60)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(await current("o7")).toMatchObject({
      version: 2,
      status: "ACTIVE",
      changedFields: ["trackingUrl"],
    });
    expect(await current("new-o7")).toBeNull();
  });

  it("is nothing new the next time, and a price that moves is a version of the old offer", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = renamed(offers(60));
    await synced();
    expect(await synced()).toMatchObject({ unchanged: 60, writeUnits: 0 });
    script.listed = renamed(offers(60)).map((record) => ({ ...record, price: "9.90" }));
    expect(await synced()).toMatchObject({ changed: 60, created: 0, removed: 0 });
    expect(await current("o7")).toMatchObject({ version: 3, content: { price: { amount: "9.90" } } });
  });

  it("takes up offers that are new besides", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = [...renamed(offers(60)), { id: "more", title: "something else" }];
    expect(await synced()).toMatchObject({ created: 1, removed: 0 });
  });

  it("can happen twice", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = renamed(offers(60));
    await synced();
    script.listed = renamed(renamed(offers(60)));
    expect(await synced()).toMatchObject({ created: 0, removed: 0, changed: 60 });
    expect(await current("o7")).toMatchObject({ version: 3 });
  });
});

describe("a listing under other ids that is not complete", () => {
  it("takes none of them, and says why", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = renamed(offers(50));
    script.ending = { coverage: "PARTIAL", reason: "page 3 repeats an earlier page" };
    const run = await synced();
    expect(run).toMatchObject({ created: 0, removed: 0 });
    expect(run.message).toContain("50 offers came under new ids");
    expect(await listedIds()).toHaveLength(60);
  });

  it("of a source that is never complete takes them: news have no old ids to come back to", async () => {
    script.listed = offers(60);
    script.ending = { coverage: "PARTIAL", reason: "news only" };
    await synced();
    script.listed = renamed(offers(60));
    expect(await synced()).toMatchObject({ created: 60, removed: 0 });
  });
});

describe("a few offers that are replaced by their likes", () => {
  it("are offers of their own", async () => {
    script.listed = offers(100);
    await synced();
    script.listed = [...offers(100).slice(5), ...renamed(offers(5))];
    expect(await synced()).toMatchObject({ created: 5, removed: 5, message: null });
  });
});

describe("old ids that come back beside the new ones", () => {
  it("are two offers again from then on", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = renamed(offers(60));
    await synced();
    script.listed = [...offers(60), ...renamed(offers(60))];
    await synced();
    await synced();
    expect(await listedIds()).toHaveLength(120);
  });
});

describe("offers of one title", () => {
  const same = Array.from({ length: 60 }, (_, place) => ({
    id: `o${place}`,
    title: "the same title",
    price: `${place}.50`,
  }));

  it("are told apart by the rest of them", async () => {
    script.listed = same;
    await synced();
    script.listed = renamed(same).toReversed();
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", created: 0, removed: 0, changed: 60 });
    expect(await current("o7")).toMatchObject({ version: 2, changedFields: ["trackingUrl"] });
  });

  it("that outnumber those held are taken once the removal of others is settled", async () => {
    const going = offers(60, "going").map((record) => ({ ...record, id: `going-${record.id}` }));
    script.listed = [...same, ...going];
    await synced();
    script.listed = [
      ...renamed(same),
      ...renamed(same).map((record) => ({ ...record, id: `x${record.id}` })),
    ];
    expect(await synced()).toMatchObject({ status: "HELD", removed: 0, created: 0 });
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", removed: 60, created: 60 });
  });
});
