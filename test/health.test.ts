/** The health of sources on the whole local feed: the template's own functions, schedule, bus and topic. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckPass } from "../shared/health/check.ts";
import { sandbox as awin } from "../shared/networks/awin/sandbox/index.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

const [source] = awin.sources;
const ID = source?.id ?? "";
let feed: TestFeed;

beforeAll(async () => {
  feed = await startTestFeed();
  if (!source) throw new Error("Awin's sandbox has no source");
  const { credentials, ...rest } = source;
  await feed.feed.control.addSource({ ...rest, sandbox: true });
  await feed.feed.control.setSourceCredentials(ID, credentials);
}, 120_000);
afterAll(() => feed.discard());

async function checked(): Promise<CheckPass> {
  const { outcome } = await feed.cloud.invoke("offerfeed-local-check-sources", {});
  if (!outcome.ok) throw new Error(outcome.error.errorMessage);
  await feed.idle();
  return JSON.parse(outcome.payload) as CheckPass;
}

const messages = () => feed.cloud.topics.recent.map(({ topic, subject }) => `${topic}: ${subject}`);
const events = () =>
  feed.cloud.events
    .recent("offerfeed-local")
    .filter((event) => event["detail-type"] === "SourceHealthChanged")
    .map(({ detail }) => detail as { from: string; to: string });

test("the first check tests a source in its network's function, and finds nothing to tell", async () => {
  expect(await checked()).toEqual({ checked: 1, tested: [ID], changes: [] });
  const asked = feed.sandboxes.exchanges.length;
  expect(asked).toBeGreaterThan(0);
  expect(await checked()).toMatchObject({ tested: [] });
  expect(feed.sandboxes.exchanges.length).toBe(asked);
  expect([messages(), events()]).toEqual([[], []]);
}, 60_000);

test("a run that fails, and one that recovers, are told once each: on the bus, and to people", async () => {
  feed.sandboxes.tell({ kind: "status", status: 401, body: '{"error":"unauthorized"}' });
  expect(await feed.synced(ID)).toMatchObject({ status: "FAILED" });
  await checked();
  await checked();
  feed.sandboxes.clearLies();
  expect(await feed.synced(ID)).toMatchObject({ status: "SUCCEEDED" });
  await checked();
  await checked();
  expect(events().map(({ from, to }) => `${from} to ${to}`)).toEqual([
    "HEALTHY to FAILING",
    "FAILING to HEALTHY",
  ]);
  expect(messages()).toEqual([
    `offerfeed-local-alarms: Offerfeed: ${ID} is FAILING`,
    `offerfeed-local-alarms: Offerfeed: ${ID} is healthy again`,
  ]);
  const [failing] = feed.cloud.topics.recent;
  expect(failing?.message).toMatch(
    /\(sandbox\) .* is FAILING; it was HEALTHY\.\n\nIts last run failed\. .*accessToken/,
  );
}, 120_000);

interface Tested {
  readonly testSource: {
    readonly test: { readonly outcome: string; readonly message: string } | null;
    readonly userErrors: readonly { readonly code: string }[];
  };
}
const testNow = (id: string) =>
  feed.query<Tested>(
    `mutation ($id: ID!) { testSource(sourceId: $id) { test { outcome message } userErrors { code } } }`,
    { id },
  );

test("a test that an admin asks for says what is wrong, stores no offer, and is told without waiting for the hour", async () => {
  const before = await feed.feed.sources.get(ID);
  feed.sandboxes.tell({ kind: "status", status: 401, body: '{"error":"unauthorized"}' });
  const { testSource } = await testNow(ID);
  feed.sandboxes.clearLies();
  expect(testSource).toEqual({
    test: { outcome: "FAILED", message: expect.stringMatching(/Awin refused accessToken/) },
    userErrors: [],
  });
  await feed.idle();
  expect(messages().at(-1)).toBe(`offerfeed-local-alarms: Offerfeed: ${ID} is FAILING`);
  expect(await feed.feed.sources.get(ID)).toEqual(before);
  expect(await testNow(ID)).toMatchObject({ testSource: { test: { outcome: "PASSED" } } });
  await feed.idle();
  expect(messages().at(-1)).toBe(`offerfeed-local-alarms: Offerfeed: ${ID} is healthy again`);
  expect(await testNow("nobody")).toEqual({
    testSource: { test: null, userErrors: [{ code: "SOURCE_NOT_FOUND" }] },
  });
}, 60_000);

test("limits of a source are kept one by one, and an impossible one is refused by name", async () => {
  const set = (limits: string) =>
    feed.query<{ setHealthLimits: { source: unknown; userErrors: { field: string[]; message: string }[] } }>(
      `mutation { setHealthLimits(sourceId: "${ID}", ${limits}) {
        source { healthReport { staleAfterHours frozenAfterDays partialAllowed staleAfterSeconds } }
        userErrors { field message } } }`,
    );
  await set("staleAfterHours: 48");
  expect(await set("frozenAfterDays: 0, partialAllowed: true")).toMatchObject({
    setHealthLimits: {
      source: {
        healthReport: {
          staleAfterHours: 48,
          frozenAfterDays: 0,
          partialAllowed: true,
          staleAfterSeconds: 172_800,
        },
      },
    },
  });
  expect(await set("staleAfterHours: null, partialAllowed: false")).toMatchObject({
    setHealthLimits: { source: { healthReport: { staleAfterHours: null, partialAllowed: false } } },
  });
  expect(await set("staleAfterHours: 0")).toMatchObject({
    setHealthLimits: {
      source: null,
      userErrors: [{ field: ["staleAfterHours"], message: expect.stringContaining("from 1 to 8760, not 0") }],
    },
  });
  expect(await set("frozenAfterDays: -1")).toMatchObject({
    setHealthLimits: { userErrors: [{ field: ["frozenAfterDays"] }] },
  });
});
