import { describe, expect, test } from "vitest";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { compileExpression, describeExpression } from "./expression.ts";
import type { CompileContext } from "./functions.ts";
import { KEYS, expressionSchema } from "./schema.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

/** An expression as settings may hold it, right or wrong. */
const expressionOf = (path: string, ...steps: unknown[]): object => ({ path, [KEYS.steps]: steps });

const evaluate = (
  expression: unknown,
  record: FeedRecord = {},
  context: Partial<CompileContext> = {},
): unknown =>
  compileExpression(expressionSchema.parse(expression), {
    currency: null,
    config: {},
    zone: "UTC",
    edge: "start",
    ...context,
  })({
    record,
    now: NOW,
    price: { amount: "10.00", currency: "EUR" },
  });

const step = (value: FeedRecord[string], ...then: unknown[]): unknown =>
  evaluate(expressionOf("v", ...then), { v: value });

describe("sources", () => {
  const record: FeedRecord = {
    a: { b: { c: "deep" } },
    "image[0].url": "flat",
    "x.y": "dotted",
    list: [{ n: "1" }, { n: "2" }],
    one: { n: "1" },
    blank: " ",
    rich: { "@type": "html", "#text": "text" },
  };

  test.each([
    ["a.b.c", "deep"],
    ["image[0].url", "flat"],
    ["x.y", "dotted"],
    ["list.n", ["1", "2"]],
    ["list.1.n", "2"],
    ["one.0.n", "1"],
    ["list.*.n", ["1", "2"]],
    ["a.nothing.here", undefined],
    ["constructor.name", undefined],
    [{ const: "x" }, "x"],
    [{ template: "{{ record.a.b.c }}!" }, "deep!"],
    [{ first_of: ["blank", "missing", "a.b.c"] }, "deep"],
    [{ concat: ["list.n", "a.b.c", "missing"] }, ["1", "2", "deep"]],
  ])("%j", (expression, value) => {
    expect(evaluate(expression, record)).toEqual(value);
  });
});

describe("functions", () => {
  test.each([
    ["trim", " a ", ["trim"], "a"],
    ["upper over a list", ["a", "b"], ["upper"], ["A", "B"]],
    ["decode_entities", "R&amp;D &#1585;", ["decode_entities"], "R&D ر"],
    ["html_to_text", "<p>a<br>b &amp; c</p>", ["html_to_text"], "a\n\nb & c"],
    ["split", "a|b", [{ split: "|" }], ["a", "b"]],
    ["split by an expression", "a,b", [{ split: { re: "," } }], ["a", "b"]],
    ["list", "a > b >  > c", [{ list: ">" }], ["a", "b", "c"]],
    ["list over a list", ["a > b", "c"], [{ list: ">" }], ["a", "b", "c"]],
    ["at", ["a", "b"], [{ at: -1 }], "b"],
    ["at of a single value", "a", [{ at: 0 }], "a"],
    ["get", [{ u: "1" }, { u: "2" }], [{ get: "u" }], ["1", "2"]],
    ["regex", "https://x/?u=abc&b", [{ regex: { re: "[?&]u=([^&]+)", group: 1 } }], "abc"],
    ["regex without a match", "abc", [{ regex: "\\d+" }], null],
    ["replace", "in stock now", [{ replace: [" ", "_"] }], "in_stock_now"],
    ["replace keeps $& literal", "a", [{ replace: ["a", "$&$&"] }], "$&$&"],
    ["replace by an expression", "a1b22", [{ replace: { re: "\\d+", with: "#" } }], "a#b#"],
    ["number", "1.299,50", ["number"], "1299.50"],
    ["number with a declared mark", "1,299", [{ number: { decimal: "," } }], "1.299"],
    ["number of no number", "call us", ["number"], null],
    ["minor_units", "1999", [{ minor_units: 2 }], "19.99"],
    ["boolean", "Yes", ["boolean"], true],
    ["boolean with words of its own", "oui", [{ boolean: { true: ["oui"] } }], true],
    ["lookup", "voucher", [{ lookup: { table: { voucher: "COUPON" }, default: "DEAL" } }], "COUPON"],
    ["lookup's default", "else", [{ lookup: { table: { voucher: "COUPON" }, default: "DEAL" } }], "DEAL"],
    ["lookup passes through", "else", [{ lookup: { table: {} } }], "else"],
    ["url", "/p/1?a=b", [{ url: "https://s.example/x/" }], "https://s.example/p/1?a=b"],
    [
      "url leaves absolute links",
      "https://s.example/قلم",
      [{ url: "https://o.example" }],
      "https://s.example/قلم",
    ],
    ["url_encode", "a b/ق", ["url_encode"], "a%20b%2F%D9%82"],
    ["url_decode", "a%20b", ["url_decode"], "a b"],
    ["url_decode of a broken sequence", "%E0%A4%A", ["url_decode"], null],
    ["unique and compact", ["a", "", "a", "b"], ["compact", "unique"], ["a", "b"]],
    ["nonzero", "0.00", ["nonzero"], null],
    ["nonzero keeps", "0.01", ["nonzero"], "0.01"],
    [
      "interval",
      "2026-11-20T00:00+0100/2026-11-30T23:59+0100",
      [{ interval: "end" }],
      "2026-11-30T22:59:00Z",
    ],
  ])("%s", (_name, value, then, result) => {
    expect(step(value, ...then)).toEqual(result);
  });

  test("where keeps objects by their fields, with null for missing and * for any text", () => {
    const links = [
      { "@rel": "self", "@href": "s" },
      { "@href": "a" },
      { "@rel": "enclosure", "@type": "image/png", "@href": "i" },
    ];
    expect(step(links, { where: { "@rel": ["alternate", null] } }, { get: "@href" })).toEqual(["a"]);
    expect(step(links, { where: { "@type": "image/*" } }, { get: "@href" })).toEqual(["i"]);
  });

  test("add_query sets, keeps what is there byte for byte, and the fragment", () => {
    const link = "https://s.example/ق?x=%D9%82&tag=old&tag=older#top";
    expect(
      step(link, { add_query: { tag: "my-21", sub: "{{ record.v | hash }}", gone: "{{ record.none }}" } }),
    ).toMatch(/^https:\/\/s\.example\/ق\?x=%D9%82&tag=my-21&sub=[0-9a-f]{32}#top$/);
  });

  test("hash is stable, and of a list as a whole", () => {
    expect(step("a", "hash")).toBe(step("a", "hash"));
    expect(step(["a", "b"], "hash")).not.toBe(step(["ab"], "hash"));
  });

  test("min and max are exact, whatever is no number", () => {
    expect(step(["10", "9.50", "?", "9.5"], "min")).toBe("9.50");
    expect(step(["10", "9.50", ""], "max")).toBe("10");
    expect(step("7", "max")).toBe("7");
    expect(step(["?"], "min")).toBeNull();
  });

  test("when keeps a value while the record's condition holds", () => {
    const expression = expressionOf("v", { when: "{{ record.kind == 'fixed' and config.wanted }}" });
    const config = { wanted: "yes" };
    expect(evaluate(expression, { v: "7", kind: "fixed" }, { config })).toBe("7");
    expect(evaluate(expression, { v: "7", kind: "percent" }, { config })).toBeNull();
    expect(evaluate(expression, { v: "7", kind: "fixed" })).toBeNull();
    expect(() => expressionSchema.parse(expressionOf("v", { when: "fixed" }))).toThrow(
      /one expression in \{\{ \}\}/,
    );
  });

  test("during keeps a value within the interval, and where there is none", () => {
    const expression = expressionOf("p", { during: "w" });
    expect(evaluate(expression, { p: "5", w: "2026-11-20T00:00+0100/2026-11-30T23:59+0100" })).toBe("5");
    expect(evaluate(expression, { p: "5", w: "2026-10-01T00:00Z/2026-10-02T00:00Z" })).toBeNull();
    expect(evaluate(expression, { p: "5" })).toBe("5");
    expect(evaluate(expression, { p: "5", w: "some day" })).toBeNull();
  });
});

describe("money", () => {
  test("the text's currency beats the path's, which beats the given one, which beats the settings'", () => {
    const expression = expressionOf("p", { money: { currency_path: "c", currency: "USD" } });
    expect(evaluate(expression, { p: "5 EUR", c: "gbp" })).toEqual({ amount: "5", currency: "EUR" });
    expect(evaluate(expression, { p: "5", c: "gbp" })).toEqual({ amount: "5", currency: "GBP" });
    expect(evaluate(expression, { p: "5" })).toEqual({ amount: "5", currency: "USD" });
    expect(evaluate(expressionOf("p", "money"), { p: "5" }, { currency: "AED" })).toEqual({
      amount: "5",
      currency: "AED",
    });
  });

  test("an amount without any currency is rejected and says what to set", () => {
    expect(() => step("12.50", "money")).toThrow('the amount "12.50" has no currency: set "currency"');
  });

  test("greater_than keeps only more than the price, in its currency", () => {
    expect(step("10.01 EUR", "money", { greater_than: "price" })).toEqual({
      amount: "10.01",
      currency: "EUR",
    });
    expect(step("10.00 EUR", "money", { greater_than: "price" })).toBeNull();
    expect(step("99.00 USD", "money", { greater_than: "price" })).toBeNull();
  });
});

describe("dates", () => {
  test.each([
    ["2026-11-20T10:00:00+0400", [], "2026-11-20T06:00:00Z"],
    ["2026-11-20 10:00:00", [], "2026-11-20T06:00:00Z"],
    ["Wed, 18 Nov 2026 08:00:00 +0000", [], "2026-11-18T08:00:00Z"],
    ["Wed, 18 Nov 26 08:00:00 EST", [], "2026-11-18T13:00:00Z"],
    ["20/11/2026", ["%d/%m/%Y"], "2026-11-19T20:00:00Z"],
    ["20.11.2026 13:05", ["%Y", "%d.%m.%Y %H:%M"], "2026-11-20T09:05:00Z"],
    ["1795000000", ["%s"], "2026-11-18T11:06:40Z"],
    ["1795000000123", ["%ms"], "2026-11-18T11:06:40.123Z"],
    ["soon", [], null],
    ["0000-00-00", [], null],
  ])("%s in Dubai with the formats %j", (text, formats, instant) => {
    expect(evaluate(expressionOf("v", { date: { formats, zone: "Asia/Dubai" } }), { v: text })).toBe(instant);
  });

  test("a bare date at the end of something is that day's last second", () => {
    expect(evaluate(expressionOf("v", "date"), { v: "2026-11-30" }, { edge: "end" })).toBe(
      "2026-11-30T23:59:59Z",
    );
  });
});

describe("mistakes in expressions are told", () => {
  test.each([
    [{ pth: "a" }, /unknown key "pth": did you mean "path"\?/],
    [{ path: "a", const: "b" }, /exactly one of path, const/],
    [expressionOf("a", "uper"), /unknown function "uper": did you mean "upper"\?/],
    [expressionOf("a", "split"), /the function "split" needs an argument/],
    [expressionOf("a", { spilt: "," }), /unknown key "spilt": did you mean "split"\?/],
    [expressionOf("a", { split: ",", at: 0 }), /one function at a time/],
    [expressionOf("a", { regex: "(" }), /not a valid regular expression/],
    [expressionOf("a", { date: { zone: "Dubai" } }), /IANA time zone/],
    [expressionOf("a", { date: { formats: ["%Q"] } }), /directive/],
    [{ template: "{{ record.a | nope }}" }, /there is no filter "nope"/],
  ])("%j", (expression, message) => {
    expect(
      expressionSchema
        .safeParse(expression)
        .error?.issues.map((issue) => issue.message)
        .join(),
    ).toMatch(message);
  });
});

test.each([
  ["id", "the map's path 'id' is empty"],
  [{ first_of: ["a", expressionOf("b")] }, "the map's paths 'a', 'b' are empty"],
  [undefined, "the map does not say where it is"],
])("%j is described for messages", (expression, text) => {
  expect(describeExpression(expression === undefined ? undefined : expressionSchema.parse(expression))).toBe(
    text,
  );
});
