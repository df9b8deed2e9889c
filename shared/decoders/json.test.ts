import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_RECORD_BYTES } from "./decoder.ts";
import { decodeJson } from "./json.ts";
import type { JsonOptions } from "./json-records.ts";
import { everything, pieces } from "./reading.fixture.ts";

const read = (text: string, options: Partial<JsonOptions> = {}, size?: number) =>
  everything(
    decodeJson(pieces(text, size), {
      fieldPath: [],
      wrapSingle: false,
      maxRecordBytes: MAX_RECORD_BYTES,
      ...options,
    }),
  );

describe("numbers", () => {
  test("keep every digit: trailing zeros, ids above 2^53, exponents", async () => {
    const { records } = await read(
      '[{"price": 10.00, "id": 12345678901234567890, "big": 1.5e3, "minus": -0.10}]',
    );
    expect(records).toEqual([{ price: "10.00", id: "12345678901234567890", big: "1.5e3", minus: "-0.10" }]);
  });
});

describe("where the records lie", () => {
  test("a list at the top", async () => {
    expect((await read('[{"id":"a"},{"id":"b","tags":["x",{"y":null}],"ok":true}]')).records).toEqual([
      { id: "a" },
      { id: "b", tags: ["x", { y: null }], ok: true },
    ]);
  });

  test("a list at a path, whatever stands around it", async () => {
    const text =
      '{"meta":{"items":[{"id":"no"}]},"data":{"items":[{"id":"1"}],"more":[1]},"items":[{"id":"no"}]}';
    expect((await read(text, { fieldPath: ["data", "items"] })).records).toEqual([{ id: "1" }]);
  });

  test("a map from id to record, the id as @key", async () => {
    const { records } = await read('{"products":{"sku-1":{"t":"a"},"sku-2":{"t":"b"}}}', {
      fieldPath: ["products", "*"],
    });
    expect(records).toEqual([
      { t: "a", "@key": "sku-1" },
      { t: "b", "@key": "sku-2" },
    ]);
  });

  test("lists inside a map are one list", async () => {
    const { records } = await read('{"shoes":[{"id":"1"}],"count":2,"hats":[{"id":"2"}]}', {
      fieldPath: ["*"],
    });
    expect(records).toEqual([{ id: "1" }, { id: "2" }]);
  });

  test("one object where a list is expected is a list of one, if wrapping is on", async () => {
    const text = '{"product":{"id":"1","a":{"b":"c"}}}';
    expect((await read(text, { fieldPath: ["product"], wrapSingle: true })).records).toEqual([
      { id: "1", a: { b: "c" } },
    ]);
  });

  test("an empty list is a whole document without records", async () => {
    expect(await read('{"products": []}', { fieldPath: ["products"] })).toEqual({
      records: [],
      rejected: [],
      doubt: null,
    });
  });
});

describe("what is not the feed", () => {
  test.each([
    [
      "an error envelope",
      '{"error":"no such feed","code":404}',
      {},
      /one object with the keys "error", "code".*field_path/,
    ],
    [
      "a path that is not there",
      '{"error":"x"}',
      { fieldPath: ["products"] },
      /field_path \["products"\].*"error"/,
    ],
    ["nothing at the path", '{"products":null}', { fieldPath: ["products"] }, /there is none/],
    ["a single value", '"ok"', {}, /single value/],
    ["a document that is cut off in a record", '[{"id":"1"},{"id":"2', {}, /cut off after 2 items/],
    ["a document that is cut off between records", '[{"id":"1"},', {}, /cut off after 1 items/],
    ["a missing comma", '[{"id":"1"} {"id":"2"}]', {}, /malformed near item 2/],
    ["a bracket that closes something else", '[{"id":"1"]', {}, /malformed/],
    ["two documents", '{"id":"1"}\n{"id":"2"}', { wrapSingle: true }, /JsonlDecoder/],
    ["bare words", "[NaN]", {}, /malformed/],
  ])("%s is unreadable", async (_what, text, options, message) => {
    await expect(read(text, options)).rejects.toThrow(message);
  });
});

test("items that are no objects are rejected by their place, and the rest is read", async () => {
  const { records, rejected } = await read('[{"id":"1"},7,["x"],null,{"id":"5"}]');
  expect(records).toEqual([{ id: "1" }, { id: "5" }]);
  expect(rejected.map(({ record }) => record)).toEqual(["item 2", "item 3", "item 4"]);
});

test("a record over the limit is rejected, and the rest is read", async () => {
  const text = JSON.stringify([
    { id: "1" },
    { id: "2", list: Array.from({ length: 50 }, () => "xxxxxxxx") },
    { id: "3" },
  ]);
  const { records, rejected } = await read(text, { maxRecordBytes: 200 });
  expect(records).toEqual([{ id: "1" }, { id: "3" }]);
  expect(rejected).toEqual([
    { record: "item 2", reason: "the record is larger than max_record_bytes (200)" },
  ]);
});

test("a key named __proto__ changes no prototype", async () => {
  const { records } = await read('[{"id":"1","__proto__":{"polluted":"yes"}}]');
  expect(records[0]?.["polluted"]).toBeUndefined();
});

test("reads the same records however the text is cut into pieces", async () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      tie("object"),
    ),
    object: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4 },
    ),
  }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(value.object, { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (list, size) => {
        const text = JSON.stringify({ data: list });
        expect((await read(text, { fieldPath: ["data"] }, size)).records).toEqual(JSON.parse(text).data);
      },
    ),
    { numRuns: 100 },
  );
});
