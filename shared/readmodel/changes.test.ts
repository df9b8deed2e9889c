import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type ChangesRequest, offerChanges } from "./changes.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { cursorFrom } from "./cursor.ts";
import { BadCursor } from "./errors.ts";
import { projectOffers } from "./project.ts";
import { sampleRecord } from "./records.fixture.ts";

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
}, 60_000);
beforeEach(() => model.clear());
afterAll(() => model.stop());

const ask = (request: Partial<ChangesRequest> = {}) =>
  offerChanges(model.db, {
    since: null,
    filter: {},
    first: 10,
    now: new Date("2026-06-01T00:00:00Z"),
    ...request,
  });
const offer = (id: string, version = 1, more = {}) => sampleRecord({ sourceOfferId: id, version, ...more });

test("an empty log has a cursor, and what comes after it is found with it", async () => {
  const { cursor, hasMore, changes } = await ask();
  expect([changes, hasMore]).toEqual([[], false]);
  await projectOffers(model.db, [offer("a")]);
  expect((await ask({ since: cursor })).changes.map((change) => change.record.sourceOfferId)).toEqual(["a"]);
});

test("pages follow one another without a gap or a repeat, removals included", async () => {
  await projectOffers(model.db, [offer("a"), offer("b"), offer("c")]);
  await projectOffers(model.db, [offer("b", 2, { status: "REMOVED" })]);
  const seen: string[] = [];
  let page = await ask({ first: 3 });
  for (;;) {
    seen.push(...page.changes.map(({ type, record }) => `${type} ${record.sourceOfferId}${record.version}`));
    if (!page.hasMore) break;
    page = await ask({ first: 3, since: page.cursor });
  }
  expect(seen).toEqual(["CREATED a1", "CREATED b1", "CREATED c1", "REMOVED b2"]);
});

test("a cursor can be used again to read the same changes again", async () => {
  await projectOffers(model.db, [offer("a"), offer("b")]);
  const { cursor } = await ask({ first: 1 });
  expect(await ask({ since: cursor })).toEqual(await ask({ since: cursor }));
});

test('"now" begins at the end of the log', async () => {
  await projectOffers(model.db, [offer("a")]);
  const page = await ask({ since: "now" });
  expect([page.changes, page.hasMore]).toEqual([[], false]);
  await projectOffers(model.db, [offer("b")]);
  expect((await ask({ since: page.cursor })).changes).toHaveLength(1);
});

test("a filter passes changes of its offers only, and the cursor moves past the others", async () => {
  await projectOffers(model.db, [offer("a"), offer("b", 1, { networkId: "x" }), offer("c")]);
  const page = await ask({ filter: { networkIds: ["x"] } });
  expect(page.changes.map((change) => change.record.sourceOfferId)).toEqual(["b"]);
  expect((await ask({ since: page.cursor })).changes).toEqual([]);
});

test("a page reads a bounded part of the log, and says that there is more", async () => {
  for (let batch = 0; batch < 5; batch += 1) {
    await projectOffers(
      model.db,
      Array.from({ length: 500 }, (_, i) => offer(`${batch}-${i}`)),
    );
  }
  await projectOffers(model.db, [offer("z", 1, { networkId: "x" })]);
  const first = await ask({ filter: { networkIds: ["x"] } });
  expect([first.changes.length, first.hasMore]).toEqual([0, true]);
  const second = await ask({ filter: { networkIds: ["x"] }, since: first.cursor });
  expect([second.changes.length, second.hasMore]).toEqual([1, false]);
}, 30_000);

test("each change's own cursor goes on right after it", async () => {
  await projectOffers(model.db, [offer("a"), offer("b"), offer("c")]);
  const { changes } = await ask();
  const after = await ask({ since: changes[0]?.cursor ?? "" });
  expect(after.changes.map(({ record }) => record.sourceOfferId)).toEqual(["b", "c"]);
});

test("who was told of a change by a subscription goes on with its cursor and misses nothing, however late it was published", async () => {
  const at = (id: string, changedAt: string) => offer(id, 1, { changedAt });
  // In the log's order, which is not quite that of the times.
  await projectOffers(model.db, [at("long-ago", "2026-05-01T05:00:00.000Z")]);
  await projectOffers(model.db, [at("told", "2026-05-01T12:00:00.000Z")]);
  await projectOffers(model.db, [at("still-on-its-way", "2026-05-01T06:30:00.000Z")]);
  await projectOffers(model.db, [at("old-but-projected-late", "2026-05-01T04:00:00.000Z")]);
  await projectOffers(model.db, [at("after", "2026-05-01T12:00:01.000Z")]);
  const page = await ask({ since: cursorFrom("2026-05-01T12:00:00.000Z") });
  expect(page.changes.map(({ record }) => record.sourceOfferId)).toEqual([
    "told",
    "still-on-its-way",
    "old-but-projected-late",
    "after",
  ]);
  const next = await ask({ since: page.cursor });
  expect(next.changes).toEqual([]);
});

test("a subscriber's cursor that is ahead of the log waits for what comes", async () => {
  await projectOffers(model.db, [offer("a", 1, { changedAt: "2026-01-01T00:00:00.000Z" })]);
  const page = await ask({ since: cursorFrom("2026-05-01T00:00:00.000Z") });
  expect([page.changes, page.hasMore]).toEqual([[], false]);
  await projectOffers(model.db, [offer("b", 1, { changedAt: "2026-05-01T00:00:00.000Z" })]);
  expect((await ask({ since: page.cursor })).changes).toHaveLength(1);
});

test("a cursor of another kind, or of another log, is refused", async () => {
  const other = Buffer.from(JSON.stringify({ l: "another", s: "1" })).toString("base64url");
  await expect(ask({ since: other })).rejects.toThrow(BadCursor);
  await expect(ask({ since: "rubbish" })).rejects.toThrow(BadCursor);
});
