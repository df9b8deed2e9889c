import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { refused as refusal } from "../../shared/control/outcome.ts";
import { scopesOfRole } from "../../shared/access/scopes.ts";
import { fieldScopes } from "../access.ts";
import { routes } from "../rest/routes.ts";
import { sampleRun, sampleSource } from "../stores.fixture.ts";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(async () => {
  await api.model.clear();
  api.role = "ADMIN";
  api.health.records.clear();
  const { ledger, sources, control, errors } = api;
  for (const list of [ledger.records, sources.sources, sources.runs, control.calls, errors]) list.length = 0;
});
afterAll(() => api.stop());

/** What bodies may hold; a test names what it wants, and what is not there fails its expectation. */
interface Row {
  readonly id: string;
  readonly offerId: string;
  readonly author: string;
  readonly settings: unknown;
  readonly offer: { readonly id: string };
  readonly lastRun: { readonly id: string };
}

interface Body {
  readonly nodes: readonly Row[];
  readonly errors: readonly { readonly parameter: string; readonly pointer: string }[];
  readonly totalCount: number;
  readonly kinds: unknown;
  readonly settings: unknown;
  readonly enabled: boolean;
  readonly status: unknown;
  readonly version: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

async function call(method: string, path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await fetch(api.server.restUrl + path, { method, ...options });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, body: (text === "" ? {} : JSON.parse(text)) as Body };
}

const get = (path: string, headers: Record<string, string> = {}) => call("GET", path, { headers });
const send = (method: string, path: string, body?: unknown) =>
  call(
    method,
    path,
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
  );

const ids = ({ body }: Answer): string[] => body.nodes.map(({ id }) => id);
const offers = (...names: string[]) =>
  api.store(...names.map((sourceOfferId) => sampleRecord({ sourceOfferId })));

describe("lists", () => {
  test("take every field of the filter", async () => {
    await api.store(
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
    await api.store(
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
    await api.store(
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
    await api.store(sampleRecord(), sampleRecord({ version: 2, cause: "ADMIN", author: "ann" }));
    expect((await get("/offers/src:1/versions?first=1")).body.nodes[0]).not.toHaveProperty("author");
    expect((await get("/offers/src:1/versions?authors=true")).body.nodes[0]?.author).toBe("ann");
    api.role = "READER";
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
  api.sources.sources.push(sampleSource({ lastCompleteAt: "2026-05-31T23:59:00.000Z" }));
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
  api.sources.sources.push(sampleSource());
  expect((await get("/offers/statistics")).body).toMatchObject({ active: 1, sources: 1 });
  const { body } = await get("/offers/health");
  expect(body).toMatchObject({ stats: { active: 1 }, sources: [{ id: "src", healthReport: {} }] });
});

describe("sources", () => {
  beforeEach(() => {
    api.sources.sources.push(sampleSource({ lastRunId: "src:01" }));
    api.sources.runs.push(sampleRun());
  });

  test("are listed and shown, with settings as JSON for who may see them", async () => {
    expect((await get("/offers/sources")).body.nodes[0]).not.toHaveProperty("settings");
    expect((await get("/offers/sources?settings=true")).body.nodes[0]?.settings).toEqual({ region: "DE" });
    expect((await get("/offers/sources/src?settings=true")).body.settings).toEqual({ region: "DE" });
    api.role = "READER";
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
    expect(api.control.calls).toEqual([
      ["setSourceEnabled", "src", false],
      ["setSourceEnabled", "src", true],
      ["setSourceCredentials", "src", { token: "hush" }],
    ]);
  });
});

describe("syncs", () => {
  test("are started, and answered before they end", async () => {
    api.sources.sources.push(sampleSource());
    const one = await send("POST", "/offers/sync/source/src", { mode: "FULL" });
    expect(one).toMatchObject({ status: 202, body: { status: "RUNNING", mode: "FULL" } });
    const all = await send("POST", "/offers/sync/all");
    expect(all).toMatchObject({ status: 202, body: { nodes: [{ run: { mode: "INCREMENTAL" } }] } });
  });

  test("are followed and ended", async () => {
    api.sources.sources.push(sampleSource({ lastRunId: "src:01" }));
    api.sources.runs.push(sampleRun(), sampleRun({ id: "src:02" }));
    expect((await get("/offers/sync/status")).body.nodes[0]?.lastRun.id).toBe("src:01");
    const history = await get("/offers/sync/history?sourceId=src&first=1");
    expect(ids(history)).toEqual(["src:02"]);
    expect(history.headers.get("link")).toContain("sourceId=src&first=1&after=src%3A02");
    expect((await send("POST", "/offers/sync/src:01/cancel")).body.status).toBe("CANCELLED");
    expect((await send("POST", "/offers/sync/src%3A01/release")).status).toBe(202);
  });
});

test("offers are hidden, shown and rolled back", async () => {
  await offers("1");
  expect((await send("POST", "/offers/src:1/hide", { reason: "broken link" })).body.status).toBe("HIDDEN");
  expect((await send("POST", "/offers/src:1/unhide")).body.status).toBe("ACTIVE");
  expect((await send("POST", "/offers/src:1/rollback", { toVersion: 1 })).body.version).toBe(4);
  expect(api.ledger.records.map(({ author }) => author)).toEqual([null, "tester", "tester", "tester"]);
});

test.each(routes.filter(({ next }) => next !== undefined).map(({ path }) => path))(
  "%s gives pages of 200, which GraphQL's limits let pass",
  async (path) => {
    await offers("1");
    const parameter = path.endsWith("/top") ? "limit" : "first";
    const query = path.endsWith("/search") ? "?q=trail&" : "?";
    expect((await get(`${path.replace(":id", "src:1")}${query}${parameter}=200`)).status).toBe(200);
  },
);

describe("a request that cannot be answered", () => {
  test.each([
    ["GET", "/offers?colour=red", undefined, 400, "UNKNOWN_PARAMETER"],
    ["GET", "/offers/src:1?x=1", undefined, 400, "UNKNOWN_PARAMETER"],
    ["GET", "/offers?__proto__=1", undefined, 400, "UNKNOWN_PARAMETER"],
    ["GET", "/offers?first=0", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?first=two", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?first=1&first=2", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?kinds=CAR", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?hasCoupon=1", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?minPrice=ten", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?changedSince=yesterday", undefined, 400, "INVALID_PARAMETER"],
    ["GET", "/offers?after=garbage", undefined, 400, "BAD_USER_INPUT"],
    ["GET", "/offers?orderBy=RELEVANCE", undefined, 400, "BAD_USER_INPUT"],
    ["GET", "/offers/%E0%A4%A", undefined, 400, "INVALID_PATH"],
    ["GET", "/nowhere", undefined, 404, "ROUTE_NOT_FOUND"],
    ["GET", "/offers/a/b", undefined, 404, "ROUTE_NOT_FOUND"],
    ["GET", "/", undefined, 404, "ROUTE_NOT_FOUND"],
    ["POST", "/offers/src:none/hide", undefined, 404, "OFFER_NOT_FOUND"],
    ["POST", "/offers/sync/source/none", undefined, 404, "SOURCE_NOT_FOUND"],
    ["POST", "/offers/sources/running/test", undefined, 409, "ALREADY_RUNNING"],
    ["POST", "/offers/src:1/rollback", undefined, 422, "INVALID_BODY"],
    ["POST", "/offers/src:1/rollback", { toVersion: "one" }, 422, "INVALID_BODY"],
    ["POST", "/offers/src:1/rollback", { toVersion: 1, force: true }, 422, "INVALID_BODY"],
    ["POST", "/offers/src:1/unhide", { reason: "?" }, 422, "INVALID_BODY"],
    ["PUT", "/offers/sources/src/credentials", ["a"], 422, "INVALID_BODY"],
  ])("%s %s with %j is a problem with a status and a code", async (method, path, body, status, code) => {
    const answer = await send(method, path, body);
    expect(answer).toMatchObject({ status, body: { type: "about:blank", status, code } });
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.text).not.toMatch(/node_modules|\.ts:/);
  });

  test("names what is wrong, one by one", async () => {
    const query = await get("/offers?first=0&kinds=CAR");
    expect(query.body.errors.map(({ parameter }) => parameter)).toEqual(["kinds", "first"]);
    const body = await send("POST", "/offers/sources", { id: "a", networkId: 1 });
    expect(body.body.errors.map(({ pointer }) => pointer)).toEqual(["/networkId", "/name"]);
    const refused = await send("POST", "/offers/sync/source/none");
    expect(refused.body.errors).toEqual([
      { code: "SOURCE_NOT_FOUND", message: 'There is no source "none".' },
    ]);
    const { addSource } = api.control;
    api.control.addSource = async () =>
      refusal("SETTINGS_INVALID", "url: is missing", ["input", "settings", "url"]);
    const added = await send("POST", "/offers/sources", { id: "src", networkId: "awin", name: "Shop" });
    api.control.addSource = addSource;
    expect(added).toMatchObject({ status: 422, body: { code: "SETTINGS_INVALID" } });
    expect(added.body.errors[0]?.pointer).toBe("/settings/url");
  });

  test("for its method is told which there are", async () => {
    const wrong = await send("POST", "/offers/latest");
    expect(wrong).toMatchObject({ status: 405, body: { code: "METHOD_NOT_ALLOWED" } });
    expect(wrong.headers.get("allow")).toBe("GET, HEAD");
    expect((await call("DELETE", "/offers/sources")).headers.get("allow")).toBe("GET, HEAD, POST");
  });

  test("for its body's type, text or size is told so, and its text is not repeated", async () => {
    const post = (body: string, type: string) =>
      call("PUT", "/offers/sources/src/credentials", { body, headers: { "content-type": type } });
    expect(await post("token=hush", "application/x-www-form-urlencoded")).toMatchObject({ status: 415 });
    expect(await post("{}", "application/json; charset=klingon")).toMatchObject({ status: 415 });
    const broken = await post("{hush", "application/json");
    expect(broken).toMatchObject({ status: 400, body: { code: "INVALID_JSON" } });
    expect(broken.text).not.toContain("hush");
    const large = await post(JSON.stringify({ token: "x".repeat(1_100_000) }), "application/json");
    expect(large).toMatchObject({ status: 413, body: { code: "PAYLOAD_TOO_LARGE" } });
    expect(api.control.calls).toEqual([]);
  });

  test("by a fault of ours says nothing of it, and the log does", async () => {
    api.sources.list = () => Promise.reject(new Error("table arn:aws:… is gone"));
    const { status, text } = await get("/offers/sources");
    Reflect.deleteProperty(api.sources, "list");
    expect(status).toBe(500);
    expect(text).not.toContain("arn:");
    expect(String(api.errors[0])).toContain("arn:");
  });

  test("is refused to pages of other origins", async () => {
    expect(
      (await call("POST", "/offers/sync/all", { headers: { origin: "http://evil.example" } })).status,
    ).toBe(403);
  });
});

describe("caching", () => {
  test("an answer that still holds is not sent again", async () => {
    await offers("1");
    const first = await get("/offers");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      expect(await get("/offers", { "if-none-match": known })).toMatchObject({ status: 304, text: "" });
    }
    await offers("2");
    expect((await get("/offers", { "if-none-match": etag })).status).toBe(200);
  });

  test.each([
    ["/offers", "nobody", "public, max-age=30, stale-while-revalidate=300"],
    ["/offers", "a reader", "private, no-cache"],
    ["/offers/sources", "nobody", "private, no-cache"],
  ])("%s asked for by %s may be kept: %s", async (path, who, expected) => {
    const token = await api.issuer.issue({ name: "ann", role: "READER", seconds: 60 });
    const answer = await get(path, who === "nobody" ? {} : { authorization: `Bearer ${token}` });
    expect(answer.headers.get("cache-control")).toBe(expected);
    expect(answer.headers.get("vary")).toBe("origin, Authorization");
  });

  test("what was done is never kept", async () => {
    const { headers } = await send("POST", "/offers/sync/source/src");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.has("etag")).toBe(false);
  });

  test("HEAD is GET without its body", async () => {
    await offers("1");
    const head = await call("HEAD", "/offers");
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers.get("etag")).toBe((await get("/offers")).headers.get("etag"));
  });
});

describe("access", () => {
  const ROOT_FIELD = /^(query|mutation)[^{]*\{\s*(\w+)/;

  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s is answered to the roles that its fields are for, and to no other",
    async (_, { method, path, document }) => {
      const [, kind, field] = ROOT_FIELD.exec(document) ?? [];
      const scope = fieldScopes[`${kind === "query" ? "Query" : "Mutation"}.${field}`]!;
      for (const role of ["READER", "EDITOR", "ADMIN"] as const) {
        api.role = role;
        const { status } = await send(
          method,
          path.replace(":id", "src:1").replace(/:\w+/, "src") + (path.endsWith("search") ? "?q=x" : ""),
          method === "GET" ? undefined : BODIES[path],
        );
        expect([role, status === 403]).toEqual([role, !scopesOfRole[role].includes(scope)]);
      }
    },
  );

  test("nobody, where everybody needs a token, is asked for one", async () => {
    api.role = null;
    const { status, headers, body } = await get("/offers");
    expect([status, body]).toMatchObject([401, { code: "UNAUTHENTICATED" }]);
    expect(headers.get("www-authenticate")).toBe('Bearer realm="offerfeed"');
    expect(await get("/offers", { authorization: "Bearer forged" })).toMatchObject({
      status: 401,
      body: { code: "UNAUTHENTICATED" },
    });
  });

  const BODIES: Record<string, unknown> = {
    "/offers/:id/rollback": { toVersion: 1 },
    "/offers/sources": { id: "src", networkId: "awin", name: "Shop" },
    "/offers/sources/:slug/credentials": {},
  };
});
