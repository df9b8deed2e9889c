/** Amazon's credentials, searches, feeds and known items, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { parseCredentials } from "../../sync/inputs.ts";
import { adapter } from "./index.ts";
import { amazonSandboxCredentials as credentials } from "./sandbox/credentials.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const searches = [{ keywords: "kopfhörer" }];
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, given: Partial<ListingRequest> = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, { origin: servers.origin, now: NOW, credentials, settings, ...given });
};
const callsOf = (operation: string) =>
  servers.exchanges.filter(({ path }) => path.endsWith(operation)).length;
const failing = (status: number, body: object): Lie => ({
  kind: "status",
  status,
  body: JSON.stringify(body),
  path: "/catalog/",
});

describe("credentials", () => {
  test("of the retired PA-API are told apart, with what to do", () => {
    const old = { ...credentials, credentialId: "AKIAIOSFODNN7EXAMPLE" };
    expect(() => parseCredentials(adapter, old, "shop")).toThrow(
      /credentialId: is an access key of the Product Advertising API.*ended on 2026-05-15.*Add New Credential/,
    );
  });

  test("of another region than the marketplace's are refused before anything is sent", () => {
    expect(() => parseCredentials(adapter, { ...credentials, credentialVersion: "3.1" }, "shop")).toThrow(
      /marketplace: is of the region EU, and a credential of version 3\.1 is for NA/,
    );
  });

  test("of an Associate who is not eligible say what Amazon asks for", async () => {
    const says = { type: "AccessDeniedException", reason: "AssociateNotEligible", message: "not eligible" };
    await expect(list({}, {}, failing(403, says))).rejects.toThrow(/10 qualified sales in the last 30 days/);
  });

  test("of another version than they were issued with are named", async () => {
    const says = { type: "UnauthorizedException", reason: "InvalidIssuer", message: "wrong issuer" };
    await expect(list({}, {}, failing(401, says))).rejects.toThrow(
      /credentialVersion is not that of this credential/,
    );
  });

  test("whose token has run out get another, once", async () => {
    const says = { type: "UnauthorizedException", reason: "TokenExpired", message: "expired" };
    await list({ feeds: false, searches }, {}, { ...failing(401, says), times: 1 });
    expect(callsOf("/auth/o2/token")).toBe(2);
  });
});

describe("a search", () => {
  test("is walked as far as Amazon shows, in each order, and each item comes once", async () => {
    const { offers } = await list({ feeds: false, searches, refreshKnown: false });
    expect(callsOf("searchItems")).toBe(20);
    const ids = offers.map(({ sourceOfferId }) => sourceOfferId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("that finds nothing is empty, though Amazon says 404", async () => {
    const says = { __type: "com.amazon.creators#ResourceNotFoundException", resourceType: "SearchResult" };
    const { offers, end } = await list({ feeds: false, searches }, {}, failing(404, says));
    expect([offers, end.coverage]).toEqual([[], "COMPLETE"]);
  });
});

describe("items that are known", () => {
  const known = [
    "www.amazon.de:B0SANDBX05",
    "www.amazon.de:B0GONE0002",
    "www.amazon.com:B0SANDBX06",
    "www.amazon.de:d1:B0SANDBX07",
  ];

  test("and that no search showed are asked for by their numbers; what is gone does not come", async () => {
    const { offers, end } = await list({ feeds: false }, { known });
    expect(offers.map(({ sourceOfferId }) => sourceOfferId)).toEqual(["www.amazon.de:B0SANDBX05"]);
    expect([end.coverage, callsOf("getItems")]).toEqual(["COMPLETE", 1]);
  });

  test("are not asked for again when a search has just shown them", async () => {
    const first = await list({ feeds: false, searches });
    const before = callsOf("getItems");
    await list({ feeds: false, searches }, { known: first.offers.map(({ sourceOfferId }) => sourceOfferId) });
    expect(callsOf("getItems")).toBe(before);
  });
});

test("a feed that breaks off costs the listing its completeness, and nothing else", async () => {
  const { offers, end } = await list({}, {}, { kind: "truncated", bytes: 400, path: "/de_sandbox_deals_v2" });
  expect(end).toMatchObject({
    coverage: "PARTIAL",
    reason: expect.stringContaining("feed de_sandbox_deals_v2"),
  });
  expect(offers.filter(({ kind }) => kind === "PRODUCT").length).toBeGreaterThan(100);
});
