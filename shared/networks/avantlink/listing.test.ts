/** What AvantLink does with a status of 200, and where its search ends. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: sandbox.sources[0]?.credentials,
    settings,
  });
};

test("ads of merchants that are not joined are left out", async () => {
  const { offers } = await list({ pull: ["coupons"] });
  expect(new Set(offers.map(({ joinStatus }) => joinStatus))).toEqual(new Set(["JOINED"]));
});

test("a websiteId of somebody else's account ends the run before any link is made", async () => {
  const listing = listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: { ...sandbox.sources[0]?.credentials, websiteId: "12345" },
    settings: {},
  });
  await expect(listing).rejects.toThrow(/no website with the websiteId.*It has: 44021/);
});

test("only the programmes that are asked for come", async () => {
  const { offers } = await list({ pull: ["programmes"], associations: ["pending", "none"] });
  expect(new Set(offers.map(({ joinStatus }) => joinStatus))).toEqual(new Set(["PENDING", "AVAILABLE"]));
});

describe("an answer of 200 that is no table", () => {
  const instead = (body: string): Lie => ({ kind: "status", status: 200, body, path: /module=AdSearch/ });

  test("is quoted, and means no empty list", async () => {
    await expect(list({ pull: ["coupons"] }, instead("Merchant suspended."))).rejects.toThrow(
      /AdSearch answered no table: “Merchant suspended\.”/,
    );
  });

  test("of a table without rows is an empty list", async () => {
    const { offers, end } = await list({ pull: ["coupons"] }, instead("<NewDataSet></NewDataSet>"));
    expect([offers, end.coverage]).toEqual([[], "COMPLETE"]);
  });
});

test("a merchant with more products than AvantLink shows makes the listing capped", async () => {
  await servers.close();
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW, scale: 100 });
  const { end } = await list({ pull: ["products"], onSaleOnly: false, merchantIds: [19_001] });
  expect(end).toEqual({
    coverage: "CAPPED",
    reason: "products of merchant 19001: AvantLink shows no more than 1000",
  });
});
