import { createClient } from "graphql-ws";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import WebSocket from "ws";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { toOfferChange } from "../offer-view.ts";
import { publishOfferChanges, publishSyncRuns } from "../publish.ts";
import { toSyncRun } from "../run-view.ts";
import { signer } from "./sigv4.ts";
import { sampleRun, sampleSource } from "../stores.fixture.ts";
import { NOW, sign, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(() => {
  client = createClient({ url: api.server.wsUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
  return () => client.dispose();
});
afterAll(() => api.stop());

const change = (networkId: string, sourceOfferId: string) =>
  toOfferChange(sampleRecord({ networkId, sourceOfferId }), "CREATED", NOW);

/**
 * Subscribes, publishes a first event until it comes (the subscription is in place then), publishes what the test is
 * about, and reads so many events of it.
 */
async function eventsOf(
  query: string,
  count: number,
  publishFirst: () => Promise<void>,
  publish: () => Promise<void>,
): Promise<unknown[]> {
  const events = client.iterate({ query });
  const read = async (): Promise<unknown> => (await events.next()).value as unknown;
  const arrived = read();
  let first: unknown = null;
  do {
    await publishFirst();
    first = await Promise.race([arrived, sleep(20, null)]);
  } while (first === null);
  await publish();
  const seen: unknown[] = [];
  while (seen.length < count) {
    const event = await read();
    if (JSON.stringify(event) !== JSON.stringify(first)) seen.push(event);
  }
  await events.return?.();
  return seen;
}

const first = () => publishOfferChanges(api.server.url, [change("x", "first")], sign);

test("a subscriber gets each change that is published, every field of it", async () => {
  api.sources.sources.push(sampleSource({ lastCompleteAt: "2026-03-01T00:00:00.000Z" }));
  const [event] = await eventsOf(
    `subscription { offerChanged { type offerId version offer { title trackingUrl price { amount } lastSeenAt status } } }`,
    1,
    first,
    () => publishOfferChanges(api.server.url, [change("awin", "1")], sign),
  );
  expect(event).toEqual({
    data: {
      offerChanged: {
        type: "CREATED",
        offerId: "src:1",
        version: 1,
        offer: {
          title: "Trail running shoes",
          trackingUrl: "https://track.example/c?p=1",
          price: { amount: "80.00" },
          lastSeenAt: "2026-03-01T00:00:00.000Z",
          status: "ACTIVE",
        },
      },
    },
  });
});

test("arguments filter on the server, and a null argument does not", async () => {
  const events = await eventsOf(
    `subscription { offerChanged(networkId: "x", sourceId: null, kind: PRODUCT) { offerId } }`,
    2,
    first,
    () =>
      publishOfferChanges(api.server.url, [change("x", "1"), change("awin", "2"), change("x", "3")], sign),
  );
  expect(events).toEqual([
    { data: { offerChanged: { offerId: "src:1" } } },
    { data: { offerChanged: { offerId: "src:3" } } },
  ]);
});

test("category, country, merchant and discount filter on the server, as the filter of lists does", async () => {
  const of = (sourceOfferId: string, content: object) =>
    toOfferChange(sampleRecord({ sourceOfferId, content }), "UPDATED", NOW);
  const german = { countries: ["DE"], categories: ["Mode > Schuhe"] };
  const percent = (value: string) => ({ discount: { type: "PERCENT", value, currency: null } });
  const events = await eventsOf(
    `subscription { offerChanged(country: "de", category: "SCHUHE", minDiscountPercent: 20) { offerId cursor } }`,
    1,
    () => publishOfferChanges(api.server.url, [of("first", { ...german, ...percent("20") })], sign),
    () =>
      publishOfferChanges(
        api.server.url,
        [
          of("french", { ...german, ...percent("30"), countries: ["FR"] }),
          of("dear", { ...german, ...percent("19.99") }),
          of("shirts", { ...german, ...percent("30"), categories: ["Mode"] }),
          of("everywhere", { ...german, ...percent("30"), countries: [] }),
        ],
        sign,
      ),
  );
  const cursor = expect.any(String) as unknown;
  expect(events).toEqual([{ data: { offerChanged: { offerId: "src:everywhere", cursor } } }]);
});

test("a subscriber that was cut off goes on with its last change's cursor", async () => {
  const known = [1, 2].map((version) =>
    sampleRecord({ sourceOfferId: "goes-on", version, changedAt: `2026-05-01T0${version}:00:00.000Z` }),
  );
  await api.store(...known);
  const [event] = await eventsOf(`subscription { offerChanged { cursor } }`, 1, first, () =>
    publishOfferChanges(
      api.server.url,
      known.slice(0, 1).map((record) => toOfferChange(record)),
      sign,
    ),
  );
  const { cursor } = (event as { data: { offerChanged: { cursor: string } } }).data.offerChanged;
  const { data } = await api.ask(
    `query ($since: String) { offerChanges(since: $since) { nodes { offerId version } } }`,
    { since: cursor },
  );
  expect(data).toEqual({
    offerChanges: { nodes: known.map(({ offerId, version }) => ({ offerId, version })) },
  });
});

const firstRun = () => publishSyncRuns(api.server.url, [toSyncRun(sampleRun({ status: "HELD" }))], sign);

test("sync runs are told to whoever listens to their source", async () => {
  const runs = [sampleRun({ sourceId: "other" }), sampleRun({ status: "RUNNING" }), sampleRun()];
  const events = await eventsOf(
    `subscription { syncRunUpdated(sourceId: "src") { status } }`,
    2,
    firstRun,
    () => publishSyncRuns(api.server.url, runs.map(toSyncRun), sign),
  );
  expect(events).toEqual([
    { data: { syncRunUpdated: { status: "RUNNING" } } },
    { data: { syncRunUpdated: { status: "SUCCEEDED" } } },
  ]);
});

test("many changes come whole and in order", async () => {
  const changes = Array.from({ length: 120 }, (_, index) => change("awin", String(index)));
  const events = await eventsOf(`subscription { offerChanged { offerId } }`, 120, first, () =>
    publishOfferChanges(api.server.url, changes, sign),
  );
  expect(events).toEqual(changes.map(({ offerId }) => ({ data: { offerChanged: { offerId } } })));
});

test("who does not sign, or signs with another key, cannot publish", async () => {
  const mutation = `mutation ($c: AWSJSON!) { publishOfferChange(change: $c) { offerId } }`;
  const { data, errors } = await api.ask(mutation, { c: JSON.stringify(change("awin", "1")) });
  expect(data).toEqual({ publishOfferChange: null });
  expect(errors[0]?.extensions["code"]).toBe("FORBIDDEN");
  const forged = signer("local-1", { accessKeyId: "local", secretAccessKey: "guess" });
  await expect(publishOfferChanges(api.server.url, [change("awin", "1")], forged)).rejects.toThrow(
    "it answered 401",
  );
});

test("a socket takes subscriptions only", async () => {
  await expect(client.iterate({ query: "{ stats { active } }" }).next()).rejects.toMatchObject([
    { extensions: { code: "BAD_USER_INPUT" } },
  ]);
});

test("a page of another origin cannot open a socket", async () => {
  const socket = new WebSocket(api.server.wsUrl, "graphql-transport-ws", { origin: "http://evil.example" });
  const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
  expect(error.message).toContain("403");
});
