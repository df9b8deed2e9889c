/** Walks of walks: parents of parents, several routers at once, files, and what records take over from other lists. */
import { describe, expect, test } from "vitest";
import { gzipSync } from "node:zlib";
import { type Answer, json, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { KEYS } from "../map/schema.ts";
import { HOST, MAP, asked, at, ids, list, paginator, paths, rows } from "./walked.fixture.ts";

const stream = (name: string, path: string, more: object = {}) => ({
  name,
  requester: { url: `https://${HOST}${path}` },
  ...more,
});
const from = (parent: string, field: string, more: object = {}) => ({
  type: "SubstreamPartitionRouter",
  parent_stream_configs: [{ stream: parent, parent_key: "id", partition_field: field, ...more }],
});
const offer = (id: string) => ({ id, title: "T", link: "https://s.example" });

describe("a parent of a parent", () => {
  const settings = {
    url: undefined,
    streams: [
      stream("shops", "/shops"),
      stream("lists", "/shops/{{ stream_partition.shop }}/lists", {
        partition_router: from("shops", "shop", { extra_fields: [["country"]] }),
      }),
    ],
    requester: {
      url: `https://${HOST}/shops/{{ stream_partition.shop }}/lists/{{ stream_partition.list }}`,
    },
    partition_router: from("lists", "list"),
    map: { ...MAP, countries: "stream_partition.country" },
  };
  const handle = ({ url: { pathname } }: SandboxRequest): Answer => {
    if (pathname === "/shops") return json([{ id: "a", country: "DE" }, { id: "b" }]);
    if (pathname.endsWith("/lists")) return json([{ id: "1" }, { id: "2" }]);
    return json({ rows: [offer(pathname)] });
  };

  test("is walked by its own parent, and its values are there below", async () => {
    const { offers, end } = await list(handle, settings);
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(offers.map(({ sourceOfferId, countries }) => [sourceOfferId, countries])).toEqual([
      ["/shops/a/lists/1", ["DE"]],
      ["/shops/a/lists/2", ["DE"]],
      ["/shops/b/lists/1", []],
      ["/shops/b/lists/2", []],
    ]);
  });
});

test("several routers are combined, each with its own place in the request", async () => {
  const settings = {
    config: { markets: ["de", "fr"] },
    partition_router: [
      {
        type: "ListPartitionRouter",
        values: "{{ config['markets'] }}",
        cursor_field: "market",
        request_option: at("market"),
      },
      { type: "ListPartitionRouter", values: ["new", "old"], cursor_field: "state", request_option: at("s") },
    ],
  };
  await list(() => json({ rows: [] }), settings);
  expect(asked().map((query) => [query.get("market"), query.get("s")])).toEqual([
    ["de", "new"],
    ["de", "old"],
    ["fr", "new"],
    ["fr", "old"],
  ]);
});

test("several parents are walked one after the other, each with its own place in the request", async () => {
  const parent = (name: string, field: string) => ({
    stream: name,
    parent_key: "id",
    partition_field: field,
    request_option: at(field),
  });
  const settings = {
    streams: [stream("shops", "/shops"), stream("brands", "/brands")],
    partition_router: {
      type: "SubstreamPartitionRouter",
      parent_stream_configs: [parent("shops", "shop"), parent("brands", "brand")],
    },
  };
  await list(
    ({ url: { pathname } }) =>
      json(pathname === "/offers" ? { rows: [] } : [{ id: `${pathname.slice(1)}-1` }]),
    settings,
  );
  expect(paths()).toEqual(["/shops", "/brands", "/offers?shop=shops-1", "/offers?brand=brands-1"]);
});

test("a parent without a value leaves the listing incomplete, because what belongs to it is not listed", async () => {
  const settings = { streams: [stream("lists", "/lists")], partition_router: from("lists", "list") };
  const handle = ({ url: { pathname } }: SandboxRequest) =>
    json(pathname === "/lists" ? [{ id: "1" }, { name: "no id" }] : { rows: rows(0, 1) });
  const { offers, end } = await list(handle, settings);
  expect(offers).toHaveLength(1);
  expect(end).toMatchObject({
    coverage: "PARTIAL",
    reason: expect.stringContaining("a record of lists has nothing at id"),
  });
});

describe("a file for each partition", () => {
  const settings = {
    url: undefined,
    record_selector: undefined,
    streams: [stream("files", "/files")],
    requester: { url: `https://${HOST}/files/{{ stream_partition.file }}` },
    partition_router: from("files", "file"),
  };
  const csv = (count: number) =>
    gzipSync(
      `id,title,link\n${Array.from({ length: count }, (_, id) => `${id},T,https://s.example\n`).join("")}`,
    );
  const handle = ({ url: { pathname } }: SandboxRequest): Answer =>
    pathname === "/files"
      ? json([{ id: "a" }, { id: "b" }])
      : {
          status: 200,
          headers: { "content-type": "application/gzip" },
          body: csv(pathname.endsWith("a") ? 1200 : 3),
        };

  test("is streamed as any feed is, packed or not, and can be gone on after", async () => {
    const whole = await list(handle, settings);
    expect(whole.pages.map(({ records }) => records.length)).toEqual([500, 500, 200, 3]);
    expect([ids(whole).length, whole.end.coverage]).toEqual([1203, "COMPLETE"]);
    const rest = await list(handle, settings, { cursor: whole.pages[3]?.cursor ?? null });
    expect(ids(rest)).toEqual([0, 1, 2]);
  });

  test("that is cut off is not taken for whole", async () => {
    const cut = (request: SandboxRequest): Answer => {
      const answer = handle(request);
      return request.url.pathname.endsWith("a") ? { ...answer, body: csv(1200).subarray(0, 400) } : answer;
    };
    await expect(list(cut, settings)).rejects.toThrow(/\S/);
  });
});

describe("a join", () => {
  const settings = {
    streams: [
      stream("shops", "/shops", {
        record_selector: {
          extractor: { field_path: ["shops"] },
          record_filter: { condition: "{{ record.open }}" },
        },
        ...paginator({ type: "PageIncrement", page_size: 1 }, { page_token_option: at("page") }),
      }),
    ],
    joins: [
      {
        stream: "shops",
        parent_key: "id",
        record_key: "shop.id",
        field: "shop_details",
        fields: [["logo"], ["about", "sector"]],
      },
    ],
    map: { ...MAP, images: "shop_details.logo", categories: "shop_details.sector" },
  };
  const shops = [
    { id: 1, open: "yes", logo: "https://s.example/1.png", about: { sector: "Books" } },
    { id: 2, logo: "https://s.example/2.png" },
  ];
  const handle = ({ url }: SandboxRequest): Answer =>
    url.pathname === "/shops"
      ? json({ shops: shops.slice(Number(url.searchParams.get("page")) - 1).slice(0, 1) })
      : json({ rows: [1, 2, 3].map((id) => ({ ...offer(String(id)), shop: { id } })) });

  test("gives each record what another list knows of it", async () => {
    const { offers, end } = await list(handle, settings);
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(offers.map(({ images, categories }) => [images, categories])).toEqual([
      [["https://s.example/1.png"], ["Books"]],
      [[], []],
      [[], []],
    ]);
  });

  test("of a list that does not come to its end fails the run", async () => {
    const endless = (request: SandboxRequest): Answer =>
      request.url.pathname === "/shops" ? json({ shops: shops.slice(0, 1) }) : handle(request);
    await expect(list(endless, settings)).rejects.toThrow(/the stream shops did not come to its end/);
  });
});

test("what an answer says once, each of its records has", async () => {
  const settings = {
    record_selector: {
      extractor: { field_path: ["rows"], response_fields: [["currency"], ["meta", "rate"]] },
    },
    map: {
      ...MAP,
      price: { path: "price", [KEYS.steps]: [{ money: { currency_path: "response.currency" } }] },
      tags: "response.rate",
    },
  };
  const answer = { currency: "rub", meta: { rate: 1.5 }, rows: [{ ...offer("1"), price: "4990" }] };
  const { offers } = await list(() => json(answer), settings);
  expect(offers[0]).toMatchObject({ price: { amount: "4990", currency: "RUB" }, tags: ["1.5"] });
});

test("paths that tell records apart together are the id where the map gives none", async () => {
  const { sourceOfferId: _, ...map } = MAP;
  const settings = { map, primary_key: ["from", "to.code"] };
  const row = { from: "MOW", to: { code: "LED" }, title: "T", link: "https://s.example" };
  const { offers, rejected } = await list(() => json({ rows: [row, { ...row, to: {} }] }), settings);
  expect(offers.map(({ sourceOfferId }) => sourceOfferId)).toEqual(["MOW-LED"]);
  expect(rejected).toEqual([expect.stringContaining("no sourceOfferId")]);
});

test("tokens that go in a circle end the listing, which is not complete, whatever the pages hold", async () => {
  let count = 0;
  const handle = ({ url }: SandboxRequest) => {
    count += 1;
    const next = { a: "b", b: "c", c: "a" }[url.searchParams.get("after") ?? ""] ?? "a";
    return json({ rows: rows(count, count + 1), next });
  };
  const settings = paginator(
    { type: "CursorPagination", cursor_value: "{{ response.next }}" },
    { page_token_option: at("after") },
  );
  const { end } = await list(handle, settings);
  expect([count, end]).toEqual([
    4,
    { coverage: "PARTIAL", reason: "offers: page 4 names one as the next that was there before" },
  ]);
});

test("a requester that reads the token needs no other place for it", async () => {
  const settings = {
    ...paginator({ type: "PageIncrement", page_size: 2 }),
    requester: {
      request_headers: { "X-Page": "p{{ next_page_token['next_page_token'] }}/{{ next_page_token }}" },
    },
  };
  const seen: (string | undefined)[] = [];
  const listing = await list(({ headers }) => {
    seen.push(headers["x-page"]);
    return json({ rows: rows(seen.length * 2, seen.length < 3 ? seen.length * 2 + 2 : 0) });
  }, settings);
  expect(seen).toEqual(["p1/1", "p2/2", "p3/3"]);
  expect(ids(listing)).toEqual([2, 3, 4, 5]);
});
