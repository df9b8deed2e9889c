/** eBay's token, searches, deals and coupons, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { parseCredentials, parseSettings } from "../../sync/inputs.ts";
import { adapter } from "./index.ts";
import { ebaySandboxCredentials as credentials } from "./sandbox/credentials.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const marketplaceId = "EBAY_DE";
let servers: Sandboxes;
const start = async (scale = 1) => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW, scale });
};
beforeEach(() => start());
afterEach(() => servers.close());

const list = (settings: object, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials,
    settings: { marketplaceId, ...settings },
  });
};
const failing = (status: number, body: object, path: string): Lie => ({
  kind: "status",
  status,
  body: JSON.stringify(body),
  path,
});

describe("what a person enters", () => {
  test.each([
    [{ clientId: "App-SBX-1" }, /is of eBay's sandbox/],
    [{ campaignId: "533" }, /10 digits of a campaign/],
  ])("%j is told apart", (wrong, message) => {
    expect(() => parseCredentials(adapter, { ...credentials, ...wrong }, "shop")).toThrow(message);
  });

  test.each([
    [{ marketplaceId: "ebay_de" }, /must be one of EBAY_US/],
    [{ marketplaceId, searches: [{ sort: "price" }] }, /needs q, categoryId or gtin/],
    [{ marketplaceId, searches: [{ q: "a", gtin: "4006381333931" }] }, /cannot have q and gtin/],
    [
      { marketplaceId, searches: [{ q: "a", filter: "price:[1..2]" }] },
      /price and priceCurrency go together/,
    ],
  ])("%j is refused", (settings, message) => {
    expect(() => parseSettings(adapter, settings, "shop")).toThrow(message);
  });

  test("settings that ask for nothing say so", async () => {
    expect((await list({})).end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("name searches"),
    });
  });
});

describe("the token", () => {
  test("asks for the scope of deals only where they are pulled", async () => {
    const unscoped = failing(400, { error: "invalid_scope" }, "/identity/");
    await expect(list({ deals: true }, unscoped)).rejects.toThrow(
      /has not approved this keyset.*set deals to false/,
    );
  });

  test("is asked for again, once, when it has run out", async () => {
    const expired = failing(401, { errors: [{ errorId: 1001, message: "Invalid access token" }] }, "/buy/");
    const { end } = await list({ searches: [{ q: "bohrhammer" }] }, { ...expired, times: 1 });
    expect(end.coverage).toBe("COMPLETE");
    expect(servers.exchanges.filter(({ path }) => path.startsWith("/identity/")).length).toBe(2);
  });

  test("without the right to the Deal API says what to do", async () => {
    const refused = failing(403, { errors: [{ errorId: 180009, message: "Not authorised" }] }, "/buy/deal/");
    await expect(list({ deals: true }, refused)).rejects.toThrow(/apply for it, or set deals to false/);
  });
});

describe("a search", () => {
  test("whose filter eBay ignores fails, and brings nothing unfiltered", async () => {
    await expect(list({ searches: [{ q: "bohrhammer", filter: "colour:{RED}" }] })).rejects.toThrow(
      /ignored a part of the question \(12002: The filter is invalid/,
    );
  });

  test("is asked by offsets that are multiples of its one limit", async () => {
    await list({ searches: [{ q: "bohrhammer" }] });
    const offsets = servers.exchanges
      .map(({ path }) => new URLSearchParams(path.split("?")[1]))
      .filter((query) => query.has("q"))
      .map((query) => [query.get("limit"), query.get("offset")]);
    expect(offsets).toEqual([
      ["200", "0"],
      ["200", "200"],
    ]);
  });

  test("that is there twice brings each listing once", async () => {
    const { offers } = await list({ searches: [{ q: "bohrhammer" }, { q: "bohrhammer" }] });
    const ids = offers.map(({ sourceOfferId }) => sourceOfferId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("of more than eBay shows is capped", async () => {
    await servers.close();
    await start(40);
    const { end, offers } = await list({ searches: [{ q: "bohrhammer" }] });
    expect(end).toMatchObject({
      coverage: "CAPPED",
      reason: expect.stringMatching(/counts 12\d{3} and shows 10000; split it/),
    });
    expect(offers.length).toBeGreaterThan(9_500);
  }, 30_000);

  test("without hits has no list at all, and is empty", async () => {
    const nothing: Lie = { kind: "error-body", body: { total: 0, limit: 200, offset: 0 }, path: "/buy/" };
    expect(await list({ searches: [{ q: "nothing" }] }, nothing)).toMatchObject({
      offers: [],
      end: { coverage: "COMPLETE" },
    });
  });
});

test("coupons of listings are asked for only where they are wanted, one call for each listing that has some", async () => {
  const searches = [{ q: "bohrhammer" }];
  const calls = () => servers.exchanges.filter(({ path }) => path.includes("/v1/item/")).length;
  await list({ searches });
  expect(calls()).toBe(0);
  const { offers } = await list({ searches, coupons: true });
  const coupons = offers.filter(({ kind }) => kind === "COUPON");
  expect([calls(), coupons.length > 3]).toEqual([coupons.length, true]);
});

test("an item that has ended between the search and its coupons has none", async () => {
  const ended = failing(404, { errors: [{ errorId: 11001 }] }, "/buy/browse/v1/item/");
  const { offers, end } = await list({ searches: [{ q: "bohrhammer" }], coupons: true }, ended);
  expect([offers.some(({ kind }) => kind === "COUPON"), end.coverage]).toEqual([false, "COMPLETE"]);
});
