import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ListingEnd } from "../../shared/networks/adapter.ts";
import { awin } from "../../shared/networks/awin/index.ts";
import { genericFeed } from "../../shared/networks/generic-feed/index.ts";
import type { OfferContent } from "../../shared/offer/model.ts";
import { normaliseOffer } from "../../shared/offer/normalise.ts";
import { benchSettings, defaultSandboxSources, type SandboxSource } from "./default-sources.ts";
import { listed } from "../../shared/sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../shared/sandbox/server.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await startSandboxes({ now: () => NOW });
});
afterAll(() => sandboxes.close());

/** Normalised, as a sync would do it. */
async function offersOf(
  source: SandboxSource,
): Promise<{ offers: OfferContent[]; rejected: readonly string[]; end: ListingEnd }> {
  const request = {
    origin: sandboxes.origin,
    now: NOW,
    credentials: source.credentials ?? {},
    settings: source.settings,
  };
  const { offers, rejected, end } =
    source.networkId === "awin" ? await listed(awin, request) : await listed(genericFeed, request);
  return {
    offers: offers.map((draft) => normaliseOffer(draft, { timeZone: "UTC", now: NOW })),
    rejected,
    end,
  };
}

const source = (id: string): SandboxSource => {
  const found = defaultSandboxSources.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`there is no default source ${id}`);
  return found;
};

describe("the default sources", () => {
  test.each(defaultSandboxSources.map(({ id }) => [id]))(
    "%s is read to its end, with few rejections",
    async (id) => {
      const { offers, rejected, end } = await offersOf(source(id));
      expect(end.coverage).toBe(id === "demo-deals" ? "PARTIAL" : "COMPLETE");
      expect(offers.length).toBeGreaterThan(50);
      expect(rejected.length).toBeLessThanOrEqual(offers.length * 0.02);
    },
  );

  test("have ids of their own", () => {
    const ids = defaultSandboxSources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("demo-shop holds about a thousand products, some of them reduced", async () => {
    const { offers } = await offersOf(source("demo-shop"));
    expect(offers.length).toBeGreaterThan(950);
    expect(offers[0]).toMatchObject({ kind: "PRODUCT", countries: ["GB"], price: { currency: "GBP" } });
    expect(offers.filter(({ originalPrice }) => originalPrice !== null).length).toBeGreaterThan(100);
  });

  test("demo-json holds about three thousand products with prices in euros, not cents", async () => {
    const { offers, rejected } = await offersOf(source("demo-json"));
    const prices = offers.map(({ price }) => Number(price?.amount));
    expect(offers.length).toBeGreaterThan(2900);
    expect(rejected.length).toBeGreaterThan(0);
    expect(Math.max(...prices)).toBeLessThan(1000);
    expect(offers[0]).toMatchObject({
      availability: "IN_STOCK",
      languages: ["de"],
      price: { currency: "EUR" },
    });
  });
});

test("the benchmark's settings read its catalogue", async () => {
  const settings = benchSettings({ items: 1000, revision: 3 });
  const bench = { id: "bench", networkId: "generic-feed", name: "Bench", settings, credentials: null };
  const { offers, rejected, end } = await offersOf(bench);
  expect([offers.length, rejected, end.coverage]).toEqual([1000, [], "COMPLETE"]);
  expect(offers[0]).toMatchObject({ kind: "PRODUCT", price: { currency: "EUR" } });
});
