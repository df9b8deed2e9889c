import { describe, expect, test } from "vitest";
import { compileCondition, compileTemplate, configKeysIn, templateProblem } from "./template.ts";

const record = {
  id: "0012",
  stock: "7",
  price: "10.50",
  "g:id": "x",
  tags: ["a", "b"],
  seller: { name: "أ & ب" },
  none: "",
  on: true,
  amount: { "@unit": "kg", "#text": "5" },
};
const fill = (text: string) => compileTemplate(text, ["record"])({ record });
const holds = (text: string) => compileCondition(text, ["record"])({ record });

describe("templates", () => {
  test.each([
    ["plain", "plain"],
    [
      "https://x.example/?u={{ record.seller.name | url_encode }}",
      "https://x.example/?u=%D8%A3%20%26%20%D8%A8",
    ],
    ["{{ record['g:id'] }}-{{record.id|upper}}", "x-0012"],
    ["{{ record.id | replace('0', 'o') }}", "oo12"],
    ["a{{ record.none | default('') }}b", "ab"],
    ["{{ record.missing | default('n/a') | upper }}", "N/A"],
  ])("%s", (text, filled) => {
    expect(fill(text)).toBe(filled);
  });

  test("a missing value leaves the whole template empty: half a link is no link", () => {
    expect(fill("https://x.example/{{ record.none }}")).toBeNull();
  });

  test.each([
    ["{{ config.apiToken }}", /"config" is not known here, only record/],
    ["{{ record.id | uper }}", /did you mean "upper"/],
    ["{{ record.id | }}", /a name is expected/],
    ["{{ record.id record }}", /not expected here/],
    ["{{ record.id + 1 }}", /can't read "\+ 1"/],
    ["{{ }}", /ends where a value is expected/],
    ["{{ (record.id }}", /"\)" is missing/],
  ])("%s is told to be wrong", (text, problem) => {
    expect(templateProblem(text, ["record"])).toMatch(problem);
  });

  test("the credentials a template uses are found", () => {
    expect(configKeysIn("{{ config['apiToken'] }}:{{config.username}} config")).toEqual([
      "apiToken",
      "username",
    ]);
  });
});

describe("conditions", () => {
  test.each([
    ["{{ record.stock > 0 }}", true],
    ["{{ record.stock < 10 and record.price >= 10.5 }}", true],
    ["{{ record.id == 12 }}", true],
    ["{{ record.id == '12' }}", false],
    ["{{ record.missing > 0 }}", false],
    ["{{ record.missing == none }}", true],
    ["{{ record.none }}", false],
    ["{{ record.seller != none }}", true],
    ["{{ record.seller == none }}", false],
    ["{{ record.none == '' }}", true],
    ["{{ record.missing == record.none }}", true],
    ["{{ record.amount == '5' and record.amount == 5 }}", true],
    ["{{ record.seller == 'seller' or record.seller == record.seller }}", false],
    ["{{ not record.none }}", true],
    ["{{ record.on == true }}", true],
    ["{{ 'a' in record.tags }}", true],
    ["{{ 'z' in record.tags or record.price == '10.50' }}", true],
    ["{{ not (record.on and record.stock) }}", false],
    ["{{ record.seller.name | lower != '' and record.id }}", true],
  ])("%s is %s", (text, truth) => {
    expect(holds(text)).toBe(truth);
  });

  test("a condition is one expression", () => {
    expect(templateProblem("record.stock > 0", ["record"], compileCondition)).toMatch(
      /one expression in \{\{ \}\}/,
    );
  });
});
