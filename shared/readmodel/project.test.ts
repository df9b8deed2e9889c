import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { VersionRecord } from "../ledger/records.ts";
import { connect, migrate } from "./database.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { projectOffers } from "./project.ts";
import { sampleRecord } from "./records.fixture.ts";

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
}, 60_000);
beforeEach(() => model.clear());
afterAll(() => model.stop());

const offers = () => model.db.selectFrom("offers").selectAll().orderBy("offer_id").execute();
const log = () =>
  model.db.selectFrom("offer_changes").select(["offer_id", "version", "type"]).orderBy("seq").execute();

test("a new offer becomes a row and a CREATED change", async () => {
  const applied = await projectOffers(model.db, [sampleRecord()]);
  expect(applied).toEqual({ applied: 1 });
  expect((await offers())[0]).toMatchObject({
    offer_id: "src:1",
    version: 1,
    status: "ACTIVE",
    price: "80.00",
  });
  expect(await log()).toEqual([{ offer_id: "src:1", version: 1, type: "CREATED" }]);
});

test("the document is the ledger's record, whole", async () => {
  const record = sampleRecord({ author: "ops", content: { title: 'Quote " and \\ and أحذية' } });
  await projectOffers(model.db, [record]);
  expect((await offers())[0]?.doc).toEqual(record);
});

test("the same record twice is applied once", async () => {
  await projectOffers(model.db, [sampleRecord(), sampleRecord()]);
  expect(await projectOffers(model.db, [sampleRecord()])).toEqual({ applied: 0 });
  expect(await log()).toHaveLength(1);
});

test("an older version that comes late changes nothing", async () => {
  await projectOffers(model.db, [sampleRecord({ version: 3, content: { title: "New" } })]);
  await projectOffers(model.db, [sampleRecord({ version: 2, content: { title: "Old" } })]);
  expect((await offers())[0]).toMatchObject({ version: 3, title: "New" });
});

test("versions that come in one batch are all logged, in order, and the newest stays", async () => {
  await projectOffers(model.db, [sampleRecord({ version: 2 }), sampleRecord(), sampleRecord({ version: 3 })]);
  expect((await log()).map((change) => change.version)).toEqual([1, 2, 3]);
  expect((await offers())[0]?.version).toBe(3);
});

test("leaving the public view is REMOVED, coming back CREATED, expiring UPDATED", async () => {
  const statuses = ["ACTIVE", "EXPIRED", "ACTIVE", "REMOVED", "ACTIVE", "HIDDEN", "ACTIVE"] as const;
  for (const [index, status] of statuses.entries()) {
    await projectOffers(model.db, [sampleRecord({ version: index + 1, status })]);
  }
  expect((await log()).map((change) => change.type)).toEqual([
    "CREATED",
    "UPDATED",
    "UPDATED",
    "REMOVED",
    "CREATED",
    "REMOVED",
    "CREATED",
  ]);
});

test("a removed offer stays as a row with its status", async () => {
  await projectOffers(model.db, [sampleRecord({ status: "REMOVED", removedAt: "2026-02-01T00:00:00.000Z" })]);
  expect((await offers())[0]).toMatchObject({
    status: "REMOVED",
    removed_at: new Date("2026-02-01T00:00:00Z"),
  });
});

test("records of a first sync are logged like any other", async () => {
  await projectOffers(model.db, [sampleRecord({ quiet: true })]);
  expect(await log()).toHaveLength(1);
});

test("migrating again, by several at once, changes nothing", async () => {
  await projectOffers(model.db, [sampleRecord()]);
  await Promise.all([migrate(model.db), migrate(model.db), migrate(model.db)]);
  expect(await offers()).toHaveLength(1);
});

test("a database that cannot be reached is an error that names no password", async () => {
  const db = connect({ url: "postgres://user:geheim@127.0.0.1:1/none" });
  const failure = await migrate(db).then(
    () => null,
    (error: Error) => error,
  );
  await db.destroy();
  expect(failure?.message).not.toContain("geheim");
  expect(failure).toBeInstanceOf(Error);
});

const STATUSES = ["ACTIVE", "REMOVED", "HIDDEN", "EXPIRED"] as const;
const history: VersionRecord[] = ["a", "b", "c"].flatMap((id) =>
  [1, 2, 3, 4].map((version) =>
    sampleRecord({
      sourceOfferId: id,
      version,
      status: STATUSES[(version + id.charCodeAt(0)) % STATUSES.length] ?? "ACTIVE",
      content: { title: `${id} ${version}`, categories: version % 2 === 0 ? [] : ["Shoes"] },
    }),
  ),
);

/** Every version at least once, in any order, cut into batches anywhere. */
const deliveries = fc
  .tuple(
    fc.shuffledSubarray(history, { minLength: history.length }),
    fc.array(fc.constantFrom(...history), { maxLength: 8 }),
    fc.integer({ min: 1, max: 5 }),
  )
  .map(([all, repeats, size]) => {
    const stream = [...repeats, ...all];
    return Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
      stream.slice(i * size, (i + 1) * size),
    );
  });

test("in whatever order and however often versions come, the offers end the same and the log counts upwards", async () => {
  await projectOffers(model.db, history);
  const expected = await offers();
  await fc.assert(
    fc.asyncProperty(deliveries, async (batches) => {
      await model.clear();
      for (const batch of batches) await projectOffers(model.db, batch);
      expect(await offers()).toEqual(expected);
      const logged = await log();
      for (const versions of Map.groupBy(logged, (change) => change.offer_id).values()) {
        const numbers = versions.map((change) => change.version);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        expect(numbers.at(-1)).toBe(4);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
