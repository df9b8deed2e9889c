/** The REST API as its settings meet it, beyond what every network is tested for. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../../sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../../sandbox/server.ts";
import { adapter } from "../index.ts";
import { sandbox } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const source = sandbox.sources.find(({ id }) => id === "demo-rest");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (given: Partial<ListingRequest> = {}) =>
  listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: source?.credentials ?? {},
    settings: source?.settings ?? {},
    ...given,
  });

test("an incremental run asks for what changed since the last complete one, and is not taken for all", async () => {
  const since = new Date(NOW.getTime() - 2 * 3_600_000);
  const changed = await list({ mode: "INCREMENTAL", since });
  expect(servers.exchanges.map(({ path }) => path)).toEqual([
    "/v1/offers?updated_since=2026-11-20T09%3A45%3A30Z&limit=100",
  ]);
  expect(changed.end).toMatchObject({
    coverage: "PARTIAL",
    reason: expect.stringContaining("only what changed"),
  });
  const whole = await list();
  const ids = new Set(whole.offers.map(({ sourceOfferId }) => sourceOfferId));
  expect(changed.offers.length).toBeGreaterThan(0);
  expect(changed.offers.length).toBeLessThan(whole.offers.length / 4);
  expect(changed.offers.filter(({ sourceOfferId }) => !ids.has(sourceOfferId))).toEqual([]);
});

test("an error in an answer of 200 fails the run in the partner's words", async () => {
  const settings = { ...source?.settings, paginator: undefined };
  const requester = {
    ...(source?.settings["requester"] as object),
    request_parameters: { cursor: "bm9uZQ" },
  };
  await expect(list({ settings: { ...settings, requester } })).rejects.toThrow(
    "The partner's API says: This cursor is none of ours.",
  );
});

test("commissions come in their own units: shares as they are, amounts out of cents", async () => {
  const { offers } = await list();
  const types = new Map(offers.map(({ commission }) => [commission?.type, commission]));
  expect([...types.keys()].toSorted()).toEqual(["FIXED", "PERCENT", "RANGE"]);
  expect(types.get("FIXED")?.min).toMatch(/^\d\.\d\d$/);
  expect(types.get("PERCENT")?.min).toMatch(/^\d+$/);
  expect(types.get("RANGE")?.max).toMatch(/^\d+$/);
});
