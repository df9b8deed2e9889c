import { type Audit, serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { type BareServer, startBareServer } from "./bare-server.fixture.ts";

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

describe("GraphQL over HTTP", () => {
  /** The audits speak plain HTTP; ours is a server that no web page may ask without a preflight. */
  const audits: readonly Audit[] = serverAudits({
    url: () => server.url,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, "apollo-require-preflight": "yes" } }),
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))("%s", async (_, audit) => {
    expect(await audit.fn()).toMatchObject({ status: "ok" });
  });
});

/** A socket as a client of no library has it: what it was sent, and how it was closed. */
interface Peer {
  send(message: unknown): void;
  next(): Promise<unknown>;
  readonly closed: Promise<number>;
}

const INIT = { type: "connection_init" };
const subscribe = (id: string, query = "subscription { syncRunUpdated { id } }") => ({
  id,
  type: "subscribe",
  payload: { query },
});

async function connect(protocols: string | readonly string[] = "graphql-transport-ws"): Promise<Peer> {
  const socket = new WebSocket(server.wsUrl, [protocols].flat());
  const messages: unknown[] = [];
  const readers: ((message: unknown) => void)[] = [];
  socket.on("message", (data) => {
    const message: unknown = JSON.parse(String(data));
    const reader = readers.shift();
    if (reader === undefined) messages.push(message);
    else reader(message);
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return {
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    next: () =>
      messages.length > 0
        ? Promise.resolve(messages.shift())
        : new Promise((resolve) => readers.push(resolve)),
    closed,
  };
}

describe("GraphQL over WebSocket (graphql-transport-ws)", () => {
  test("a connection is acknowledged", async () => {
    const peer = await connect();
    peer.send(INIT);
    expect(await peer.next()).toEqual({ type: "connection_ack" });
  });

  test("a ping is answered, before the connection is acknowledged too", async () => {
    const peer = await connect();
    peer.send({ type: "ping", payload: { n: 1 } });
    expect(await peer.next()).toEqual({ type: "pong", payload: { n: 1 } });
  });

  test("a pong nobody asked for is nothing", async () => {
    const peer = await connect();
    peer.send({ type: "pong" });
    peer.send(INIT);
    expect(await peer.next()).toEqual({ type: "connection_ack" });
  });

  test.each([
    ["no JSON", "subscription"],
    ["no object", "[]"],
    ["of no known type", { type: "start" }],
    ["without its id", { type: "subscribe", payload: { query: "{ networks { id } }" } }],
    ["without its query", { id: "1", type: "subscribe", payload: {} }],
  ])("a message that is %s ends the connection with 4400", async (_, message) => {
    const peer = await connect();
    peer.send(message);
    expect(await peer.closed).toBe(4400);
  });

  test("a subscription before the acknowledgement ends the connection with 4401", async () => {
    const peer = await connect();
    peer.send(subscribe("1"));
    expect(await peer.closed).toBe(4401);
  });

  test("a token that does not hold ends the connection with 4401", async () => {
    const peer = await connect();
    peer.send({ ...INIT, payload: { authorization: "Bearer forged" } });
    expect(await peer.closed).toBe(4401);
  });

  test("a connection that names no protocol of ours is ended with 4406", async () => {
    expect(await (await connect([])).closed).toBe(4406);
  });

  test("a connection that is not begun in three seconds is ended with 4408", async () => {
    expect(await (await connect()).closed).toBe(4408);
  });

  test("a second subscription by the same id ends the connection with 4409", async () => {
    const peer = await connect();
    peer.send(INIT);
    await peer.next();
    peer.send(subscribe("1"));
    peer.send(subscribe("1"));
    expect(await peer.closed).toBe(4409);
  });

  test("an id may be used again when its subscription has ended", async () => {
    const peer = await connect();
    peer.send(INIT);
    await peer.next();
    peer.send(subscribe("1", "subscription { nothing }"));
    expect(await peer.next()).toMatchObject({ id: "1", type: "error" });
    peer.send(subscribe("1", "subscription { nothing }"));
    expect(await peer.next()).toMatchObject({ id: "1", type: "error" });
  });

  test("a second beginning ends the connection with 4429", async () => {
    const peer = await connect();
    peer.send(INIT);
    peer.send(INIT);
    expect(await peer.closed).toBe(4429);
  });
});
