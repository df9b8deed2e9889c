/** Networks' terms in what the API answers: offers that have outlived them are in no list, count, lookup or change. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { policies } from "../shared/networks/policies.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { NOW, startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { sampleSource } from "./stores.fixture.ts";

/** A network whose terms limit the age of what is shown. */
const LIMITED = "travelpayouts";
const limitMs = (policies[LIMITED]?.maxAgeHours ?? 0) * 3_600_000;
const before = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();
const HOUR = 3_600_000;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.sources.sources.push(
    sampleSource({ id: "fresh", networkId: LIMITED, lastCompleteAt: before(limitMs - HOUR) }),
    sampleSource({ id: "late", networkId: LIMITED, lastCompleteAt: before(limitMs + HOUR) }),
    sampleSource({ id: "free", networkId: "awin", lastCompleteAt: before(limitMs + HOUR) }),
  );
  const old = before(limitMs * 2);
  const record = (sourceId: string, networkId: string, sourceOfferId: string, changedAt: string) =>
    sampleRecord({
      sourceId,
      networkId,
      sourceOfferId,
      changedAt,
      content: { title: `Shoes ${sourceOfferId}` },
    });
  await api.store(
    record("fresh", LIMITED, "a", old),
    record("late", LIMITED, "b", old),
    record("late", LIMITED, "c", before(HOUR)),
    record("free", "awin", "d", old),
    // Its start came an hour ago; its source said so long before.
    { ...record("late", LIMITED, "e", before(HOUR)), cause: "START", saidAt: old },
  );
}, 60_000);
afterAll(() => api.stop());

const SHOWN = ["free:d", "fresh:a", "late:c"];

test.each([
  ["a list", "{ offers { nodes { id } totalCount } }"],
  ["a search", '{ offers(filter: { text: "shoes" }, orderBy: RELEVANCE) { nodes { id } totalCount } }'],
])("%s leaves out what has not been refreshed in time, and counts it not either", async (_, query) => {
  const { data } = await api.ask(query);
  const offers = data?.["offers"] as { nodes: { id: string }[]; totalCount: number } | undefined;
  expect([offers?.nodes.map(({ id }) => id).toSorted(), offers?.totalCount]).toEqual([SHOWN, SHOWN.length]);
});

test("a lookup finds it not, as admin or not", async () => {
  for (const admin of [true, false]) {
    api.admin = admin;
    const { data } = await api.ask('{ stale: offer(id: "late:b") { id } shown: offer(id: "late:c") { id } }');
    expect(data).toEqual({ stale: null, shown: { id: "late:c" } });
  }
});

test("the change log does not tell of it", async () => {
  const { data } = await api.ask("{ offerChanges { nodes { offerId } } }");
  const changes = data?.["offerChanges"] as { nodes: { offerId: string }[] } | undefined;
  expect(changes?.nodes.map(({ offerId }) => offerId).toSorted()).toEqual(SHOWN);
});

test("every network's disclosure stands on its offers", async () => {
  const { data } = await api.ask('{ offer(id: "free:d") { disclosure } }');
  expect(data).toEqual({ offer: { disclosure: policies["awin"]?.disclosure ?? null } });
});
