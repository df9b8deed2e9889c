/** What strangers send, against a whole feed on this machine: refused or harmless, and nothing is written. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { executableSchema } from "../../graphql/executable-schema.ts";
import { resolvers } from "../../graphql/resolvers/index.ts";
import { routes } from "../../graphql/rest/routes.ts";
import { projectOffers } from "../../shared/readmodel/project.ts";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { startTestFeed, type TestFeed } from "../support.ts";
import {
  codesIn,
  expectHarmless,
  expectNothingOfTheInside,
  type HostileAnswer,
  type HostileRequest,
  send,
} from "./answers.ts";
import { probes } from "./every-argument.ts";
import { floods } from "./floods.ts";
import { stored } from "./stored.ts";
import { groups, thirdOf } from "./texts.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const STRINGS = JSON.parse(read("strings.json")) as readonly string[];
const REQUESTS = JSON.parse(read("requests.json")) as readonly (HostileRequest & {
  readonly status: number;
})[];
const schema = executableSchema(read("../../graphql/schema.graphql"), resolvers);

let feed: TestFeed;
let origin: string;
let before: unknown;

beforeAll(async () => {
  feed = await startTestFeed();
  origin = new URL(feed.graphqlUrl).origin;
  await projectOffers(
    feed.feed.database,
    ["a", "b", "c"].map((sourceOfferId) => sampleRecord({ sourceOfferId })),
  );
  const settings = {
    preset: "google-merchant-xml",
    url: "https://nowhere.example/feed.xml",
    merchant: { name: "Nowhere", url: "https://nowhere.example" },
  };
  const added = await feed.feed.control.addSource({
    id: "quiet",
    networkId: "generic-feed",
    name: "Quiet",
    settings,
    enabled: false,
  });
  if (!added.ok) throw new Error(added.error.message);
  before = await stored(feed);
}, 120_000);
afterAll(() => feed.discard());

const asAdmin = () => ({ authorization: `Bearer ${feed.token}` });
const graphql = (
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<HostileAnswer> => send(origin, { title: "", body: JSON.stringify({ query, variables }), headers });

/** The server answers others, while and after it is given something. */
async function whileOthersAsk(hostile: () => Promise<HostileAnswer>): Promise<HostileAnswer> {
  const ask = async () =>
    expect((await graphql("{ offers { totalCount } }")).text).toContain('"totalCount":3');
  const [answer] = await Promise.all([hostile(), ask()]);
  await ask();
  return answer;
}

const FIRST_LINE = /^# (\S+)/;

test.each(readdirSync(new URL("operations", import.meta.url)))("%s is refused", async (file) => {
  const query = read(`operations/${file}`);
  const answer = await whileOthersAsk(() => graphql(query, {}, asAdmin()));
  expectHarmless(answer);
  const code = FIRST_LINE.exec(query)?.[1];
  expect(codesIn(answer.text)).toEqual([code]);
});

test.each(floods)("a flood of $title", async ({ query, code }) => {
  const answer = await whileOthersAsk(() => graphql(query));
  expectHarmless(answer);
  expect(codesIn(answer.text).join(" ")).toMatch(code);
});

test.each(REQUESTS)("$title", async ({ status, ...request }) => {
  const answer = await whileOthersAsk(() => send(origin, request));
  expectHarmless(answer);
  expect(answer.status).toBe(status);
});

describe("bodies", () => {
  const gzipped = (text: string): HostileRequest => ({
    title: "",
    headers: { "content-encoding": "gzip" },
    base64: gzipSync(text).toString("base64"),
  });

  test("a body that is too large is refused", async () => {
    const answer = await whileOthersAsk(() => graphql(`{ stats { active } } #${"x".repeat(2_000_000)}`));
    expect([answer.status, codesIn(answer.text)]).toEqual([413, ["LIMIT_EXCEEDED"]]);
  });

  test("a small body that unpacks to a large one is refused", async () => {
    const answer = await whileOthersAsk(() =>
      send(origin, gzipped(`{"query":"${" ".repeat(200_000_000)}"}`)),
    );
    expect([answer.status, codesIn(answer.text)]).toEqual([413, ["LIMIT_EXCEEDED"]]);
  });

  test("a small body may be packed", async () => {
    expect((await send(origin, gzipped(`{"query":"{ stats { active } }"}`))).text).toContain('"active":3');
  });

  test("objects within objects are read and refused", async () => {
    const body = `{"query":"query($f: OfferFilter) { offers(filter: $f) { totalCount } }","variables":{"f":${'{"f":'.repeat(50_000)}1${"}".repeat(50_000)}}}`;
    const answer = await whileOthersAsk(() => send(origin, { title: "", body }));
    expectHarmless(answer);
    expect(codesIn(answer.text)).toEqual(["LIMIT_EXCEEDED"]);
  });

  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  test.each([
    [
      "settings",
      `mutation ($json: AWSJSON!) { addSource(input: { id: "deep", networkId: "generic-feed", name: "D", settings: $json }) { source { id } } }`,
    ],
    [
      "credentials",
      `mutation ($json: AWSJSON!) { setSourceCredentials(sourceId: "quiet", credentials: $json) { source { id } } }`,
    ],
  ])("lists within lists as %s are refused", async (_, mutation) => {
    const answer = await whileOthersAsk(() => graphql(mutation, { json: deep }, asAdmin()));
    expectHarmless(answer);
    expect(codesIn(answer.text)).toEqual(["LIMIT_EXCEEDED"]);
  });

  test("lists within lists in a REST body are refused", async () => {
    const body = `{"id":"deep","networkId":"generic-feed","name":"D","settings":{"a":${deep}}}`;
    const request = { title: "", path: "/api/offers/sources", headers: asAdmin(), body };
    const answer = await whileOthersAsk(() => send(origin, request));
    expectHarmless(answer);
    expect(answer.status).toBe(400);
  });
});

const ALL_PROBES = probes(schema);

const REFUSALS = ["OK", "BAD_USER_INPUT", "FORBIDDEN", "GRAPHQL_VALIDATION_FAILED"];

test.each(ALL_PROBES.filter(({ root }) => root !== "subscription"))(
  "$title takes any text",
  async (probe) => {
    for (const group of groups(schema, probe, thirdOf(STRINGS, ALL_PROBES.indexOf(probe)))) {
      const variables = Object.fromEntries(group.map((text, index) => [`v${index}`, text]));
      const answer = await graphql(probe.operation(group.length), variables, asAdmin());
      expectHarmless(answer, STRINGS);
      expect(REFUSALS).toEqual(expect.arrayContaining(codesIn(answer.text)));
    }
  },
);

const NONE = { totalCount: 0 };

test("no text but a blank one finds offers that it does not say", async () => {
  for (const text of STRINGS.filter((each) => each.trim() !== "" && !/[\0\ud800]/.test(each))) {
    const query = `query ($t: String!) { a: offers(filter: { text: $t }) { totalCount }
      b: offers(filter: { category: $t }) { totalCount } c: offers(filter: { sourceIds: [$t] }) { totalCount } }`;
    const { data } = JSON.parse(
      (await graphql(query.replace("[$t]", "[$i]").replace("(", "($i: ID!, "), { t: text, i: text })).text,
    );
    expect({ text, data }).toEqual({ text, data: { a: NONE, b: NONE, c: NONE } });
  }
});

const REST_STRINGS = STRINGS.filter((text) => text.isWellFormed());

test.each(
  routes.filter(({ path }) => path.includes(":")).map((route, index) => [route.method, route.path, index]),
)("REST: %s %s takes any id", async (method, route, turn) => {
  for (const text of thirdOf(REST_STRINGS, Number(turn))) {
    const id = encodeURIComponent(text);
    const path = `/api${String(route).replace(/:\w+/, id)}`;
    const request = { title: "", method: String(method), path, headers: asAdmin(), body: "{}" };
    const answer = await send(origin, request);
    expectHarmless(answer, [...STRINGS, id]);
    expect(answer.status).toBeGreaterThanOrEqual(id === "" ? 200 : 304);
  }
});

describe("sockets", () => {
  const opened = async (): Promise<WebSocket> => {
    const socket = new WebSocket(feed.graphqlUrl.replace("http", "ws"), "graphql-transport-ws");
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  };
  const closed = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => socket.once("close", (code) => resolve(code)));
  const begin = (socket: WebSocket): void => socket.send(JSON.stringify({ type: "connection_init" }));

  test.each(ALL_PROBES.filter(({ root }) => root === "subscription"))(
    "$title takes any text",
    async (probe) => {
      const socket = await opened();
      const said: string[] = [];
      const answered = new Promise<void>((resolve) => {
        socket.on("message", (data) => {
          said.push(String(data));
          if (String(data).includes('"pong"')) resolve();
        });
      });
      begin(socket);
      await expect.poll(() => said.length).toBe(1);
      STRINGS.slice(0, 48).forEach((text, index) => {
        const payload = { query: probe.operation(1), variables: { v0: text } };
        socket.send(JSON.stringify({ id: String(index), type: "subscribe", payload }));
      });
      socket.send(JSON.stringify({ type: "ping" }));
      await answered;
      expectNothingOfTheInside(said.join("\n"), STRINGS);
      socket.close();
    },
  );

  test("a flood over a socket is refused as over HTTP", async () => {
    const socket = await opened();
    begin(socket);
    const next = () =>
      new Promise<string>((resolve) => socket.once("message", (data) => resolve(String(data))));
    await next();
    for (const { query, title } of floods.filter((flood) => flood.query.length < 60_000)) {
      const subscription = query.replace(/^\{|^query/, "subscription {");
      socket.send(JSON.stringify({ id: title, type: "subscribe", payload: { query: subscription } }));
      const answer = await next();
      expect(JSON.parse(answer)).toMatchObject({ id: title, type: "error" });
      expectNothingOfTheInside(answer);
    }
    socket.close();
  });

  test.each([
    ["a message that is too large", 1009, (socket: WebSocket) => socket.send("x".repeat(100_000))],
    [
      "a message that is no UTF-8",
      1007,
      (socket: WebSocket) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
    ],
    ["a message that is binary", 4400, (socket: WebSocket) => socket.send(Buffer.from([1, 2, 3]))],
    [
      "messages without end",
      4429,
      (socket: WebSocket) => {
        for (let sent = 0; sent < 5_000; sent += 1) socket.send('{"type":"ping"}');
      },
    ],
    [
      "a prototype",
      4400,
      (socket: WebSocket) => socket.send('{"__proto__":{"type":"ping"},"type":"__proto__"}'),
    ],
  ])("%s ends the socket", async (_, code, attack) => {
    const socket = await opened();
    const end = closed(socket);
    attack(socket);
    expect(await end).toBe(code);
    expect((await graphql("{ offers { totalCount } }")).text).toContain('"totalCount":3');
  });
});

test("after all that nothing is stored that was not, and nothing that was is gone", async () => {
  await feed.idle();
  expect(await stored(feed)).toEqual(before);
});
