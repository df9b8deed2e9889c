import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { offerChanges } from "./changes.ts";
import { correctedText, meantFilter } from "./corrections.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { InvalidFilter } from "./errors.ts";
import { countFacets } from "./facets.ts";
import type { OfferFilter } from "./filter.ts";
import { countOffers, listOffers } from "./list-offers.ts";
import { matcher } from "./matches.ts";
import { migrations } from "./migrations.ts";
import type { OfferOrder } from "./orders.ts";
import { projectOffers } from "./project.ts";
import { rebuild } from "./rebuild.ts";
import { type SampleRecord, sampleRecord } from "./records.fixture.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const merchant = (name: string) => ({ id: `${name}.example`, name, domain: null });
const titled = (sourceOfferId: string, title: string, more: SampleRecord = {}) =>
  sampleRecord({
    sourceOfferId,
    ...more,
    content: { title, description: null, merchant: null, categories: [], ...more.content },
  });

const records = [
  titled("adidas", "Runfalcon running shoes", { content: { merchant: merchant("Adidas") } }),
  titled("nike", "Pegasus running shoes", { content: { merchant: merchant("Nike") } }),
  titled("lamp", "Desk lamp", { content: { description: "For the shoemaker", tags: ["bright"] } }),
  titled("russian", "Беговые кроссовки"),
  titled("greek", "Αθλητικά παπούτσια"),
  titled("hebrew", "נעליים לספורט"),
  titled("arabic", "الأحذية الرياضية"),
  titled("chinese", "跑步運動鞋"),
  titled("japanese", "ランニングシューズ"),
  titled("thai", "รองเท้าวิ่ง"),
  titled("thai-other", "ท้ารองเงิ่ว"),
  titled("gone", "Pomegranate", { status: "REMOVED" }),
  ...Array.from({ length: 120 }, (_, place) => titled(`jacket${place}`, `Winter jacket ${place}`)),
  titled("misspelt", "Winter jackett"),
];

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  await projectOffers(model.db, records);
}, 60_000);
afterAll(() => model.stop());

const list = (filter: OfferFilter, order: OfferOrder = "ID", after: string | null = null, first = 200) =>
  listOffers(model.db, { filter, order, first, after, now: NOW, mistakes: true });
const found = async (text: string) => (await list({ text })).offers.map(({ record }) => record.sourceOfferId);

test.each<[string, string, string[]]>([
  ["doubled and missing letters", "addidas runing shoe", ["adidas"]],
  ["letters that changed places", "desk lapm", ["lamp"]],
  ["another letter", "dask lamp", ["lamp"]],
  ["a last word that is begun only", "running addid", ["adidas"]],
  ["Cyrillic", "кросовки", ["russian"]],
  ["Greek", "παπουτσα", ["greek"]],
  ["Hebrew", "נעלים", ["hebrew"]],
  ["Arabic, with another article", "احزية", ["arabic"]],
  ["Chinese", "運動", ["chinese"]],
  ["one Chinese character", "鞋", ["chinese"]],
  ["Chinese characters that stand apart", "跑鞋", []],
  ["Japanese", "シューズ", ["japanese"]],
  ["Thai", "รองเท้า", ["thai"]],
])("%s: %s", async (_, text, expected) => {
  expect(await found(text)).toEqual(expected);
});

test.each([
  ["Addidas  running", "adidas running"],
  ["RUNNING sheos!", "RUNNING shoes"],
  ["adidas running", null],
  ["bright lam", null],
  ["shoemaker", null],
  ["qwertyuiop", null],
  ["4711", null],
  ["constructor __proto__", null],
])("of %s it is said that it was taken for %s", async (text, corrected) => {
  expect(correctedText(await meantFilter(model.db, { text }))).toBe(corrected);
});

test("a word that is only on offers that are listed no more corrects nothing", async () => {
  expect(correctedText(await meantFilter(model.db, { text: "pomegranat pomegranite" }))).toBeNull();
});

test("a word on hardly any offer is also taken for one that differs by a letter and is on many; it comes first", async () => {
  const relevant = await list({ text: "winter jackett" }, "RELEVANCE");
  expect(correctedText(relevant.filter)).toBe("winter jacket");
  expect(relevant.offers[0]?.record.sourceOfferId).toBe("misspelt");
  expect(relevant.offers).toHaveLength(121);
});

test("a list, its count, its facets and the changes are of the same offers", async () => {
  const filter = await meantFilter(model.db, { text: "runing sheos" });
  const listed = await found("runing sheos");
  expect(listed).toEqual(["adidas", "nike"]);
  expect(await countOffers(model.db, filter, NOW)).toBe(2);
  const facets = await countFacets(model.db, ["kinds", "merchants"], { filter, first: 10, now: NOW });
  expect(facets.get("merchants")?.map(({ value, count }) => [value, count])).toEqual([
    ["Adidas.example", 1],
    ["Nike.example", 1],
  ]);
  const page = await offerChanges(model.db, {
    since: null,
    filter: { text: "runing sheos" },
    first: 10,
    now: NOW,
  });
  expect(page.changes.map(({ record }) => record.sourceOfferId).toSorted()).toEqual(listed);
  const passes = matcher(filter, NOW);
  expect(records.filter(passes).map((record) => record.sourceOfferId)).toEqual(listed);
});

test.each<OfferOrder>(["RELEVANCE", "TOP", "LATEST"])(
  "pages of a corrected search by %s are the whole list, each offer once",
  async (order) => {
    const filter = { text: "wintr jackett" };
    const whole = (await list(filter, order)).offers.map(({ record }) => record.offerId);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page = await list(filter, order, after, 40);
      paged.push(...page.offers.map(({ record }) => record.offerId));
      after = page.hasNextPage ? (page.offers.at(-1)?.cursor ?? null) : null;
    } while (after !== null);
    expect(whole).toHaveLength(121);
    expect(paged).toEqual(whole);
  },
);

test("a list and a reading of changes mean what they meant at their beginning, whatever comes on offer meanwhile", async () => {
  const filter = { text: "runing" };
  const first = await list(filter, "ID", null, 1);
  const since = (await offerChanges(model.db, { since: "now", filter, first: 10, now: NOW })).cursor;
  await projectOffers(
    model.db,
    [1, 2, 3].map((n) => titled(`runing${n}`, "Runing")),
  );
  const second = await list(filter, "ID", first.offers.at(-1)?.cursor ?? null);
  expect(second.offers.map(({ record }) => record.sourceOfferId)).toContain("nike");
  expect((await found("runing")).length).toBe(3);
  await projectOffers(model.db, [titled("nike", "", { version: 2, status: "REMOVED" })]);
  await projectOffers(model.db, [titled("nike", "Pegasus running shoes", { version: 3 })]);
  const changes = await offerChanges(model.db, { since, filter, first: 10, now: NOW });
  expect(changes.changes.map(({ record }) => record.sourceOfferId)).toContain("nike");
});

test.each([
  "'",
  "%",
  "\\",
  "adidas:*",
  "a' | !b & (c)",
  "&|!()",
  "\0",
  "adidas\0",
  "'::tsquery; drop",
  "<->",
  '"',
])("a text of operators is a text: %j", async (text) => {
  const filter = await meantFilter(model.db, { text });
  expect(await countOffers(model.db, filter, NOW)).toBe((await list({ text }, "RELEVANCE")).offers.length);
});

test.each([["a".repeat(201)], ["shoe ".repeat(13)]])("a text that is too long is refused", async (text) => {
  await expect(list({ text })).rejects.toThrow(InvalidFilter);
});

const words = async () =>
  (await sql<{ word: string }>`select word from words order by word`.execute(model.db)).rows;
async function* pages() {
  yield records;
}

test("a rebuild writes the words anew, and so does the migration of a read model that has none yet", async () => {
  await model.clear();
  await projectOffers(model.db, records);
  const before = await words();
  await sql`truncate words`.execute(model.db);
  await rebuild(model.db, pages());
  expect(await words()).toEqual(before);
  await sql`drop table words`.execute(model.db);
  await migrations["0008-words"]?.up(model.db);
  expect(await words()).toEqual(before);
});

test("a server without trigrams finds letters that changed places, and everything else as it was typed", async () => {
  await sql`drop extension pg_trgm cascade`.execute(model.db);
  expect(await found("desk lapm")).toEqual(["lamp"]);
  expect(await found("addidas")).toEqual([]);
  expect(await found("adidas")).toEqual(["adidas"]);
});
