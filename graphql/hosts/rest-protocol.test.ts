import { Ajv2020 } from "ajv/dist/2020.js";
import { default as addFormats } from "ajv-formats";
import { beforeEach, describe, expect, test } from "vitest";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { refused as refusal } from "../../shared/control/outcome.ts";
import { scopesOfRole } from "../../shared/access/scopes.ts";
import { fieldScopes } from "../access.ts";
import { openApiDocument } from "../rest/openapi.ts";
import { routes } from "../rest/routes.ts";
import { sampleRun, sampleSource } from "../stores.fixture.ts";
import { schemaText } from "./api.fixture.ts";
import { restClient } from "./rest-client.fixture.ts";

const rest = restClient();
const { call, get, send, offers } = rest;

const PATHS: Readonly<Record<string, string>> = { ":id": "src:1", ":runId": "src:01", ":slug": "src" };
/** What each route needs beside its path. */
const QUERIES: Readonly<Record<string, string>> = { "/offers/search": "?q=trail" };
const BODIES: Readonly<Record<string, unknown>> = {
  "/offers/bulk-create": {
    sourceId: "src",
    offers: [{ sourceOfferId: "1", kind: "DEAL", title: "Deal", trackingUrl: "https://t.example/1" }],
  },
  "/offers/:id": { title: "Ours" },
  "/offers/:id/rollback": { toVersion: 1 },
  "/offers/sources": { id: "src", networkId: "awin", name: "Shop" },
  "/offers/sources/:slug/credentials": {},
};

const sendTo = ({ method, path }: (typeof routes)[number]) =>
  send(
    method,
    path.replaceAll(/:\w+/g, (name) => PATHS[name] ?? name) + (QUERIES[path] ?? ""),
    method === "GET" ? undefined : BODIES[path],
  );

describe("what the OpenAPI document promises", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(openApiDocument(schemaText), "openapi");
  const pointer = (path: string) => path.replaceAll("~", "~0").replaceAll("/", "~1");

  beforeEach(async () => {
    await rest.api.store(
      sampleRecord({ content: { tags: ["new"], endsAt: "2026-07-01T00:00:00.000Z" } }),
      sampleRecord({ version: 2, cause: "ADMIN", author: "ann" }),
    );
    rest.api.sources.sources.push(sampleSource({ lastRunId: "src:01" }));
    rest.api.sources.runs.push(sampleRun());
  });

  test.each(
    routes
      .filter(({ contentTypes }) => contentTypes === undefined)
      .map((route) => [`${route.method} ${route.path}`, route] as const),
  )("%s answers so", async (_, route) => {
    const { status, body } = await sendTo(route);
    expect(status).toBe(route.status);
    const path = `/api${route.path.replaceAll(/:(\w+)/g, "{$1}")}`;
    const validate = ajv.compile({
      $ref: `openapi#/paths/${pointer(path)}/${route.method.toLowerCase()}/responses/${status}/content/application~1json/schema`,
    });
    validate(body);
    expect(validate.errors).toBeNull();
  });

  test("a problem is one", async () => {
    const validate = ajv.compile({ $ref: "openapi#/components/schemas/Problem" });
    for (const path of ["/offers?x=1", "/offers/src:none", "/nowhere"]) {
      validate((await get(path)).body);
      expect(validate.errors).toBeNull();
    }
  });
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
    const { addSource } = rest.api.control;
    rest.api.control.addSource = async () =>
      refusal("SETTINGS_INVALID", "url: is missing", ["input", "settings", "url"]);
    const added = await send("POST", "/offers/sources", { id: "src", networkId: "awin", name: "Shop" });
    rest.api.control.addSource = addSource;
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
    expect(rest.api.control.calls).toEqual([]);
  });

  test("by a fault of ours says nothing of it, and the log does", async () => {
    rest.api.sources.list = () => Promise.reject(new Error("table arn:aws:… is gone"));
    const { status, text } = await get("/offers/sources");
    Reflect.deleteProperty(rest.api.sources, "list");
    expect(status).toBe(500);
    expect(text).not.toContain("arn:");
    expect(String(rest.api.errors[0])).toContain("arn:");
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
    const token = await rest.api.issuer.issue({ name: "ann", role: "READER", seconds: 60 });
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
    async (_, route) => {
      const [, kind, field] = ROOT_FIELD.exec(route.document) ?? [];
      const scope = fieldScopes[`${kind === "query" ? "Query" : "Mutation"}.${field}`]!;
      for (const role of ["READER", "EDITOR", "ADMIN"] as const) {
        rest.api.role = role;
        const { status } = await sendTo(route);
        expect([role, status === 403]).toEqual([role, !scopesOfRole[role].includes(scope)]);
      }
    },
  );

  test("nobody, where everybody needs a token, is asked for one", async () => {
    rest.api.role = null;
    const { status, headers, body } = await get("/offers");
    expect([status, body]).toMatchObject([401, { code: "UNAUTHENTICATED" }]);
    expect(headers.get("www-authenticate")).toBe('Bearer realm="offerfeed"');
    expect(await get("/offers", { authorization: "Bearer forged" })).toMatchObject({
      status: 401,
      body: { code: "UNAUTHENTICATED" },
    });
  });
});
