/** Networks' terms in what the API answers: offers that have outlived them are in no list, count, lookup or change. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { policies } from "../shared/networks/policies.ts";
import { encodeCursor } from "../shared/readmodel/cursor.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { NOW, startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { sampleSource } from "./stores.fixture.ts";

/** A network whose terms limit the age of what is shown. */
const LIMITED = "travelpayouts";
const limitMs = (policies[LIMITED]?.maxAgeHours ?? 0) * 3_600_000;
const before = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();
const HOUR = 3_600_000;

const cheaper = sampleRecord({
  content: { title: "Shoes f", price: { amount: "70.00", currency: "EUR" } },
}).content;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.sources.sources.push(
    sampleSource({ id: "fresh", networkId: LIMITED, lastCompleteAt: before(limitMs - HOUR) }),
    sampleSource({ id: "late", networkId: LIMITED, lastCompleteAt: before(limitMs + HOUR) }),
    sampleSource({ id: "free", networkId: "awin", lastCompleteAt: before(limitMs + HOUR) }),
  );
  const old = before(limitMs * 2);
  const replaced = (sourceId: string, networkId: string) => [
    { ...record(sourceId, networkId, "f", old), firstSeenAt: old },
    { ...record(sourceId, networkId, "f", before(HOUR)), firstSeenAt: old, version: 2, content: cheaper },
  ];
  const removed = (sourceId: string, sourceOfferId: string) => {
    const shown = record(sourceId, LIMITED, sourceOfferId, old);
    return [shown, { ...shown, version: 2, status: "REMOVED" as const, removedAt: old, listed: false }];
  };
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
    // Each has been replaced: no listing refreshes what it was.
    ...replaced("fresh", LIMITED),
    ...replaced("free", "awin"),
    ...removed("late", "g"),
    ...removed("late", "h"),
    { ...record("late", LIMITED, "h", before(HOUR)), version: 3 },
  );
}, 60_000);
afterAll(() => api.stop());

const SHOWN = ["free:d", "free:f", "fresh:a", "fresh:f", "late:c", "late:h"];

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
    api.role = admin ? "ADMIN" : "READER";
    const { data } = await api.ask('{ stale: offer(id: "late:b") { id } shown: offer(id: "late:c") { id } }');
    expect(data).toEqual({ stale: null, shown: { id: "late:c" } });
  }
});

test("the change log does not tell of it, nor of what has been replaced and is too old", async () => {
  const { data } = await api.ask("{ offerChanges { nodes { offerId version } } }");
  const changes = data?.["offerChanges"] as { nodes: { offerId: string; version: number }[] } | undefined;
  expect(changes?.nodes.map(({ offerId, version }) => `${offerId} ${version}`).toSorted()).toEqual([
    "free:d 1",
    "free:f 1",
    "free:f 2",
    "fresh:a 1",
    "fresh:f 2",
    "late:c 1",
    // Its removal still stands; that of the next one does not.
    "late:g 2",
    "late:h 3",
  ]);
});

test("an offer's past is shown as long as its terms let it, its versions and its prices", async () => {
  const past = `versions { nodes { version } pageInfo { hasNextPage } }
    priceHistory { nodes { price { amount } } pageInfo { hasNextPage } } lowestPrice30Days { amount }`;
  const { data } = await api.ask(
    `{ limited: offer(id: "fresh:f") { ${past} } free: offer(id: "free:f") { ${past} } }`,
  );
  const pageInfo = { hasNextPage: false };
  expect(data).toEqual({
    limited: {
      versions: { nodes: [{ version: 2 }], pageInfo },
      priceHistory: { nodes: [{ price: { amount: "70.00" } }], pageInfo },
      lowestPrice30Days: null,
    },
    free: {
      versions: { nodes: [{ version: 2 }, { version: 1 }], pageInfo },
      priceHistory: { nodes: [{ price: { amount: "70.00" } }, { price: { amount: "80.00" } }], pageInfo },
      lowestPrice30Days: { amount: "80.00" },
    },
  });
});

test("an old version is not shown by its cursor either", async () => {
  const after = encodeCursor({ v: 2 });
  const { data } = await api.ask(
    `query ($after: String) { offer(id: "fresh:f") { versions(after: $after) { nodes { version } pageInfo { hasNextPage } } } }`,
    { after },
  );
  expect(data).toEqual({ offer: { versions: { nodes: [], pageInfo: { hasNextPage: false } } } });
});

test("every network's disclosure stands on its offers", async () => {
  const { data } = await api.ask('{ offer(id: "free:d") { disclosure } }');
  expect(data).toEqual({ offer: { disclosure: policies["awin"]?.disclosure ?? null } });
});
