import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { VersionRecord } from "../ledger/records.ts";
import { offerChanges } from "./changes.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { projectOffers } from "./project.ts";
import {
  checksumOf,
  type Difference,
  findDifferences,
  sourceSummaries,
  summariseRecords,
} from "./reconcile.ts";
import { rebuild } from "./rebuild.ts";
import { sampleRecord } from "./records.fixture.ts";

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
}, 60_000);
beforeEach(() => model.clear());
afterAll(() => model.stop());

const ledger: VersionRecord[] = [
  sampleRecord({ sourceOfferId: "a", version: 2, content: { title: "أحذية \u2028 'quoted' \"twice\" \\" } }),
  sampleRecord({ sourceOfferId: "b", status: "REMOVED", removedAt: "2026-02-01T00:00:00.000Z" }),
  sampleRecord({ sourceId: "other", sourceOfferId: "c", status: "HIDDEN", hidden: true }),
  sampleRecord({ sourceId: "other", sourceOfferId: "d" }),
];
async function* pages(records: readonly VersionRecord[] = ledger): AsyncGenerator<readonly VersionRecord[]> {
  for (const record of records) yield [record];
}
async function differences(records = ledger, sources: string[] | null = null): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const difference of findDifferences(model.db, pages(records), sources)) found.push(difference);
  return found;
}
const rows = () => model.db.selectFrom("offers").selectAll().orderBy("offer_id").execute();
const changes = (since: string | null) =>
  offerChanges(model.db, { since, filter: {}, first: 50, now: new Date("2026-06-01T00:00:00Z") });

test("the same sums come out of the ledger's records and of the read model", async () => {
  await projectOffers(model.db, ledger);
  const summaries = await sourceSummaries(model.db);
  expect(summaries).toEqual(await summariseRecords(pages()));
  expect(summaries[0]).toMatchObject({ sourceId: "other", offers: 2, checksum: checksumOf(ledger.slice(2)) });
  expect(await differences()).toEqual([]);
});

test("every kind of difference is found, and named", async () => {
  await projectOffers(model.db, [...ledger.slice(0, 3), sampleRecord({ sourceOfferId: "unknown" })]);
  await sql`update offers set doc = replace(doc::text, 'quoted', 'forged')::json where offer_id = 'src:a'`.execute(
    model.db,
  );
  await sql`update offers set status = 'ACTIVE' where offer_id = 'src:b'`.execute(model.db);
  expect((await differences()).map(({ offerId, kind }) => `${kind} ${offerId}`)).toEqual([
    "DIFFERENT src:a",
    "DIFFERENT src:b",
    "MISSING other:d",
    "UNKNOWN src:unknown",
  ]);
  expect((await differences(ledger, ["other"])).map(({ offerId }) => offerId)).toEqual(["other:d"]);
  expect(await sourceSummaries(model.db)).not.toEqual(await summariseRecords(pages()));
});

test("an empty read model is rebuilt from the ledger alone", async () => {
  await projectOffers(model.db, ledger);
  const expected = await rows();
  await model.clear();
  expect(await rebuild(model.db, pages())).toEqual({ read: 4, repaired: 4, deleted: 0 });
  expect(await rows()).toEqual(expected);
});

test("forged rows are repaired, whatever their version says, and unknown ones deleted", async () => {
  await projectOffers(model.db, [...ledger, sampleRecord({ sourceOfferId: "unknown" })]);
  await sql`update offers set version = 99, title = 'forged' where offer_id = 'src:a'`.execute(model.db);
  await sql`update offers set price = 1, search = ''::tsvector where offer_id = 'other:d'`.execute(model.db);
  expect(await rebuild(model.db, pages())).toEqual({ read: 4, repaired: 2, deleted: 1 });
  expect(await differences()).toEqual([]);
  expect((await rows()).map((row) => [row.version, row.price])).toEqual([
    [1, "80.00"],
    [1, "80.00"],
    [2, "80.00"],
    [1, "80.00"],
  ]);
});

test("rebuilding what is right changes nothing and logs nothing", async () => {
  await projectOffers(model.db, ledger);
  const { cursor } = await changes(null);
  expect(await rebuild(model.db, pages())).toEqual({ read: 4, repaired: 0, deleted: 0 });
  expect((await changes(cursor)).changes).toEqual([]);
});

test("a change log cursor from before the rebuild leads to what the log had missed", async () => {
  await projectOffers(model.db, ledger.slice(1));
  const { cursor } = await changes(null);
  await rebuild(model.db, pages());
  expect((await changes(cursor)).changes.map(({ record }) => record.offerId)).toEqual(["src:a"]);
});

test("what is projected while a rebuild runs is neither undone nor deleted", async () => {
  await projectOffers(model.db, ledger);
  const newer = sampleRecord({ sourceOfferId: "a", version: 3, content: { title: "Newer" } });
  const born = sampleRecord({ sourceOfferId: "born" });
  async function* pagesWithTraffic(): AsyncGenerator<readonly VersionRecord[]> {
    await projectOffers(model.db, [newer, born]);
    yield ledger;
  }
  expect(await rebuild(model.db, pagesWithTraffic())).toEqual({ read: 4, repaired: 0, deleted: 0 });
  expect(await differences([newer, born, ...ledger.slice(1)])).toEqual([]);
});

async function* broken(): AsyncGenerator<readonly VersionRecord[]> {
  yield ledger;
  throw new Error("the ledger went away");
}

test("a failed rebuild leaves no marks behind", async () => {
  await expect(rebuild(model.db, broken())).rejects.toThrow("the ledger went away");
  expect(await model.db.selectFrom("rebuild_marks").selectAll().execute()).toEqual([]);
  expect(await rows()).toHaveLength(4);
});
