import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { KEYS } from "./map/schema.ts";
import { settingsSchema } from "./settings.ts";

const AMAZON = {
  url: "https://shop.example/products.json",
  merchant: { name: "Amazon.ae", url: "https://www.amazon.ae" },
  currency: "AED",
  map: {
    sourceOfferId: "id",
    title: "title",
    price: "price",
    images: "image_link",
    trackingUrl: "affiliate_link",
  },
};

const problems = (settings: unknown): string =>
  (settingsSchema.safeParse(settings).error?.issues ?? [])
    .map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("\n");

describe("short settings are enough", () => {
  test.each([
    ["a JSON list", AMAZON],
    [
      "a preset with an address",
      { preset: "google-merchant-xml", url: "https://s.example/feed.xml", merchant: { name: "Shop" } },
    ],
    ["a preset whose address is a secret", { preset: "rss" }],
    [
      "a preset that is changed",
      { preset: "google-tsv", decoder: { type: "CsvDecoder", delimiter: "|" }, map: { tags: "x" } },
    ],
  ])("%s", (_name, settings) => {
    expect(problems(settings)).toBe("");
  });
});

describe("mistakes are named with what was meant", () => {
  test.each([
    [
      "an unknown key at the top",
      { ...AMAZON, curency: "AED" },
      ': unknown key "curency": did you mean "currency"?',
    ],
    [
      "an unknown field of the map",
      { ...AMAZON, map: { ...AMAZON.map, titel: "t" } },
      'map: unknown key "titel": did you mean "title"?',
    ],
    ["another habit of writing", { ...AMAZON, recordSelector: {} }, 'did you mean "record_selector"?'],
    [
      "a lower-case currency",
      { ...AMAZON, currency: "aed" },
      "currency: must be an ISO 4217 code in capitals",
    ],
    [
      "no map and no preset",
      { url: "https://s.example" },
      "map: is needed, or a preset: google-merchant-xml",
    ],
    ["no id", { map: { title: "t", url: "u" } }, "map.sourceOfferId: is needed"],
    ["no link", { map: { sourceOfferId: "id", title: "t" } }, "map.trackingUrl: is needed (or map.url)"],
    [
      "two addresses",
      { ...AMAZON, requester: { url: "https://b.example" } },
      "url: is short for requester.url: set one of the two",
    ],
    ["an address that is none", { ...AMAZON, url: "products.json" }, "url: must be an http(s) address"],
    [
      "a record in the address",
      { ...AMAZON, url: "https://s.example/{{ record.id }}" },
      '"record" is not known here, only config',
    ],
    [
      "a secret in the map",
      { ...AMAZON, map: { ...AMAZON.map, title: { template: "{{ config.apiToken }}" } } },
      "reads config['apiToken'], which is not under config",
    ],
    [
      "an unknown decoder option",
      { ...AMAZON, decoder: { type: "CsvDecoder", seperator: ";" } },
      'unknown key "seperator"',
    ],
    [
      "an encoding that is none",
      { ...AMAZON, decoder: { type: "CsvDecoder", encoding: "utf-9" } },
      "decoder.encoding: is not an encoding",
    ],
    [
      "an unknown function, deep in the map",
      {
        ...AMAZON,
        map: { ...AMAZON.map, images: { first_of: ["a", { path: "b", [KEYS.steps]: ["trmi"] }] } },
      },
      'unknown function "trmi": did you mean "trim"?',
    ],
    [
      "a merchant without a name",
      { ...AMAZON, merchant: { url: "https://s.example" } },
      "merchant: needs a name, or the path of a brand",
    ],
    [
      "an archive that is paged",
      {
        ...AMAZON,
        decoder: { type: "GzipDecoder" },
        paginator: { type: "DefaultPaginator", pagination_strategy: { type: "LinkPagination" } },
      },
      "decoder: archives are read as files",
    ],
    [
      "two places of the list",
      {
        ...AMAZON,
        decoder: { type: "JsonItemsDecoder", items_path: "a" },
        record_selector: { extractor: { field_path: ["b"] } },
      },
      "decoder.items_path: is short for record_selector.extractor.field_path",
    ],
    [
      "a router without its values",
      { ...AMAZON, partition_router: { type: "ListPartitionRouter", cursor_field: "x" } },
      "partition_router: values: Invalid input",
    ],
    [
      "a place that requests do not have",
      {
        ...AMAZON,
        paginator: {
          type: "DefaultPaginator",
          pagination_strategy: { type: "PageIncrement" },
          page_token_option: { inject_into: "query", field_name: "p" },
        },
      },
      'paginator.page_token_option: inject_into: Invalid option: expected one of "request_parameter"',
    ],
    [
      "a stop that there is not",
      {
        ...AMAZON,
        paginator: {
          type: "DefaultPaginator",
          pagination_strategy: { type: "LinkPagination" },
          stop_when: ["short_pages"],
        },
      },
      "paginator.stop_when.0: needs one of short_page, empty_page, total_pages, total_records, has_more",
    ],
    [
      "a value that is no text",
      { ...AMAZON, config: { a: 1 } },
      "config.a: must be a text, or a list of texts",
    ],
    [
      "a condition that is none",
      { ...AMAZON, record_selector: { record_filter: { condition: "stock > 0" } } },
      "one expression in {{ }}",
    ],
  ])("%s", (_name, settings, message) => {
    expect(problems(settings)).toContain(message);
  });
});

test("the schema can be shown as JSON Schema", () => {
  const schema = z.toJSONSchema(settingsSchema);
  expect(Object.keys(schema.properties ?? {})).toContain("preset");
  expect(JSON.stringify(schema)).toContain("first_of");
});

test("every example of the documentation is valid settings", () => {
  const page = readFileSync(new URL("../../../docs/networks/generic-feed.md", import.meta.url), "utf8");
  const examples = [...page.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => JSON.parse(json ?? ""));
  const settings = examples.filter((example) => !Array.isArray(example));
  // Some show one setting only; on top of a preset it must be valid as well.
  expect(settings.map((example) => problems({ preset: "google-tsv", ...example })).join("")).toBe("");
  expect(settings.filter((example) => "merchant" in example).map(problems)).toEqual(["", ""]);
});
