import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type ChangesRequest, offerChanges } from "./changes.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
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

test("a cursor of another kind, or of another log, is refused", async () => {
  const other = Buffer.from(JSON.stringify({ l: "another", s: "1" })).toString("base64url");
  await expect(ask({ since: other })).rejects.toThrow(BadCursor);
  await expect(ask({ since: "rubbish" })).rejects.toThrow(BadCursor);
});
