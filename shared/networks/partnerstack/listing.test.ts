/** The walk over marketplace and partnerships, against the sandbox. */
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

const list = (settings: object = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: sandbox.sources[0]?.credentials,
    settings,
  });
};

describe("programmes", () => {
  test("of marketplace and partnerships come once each, in a handful of calls", async () => {
    const { offers } = await list();
    expect(new Set(offers.map(({ sourceOfferId }) => sourceOfferId)).size).toBe(offers.length);
    expect(servers.exchanges.length).toBeLessThanOrEqual(5);
  });

  test("that are joined and private are among them", async () => {
    const { offers } = await list({ available: false });
    const inMarketplace = await list({ available: true });
    expect(offers.every(({ joinStatus }) => joinStatus === "JOINED")).toBe(true);
    expect(offers.length).toBe(
      inMarketplace.offers.filter(({ joinStatus }) => joinStatus === "JOINED").length,
    );
    expect(offers.length).toBeGreaterThan(40);
  });

  test("of one category are asked for by it, and joined ones come all the same", async () => {
    const { offers } = await list({ category: "finance" });
    const others = offers.filter(({ categories }) => !categories?.includes("finance"));
    expect(others.every(({ joinStatus }) => joinStatus === "JOINED")).toBe(true);
    expect(servers.exchanges.some(({ path }) => path.includes("category=finance"))).toBe(true);
  });
});

test("a page that says there is more and gives nothing to go on from ends the listing", async () => {
  const body = JSON.stringify({ data: { has_more: true, items: [] }, message: "ok", status: 200 });
  const lie: Lie = {
    kind: "status",
    status: 200,
    body,
    headers: { "content-type": "application/json" },
    path: "/api/v2/marketplace",
  };
  await expect(list({}, lie)).rejects.toThrow(/has more, and gives no key to go on from/);
});
