import { createHash } from "node:crypto";
import { createClient } from "graphql-ws";
import { afterEach, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { Source } from "../../shared/sources/records.ts";
import { MemorySources } from "../stores.fixture.ts";
import type { GraphqlServerOptions } from "./apollo.ts";
import { answerOf, type BareServer, startBareServer } from "./bare-server.fixture.ts";
import { ManifestInvalid, readManifest } from "./persisted-queries.ts";

const started: BareServer[] = [];
const start = async (options: Partial<GraphqlServerOptions> = {}, sources?: MemorySources) => {
  const server = await startBareServer(options, sources);
  started.push(server);
  return server;
};
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

const QUERY = "{ networks { id } }";
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const byHash = (query: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: sha256(query) } },
});

describe("how often callers may ask", () => {
  test("an address without a token gets 429 with the time to wait; a user is counted by themselves", async () => {
    const server = await start({ rates: { anonymous: 2, identified: 3 } });
    for (const _ of [1, 2]) expect((await server.ask(QUERY)).status).toBe(200);
    const refused = await server.ask(QUERY);
    expect([refused.status, refused.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    for (const _ of [1, 2, 3])
      expect((await server.ask(QUERY, { authorization: "Bearer ann" })).status).toBe(200);
    expect((await server.ask(QUERY, { authorization: "Bearer ann" })).status).toBe(429);
    expect((await server.ask(QUERY, { authorization: "Bearer bob" })).status).toBe(200);
  });

  test("an operation that costs more counts more", async () => {
    const server = await start({ rates: { anonymous: 5 } });
    const heavy = `{ networks { id } sources { runs(first: 100) { nodes { id } } } }`;
    expect((await server.ask(heavy)).code).toBe("RATE_LIMITED");
  });

  test("REST says the same as GraphQL", async () => {
    const server = await start({ rates: { anonymous: 1 } });
    await fetch(`${server.restUrl}/offers/networks`);
    const refused = await answerOf(await fetch(`${server.restUrl}/offers/networks`));
    expect([refused.status, refused.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(10);
  });

  test("who tries one token after another is stopped, whatever comes then", async () => {
    const server = await start({ rates: { refused: 2 } });
    for (const _ of [1, 2])
      expect((await server.ask(QUERY, { authorization: "Bearer forged" })).status).toBe(401);
    expect((await server.ask(QUERY, { authorization: "Bearer ann" })).status).toBe(429);
  });

  test("behind a proxy that is trusted each reader counts for themselves; anybody else's word is none", async () => {
    const from = (server: BareServer, address: string) => server.ask(QUERY, { "x-forwarded-for": address });
    const behind = await start({ rates: { anonymous: 1 }, trustedProxies: ["loopback"] });
    expect((await from(behind, "203.0.113.1")).status).toBe(200);
    expect((await from(behind, "203.0.113.2")).status).toBe(200);
    expect((await from(behind, "203.0.113.1")).status).toBe(429);
    const open = await start({ rates: { anonymous: 1 } });
    await from(open, "203.0.113.1");
    expect((await from(open, "203.0.113.2")).status).toBe(429);
  });
});

describe("sockets", () => {
  const opened = (server: BareServer): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(server.wsUrl, "graphql-transport-ws");
      socket.once("open", () => resolve("open"));
      socket.once("error", (error) => resolve(error.message));
    });

  test("an address has so many at once", async () => {
    const server = await start({ sockets: { connectionsPerAddress: 2 } });
    expect([await opened(server), await opened(server)]).toEqual(["open", "open"]);
    expect(await opened(server)).toContain("429");
  });

  test("a connection has so many subscriptions at once", async () => {
    const server = await start({ sockets: { subscriptionsPerConnection: 1 } });
    const client = createClient({ url: server.wsUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
    const query = "subscription { syncRunUpdated { id } }";
    client.subscribe({ query }, { next: () => undefined, error: () => undefined, complete: () => undefined });
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: "LIMIT_EXCEEDED", limit: "subscriptions", most: 1 } },
    ]);
    await client.dispose();
  });

  test("a flood of messages ends the connection", async () => {
    const server = await start({ sockets: { messagesPerSecond: 10 } });
    const socket = new WebSocket(server.wsUrl, "graphql-transport-ws");
    await new Promise((resolve) => socket.once("open", resolve));
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    for (let sent = 0; sent < 50; sent += 1) socket.send(JSON.stringify({ type: "ping" }));
    expect(await closed).toBe(4429);
  });
});

describe("operations by their hash", () => {
  test("an operation that was sent once is known by its hash, and only by its own", async () => {
    const server = await start();
    expect((await server.ask(null, {}, byHash(QUERY))).code).toBe("PERSISTED_QUERY_NOT_FOUND");
    expect((await server.ask(QUERY, {}, byHash(QUERY))).text).toContain('"networks":[]');
    expect((await server.ask(null, {}, byHash(QUERY))).text).toContain('"networks":[]');
    expect((await server.ask("{ __typename }", {}, byHash(QUERY))).status).toBe(400);
  });

  const manifestOf = (...bodies: string[]): string =>
    JSON.stringify({
      format: "apollo-persisted-query-manifest",
      version: 1,
      operations: bodies.map((body) => ({ id: sha256(body), name: "Networks", type: "query", body })),
    });

  test("with a manifest, callers without a token run nothing else, and learn nothing of the schema", async () => {
    const server = await start({ persistedQueriesOnly: readManifest(manifestOf(QUERY)) });
    expect((await server.ask(null, {}, byHash(QUERY))).text).toContain('"networks":[]');
    expect((await server.ask(QUERY)).status).toBe(200);
    const other = await server.ask("{ networks { name } }");
    expect([other.status, other.code]).toEqual([403, "FORBIDDEN"]);
    expect((await server.ask("{ networks { nam } }")).text).not.toContain("Did you mean");
    expect((await server.ask("{ networks { name } }", { authorization: "Bearer ann" })).status).toBe(200);
    expect((await answerOf(await fetch(`${server.restUrl}/offers/networks`))).status).toBe(200);
  });

  test("with a manifest, sockets take its subscriptions only", async () => {
    const server = await start({ persistedQueriesOnly: readManifest(manifestOf(QUERY)) });
    const client = createClient({ url: server.wsUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
    await expect(
      client.iterate({ query: "subscription { syncRunUpdated { id } }" }).next(),
    ).rejects.toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    await client.dispose();
  });

  test.each([
    ["no JSON", "{", "is no JSON"],
    ["of another kind", `{"operations":[]}`, "format"],
    [
      "of hashes that are not the operations'",
      manifestOf(QUERY).replace("{ networks", "{ sources"),
      "Networks",
    ],
  ])("a manifest that is %s is refused", (_, text, message) => {
    expect(() => readManifest(text)).toThrow(ManifestInvalid);
    expect(() => readManifest(text)).toThrow(message);
  });
});

test("the schema can be kept to oneself", async () => {
  const server = await start({ introspection: false });
  expect((await server.ask("{ __schema { types { name } } }")).text).not.toMatch(/"data"|Apollo/);
  expect((await server.ask("{ netwrks { id } }")).text).not.toContain("Did you mean");
  expect((await server.ask(QUERY)).status).toBe(200);
});

describe("pages of other origins", () => {
  const preflight = (server: BareServer, origin: string) =>
    fetch(server.url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      },
    });

  test("one that is allowed may send what clients send, and read what they need", async () => {
    const server = await start({ allowedOrigins: ["https://shop.example"] });
    const { status, headers } = await preflight(server, "https://shop.example");
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(headers.get("access-control-allow-headers")).toMatch(/authorization.*content-type.*if-none-match/);
    expect(headers.get("access-control-allow-methods")).toContain("POST");
    expect(headers.get("vary")).toBe("origin");
    const answer = await server.ask(QUERY, { origin: "https://shop.example" });
    expect(answer.headers.get("access-control-expose-headers")).toBe(
      "changes-cursor, content-disposition, etag, link, location, retry-after, www-authenticate",
    );
    expect((await preflight(server, "https://evil.example")).status).toBe(403);
    expect((await server.ask(QUERY, { origin: "https://evil.example" })).status).toBe(403);
  });

  test("all may be allowed", async () => {
    const server = await start({ allowedOrigins: ["*"] });
    const { headers } = await preflight(server, "https://any.example");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.has("access-control-allow-credentials")).toBe(false);
  });
});

test("an operation whose time is up is answered with what there is", async () => {
  const sources = new MemorySources();
  sources.list = () => new Promise<Source[]>(() => undefined);
  const server = await start({ limits: { operationMs: 50 } }, sources);
  const answer = await server.ask(`{ networks { id } sources { id } }`);
  expect([answer.status, answer.code]).toEqual([200, "TIMEOUT"]);
  expect((await server.ask(QUERY)).text).toContain('"networks":[]');
});

test("what is nowhere, and what is no request, is answered in JSON with nothing of the server's inside", async () => {
  const server = await start();
  const nowhere = await answerOf(await fetch(new URL("/nowhere/%3Cscript%3E", server.url)));
  expect([nowhere.status, nowhere.code]).toEqual([404, "NOT_FOUND"]);
  const broken = await answerOf(
    await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: "{" }),
  );
  expect([broken.status, broken.code]).toEqual([400, "BAD_REQUEST"]);
  const huge = await server.ask(`{ networks { id } } #${"x".repeat(1_000_000)}`);
  expect([huge.status, huge.code]).toEqual([413, "LIMIT_EXCEEDED"]);
  expect([nowhere, broken, huge].map(({ text }) => text).join()).not.toMatch(
    /\s{4}at |node_modules|script|\.ts/,
  );
});
