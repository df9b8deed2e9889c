import { expect, test } from "vitest";
import { countryOf, languageOf } from "./code-names.ts";

test.each([
  ["Germany", "DE"],
  ["united kingdom", "GB"],
  ["United States", "US"],
  ["UK", "GB"],
  ["fr", "FR"],
  ["Narnia", null],
  ["", null],
])("the country of %j is %j", (name, code) => {
  expect(countryOf(name)).toBe(code);
});

test.each([
  ["German", "de"],
  ["English", "en"],
  ["Polish", "pl"],
  ["Norwegian", "no"],
  ["Hebrew", "he"],
  ["de_DE", "de"],
  ["any", null],
])("the language of %j is %j", (name, code) => {
  expect(languageOf(name)).toBe(code);
});
