import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { WEBHOOKS_TABLE } from "../../test/engines/dynamodb.ts";
import { offerChanges } from "../readmodel/changes.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "../readmodel/embedded.fixture.ts";
import { BadCursor } from "../readmodel/errors.ts";
import { projectOffers } from "../readmodel/project.ts";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import { CursorLapsed, deliver, type DeliveryTargets, type ReadChanges } from "./deliver.ts";
import { LOOPBACK, startWebhookEngines, type WebhookEngines } from "./engines.fixture.ts";
import { deliverToAll, ping } from "./pass.ts";
import { type Receiver, startReceiver, verified } from "./receiver.fixture.ts";
import type { Webhook } from "./records.ts";
import { WebhookStore } from "./store.ts";

let engines: WebhookEngines;
let model: EmbeddedReadModel;
let receiver: Receiver;
beforeAll(async () => {
  [engines, model] = await Promise.all([startWebhookEngines(), startEmbeddedReadModel()]);
}, 60_000);
afterAll(() => Promise.all([engines.stop(), model.stop()]));
beforeEach(async () => {
  engines.now = new Date();
  await model.clear();
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.stop();
  for (const { id } of await engines.store.list()) await engines.control.remove(id);
});

const readChanges: ReadChanges = async ({ since, filter, first }) => {
  try {
    const page = await offerChanges(model.db, { since, filter, first, now: engines.now });
    const nodes = page.changes.map(({ record: { offerId, version, changedAt }, cursor }) => {
      return { offerId, version, changedAt, cursor };
    });
    return { nodes, cursor: page.cursor, hasMore: page.hasMore };
  } catch (error) {
    if (error instanceof BadCursor) throw new CursorLapsed(error.message);
    throw error;
  }
};

let deliverers = 0;
const targets = (more: Partial<DeliveryTargets> = {}): DeliveryTargets => ({
  store: engines.store,
  secrets: engines.secrets,
  readChanges,
  policy: LOOPBACK,
  now: () => engines.now,
  random: () => 1,
  sleep: async () => undefined,
  owner: `deliverer-${(deliverers += 1)}`,
  remainingMs: () => 300_000,
  ...more,
});

async function added(more: object = {}): Promise<{ webhook: Webhook; secret: string }> {
  const outcome = await engines.control.add({ url: receiver.url, since: "start", ...more }, "ada");
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

const offer = (id: string, version = 1, more = {}) => sampleRecord({ sourceOfferId: id, version, ...more });
const project = (...ids: string[]) =>
  projectOffers(
    model.db,
    ids.map((id) => offer(id)),
  );
const pass = () => deliverToAll(targets(), { patient: false });
const current = async (id: string) => (await engines.store.get(id)) ?? expect.fail("the webhook is gone");
const later = (ms: number) => {
  engines.now = new Date(engines.now.getTime() + ms);
};

test("what changed is posted in order, signed, and once", async () => {
  const { webhook, secret } = await added();
  await project("a", "b");
  expect(await pass()).toEqual({ webhooks: 1, delivered: 1 });
  later(1);
  await projectOffers(model.db, [offer("a", 2, { status: "REMOVED" })]);
  await pass();
  await pass();
  expect(receiver.changes()).toEqual(["src:a#1", "src:b#1", "src:a#2"]);
  expect(receiver.received.map((got) => verified(secret, got))).toMatchObject([
    { type: "offers.changed", data: { webhookId: webhook.id } },
    { type: "offers.changed" },
  ]);
  expect(await engines.store.deliveries(webhook.id, 20)).toMatchObject([
    { changes: 1, delivered: true, status: 204, error: null },
    { changes: 2, delivered: true, status: 204, error: null },
  ]);
});

test("a filter, and a beginning from now on", async () => {
  await projectOffers(model.db, [offer("before", 1, { changedAt: "2026-01-01T00:00:00.000Z" })]);
  await added({ since: undefined, filter: { networkIds: ["cj"] } });
  const changedAt = new Date(engines.now.getTime() + 1_000).toISOString();
  await projectOffers(model.db, [
    offer("other", 1, { changedAt }),
    offer("wanted", 1, { changedAt, networkId: "cj" }),
  ]);
  await pass();
  expect(receiver.changes()).toEqual(["src:wanted#1"]);
});

test("many changes come in batches of at most a hundred", async () => {
  await added();
  await project(...Array.from({ length: 250 }, (_, place) => String(place).padStart(3, "0")));
  expect(await pass()).toMatchObject({ delivered: 3 });
  expect(new Set(receiver.changes()).size).toBe(250);
  expect(receiver.ids()).toHaveLength(3);
});

test("a batch that failed is sent again under the same id after a while, and nothing is left out", async () => {
  const { webhook, secret } = await added();
  await project("a");
  receiver.answer = (response) => void response.writeHead(500).end("<h1>Sorry</h1>");
  await pass();
  expect(await current(webhook.id)).toMatchObject({
    failures: 1,
    nextAttemptAt: new Date(engines.now.getTime() + 30_000).toISOString(),
    lastDelivery: { delivered: false, status: 500, error: "The receiver answered 500: “Sorry”." },
  });
  await project("b");
  await pass();
  expect(receiver.received).toHaveLength(1);
  later(30_000);
  receiver.answer = (response) => void response.writeHead(200).end("ok");
  await pass();
  expect(receiver.changes()).toEqual(["src:a#1", "src:a#1", "src:b#1"]);
  const [first, second, third] = receiver.ids();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(await current(webhook.id)).toMatchObject({ failures: 0, failingSince: null, nextAttemptAt: null });
  expect(() => verified(secret, receiver.received[1] ?? expect.fail())).not.toThrow();
});

test("Retry-After is kept to", async () => {
  const { webhook } = await added();
  await project("a");
  receiver.answer = (response) => void response.writeHead(429, { "retry-after": "3600" }).end();
  await pass();
  const { nextAttemptAt } = await current(webhook.id);
  expect(nextAttemptAt).toBe(new Date(engines.now.getTime() + 3_600_000).toISOString());
});

test("410 Gone switches it off at once; enabled again it goes on where it was", async () => {
  const { webhook } = await added();
  await project("a");
  receiver.answer = (response) => void response.writeHead(410).end();
  await pass();
  expect(await current(webhook.id)).toMatchObject({
    enabled: false,
    disabledReason: expect.stringContaining("410"),
  });
  await project("b");
  expect(await pass()).toEqual({ webhooks: 0, delivered: 0 });
  receiver.answer = (response) => void response.writeHead(204).end();
  await engines.control.setEnabled(webhook.id, true, "ada");
  await pass();
  expect(receiver.changes()).toEqual(["src:a#1", "src:a#1", "src:b#1"]);
});

test("after five days of failures it is switched off, and says what the last one was", async () => {
  const { webhook } = await added();
  await project("a");
  receiver.answer = (response) => void response.writeHead(503).end();
  let attempts = 0;
  for (; (await current(webhook.id)).enabled && attempts < 100; attempts += 1) {
    later(4 * 3_600_000);
    await pass();
  }
  expect(attempts).toBe(31);
  const { disabledReason } = await current(webhook.id);
  expect(disabledReason).toContain("5 days, in 31 attempts. The last one: The receiver answered 503.");
});

test("a receiver that is silent, or not there, fails and does not hold up the others", async () => {
  const silent = await startReceiver();
  silent.answer = () => undefined;
  const slow = await added({ url: silent.url });
  const dead = await added({ url: "http://127.0.0.1:1/" });
  await added();
  await project("a");
  await deliverToAll(targets({ timeoutMs: 300 }), { patient: false });
  await silent.stop();
  expect(receiver.changes()).toEqual(["src:a#1"]);
  expect((await current(slow.webhook.id)).lastDelivery?.error).toBe("No answer within 0.3 seconds.");
  expect((await current(dead.webhook.id)).lastDelivery?.error).toBe("No answer: ECONNREFUSED.");
});

test("redirects are not followed, and private addresses not reached once they are not allowed any more", async () => {
  const { webhook } = await added();
  await project("a");
  receiver.answer = (response) => void response.writeHead(302, { location: receiver.url }).end();
  await pass();
  expect((await current(webhook.id)).lastDelivery?.error).toContain("Redirects are not followed");
  later(60_000);
  await deliverToAll(targets({ policy: { allowedHosts: [] } }), { patient: false });
  expect((await current(webhook.id)).lastDelivery?.error).toContain("https only");
  expect(receiver.received).toHaveLength(1);
});

test("a name that stands for a private address is not reached", async () => {
  const { webhook } = await added();
  await engines.store.update(webhook.id, { url: "https://localhost/" });
  await project("a");
  await deliverToAll(targets({ policy: { allowedHosts: [] } }), { patient: false });
  expect((await current(webhook.id)).lastDelivery?.error).toBe(
    "localhost is a loopback address, and webhooks lead to public addresses only.",
  );
});

test("for a day after it was replaced the old secret still verifies, and the new one at once", async () => {
  const { webhook, secret } = await added();
  const rotated = await engines.control.rotateSecret(webhook.id);
  const newer = rotated.ok ? rotated.value.secret : "";
  await project("a");
  await pass();
  for (const each of [secret, newer])
    expect(verified(each, receiver.received[0] ?? expect.fail())).toMatchObject({ type: "offers.changed" });
  await engines.store.update(webhook.id, {
    secretRotatedAt: new Date(engines.now.getTime() - 86_400_000).toISOString(),
  });
  await project("b");
  await pass();
  const got = receiver.received[1] ?? expect.fail();
  expect(() => verified(secret, got)).toThrow("No matching signature");
  expect(verified(newer, got)).toMatchObject({ type: "offers.changed" });
});

test("a message that somebody replays later is known by its time, and one that was altered by its signature", async () => {
  const { secret } = await added();
  await project("a");
  engines.now = new Date(Date.now() - 6 * 60_000);
  await pass();
  const got = receiver.received[0] ?? expect.fail();
  expect(() => verified(secret, got)).toThrow("Message timestamp too old");
  engines.now = new Date();
  await project("b");
  await pass();
  const { headers, body } = receiver.received[1] ?? expect.fail();
  expect(() => verified(secret, { headers, body: body.replace("src:b", "src:c") })).toThrow(
    "No matching signature",
  );
});

test("two deliverers at once post each change once, and what came meanwhile is not left lying", async () => {
  const { webhook } = await added();
  await project("a");
  const posted = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  receiver.answer = async (response) => {
    posted.resolve();
    await answered.promise;
    response.writeHead(204).end();
  };
  // The first one has read the log before the second change is in it, and reads no further by itself.
  let reads = 0;
  const first = deliver(
    targets({
      readChanges: async (request) => ({ ...(await readChanges(request)), hasMore: (reads += 1) < 0 }),
    }),
    webhook.id,
    { patient: false },
  );
  await posted.promise;
  await project("b");
  expect(await deliver(targets(), webhook.id, { patient: false })).toBe(0);
  answered.resolve();
  expect(await first).toBe(2);
  expect(receiver.changes()).toEqual(["src:a#1", "src:b#1"]);
});

test("a webhook that is sent back while it is delivered to goes on from there at once", async () => {
  const { webhook } = await added();
  await project("a");
  await pass();
  await project("b");
  receiver.answer = async (response, count) => {
    if (count === 2) await engines.control.update(webhook.id, { since: "start" });
    response.writeHead(204).end();
  };
  await pass();
  expect(receiver.changes()).toEqual(["src:a#1", "src:b#1", "src:a#1", "src:b#1"]);
});

test("a webhook that is removed while it is delivered to gets no more", async () => {
  const { webhook } = await added();
  await project(...Array.from({ length: 150 }, (_, place) => String(place)));
  receiver.answer = async (response) => {
    await engines.control.remove(webhook.id);
    response.writeHead(204).end();
  };
  await pass();
  expect(receiver.received).toHaveLength(1);
});

test("a deliverer that died leaves its webhook to others after a minute, and repeats are known by their id", async () => {
  const { webhook } = await added();
  await project("a");
  // It has posted, and dies before it can write that down.
  class Dying extends WebhookStore {
    override record = () => Promise.reject(new Error("killed"));
    override abandon = () => Promise.resolve();
  }
  const dying = targets({ store: new Dying(engines.documents, WEBHOOKS_TABLE) });
  await expect(deliver(dying, webhook.id, { patient: false })).rejects.toThrow("killed");
  expect(await pass()).toMatchObject({ delivered: 0 });
  later(61_000);
  expect(await pass()).toMatchObject({ delivered: 1 });
  const [first, again] = receiver.ids();
  expect(again).toBe(first);
});

test("an event that comes before its projection waits for it a little", async () => {
  await added();
  const sleeps: number[] = [];
  const sleep = async (ms: number) => {
    sleeps.push(ms);
    if (sleeps.length === 2) await project("a");
  };
  await deliverToAll(targets({ sleep }), { patient: true });
  expect(receiver.changes()).toEqual(["src:a#1"]);
  expect(sleeps).toEqual([150, 300]);
});

test("when the log was begun anew it goes on by time: repeats, and no gap", async () => {
  const { webhook } = await added();
  const changedAt = engines.now.toISOString();
  await projectOffers(model.db, [offer("a", 1, { changedAt })]);
  await pass();
  await engines.store.update(webhook.id, {
    cursor: Buffer.from(JSON.stringify({ l: "another", s: "9" })).toString("base64url"),
  });
  await projectOffers(model.db, [offer("b", 1, { changedAt })]);
  await pass();
  expect(receiver.changes()).toEqual(["src:a#1", "src:a#1", "src:b#1"]);
});

test("when the change log cannot be read nobody is blamed, and the next pass goes on at once", async () => {
  const { webhook } = await added();
  await project("a");
  const broken = targets({ readChanges: async () => Promise.reject(new Error("the API is down")) });
  await expect(deliverToAll(broken, { patient: false })).rejects.toThrow(`${webhook.id}: the API is down`);
  expect(await current(webhook.id)).toMatchObject({ failures: 0, enabled: true });
  expect(await pass()).toMatchObject({ delivered: 1 });
});

test("a ping tells what came of it and changes nothing else", async () => {
  const { webhook, secret } = await added();
  receiver.answer = (response) => void response.writeHead(400).end("what is this?");
  expect(await ping(targets(), webhook.id)).toMatchObject({
    type: "PING",
    delivered: false,
    status: 400,
    error: "The receiver answered 400: “what is this?”.",
  });
  expect(verified(secret, receiver.received[0] ?? expect.fail())).toMatchObject({ type: "ping" });
  expect(await current(webhook.id)).toMatchObject({ failures: 0, lastDelivery: null });
  expect(await ping(targets(), "wh_none")).toBeNull();
});
