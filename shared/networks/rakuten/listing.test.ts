/** Rakuten's token, its many 403s and faults, and its window of products, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { parseSettings } from "../../sync/inputs.ts";
import { adapter } from "./index.ts";
import { rakutenSandboxCredentials as credentials, SITE_ID } from "./sandbox/credentials.ts";
import { SEARCHED_MIDS } from "./sandbox/catalogue.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, { origin: servers.origin, now: NOW, credentials, settings });
};
const asked = (path: string) => servers.exchanges.filter((exchange) => exchange.path.startsWith(path));
const saying = (status: number, body: string, path: string): Lie => ({ kind: "status", status, body, path });
const coupons = { pull: ["coupons"], advertiserDetails: false, terms: false };

describe("the token", () => {
  test("that has expired is asked for again, once", async () => {
    const expired = { ...saying(401, '{"message":"Access Token Expired"}', "/coupon/"), times: 1 };
    expect((await list(coupons, expired)).end.coverage).toBe("COMPLETE");
    expect(asked("/token")).toHaveLength(2);
  });

  test("is asked for the portal's way where the usual one is refused", async () => {
    const refused = { ...saying(401, '{"error":"invalid_client"}', "/token"), times: 1 };
    expect((await list(coupons, refused)).end.coverage).toBe("COMPLETE");
    expect(asked("/token")).toHaveLength(2);
  });
});

describe("a 403", () => {
  test("of an API that the application may not use says so, and is not tried again", async () => {
    const closed = saying(403, "You cannot consume this service", "/coupon/");
    await expect(list(coupons, closed)).rejects.toThrow(
      /does not let clientId use.*Subscribe the application/,
    );
    expect(asked("/coupon/")).toHaveLength(1);
  });

  test("that does not explain itself is tried twice, and then taken for a missing right", async () => {
    await expect(list(coupons, saying(403, "Forbidden", "/coupon/"))).rejects.toThrow(
      /does not let clientId use/,
    );
    expect(asked("/coupon/")).toHaveLength(3);
  });
});

describe("a fault with status 200", () => {
  const fault = (code: number, says: string): Lie => ({
    ...saying(
      200,
      `<fault><errorcode>${code}</errorcode><errorstring>${says}</errorstring></fault>`,
      "/coupon/",
    ),
    times: code === 20 ? 9 : 1,
  });

  test("of a token that is not approved is a refusal", async () => {
    await expect(list(coupons, fault(20, "Token not approved"))).rejects.toThrow(
      /refused clientId, clientSecret or sid.*Token not approved/,
    );
  });

  test.each([
    [30, "Usage Quota Exceeded"],
    [10, "Internal error"],
  ])("number %i is tried again", async (code, says) => {
    expect((await list(coupons, fault(code, says))).end.coverage).toBe("COMPLETE");
  });
});

test("the coupon feed is walked by its number of pages, whatever a page holds", async () => {
  const { offers, end } = await list(coupons);
  const pages = asked("/coupon/").map(({ path }) =>
    new URLSearchParams(path.split("?")[1]).get("pagenumber"),
  );
  expect([end.coverage, pages[0]]).toEqual(["COMPLETE", "1"]);
  expect(new Set(pages).size).toBe(pages.length);
  expect(offers.length).toBeGreaterThan(300);
});

describe("programmes", () => {
  test("have links formed from the site id, or asked for without one; both lead to the same place", async () => {
    const formed = await list({ pull: ["programmes"], siteId: SITE_ID });
    expect(asked("/v1/links/")).toHaveLength(0);
    const requested = await list({ pull: ["programmes"] });
    expect(asked("/v1/links/").length).toBeGreaterThan(5);
    const links = ({ offers }: typeof formed) =>
      new Map(offers.map(({ sourceOfferId, trackingUrl }) => [sourceOfferId, trackingUrl]));
    expect([...links(requested).keys()]).toEqual([...links(formed).keys()]);
    for (const link of links(formed).values()) expect(link).toContain(SITE_ID);
  });

  test("that the list of advertisers does not hold come all the same", async () => {
    const partners = await list({ pull: ["programmes"], advertiserDetails: false, siteId: SITE_ID });
    const detailed = await list({ pull: ["programmes"], siteId: SITE_ID });
    const ids = ({ offers }: typeof partners) => offers.map(({ sourceOfferId }) => sourceOfferId).toSorted();
    expect(ids(detailed)).toEqual(ids(partners));
  });
});

describe("product search", () => {
  const searched = {
    pull: ["products"],
    terms: false,
    productSearches: [{ advertiserId: SEARCHED_MIDS[0] }],
  };

  test("needs a word or an advertiser", () => {
    expect(() => parseSettings(adapter, { productSearches: [{ category: "Home" }] }, "shop")).toThrow(
      /needs a keyword or an advertiserId/,
    );
  });

  test("whose answer is an error is no empty result", async () => {
    const error =
      "<result><Errors><ErrorID>718615</ErrorID><ErrorText>No keyword specified.</ErrorText></Errors></result>";
    const { end } = await list(searched, saying(200, error, "/productsearch/"));
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("No keyword specified."),
    });
  });

  test("that counts more than it shows is capped", async () => {
    const more =
      "<result><TotalMatches>-1</TotalMatches><TotalPages>50</TotalPages><PageNumber>1</PageNumber></result>";
    expect((await list(searched, saying(200, more, "/productsearch/"))).end).toMatchObject({
      coverage: "CAPPED",
      reason: expect.stringContaining("shows 0 of more"),
    });
  });
});
