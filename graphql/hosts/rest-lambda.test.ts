import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectOffers } from "../../shared/readmodel/project.ts";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { restApi } from "../rest/api.ts";
import { httpExecute } from "../rest/http-execute.ts";
import { schemaText, startTestApi, type TestApi } from "./api.fixture.ts";
import { restLambda } from "./rest-lambda.ts";

type Handle = ReturnType<typeof restLambda>;

const event = (path: string, more: Partial<APIGatewayProxyEventV2> & { method?: string } = {}) => {
  const [rawPath = "", rawQueryString = ""] = path.split("?", 2);
  const { method = "GET", ...rest } = more;
  return {
    rawPath: decodeURIComponent(rawPath),
    rawQueryString,
    headers: {},
    isBase64Encoded: false,
    requestContext: { http: { method } },
    ...rest,
  } as unknown as APIGatewayProxyEventV2;
};

const failures: unknown[] = [];
const handleFor = (graphqlUrl: string): Handle =>
  restLambda({ graphqlUrl, schemaText: async () => schemaText, onError: (error) => failures.push(error) });

beforeEach(() => {
  failures.length = 0;
});

describe("before the API itself", () => {
  let api: TestApi;
  let handle: Handle;
  beforeAll(async () => {
    api = await startTestApi();
    handle = handleFor(api.server.url);
    const records = Array.from({ length: 120 }, (_, n) => sampleRecord({ sourceOfferId: `p/${n} 50%` }));
    api.ledger.records.push(...records);
    await projectOffers(api.model.db, records);
  }, 60_000);
  afterAll(() => api.stop());

  test("a list is answered with its headers", async () => {
    const { statusCode, headers, body } = await handle(event("/api/offers?first=1"));
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      vary: "Authorization",
    });
    expect(headers?.["link"]).toMatch(/^<\/api\/offers\?first=1&after=[\w-]+>; rel="next"$/);
    expect(JSON.parse(body ?? "")).toHaveProperty("nodes.0.kind", "PRODUCT");
  });

  test("an id that API Gateway has decoded is found", async () => {
    const { body } = await handle(event(`/api/offers/${encodeURIComponent("src:p/7 50%")}/versions`));
    expect(JSON.parse(body ?? "")).toHaveProperty("nodes.0.offer.id", "src:p/7 50%");
  });

  test("a body may come in base64", async () => {
    const { statusCode, body } = await handle(
      event("/api/offers/src:p/1 50%25/hide", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: Buffer.from('{"reason":"ü"}').toString("base64"),
        isBase64Encoded: true,
      }),
    );
    expect([statusCode, JSON.parse(body ?? "")]).toMatchObject([200, { status: "HIDDEN" }]);
    expect(api.ledger.records.at(-1)?.reason).toBe("ü");
  });

  test("a body that is too large is refused before it is read", async () => {
    const body = JSON.stringify({ reason: "x".repeat(1_100_000) });
    const headers = { "content-type": "application/json" };
    const answer = await handle(event("/api/offers/src:1/hide", { method: "POST", headers, body }));
    expect(answer.statusCode).toBe(413);
  });

  test("an export comes in parts that fit, compressed ones in base64", async () => {
    const plain = await handle(event("/api/offers/export?limit=100"));
    expect(plain.body?.split("\n")).toHaveLength(101);
    expect(plain.headers?.["link"]).toContain("/api/offers/export?limit=100&after=src%3Ap");
    const { isBase64Encoded, body, headers } = await handle(event("/api/offers/export?format=csv.gz"));
    expect([isBase64Encoded, headers?.["content-type"], headers?.["link"]]).toEqual([
      true,
      "application/gzip",
      undefined,
    ]);
    expect(
      Buffer.from(body ?? "", "base64")
        .subarray(0, 2)
        .toString("hex"),
    ).toBe("1f8b");
  });

  test("the OpenAPI document is there", async () => {
    const { body } = await handle(event("/api/openapi.json"));
    expect(JSON.parse(body ?? "")).toMatchObject({ openapi: "3.1.0" });
  });

  test("HEAD has no body, and what is not there is 404", async () => {
    expect((await handle(event("/api/offers", { method: "HEAD" }))).body).toBeUndefined();
    expect((await handle(event("/elsewhere"))).statusCode).toBe(404);
  });
});

/** AppSync's own answers, which the API that runs here does not give. */
describe("before AppSync", () => {
  let server: Server;
  let handle: Handle;
  let answer: { status: number; body: string; headers?: Record<string, string> };
  const received: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      received.push(request.headers.authorization);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    handle = handleFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  });
  afterAll(() => server.close());

  const refusal = (errorType: string) => JSON.stringify({ errors: [{ errorType, message: "m" }] });

  test.each([
    ["nobody is let in", 401, "UnauthorizedException", 401, "UNAUTHENTICATED"],
    ["a field is denied", 200, "Unauthorized", 403, "FORBIDDEN"],
    ["the firewall refuses", 403, "WAFForbiddenException", 403, "FORBIDDEN"],
    ["there is too much at once", 429, "ThrottlingException", 429, "RATE_LIMITED"],
    ["it took too long", 200, "ExecutionTimeout", 504, "TIMEOUT"],
    ["a resolver refuses", 200, "BAD_USER_INPUT", 400, "BAD_USER_INPUT"],
    ["a function failed", 200, "Lambda:Unhandled", 500, "INTERNAL_SERVER_ERROR"],
  ])("%s: HTTP %i %s is %i %s", async (_, status, errorType, expected, code) => {
    answer = { status, body: refusal(errorType), headers: { "retry-after": "3" } };
    const { statusCode, headers, body } = await handle(event("/api/offers"));
    expect([statusCode, JSON.parse(body ?? "")]).toMatchObject([expected, { code }]);
    if (expected === 429) expect(headers?.["retry-after"]).toBe("3");
    if (expected === 401) expect(headers?.["www-authenticate"]).toContain("Bearer");
  });

  test("an answer that is none of GraphQL's is a fault of ours, told to the log", async () => {
    answer = { status: 502, body: "<html>Bad gateway</html>" };
    const { statusCode, body } = await handle(event("/api/offers"));
    expect([statusCode, body?.includes("html")]).toEqual([500, false]);
    expect(String(failures[0])).toContain("502");
  });

  test("an answer that does not come in time is 504", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/graphql`;
    const rest = restApi({ openApi: async () => "{}", exportBounds: null, onError: () => undefined });
    const request = { method: "GET", path: "/offers", query: new URLSearchParams(), headers: {}, body: "" };
    const { status, body } = await rest(request, httpExecute({ url, authorization: null, timeoutMs: 1 }));
    expect([status, JSON.parse(String(body))]).toMatchObject([504, { code: "TIMEOUT" }]);
    silent.closeAllConnections();
    silent.close();
  });

  test("the caller's token goes on as AppSync wants it, and no other does", async () => {
    answer = { status: 200, body: refusal("Unauthorized") };
    received.length = 0;
    await handle(event("/api/offers", { headers: { authorization: "Bearer secret" } }));
    await handle(event("/api/offers"));
    expect(received).toEqual(["secret", undefined]);
  });
});
