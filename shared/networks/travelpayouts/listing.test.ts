/** Origins, pages and errors of Travelpayouts, against the sandbox. */
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

const list = (settings: object) =>
  listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: sandbox.sources[0]?.credentials,
    settings,
  });

test("currency and market are always asked for", async () => {
  await list({ origins: ["LON"], currency: "GBP", market: "uk" });
  const asked = servers.exchanges.filter(({ path }) => path.startsWith("/aviasales/"));
  expect(asked.every(({ path }) => path.includes("currency=gbp&market=uk"))).toBe(true);
});

test("a special offer that is among the fares comes once, as a special one", async () => {
  const { offers } = await list({ origins: ["LON", "MUC"] });
  expect(new Set(offers.map(({ sourceOfferId }) => sourceOfferId)).size).toBe(offers.length);
  expect(offers.filter(({ tags }) => tags?.includes("special offer")).length).toBeGreaterThan(5);
});

test("an origin that Travelpayouts does not know ends the run with its own words, in spite of status 200", async () => {
  await expect(list({ origins: ["XXX"] })).rejects.toThrow(/get_special_offers: origin: unknown IATA code/);
});

test("a city whose name was lost in translation is called by its code", async () => {
  const { offers } = await list({ origins: ["LON"], pull: ["fares"] });
  const toPorto = offers.filter(({ tags }) => tags?.includes("to OPO"));
  expect(toPorto.length).toBeGreaterThan(0);
  expect(toPorto.every(({ title }) => title.endsWith("OPO") || title.includes("OPO:"))).toBe(true);
});
