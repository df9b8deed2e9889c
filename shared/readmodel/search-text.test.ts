import { expect, test } from "vitest";
import { InvalidFilter } from "./errors.ts";
import { documentWords, foldText, queryWords, searchQuery, searchVector } from "./search-text.ts";

test("accents, case and compatibility forms fold to plain letters", () => {
  expect(foldText("Crème BRÛLÉE Größe ﬁne Łódź")).toBe("creme brulee grosse fine lodz");
});

test("Arabic vowel signs, tatweel, alef variants and digits fold to one form", () => {
  expect(foldText("أَحْذِيَـــة إلى آخر ٱلعام ٢٠٢٦")).toBe(foldText("احذيه الي اخر العام 2026"));
});

test("folding what is folded changes nothing", () => {
  const folded = foldText("Élégance أحذية ナイキ Straße");
  expect(foldText(folded)).toBe(folded);
});

test("a word keeps the apostrophe's letters together and is cut at everything else", () => {
  expect(queryWords("Levi's 501/original — 20% off!")).toEqual(["levis", "501", "original", "20", "off"]);
});

test("vowel marks of Indic scripts stay part of their words", () => {
  expect(queryWords("किताब की दुकान")).toEqual(["किताब", "की", "दुकान"]);
});

test("scripts without spaces are cut into characters and pairs of neighbours", () => {
  expect(documentWords("運動鞋 Nike")).toEqual(["運", "動", "鞋", "運動", "動鞋", "nike"]);
  expect(queryWords("運動鞋 Nike")).toEqual(["運動", "動鞋", "nike"]);
  expect(queryWords("シューズ")).toEqual(["シュ", "ュー", "ーズ"]);
  expect(queryWords("鞋")).toEqual(["鞋"]);
});

test.each([["a".repeat(201)], ["w ".repeat(13)]])("a text that is too long is refused", (text) => {
  expect(() => searchQuery(text)).toThrow(InvalidFilter);
});

test("a query asks for every word, the last one as a prefix", () => {
  expect(searchQuery("Running Sho")).toBe("'running' & 'sho':*");
});

test("a query with no word in it is no query", () => {
  expect(searchQuery(" !? ")).toBeNull();
});

test("a word of the title weighs A, of the tags B and of the description D", () => {
  const vector = searchVector({
    title: "Boot",
    merchant: null,
    categories: [],
    tags: ["sale"],
    description: "boot",
  });
  expect(vector).toBe("'boot':1A,3D 'sale':2B");
});

test("a quote or operator in a text cannot break out of a query", () => {
  expect(searchQuery("a' | !b & (c")).toBe("'a' & 'b' & 'c':*");
});
