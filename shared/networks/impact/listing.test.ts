/** Pages, scopes and collapsed ads of impact.com, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { impactSandboxCredentials as credentials } from "./sandbox/credentials.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, given: Partial<ListingRequest> = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, { origin: servers.origin, now: NOW, credentials, settings, ...given });
};

test("several ads of one deal are one offer, and creatives none", async () => {
  const { offers } = await list({ pull: ["ads"] });
  const ids = offers.map(({ sourceOfferId }) => sourceOfferId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id.startsWith("deal-"))).toBe(true);
});

test("items are walked by their cursor to the end, whatever their total says", async () => {
  const { offers, end } = await list({ pull: ["products"] });
  expect([offers.length > 220, end.coverage]).toEqual([true, "COMPLETE"]);
  expect(servers.exchanges.some(({ path }) => path.includes("AfterId="))).toBe(true);
});

describe("a token of another scope", () => {
  const forbidden = (path: string): Lie => ({ kind: "status", status: 403, path: new RegExp(path) });

  test("costs a collection, not the others", async () => {
    const { offers, end } = await list({ pull: ["programmes", "promoCodes"] }, {}, forbidden("/PromoCodes"));
    expect(offers.length).toBeGreaterThan(30);
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("no right to read PromoCodes"),
    });
  });

  test("that cannot read contracts ends the run, so that no commission is lost", async () => {
    await expect(list({}, {}, forbidden("/Contracts"))).rejects.toThrow(
      /authToken has no right to read Contracts/,
    );
    const { end } = await list({ commission: false, pull: ["programmes"] });
    expect(end.coverage).toBe("COMPLETE");
  });
});

describe("a page", () => {
  const instead = (body: string): Lie => ({
    kind: "status",
    status: 200,
    body,
    path: "/Mediapartners/" + credentials.accountSid + "/PromoCodes",
  });

  test.each(["null", "{}", "[]", '{"@page":"1"}', '{"PromoCodes":[]}'])("of %s is empty", async (body) => {
    const { offers, end } = await list({ pull: ["promoCodes"] }, {}, instead(body));
    expect([offers, end.coverage]).toEqual([[], "COMPLETE"]);
  });

  test("that names itself as the next one ends the walk, and the listing is not complete", async () => {
    const at = `/Mediapartners/${credentials.accountSid}/PromoCodes?PageSize=1000`;
    const body = JSON.stringify({ "@nextpageuri": at, PromoCodes: [] });
    const { end } = await list({ pull: ["promoCodes"] }, {}, instead(body));
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: "promo codes: a page names itself as the next one",
    });
  });

  test("with a single element in place of a list holds that element", async () => {
    const code = { Id: "1", Code: "X", MatchMode: "LI", Program: { Id: "20400" } };
    const { offers } = await list(
      { pull: ["promoCodes"] },
      {},
      instead(JSON.stringify({ PromoCodes: code })),
    );
    expect(offers.map(({ couponCode }) => couponCode)).toEqual(["X"]);
  });
});

test("catalogues that have not changed are left out of an incremental run, which is then partial", async () => {
  const { offers, end } = await list(
    { pull: ["products"] },
    { mode: "INCREMENTAL", since: new Date(NOW.getTime() - 1) },
  );
  expect([offers, end.coverage]).toEqual([[], "PARTIAL"]);
  expect(end.reason).toContain("catalogue 3301 has not changed and was left out");
});

test("only the programmes of the settings come, and their offers", async () => {
  const { offers } = await list({ pull: ["programmes", "ads"], campaignIds: [20_400] });
  expect(offers.length).toBeGreaterThan(2);
  expect(new Set(offers.map(({ merchant }) => merchant?.name)).size).toBe(1);
});
