/** Whole and incremental runs, lookups and 404s of Sovrn, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, given: Partial<ListingRequest> = {}) =>
  listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: sandbox.sources[0]?.credentials,
    settings,
    ...given,
  });
const paths = () => servers.exchanges.map(({ path }) => path);

describe("merchants", () => {
  test("are walked by what comes, though the pages are smaller than was asked for", async () => {
    const { end, pages } = await list({});
    expect([end.coverage, pages.length]).toEqual(["COMPLETE", 3]);
  });

  test("of an incremental run are those that changed, and the run is partial", async () => {
    const since = new Date(NOW.getTime() - 6 * 3_600_000);
    const whole = await list({});
    const { offers, end } = await list({}, { mode: "INCREMENTAL", since });
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("only what changed since"),
    });
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.length).toBeLessThan(whole.offers.length / 2);
    expect(paths().at(-1)).toMatch(/delta\?.*since=2026-11-20T05%3A50/);
  });

  test("are listed whole once the last complete run is a day old", async () => {
    const { end } = await list({}, { mode: "INCREMENTAL", since: new Date(NOW.getTime() - 25 * 3_600_000) });
    expect(end.coverage).toBe("COMPLETE");
  });

  test("can be limited to countries", async () => {
    const { offers } = await list({ geos: ["PL"] });
    expect(new Set(offers.flatMap(({ countries }) => countries))).toEqual(new Set(["PL"]));
  });
});

test("a product page that Sovrn does not know has no codes, and is no failure", async () => {
  const { offers, end } = await list({ merchants: false, productUrls: ["https://unknown.example/p"] });
  expect([offers, end.coverage]).toEqual([[], "COMPLETE"]);
});

test("a lookup needs something to look up", () => {
  expect(
    adapter.settingsSchema.safeParse({ lookups: [{ market: "usd_en" }] }).error?.issues[0]?.message,
  ).toBe("needs a barcode, a plainlink or keywords");
});

test("a site that is not this account's is named", async () => {
  const credentials = { ...sandbox.sources[0]?.credentials, campaignId: "1" };
  await expect(list({}, { credentials })).rejects.toThrow(/no site of this campaignId.*selectedSite=/);
});
