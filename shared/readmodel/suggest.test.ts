import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import type { Showing } from "./merchants.ts";
import { projectOffers } from "./project.ts";
import { sampleRecord } from "./records.fixture.ts";
import { suggest } from "./suggest.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const showing: Showing = { now: NOW, stale: [{ sourceId: "late", before: NOW }] };
const merchant = (id: string, name: string) => ({ id, name, domain: id });

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  const bare = { merchant: null, categories: [], description: null };
  await projectOffers(model.db, [
    sampleRecord({
      sourceOfferId: "1",
      content: {
        title: "Running shoes",
        merchant: merchant("adidas.example", "Adidas"),
        categories: ["Sport > Élan"],
      },
    }),
    sampleRecord({ sourceOfferId: "2", content: { ...bare, title: "RUNNING Shoes" } }),
    sampleRecord({
      sourceOfferId: "3",
      content: { ...bare, title: "Trail socks", description: "For running shoes" },
    }),
    sampleRecord({ sourceOfferId: "4", content: { ...bare, title: "Elan Ski" } }),
    sampleRecord({ sourceOfferId: "5", content: { ...bare, title: "Elan Boots" } }),
    sampleRecord({ sourceOfferId: "6", content: { ...bare, title: "أَحْذِيَة رياضية", categories: ["أحذية"] } }),
    sampleRecord({
      sourceOfferId: "7",
      status: "HIDDEN",
      content: {
        title: "Elan hidden",
        merchant: merchant("elanco.example", "Elanco"),
        categories: ["Elands"],
      },
    }),
    sampleRecord({
      sourceId: "late",
      sourceOfferId: "8",
      content: { title: "Elan late", merchant: merchant("elate.example", "Elanlate"), categories: [] },
    }),
    sampleRecord({
      sourceOfferId: "9",
      sandbox: true,
      content: { ...bare, title: "Sandal", merchant: merchant("x.example", "The Elan House") },
    }),
  ]);
}, 60_000);
afterAll(() => model.stop());

const suggested = async (text: string, first = 10) =>
  (await suggest(model.db, { text, first }, showing)).map(
    ({ kind, id, close }) => `${kind} ${id}${close ? " (close)" : ""}`,
  );

test("names whose words begin so come before titles, those that begin with it themselves first; nothing hidden or stale", async () => {
  const found = await suggested("ELAN");
  expect(found.slice(0, 2)).toEqual(["CATEGORY elan", "MERCHANT x.example"]);
  expect(found.slice(2).toSorted()).toEqual(["OFFER src:4", "OFFER src:5"]);
});

test("a title is suggested once, and only for the words that stand in it", async () => {
  expect(await suggested("running sho")).toEqual([expect.stringMatching(/^OFFER src:[12]$/)]);
});

test("vowel signs are no matter, nor is the script", async () => {
  expect(await suggested("احذ")).toEqual(["CATEGORY احذيه", "OFFER src:6"]);
});

test("names leave half of the places to offers, where there are any", async () => {
  const found = await suggested("elan", 2);
  expect(found).toEqual(["CATEGORY elan", expect.stringMatching(/^OFFER src:[45]$/)]);
  expect(await suggested("adi", 1)).toEqual(["MERCHANT adidas.example"]);
});

test("a sandbox's offer labels what is found by it", async () => {
  const [house] = await suggest(model.db, { text: "house", first: 1 }, showing);
  expect(house).toEqual({
    kind: "MERCHANT",
    id: "x.example",
    text: "The Elan House",
    close: false,
    sandbox: true,
  });
});

test("a typing mistake finds the name all the same, and says that it only resembles the text", async () => {
  expect(await suggested("addidas")).toEqual(["MERCHANT adidas.example (close)"]);
  expect(await suggested("adidsa")).toEqual(["MERCHANT adidas.example (close)"]);
  expect(await suggested("qqqqq")).toEqual([]);
});

test("what resembles three letters, or is in a merchant's domain only, is not suggested", async () => {
  expect(await suggested("elo")).toEqual([]);
  expect(await suggested("x.exam")).toEqual([]);
});

test("a server without trigrams suggests what begins so", async () => {
  await sql`drop extension pg_trgm cascade`.execute(model.db);
  expect(await suggested("addidas")).toEqual([]);
  expect(await suggested("adid")).toEqual(["MERCHANT adidas.example"]);
});

test("a character that PostgreSQL cannot hold is no matter", async () => {
  expect(await suggested("adi\0")).toEqual(["MERCHANT adidas.example"]);
});

test.each([
  ["", "text is what was typed: at least one letter or digit."],
  [" ?! ", "text is what was typed: at least one letter or digit."],
  ["a".repeat(201), "A text to search for is at most 200 characters, not 201."],
])("%j is refused", async (text, message) => {
  await expect(suggested(text)).rejects.toMatchObject({ name: "InvalidFilter", message });
});
