/** DealMirror's listing, against its sandbox. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object = {}) =>
  listed(adapter, { origin: servers.origin, now: NOW, credentials: {}, settings });

test("without any setting it lists the deals, ended ones left out", async () => {
  const { offers, pages, end } = await list();
  expect(end.coverage).toBe("COMPLETE");
  const records = pages.flatMap((page) => page.records).length;
  expect(records - offers.length).toBeGreaterThan(records / 12);
  expect(offers.every(({ kind }) => kind === "DEAL")).toBe(true);
});

test("shelves are not shown as categories, and half of the deals have a topic", async () => {
  const { offers } = await list();
  const categories = offers.map((offer) => offer.categories ?? []);
  expect(categories.flat().filter((name) => /deals|off$|arrivals/i.test(name ?? ""))).toEqual([]);
  expect(categories.filter(({ length }) => length > 0).length).toBeGreaterThan(offers.length / 3);
});

test("it asks dealmirror.com by the Store API and for the dates, and for nothing else", async () => {
  await list();
  const paths = new Set(servers.exchanges.map(({ host, path }) => `${host}${path.split("?")[0]}`));
  expect([...paths]).toEqual([
    "dealmirror.com/wp-json/",
    "dealmirror.com/wp-json/wc/store/v1/products",
    "dealmirror.com/wp-json/wp/v2/product",
  ]);
});
