/** Settings in their long form: references, and the offers among the streams. */
import { describe, expect, test } from "vitest";
import { settingsSchema } from "./settings.ts";

const MAP = { sourceOfferId: "id", title: "title", url: "link" };
const parsed = (settings: unknown) => settingsSchema.parse(settings);
const problems = (settings: unknown): string =>
  (settingsSchema.safeParse(settings).error?.issues ?? [])
    .map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("\n");

describe("a reference", () => {
  const auth = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };

  test("stands for what it leads to, wherever it stands", () => {
    const settings = {
      definitions: { auth, base: { requester: { authenticator: { $ref: "#/definitions/auth" } } } },
      map: MAP,
      requester: { $ref: "#/definitions/base/requester", url: "https://a.example" },
    };
    expect(parsed(settings)).toEqual({
      map: MAP,
      requester: { url: "https://a.example", authenticator: auth },
    });
  });

  test("is changed by what stands beside it", () => {
    const settings = {
      definitions: { asked: { url: "https://a.example", http_method: "POST" } },
      map: MAP,
      requester: { $ref: "#/definitions/asked", http_method: "GET" },
    };
    expect(parsed(settings).requester).toEqual({ url: "https://a.example", http_method: "GET" });
  });

  test("may lead to any part, also into a list", () => {
    const settings = {
      url: "https://a.example",
      map: { ...MAP, images: { concat: ["a", "b"] }, tags: { $ref: "#/map/images/concat/1" } },
    };
    expect(parsed(settings).map?.tags).toBe("b");
  });

  test.each([
    ["#/definitions/atuh", 'requester: "$ref": "#/definitions/atuh" leads nowhere: did you mean "auth"?'],
    ["auth", "must begin with #/"],
    ["#/definitions/circle", '"$ref": "#/definitions/circle" leads back to itself'],
    [7, '"$ref" must be a text'],
  ])("%j is refused with what is wrong", ($ref, message) => {
    const definitions = { auth, circle: { authenticator: { $ref: "#/definitions/circle" } } };
    expect(problems({ definitions, map: MAP, requester: { $ref } })).toContain(message);
  });

  test("cannot make a short document an endless one", () => {
    const twice = (of: string) => [{ $ref: `#/definitions/${of}` }, { $ref: `#/definitions/${of}` }];
    const definitions: Record<string, unknown> = { d0: {} };
    for (let level = 1; level < 30; level += 1) definitions[`d${level}`] = twice(`d${level - 1}`);
    expect(problems({ definitions, map: MAP, transformations: { $ref: "#/definitions/d29" } })).toContain(
      "more than 1000 references",
    );
  });
});

describe("streams", () => {
  const catalogs = { name: "catalogs", requester: { url: "https://a.example/catalogs" } };
  const router = {
    type: "SubstreamPartitionRouter",
    parent_stream_configs: [{ stream: "catalogs", parent_key: "id", partition_field: "catalog" }],
  };
  const offers = {
    name: "offers",
    primary_key: ["catalog", "id"],
    requester: { url: "https://a.example/{{ stream_partition.catalog }}" },
    partition_router: router,
    map: { title: "title", url: "link" },
  };

  test("hold the offers' own, which is the same as writing it at the top", () => {
    const { name: _, ...own } = offers;
    expect(parsed({ streams: [catalogs, offers] })).toEqual(parsed({ ...own, streams: [catalogs] }));
  });

  test.each([
    [{ streams: [offers], map: MAP }, "streams.0.map: stands at the top of the settings too"],
    [{ streams: [offers, { ...offers, name: "more" }] }, "streams.1: only one stream brings the offers"],
    [
      { streams: [{ ...catalogs, name: "catalog" }, offers] },
      'names the stream "catalogs", and streams has catalog: did you mean "catalog"?',
    ],
    [{ streams: [catalogs, catalogs, offers] }, 'streams.1.name: "catalogs" is the name of another stream'],
    [
      { streams: [{ ...catalogs, partition_router: router }, offers] },
      "streams.0.partition_router: leads back to the stream itself",
    ],
    [
      {
        streams: [offers, catalogs],
        joins: [{ stream: "shops", parent_key: "id", record_key: "shop", field: "s", fields: [["a"]] }],
      },
      'joins.0.stream: names the stream "shops"',
    ],
  ])("are refused with what is wrong: %#", (settings, message) => {
    expect(problems(settings)).toContain(message);
  });
});
