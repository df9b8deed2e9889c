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

describe("pages in other forms than documented", () => {
  const answer = (data: unknown, path: string, status: unknown = 200): Lie => ({
    kind: "error-body",
    body: { data, message: "Page returned successfully", status },
    path,
  });

  test("may be bare lists, with a status in words", async () => {
    const programs = [{ key: "co_a", name: "A", website: "a.example" }];
    const lies = [answer([], "/api/v2/partnerships", "2xx"), answer(programs, "/api/v2/marketplace", "2xx")];
    const { offers, end } = await list({}, ...lies);
    expect(offers.map(({ sourceOfferId }) => sourceOfferId)).toEqual(["programme-co_a"]);
    expect(end).toEqual({ coverage: "COMPLETE" });
  });

  test("that show a programme twice bring it once", async () => {
    const program = { key: "co_a", name: "A", website: "a.example" };
    const items = [program, { ...program, key: "co_b" }, program];
    const { offers } = await list({}, answer({ has_more: false, items }, "/api/v2/marketplace"));
    expect(offers.filter(({ joinStatus }) => joinStatus === "AVAILABLE")).toHaveLength(2);
  });

  test("of partnerships that go in a circle end the listing: a part of them would unjoin the rest", async () => {
    const circle = { has_more: true, items: [{ key: "part_1", company: { key: "co_a", name: "A" } }] };
    await expect(list({}, answer(circle, "/api/v2/partnerships"))).rejects.toThrow(/circle after part_1/);
  });

  test("with an error's message in place of data are no pages", async () => {
    const error: Lie = {
      kind: "error-body",
      body: { message: ["bad"], status: 422 },
      path: "/api/v2/marketplace",
    };
    await expect(list({}, error)).rejects.toThrow(/holds no list "data.items"/);
  });
});
