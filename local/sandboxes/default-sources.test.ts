import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definitions } from "../../shared/networks/definitions.ts";
import { loadAdapter } from "../../shared/networks/registry.ts";
import { normaliseOffer } from "../../shared/offer/normalise.ts";
import { listed } from "../../shared/sandbox/listed.ts";
import type { SandboxSource } from "../../shared/sandbox/sandbox.ts";
import type { Sandboxes } from "../../shared/sandbox/server.ts";
import { networkSandboxes } from "./registry.ts";
import { startAllSandboxes } from "./start.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const sources = networkSandboxes.flatMap((sandbox) => sandbox.sources);

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await startAllSandboxes({ now: () => NOW });
});
afterAll(() => sandboxes.close());

async function listingOf({ networkId, credentials, settings }: SandboxSource) {
  const adapter = await loadAdapter(networkId);
  if (!adapter) throw new Error(`there is no network ${networkId}`);
  const listing = await listed(adapter, {
    origin: sandboxes.origin,
    now: NOW,
    credentials: credentials ?? {},
    settings,
  });
  return { ...listing, timeZone: adapter.timeZone };
}

describe("the sources of a fresh installation", () => {
  test.each(sources.map((source) => [source.id, source] as const))(
    "%s is read, with few rejections, and every offer of it can be normalised",
    async (_, source) => {
      const { offers, rejected, timeZone } = await listingOf(source);
      expect(offers.length).toBeGreaterThan(50);
      expect(rejected.length).toBeLessThanOrEqual(offers.length * 0.05);
      const unclean = offers.filter((draft) => {
        try {
          normaliseOffer(draft, { timeZone, now: NOW });
          return false;
        } catch {
          return true;
        }
      });
      expect(unclean.length).toBeLessThanOrEqual(offers.length * 0.05);
    },
  );

  test("have ids of their own", () => {
    const ids = sources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("there is one at least of every network that is alive", () => {
    const alive = definitions.filter(({ retired, entered }) => !retired && !entered).map(({ id }) => id);
    expect([...new Set(sources.map(({ networkId }) => networkId))].toSorted()).toEqual(alive);
  });
});
