import { beforeEach, describe, expect, test } from "vitest";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { sampleRun, sampleSource } from "../stores.fixture.ts";
import { type Answer, ids, restClient } from "./rest-client.fixture.ts";

const rest = restClient();
const { get, send, offers } = rest;

describe("lists", () => {
  test("take every field of the filter", async () => {
    await rest.api.store(
      sampleRecord({
        sourceOfferId: "1",
        content: {
          kind: "COUPON",
          couponCode: "SAVE",
          tags: ["new"],
          countries: ["DE"],
          languages: ["en-GB"],
          endsAt: "2026-07-01T00:00:00.000Z",
          originalPrice: { amount: "100.00", currency: "EUR" },
        },
      }),
      sampleRecord({ sourceOfferId: "2", networkId: "cj" }),
    );
    const filter = new URLSearchParams({
      text: "trail",
      networkIds: "awin,rakuten",
      sourceIds: "src",
      kinds: "COUPON,DEAL",
      statuses: "ACTIVE",
      merchantIds: "shop.example",
      category: "shoes",
      tag: "new",
      country: "DE",
      language: "en",
      hasCoupon: "true",
      joinedOnly: "true",
      minDiscountPercent: "19.5",
      minPrice: "10",
      maxPrice: "80",
      currency: "EUR",
      minCommissionPercent: "5",
      endsBefore: "2026-08-01T00:00:00Z",
      changedSince: "2025-01-01T00:00:00Z",
    });
    expect(ids(await get(`/offers?${filter}`))).toEqual(["src:1"]);
    filter.set("hasCoupon", "false");
    expect(ids(await get(`/offers?${filter}`))).toEqual([]);
  });

  test("page by Link, and end", async () => {
    await offers("a", "b", "c");
    const seen: string[] = [];
    let path: string | undefined = "/offers?first=2&total=true&category=shoes";
    for (let pages = 0; path !== undefined; pages++) {
      expect(pages).toBeLessThan(3);
      const page: Answer = await get(path);
      expect(page.body.totalCount).toBe(3);
      seen.push(...ids(page));
      path = /^<\/api([^>]+)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1];
    }
    expect(seen.toSorted()).toEqual(["src:a", "src:b", "src:c"]);
  });

  test("of one query parameter given several times take all its values; one without a value is left out", async () => {
    await rest.api.store(
      sampleRecord({ sourceOfferId: "1", networkId: "cj" }),
      sampleRecord({ sourceOfferId: "2", networkId: "ebay" }),
      sampleRecord({ sourceOfferId: "3" }),
    );
    expect(ids(await get("/offers?networkIds=cj&networkIds=ebay&country=")).toSorted()).toEqual([
      "src:1",
      "src:2",
    ]);
  });

  test("latest, top and search are the list in their own order", async () => {
    await rest.api.store(
      sampleRecord({
        sourceOfferId: "old",
        changedAt: "2026-01-01T00:00:00.000Z",
        content: { discount: { type: "PERCENT", value: "70", currency: null } },
      }),
      sampleRecord({
        sourceOfferId: "new",
        changedAt: "2026-02-01T00:00:00.000Z",
        content: { languages: ["de"] },
      }),
    );
    expect(ids(await get("/offers/latest"))).toEqual(["src:new", "src:old"]);
    expect(ids(await get("/offers/latest?vertical=shoes&lang=de&country=FR"))).toEqual(["src:new"]);
    expect(ids(await get("/offers/top?limit=1"))).toEqual(["src:old"]);
    expect(ids(await get("/offers/search?q=trail")).toSorted()).toEqual(["src:new", "src:old"]);
    expect((await get("/offers/search")).body).toMatchObject({ code: "INVALID_PARAMETER" });
  });

  test("facets count what the filter leaves", async () => {
    await offers("a", "b");
    const { body } = await get("/offers/facets?country=DE");
    expect(body.kinds).toEqual([{ value: "PRODUCT", label: "Product", count: 2, sandboxCount: 0 }]);
  });
});

describe("one offer", () => {
  test.each([
    ["as it is", "/offers/src:1"],
    ["percent-encoded", "/offers/src%3A1"],
  ])("is found by its id %s", async (_, path) => {
    await offers("1");
    const { body } = await get(path);
    expect(body).toMatchObject({ id: "src:1", price: { amount: "80.00", currency: "EUR" }, sandbox: false });
  });

  test.each([
    ["percent-encoded", "/offers/src%3Aa%2Fb%20%25/versions"],
    ["half decoded, as some servers hand it on", "/offers/src:a/b%20%25/versions"],
  ])("may have slashes in its id, %s", async (_, path) => {
    await offers("a/b %");
    const { body } = await get(path);
    expect(body.nodes[0]?.offer.id).toBe("src:a/b %");
  });

  test("has versions, with their authors for who may see them", async () => {
    await rest.api.store(sampleRecord(), sampleRecord({ version: 2, cause: "ADMIN", author: "ann" }));
    expect((await get("/offers/src:1/versions?first=1")).body.nodes[0]).not.toHaveProperty("author");
    expect((await get("/offers/src:1/versions?authors=true")).body.nodes[0]?.author).toBe("ann");
    rest.api.role = "READER";
    expect((await get("/offers/src:1/versions?authors=true")).status).toBe(403);
    expect((await get("/offers/src:1/versions")).status).toBe(200);
  });

  test("has a history of prices", async () => {
    await offers("1");
    const { body } = await get("/offers/src:1/history");
    expect(body.nodes).toMatchObject([{ version: 1, offered: true, price: { amount: "80.00" } }]);
  });

  test.each(["/offers/src:none", "/offers/src:none/versions", "/offers/src:none/history"])(
    "that is not there is 404: %s",
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, body: { code: "OFFER_NOT_FOUND" } });
    },
  );
});

test("changes go on from their cursor", async () => {
  await offers("a", "b", "c");
  const page = await get("/offers/changes?first=2");
  expect(page.body.nodes.map(({ offerId }) => offerId)).toEqual(["src:a", "src:b"]);
  const [, next = ""] = /^<\/api([^>]+)>/.exec(page.headers.get("link") ?? "") ?? [];
  const last = await get(next);
  expect(last.body).toMatchObject({ nodes: [{ offerId: "src:c", type: "CREATED" }], hasMore: false });
  expect(last.headers.has("link")).toBe(false);
});

test("the summary tells the feed at a glance", async () => {
  await offers("a", "b");
  rest.api.sources.sources.push(sampleSource({ lastCompleteAt: "2026-05-31T23:59:00.000Z" }));
  const { body } = await get("/offers/analytics/summary?first=3");
  expect(body).toMatchObject({
    offers: { networks: [{ value: "awin", count: 2 }], kinds: [{ value: "PRODUCT", count: 2 }] },
    averages: { discountPercent: null, commissionPercent: 5, exact: true },
    freshness: [{ sourceId: "src", lagSeconds: 60 }],
  });
  expect(body).toHaveProperty("changesPerDay.29", { day: "2026-06-01", created: 0, updated: 0, removed: 0 });
});

test("statistics and health tell the feed in numbers", async () => {
  await offers("a");
  rest.api.sources.sources.push(sampleSource());
  expect((await get("/offers/statistics")).body).toMatchObject({ active: 1, sources: 1 });
  const { body } = await get("/offers/health");
  expect(body).toMatchObject({ stats: { active: 1 }, sources: [{ id: "src", healthReport: {} }] });
});

describe("sources", () => {
  beforeEach(() => {
    rest.api.sources.sources.push(sampleSource({ lastRunId: "src:01" }));
    rest.api.sources.runs.push(sampleRun());
  });

  test("are listed and shown, with settings as JSON for who may see them", async () => {
    expect((await get("/offers/sources")).body.nodes[0]).not.toHaveProperty("settings");
    expect((await get("/offers/sources?settings=true")).body.nodes[0]?.settings).toEqual({ region: "DE" });
    expect((await get("/offers/sources/src?settings=true")).body.settings).toEqual({ region: "DE" });
    rest.api.role = "READER";
    expect((await get("/offers/sources")).status).toBe(200);
    expect(await get("/offers/sources/src?settings=true")).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN" },
    });
  });

  test("say how they are", async () => {
    const { body } = await get("/offers/sources/src/status");
    expect(body).toMatchObject({ id: "src", healthReport: {}, lastRun: { id: "src:01" } });
    expect(await get("/offers/sources/none/status")).toMatchObject({
      status: 404,
      body: { code: "SOURCE_NOT_FOUND" },
    });
  });

  test("are added, at an address of their own", async () => {
    const source = { id: "src", networkId: "awin", name: "Shop", settings: { url: "https://s.example" } };
    const { status, headers, body } = await send("POST", "/offers/sources", source);
    expect(status).toBe(201);
    expect(headers.get("location")).toBe("/api/offers/sources/src");
    expect(body.settings).toEqual(source.settings);
  });

  test("are switched, given credentials and tested", async () => {
    expect((await send("POST", "/offers/sources/src/deactivate")).body.enabled).toBe(false);
    expect((await send("POST", "/offers/sources/src/activate")).body.enabled).toBe(true);
    const { text } = await send("PUT", "/offers/sources/src/credentials", { token: "hush" });
    expect(text).not.toContain("hush");
    expect((await send("POST", "/offers/sources/src/test")).body).toMatchObject({ outcome: "PASSED" });
    expect(rest.api.control.calls).toEqual([
      ["setSourceEnabled", "src", false],
      ["setSourceEnabled", "src", true],
      ["setSourceCredentials", "src", { token: "hush" }],
    ]);
  });
});

describe("syncs", () => {
  test("are started, and answered before they end", async () => {
    rest.api.sources.sources.push(sampleSource());
    const one = await send("POST", "/offers/sync/source/src", { mode: "FULL" });
    expect(one).toMatchObject({ status: 202, body: { status: "RUNNING", mode: "FULL" } });
    const all = await send("POST", "/offers/sync/all");
    expect(all).toMatchObject({ status: 202, body: { nodes: [{ run: { mode: "INCREMENTAL" } }] } });
  });

  test("are followed and ended", async () => {
    rest.api.sources.sources.push(sampleSource({ lastRunId: "src:01" }));
    rest.api.sources.runs.push(sampleRun(), sampleRun({ id: "src:02" }));
    expect((await get("/offers/sync/status")).body.nodes[0]?.lastRun.id).toBe("src:01");
    const history = await get("/offers/sync/history?sourceId=src&first=1");
    expect(ids(history)).toEqual(["src:02"]);
    expect(history.headers.get("link")).toContain("sourceId=src&first=1&after=src%3A02");
    expect((await send("POST", "/offers/sync/src:01/cancel")).body.status).toBe("CANCELLED");
    expect((await send("POST", "/offers/sync/src%3A01/release")).status).toBe(202);
  });
});

test("offers are entered, and those that are wrong are told beside those that were written", async () => {
  const entered = (title: string) => ({
    sourceOfferId: "1",
    kind: "DEAL",
    title,
    trackingUrl: "https://t.example/1",
    merchant: { name: "Shop" },
  });
  const enter = (sourceId: string, ...titles: string[]) =>
    send("POST", "/offers/bulk-create", { sourceId, offers: titles.map(entered) });
  expect(await enter("src", "good", "bad")).toMatchObject({
    status: 200,
    body: {
      run: { id: "src:01" },
      offers: [{ title: "good" }],
      userErrors: [{ code: "OFFER_INVALID", field: ["offers", "1", "title"] }],
    },
  });
  expect(await enter("other", "good")).toMatchObject({ status: 409, body: { code: "SOURCE_NOT_MANUAL" } });
  const unfit = await send("POST", "/offers/bulk-create", {
    sourceId: "src",
    offers: [{ title: "no link" }],
  });
  expect(unfit.status).toBe(422);
  expect(unfit.body.errors.map(({ pointer }) => pointer)).toContain("/offers/0/trackingUrl");
});

test("offers are overridden field by field, and given back", async () => {
  await offers("1");
  const overridden = await send("PUT", "/offers/src:1", { title: "Ours", tags: ["picked"] });
  expect(overridden.body).toMatchObject({ title: "Ours", tags: ["picked"], version: 2 });
  expect(new Set(overridden.body.overriddenFields)).toEqual(new Set(["title", "tags"]));
  const back = await send("DELETE", "/offers/src:1/overrides?fields=title");
  expect(back.body).toMatchObject({ title: "Trail running shoes", overriddenFields: ["tags"] });
  const wrong = await send("PUT", "/offers/src:1", { images: ["not a link"] });
  expect(wrong).toMatchObject({ status: 422, body: { code: "OVERRIDE_INVALID" } });
  expect(wrong.body.errors[0]?.pointer).toMatch(/^\/images/);
  expect(await send("PUT", "/offers/src:1", { trackingUrl: "https://t.example" })).toMatchObject({
    status: 422,
    body: { code: "INVALID_BODY" },
  });
});

test("offers are hidden, shown and rolled back", async () => {
  await rest.api.store(sampleRecord(), sampleRecord({ version: 2, content: { title: "Other" } }));
  expect((await send("POST", "/offers/src:1/hide", { reason: "broken link" })).body.status).toBe("HIDDEN");
  expect((await send("POST", "/offers/src:1/unhide")).body.status).toBe("ACTIVE");
  const { body } = await send("POST", "/offers/src:1/rollback", { toVersion: 1 });
  expect(body).toMatchObject({ version: 5, title: "Trail running shoes" });
  expect(rest.api.ledger.records.slice(2).map(({ author }) => author)).toEqual([
    "tester",
    "tester",
    "tester",
  ]);
});
