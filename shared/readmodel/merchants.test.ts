import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Policies } from "../networks/display.ts";
import { listCategories } from "./categories.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { countOffers } from "./list-offers.ts";
import { countMerchants, findMerchant, listMerchants, type Showing } from "./merchants.ts";
import { createNames } from "./names.ts";
import { projectOffers } from "./project.ts";
import { rebuild } from "./rebuild.ts";
import { sampleRecord } from "./records.fixture.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const showing: Showing = { now: NOW, stale: [] };
const merchant = (id: string, name: string) => ({ id, name, domain: id });

const records = [
  sampleRecord({
    sourceOfferId: "1",
    content: { merchant: merchant("b.example", "Ärmel & Co"), categories: ["Fashion > Shoes > Running"] },
  }),
  sampleRecord({
    sourceOfferId: "2",
    sandbox: true,
    content: {
      kind: "COUPON",
      merchant: merchant("b.example", "Ärmel"),
      categories: ["Fashion/Shirts", "100% Sale"],
    },
  }),
  sampleRecord({
    sourceOfferId: "3",
    content: { merchant: merchant("a.example", "Zebra"), categories: ["Kids > Shoes"] },
  }),
  sampleRecord({
    sourceOfferId: "4",
    content: { merchant: { id: "name:سوق-مصر", name: "سوق مصر", domain: null }, categories: ["أحذية"] },
  }),
  sampleRecord({
    sourceOfferId: "5",
    content: {
      merchant: merchant("gone.example", "Gone"),
      categories: ["Past"],
      endsAt: "2026-05-01T00:00:00.000Z",
    },
  }),
  sampleRecord({ sourceOfferId: "6", content: { merchant: null, categories: [] } }),
  sampleRecord({
    sourceId: "late",
    sourceOfferId: "7",
    content: { merchant: merchant("late.example", "Late"), categories: ["Late"] },
  }),
];
const stale: Showing = { ...showing, stale: [{ sourceId: "late", before: NOW }] };

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  await projectOffers(model.db, records);
}, 60_000);
afterAll(() => model.stop());

const page = (search: string | null, first = 200, after: string | null = null, shown = stale) =>
  listMerchants(model.db, { search, first, after }, shown);
const ids = async (search: string | null, shown = stale) =>
  (await page(search, 200, null, shown)).merchants.map(({ merchant: { id } }) => id);
const named = (prefix: string | null, parent: string | null = null, first = 200) =>
  listCategories(model.db, { prefix, parent, first }, stale);

test("merchants with active offers come by name, whatever case and accents, each with what it offers", async () => {
  expect((await page(null)).merchants.map((entry) => entry.merchant)).toEqual([
    {
      id: "b.example",
      name: "Ärmel & Co",
      domain: "b.example",
      offerCount: 2,
      sandboxOfferCount: 1,
      offersByKind: [
        { kind: "PRODUCT", count: 1 },
        { kind: "COUPON", count: 1 },
      ],
    },
    expect.objectContaining({ id: "a.example", offerCount: 1, sandboxOfferCount: 0 }),
    expect.objectContaining({ id: "name:سوق-مصر", domain: null }),
  ]);
});

test("who has only offers that have ended or are stale is not there; whose network withholds merchants neither", async () => {
  expect(await ids(null, showing)).toContain("late.example");
  expect(await ids(null)).not.toContain("late.example");
  const policies: Policies = {
    awin: { maxAgeHours: null, withheldFields: ["merchant"], disclosure: null, source: "" },
  };
  expect(await ids(null, { ...showing, policies })).toEqual([]);
  expect(await findMerchant(model.db, "gone.example", showing)).toBeNull();
  expect(await findMerchant(model.db, "nobody.example", showing)).toBeNull();
  expect(await findMerchant(model.db, "a.example", showing)).toMatchObject({ name: "Zebra" });
});

test.each([
  ["arm", ["b.example"]],
  ["ÄRMEL co", ["b.example"]],
  ["a.exam", ["a.example"]],
  ["مصر", ["name:سوق-مصر"]],
  ["mel", []],
  ["  ", ["b.example", "a.example", "name:سوق-مصر"]],
  ["?!", []],
])("a search for %j finds %j", async (search, found) => {
  expect(await ids(search)).toEqual(found);
  expect(await countMerchants(model.db, search, stale)).toBe(found.length);
});

test("pages follow one another, and a cursor belongs to its search", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { merchants, hasNextPage } = await page(null, 1, after);
    seen.push(...merchants.map((entry) => entry.merchant.id));
    after = merchants.at(-1)?.cursor ?? null;
    if (!hasNextPage) break;
  }
  expect(seen).toEqual(await ids(null));
  await expect(page("arm", 1, after)).rejects.toMatchObject({ name: "BadCursor" });
  await expect(page(null, 1, "garbage")).rejects.toMatchObject({ name: "BadCursor" });
});

test("categories are those at the top of paths, or those below one, or those that begin so", async () => {
  const values = async (...args: Parameters<typeof named>) =>
    (await named(...args)).map(({ value }) => value);
  expect(await values(null)).toEqual(["fashion", "100% sale", "kids", "احذيه"]);
  expect(await values(null, "FASHION")).toEqual(["shirts", "shoes"]);
  expect(await values("sho")).toEqual(["shoes"]);
  expect(await values("Sho", "Kids")).toEqual(["shoes"]);
  expect(await values("أَحْذ")).toEqual(["احذيه"]);
  expect(await values("100%")).toEqual(["100% sale"]);
  expect(await values("%")).toEqual([]);
  expect(await values(null, null, 1)).toEqual(["fashion"]);
  expect(await values(null, "nowhere")).toEqual([]);
});

test("a category's count is that of the list; below a parent, of the offers that are in both", async () => {
  expect(await named("sho")).toEqual([{ value: "shoes", label: "Shoes", count: 2, sandboxCount: 0 }]);
  expect(await countOffers(model.db, { category: "shoes" }, NOW)).toBe(2);
  expect(await named("sho", "kids")).toMatchObject([{ value: "shoes", count: 1 }]);
  expect((await named("shirts"))[0]).toMatchObject({ label: "Shirts", count: 1, sandboxCount: 1 });
});

const tables = async () => ({
  names: (
    await sql`select kind, id, name, domain, folded, search::text from names order by kind, id`.execute(
      model.db,
    )
  ).rows,
  places: (await sql`select * from category_places order by parent, id`.execute(model.db)).rows,
});

test("a rebuild writes the names anew, and so does the migration of a read model that has none yet", async () => {
  // Of a merchant with two names the first that is read stays.
  const single = records.filter((record) => record.sourceOfferId !== "2");
  await model.clear();
  await projectOffers(model.db, single);
  const before = await tables();
  await sql`truncate names, category_places`.execute(model.db);
  await rebuild(model.db, pages(single));
  expect(await tables()).toEqual(before);
  await sql`drop table names, category_places`.execute(model.db);
  await sql`drop index offers_merchant_kinds`.execute(model.db);
  await createNames(model.db);
  expect(await tables()).toEqual(before);
});

async function* pages(all: typeof records) {
  yield all;
}
