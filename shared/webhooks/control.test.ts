import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { done } from "../control/outcome.ts";
import { startWebhookEngines, type WebhookEngines } from "./engines.fixture.ts";
import { MOST_WEBHOOKS } from "./records.ts";

let engines: WebhookEngines;
beforeAll(async () => {
  engines = await startWebhookEngines();
}, 60_000);
afterAll(() => engines.stop());
afterEach(async () => {
  for (const { id } of await engines.store.list()) await engines.control.remove(id);
});

const URL_OF_SERVICE = "https://service.example/offers?key=1";
const add = async (more: object = {}) => {
  const outcome = await engines.control.add({ url: URL_OF_SERVICE, ...more }, "ada");
  return outcome.ok ? outcome.value : expect.fail(outcome.error.message);
};
const codeOf = async (outcome: Promise<{ ok: boolean; error?: { code: string; field: unknown } }>) => {
  const { error } = await outcome;
  return [error?.code, error?.field];
};

test("a new webhook tells its secret once, and holds what it was given", async () => {
  const { webhook, secret } = await add({ filter: { kinds: ["COUPON"], text: null }, description: "shop" });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhook).toMatchObject({
    filter: { kinds: ["COUPON"] },
    description: "shop",
    createdBy: "ada",
    enabled: true,
  });
  expect(await engines.control.list()).toEqual([webhook]);
  expect(await engines.control.get(webhook.id)).toEqual(webhook);
  expect(JSON.stringify(await engines.control.get(webhook.id))).not.toContain(secret);
  expect(await engines.secrets.get(webhook.id, true)).toEqual([secret]);
});

test.each([
  ["http://service.example/", "https only"],
  ["ftp://service.example/", "https only"],
  ["https://user:pw@service.example/", "user name or password"],
  ["https://127.0.0.2/", "a loopback address"],
  ["https://10.0.0.5/", "a private address"],
  ["https://[::1]/", "a loopback address"],
  ["https://169.254.169.254/latest/meta-data", "public addresses only"],
  ["no address", "an absolute URL"],
  [`https://service.example/${"x".repeat(2_000)}`, "at most 2000 characters"],
])("%s is no address for a webhook, and the answer says why", async (url, says) => {
  expect(await engines.control.add({ url }, "ada")).toMatchObject({
    ok: false,
    error: { code: "WEBHOOK_URL_INVALID", field: ["url"], message: expect.stringContaining(says) },
  });
});

test("http leads to hosts that the operator named", async () => {
  expect((await add({ url: "http://127.0.0.1:8080/" })).webhook.url).toBe("http://127.0.0.1:8080/");
});

test("a filter, a cursor or a description that cannot be used is refused", async () => {
  const tried = (more: object) => codeOf(engines.control.add({ url: URL_OF_SERVICE, ...more }, "ada"));
  expect(await tried({ filter: { minPrice: "cheap" } })).toEqual(["FILTER_INVALID", ["filter"]]);
  expect(await tried({ since: "yesterday" })).toEqual(["CURSOR_INVALID", ["since"]]);
  expect(await tried({ description: "x".repeat(501) })).toEqual(["DESCRIPTION_TOO_LONG", ["description"]]);
  expect(await engines.control.list()).toEqual([]);
});

test("an update changes what it names and nothing else", async () => {
  const { webhook } = await add({ filter: { kinds: ["DEAL"] }, description: "old" });
  await engines.store.update(webhook.id, { failures: 3, nextAttemptAt: webhook.createdAt });
  expect(await engines.control.update(webhook.id, { description: null })).toMatchObject({
    value: { description: null, url: URL_OF_SERVICE, filter: { kinds: ["DEAL"] }, failures: 3 },
  });
  const moved = await engines.control.update(webhook.id, {
    url: "https://other.example/",
    filter: null,
    since: "start",
  });
  expect(moved).toMatchObject({ value: { filter: {}, failures: 0, nextAttemptAt: null, cursor: null } });
  expect(await engines.control.update(webhook.id, {})).toEqual(moved);
});

test("what there is to be posted is posted at once, and what is not does not wake anybody", async () => {
  const { control, invocations } = engines;
  invocations.length = 0;
  const { webhook } = await add();
  await control.update(webhook.id, { description: "x" });
  await control.setEnabled(webhook.id, false, "ada");
  expect(invocations).toEqual([]);
  await control.setEnabled(webhook.id, true, "ada");
  await control.update(webhook.id, { since: "start" });
  await control.update(webhook.id, { url: "https://other.example/" });
  await add({ since: "start" });
  expect(invocations).toEqual([{}, {}, {}, {}]);
});

test("switched off and on again it keeps its place", async () => {
  const { webhook } = await add();
  expect(await engines.control.setEnabled(webhook.id, false, "bob")).toMatchObject({
    value: { enabled: false, disabledReason: "Switched off by bob." },
  });
  expect(await engines.control.setEnabled(webhook.id, true, "bob")).toEqual(done(webhook));
});

test("a removed webhook is gone with its secret, and nobody's actions reach it", async () => {
  const { webhook } = await add();
  expect(await engines.control.remove(webhook.id)).toEqual(done(webhook));
  await expect(engines.secrets.get(webhook.id, false)).rejects.toThrow("has no secret any more");
  const { control } = engines;
  for (const outcome of [
    control.remove(webhook.id),
    control.update(webhook.id, { description: "x" }),
    control.rotateSecret(webhook.id),
    control.setEnabled(webhook.id, true, "ada"),
    control.test(webhook.id),
  ])
    expect(await codeOf(outcome)).toEqual(["WEBHOOK_NOT_FOUND", ["id"]]);
  expect(await control.get(webhook.id)).toBeNull();
});

test("there are no more webhooks than can be served side by side", async () => {
  const { webhook } = await add();
  for (let place = 1; place < MOST_WEBHOOKS; place += 1)
    await engines.store.add({ ...webhook, id: `wh_${place}` });
  expect(await codeOf(engines.control.add({ url: URL_OF_SERVICE }, "ada"))).toEqual([
    "TOO_MANY_WEBHOOKS",
    null,
  ]);
});
