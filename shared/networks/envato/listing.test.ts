/** Searches that are split, repeated and cut short, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
const start = async (scale = 1): Promise<void> => {
  // A split search makes more calls than a minute admits.
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW, scale });
};
beforeEach(() => start());
afterEach(() => servers.close());

const list = (settings: object, given: Partial<ListingRequest> = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: sandbox.sources[0]?.credentials,
    settings,
    ...given,
  });
};
const paths = () => servers.exchanges.map(({ path }) => path);

test("a search that is larger than its window is split into categories, and is complete", async () => {
  await servers.close();
  await start(22);
  const { offers, end } = await list({ sites: ["themeforest.net"] });
  expect(end).toEqual({ coverage: "COMPLETE" });
  expect(offers.length).toBeGreaterThan(5_800);
  expect(paths().filter((path) => path.includes("/categories:themeforest.json")).length).toBe(1);
  expect(new Set(paths().flatMap((path) => /category=([a-z-]+)/.exec(path)?.[1] ?? [])).size).toBe(4);
}, 120_000);

test("a category that is larger still is split by price, and each item comes once", async () => {
  const total = (count: number): Lie => ({
    kind: "status",
    status: 200,
    body: JSON.stringify({ matches: [], total_hits: count }),
    headers: { "content-type": "application/json" },
    path: /category=wordpress&?$|category=wordpress(?!.*price)/,
    times: 1,
  });
  const { offers, end } = await list(
    { sites: ["themeforest.net"], categories: ["wordpress"] },
    {},
    total(7_000),
  );
  expect(end).toEqual({ coverage: "COMPLETE" });
  expect(paths().some((path) => path.includes("price_min=0&price_max=30"))).toBe(true);
  expect(paths().some((path) => path.includes("price_min=30&price_max=20000"))).toBe(true);
  const ids = offers.map(({ sourceOfferId }) => sourceOfferId);
  expect(new Set(ids).size).toBe(ids.length);
});

describe("an answer", () => {
  test("that was timed out is asked for again", async () => {
    const body = JSON.stringify({ timed_out: true, total_hits: 280, matches: [] });
    const { offers } = await list(
      {},
      {},
      { kind: "status", status: 200, body, path: "/v1/discovery", times: 2 },
    );
    expect(offers.length).toBeGreaterThan(500);
  });

  test("of the gateway, 403 with a web page, is asked for again; 403 with JSON is the token's", async () => {
    const page = "<!DOCTYPE html><html><title>Attention Required!</title></html>";
    const { offers } = await list(
      {},
      {},
      { kind: "status", status: 403, body: page, path: "/v1/discovery", times: 2 },
    );
    expect(offers.length).toBeGreaterThan(500);
  });
});

test("an incremental run stops at what is older than the last complete one, less a day, and is partial", async () => {
  await servers.close();
  await start(5);
  const since = new Date(NOW.getTime() - 3_600_000);
  const { offers, end } = await list({ sites: ["themeforest.net"] }, { mode: "INCREMENTAL", since });
  expect(end).toMatchObject({
    coverage: "PARTIAL",
    reason: expect.stringContaining("only what changed since 2026-11-19T11:00:30"),
  });
  expect(offers.length).toBeGreaterThan(0);
  expect(paths().every((path) => path.includes("sort_by=updated"))).toBe(true);
  // All of them would be fourteen pages.
  expect(paths().length).toBeLessThan(14);
});
