import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { sampleWebhook } from "./stores.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(() => {
  api.role = "ADMIN";
  api.webhooks.calls.length = 0;
  api.webhooks.webhook = sampleWebhook();
});
afterAll(() => api.stop());

const ALL = `id url description filter state enabled disabledReason failures failingSince nextAttemptAt cursor
  createdAt createdBy oldSecretValidUntil lastDelivery { id } deliveries(first: 1) { id type at ms changes delivered status error }`;

test("a webhook shows where it leads and how it is doing, and no secret", async () => {
  const { data } = await api.ask(
    `{ webhooks { ${ALL} } webhook(id: "wh_1") { id } none: webhook(id: "x") { id } }`,
  );
  expect(data).toEqual({
    webhooks: [
      {
        id: "wh_1",
        url: "https://service.example/offers",
        description: null,
        filter: '{"kinds":["COUPON"]}',
        state: "ACTIVE",
        enabled: true,
        disabledReason: null,
        failures: 0,
        failingSince: null,
        nextAttemptAt: null,
        cursor: null,
        createdAt: "2026-05-01T00:00:00.000Z",
        createdBy: "ada",
        oldSecretValidUntil: null,
        lastDelivery: null,
        deliveries: [api.webhooks.delivery],
      },
    ],
    webhook: { id: "wh_1" },
    none: null,
  });
});

test.each([
  [{ failures: 2 }, "FAILING"],
  [{ failures: 2, enabled: false }, "DISABLED"],
])("%j reads %s", async (more, state) => {
  api.webhooks.webhook = sampleWebhook(more);
  expect((await api.ask(`{ webhook(id: "wh_1") { state } }`)).data).toEqual({ webhook: { state } });
});

test("a replaced secret says until when the old one counts", async () => {
  api.webhooks.webhook = sampleWebhook({ secretRotatedAt: "2026-05-31T12:00:00.000Z" });
  expect((await api.ask(`{ webhook(id: "wh_1") { oldSecretValidUntil } }`)).data).toEqual({
    webhook: { oldSecretValidUntil: "2026-06-01T12:00:00.000Z" },
  });
});

test("what is left out of an update stays, what is null is given up", async () => {
  const update = (input: string) =>
    api.ask(`mutation { updateWebhook(id: "wh_1", input: ${input}) { webhook { id } userErrors { code } } }`);
  await update(`{ description: null, url: null }`);
  await update(`{ url: "https://b.example/", filter: { country: "DE" }, since: "start" }`);
  expect(api.webhooks.calls).toEqual([
    ["update", "wh_1", { description: null }],
    ["update", "wh_1", { url: "https://b.example/", filter: { country: "DE" }, since: "start" }],
  ]);
});

test("secrets are told by the mutations that make them", async () => {
  const { data } = await api.ask(`mutation {
    addWebhook(input: { url: "https://a.example/", filter: { kinds: [DEAL] } }) { secret webhook { id } userErrors { code } }
    rotateWebhookSecret(id: "wh_1") { secret userErrors { code } }
  }`);
  expect(data).toEqual({
    addWebhook: { secret: "whsec_x", webhook: { id: "wh_1" }, userErrors: [] },
    rotateWebhookSecret: { secret: "whsec_y", userErrors: [] },
  });
  expect(api.webhooks.calls[0]).toEqual([
    "add",
    { url: "https://a.example/", filter: { kinds: ["DEAL"] } },
    "tester",
  ]);
});

test("a webhook that is not there comes back as a user error of every mutation", async () => {
  const { data } = await api.ask(`mutation {
    a: updateWebhook(id: "x", input: {}) { webhook { id } userErrors { code field } }
    b: rotateWebhookSecret(id: "x") { webhook { id } secret userErrors { code field } }
    c: setWebhookEnabled(id: "x", enabled: true) { webhook { id } userErrors { code field } }
    d: removeWebhook(id: "x") { webhook { id } userErrors { code field } }
    e: testWebhook(id: "x") { webhook { id } delivery { id } userErrors { code field } }
  }`);
  const userErrors = [{ code: "WEBHOOK_NOT_FOUND", field: ["id"] }];
  expect(data).toEqual({
    a: { webhook: null, userErrors },
    b: { webhook: null, secret: null, userErrors },
    c: { webhook: null, userErrors },
    d: { webhook: null, userErrors },
    e: { webhook: null, delivery: null, userErrors },
  });
});

test("a test's outcome is no error of the mutation", async () => {
  const { data } = await api.ask(
    `mutation { testWebhook(id: "wh_1") { delivery { status error } userErrors { code } } }`,
  );
  expect(data).toEqual({
    testWebhook: { delivery: { status: 500, error: "The receiver answered 500." }, userErrors: [] },
  });
});

test("only who may manage webhooks sees or changes any", async () => {
  api.role = "EDITOR";
  const { errors } = await api.ask(`mutation { removeWebhook(id: "wh_1") { userErrors { code } } }`);
  expect(errors[0]?.extensions["code"]).toBe("FORBIDDEN");
  expect((await api.ask(`{ webhooks { url } }`)).errors[0]?.extensions["code"]).toBe("FORBIDDEN");
  expect(api.webhooks.calls).toEqual([]);
});
