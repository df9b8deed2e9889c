/** The walk over CJ's three APIs, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { CredentialsRefused, FeedUnreadable } from "../adapter.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";
import { cjSandboxCredentials } from "./sandbox/credentials.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const HOUR = 3_600_000;
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, given: Partial<ListingRequest> = {}) =>
  listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: cjSandboxCredentials,
    settings,
    ...given,
  });

const queries = (path: string): URLSearchParams[] =>
  servers.exchanges
    .filter((exchange) => exchange.path.startsWith(path))
    .map((exchange) => new URL(exchange.path, "https://x.example").searchParams);
const LINK_SEARCH = "/v2/link-search";
const LOOKUP = "/v2/advertiser-lookup";

const xmlError = (status: number, message: string, path = LINK_SEARCH): Lie => ({
  kind: "status",
  status,
  path,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?><cj-api><error-message>${message}</error-message></cj-api>`,
});

describe("promotions", () => {
  test("are searched by type, with the account's property, and never without a filter", async () => {
    await list({ pull: ["promotions"], promotionTypes: ["coupon", "free shipping"] });
    const searches = queries(LINK_SEARCH);
    expect(new Set(searches.map((query) => query.get("promotion-type")))).toEqual(
      new Set(["coupon", "free shipping"]),
    );
    expect(searches.every((query) => query.get("website-id") === "7654321")).toBe(true);
    expect(searches.every((query) => query.get("advertiser-ids") === "joined")).toBe(true);
  });

  test("of one country are asked for by it", async () => {
    const { offers } = await list({
      pull: ["promotions"],
      promotionTypes: ["coupon"],
      targetedCountry: "PL",
    });
    expect(offers.length).toBeGreaterThan(10);
    expect(queries(LINK_SEARCH).every((query) => query.get("targeted-country") === "PL")).toBe(true);
  });

  test("bring no programmes, though advertisers are looked up for them", async () => {
    const { offers } = await list({ pull: ["promotions"], promotionTypes: ["coupon"] });
    expect(queries(LOOKUP).length).toBe(1);
    expect(offers.some(({ kind }) => kind === "PROGRAMME")).toBe(false);
    expect(offers.every(({ merchant }) => merchant?.domain?.endsWith(".example"))).toBe(true);
  });

  test("of chosen advertisers come from them alone", async () => {
    const [first] = (await list({ pull: ["programmes"] })).offers;
    const id = Number(first?.sourceOfferId.replace("programme-", ""));
    const { offers } = await list({ advertiserIds: [id] });
    expect(new Set(offers.map(({ merchant }) => merchant?.name))).toEqual(new Set([first?.title]));
  });
});

describe("programmes", () => {
  test("have a text link each, found in a few calls though some advertisers have many", async () => {
    const { offers, end } = await list({ pull: ["programmes"] });
    expect([offers.length, end.coverage]).toEqual([36, "COMPLETE"]);
    expect(offers.every(({ trackingUrl }) => trackingUrl.includes("/click-7654321-"))).toBe(true);
    expect(queries(LINK_SEARCH).length).toBeLessThanOrEqual(6);
  });

  test("that may be joined come when asked for, and link to their sites", async () => {
    const { offers } = await list({ pull: ["programmes"], relationships: ["joined", "notjoined"] });
    const available = offers.filter(({ joinStatus }) => joinStatus === "AVAILABLE");
    expect([offers.length, available.length]).toEqual([40, 4]);
    expect(available.every(({ trackingUrl, url }) => trackingUrl === url)).toBe(true);
  });
});

describe("products", () => {
  test("are walked by CJ's cursor though its pages are shorter than asked for", async () => {
    const { offers, end, pages } = await list({ pull: ["products"] });
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(offers.length).toBeGreaterThan(240);
    expect(pages.length).toBe(3);
  });

  test("have the language of their feed, which is asked for once", async () => {
    const { offers } = await list({ pull: ["products"] });
    expect(offers.every(({ languages }) => languages?.[0])).toBe(true);
    expect(servers.exchanges.length).toBe(4);
  });

  test("of one country are asked for by it", async () => {
    const { offers } = await list({ pull: ["products"], productCountries: ["AE"] });
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.every(({ price }) => price?.currency === "AED")).toBe(true);
  });
});

describe("an incremental run", () => {
  const incremental = (settings: object, hoursAgo: number) =>
    list(settings, { mode: "INCREMENTAL", since: new Date(NOW.getTime() - hoursAgo * HOUR) });

  test("asks for links that changed since the day before, and is no whole listing", async () => {
    const whole = await list({ pull: ["promotions"] });
    const changed = await incremental({ pull: ["promotions"] }, 2);
    expect(queries(LINK_SEARCH).at(-1)?.get("last-updated")).toBe("11/19/2026");
    expect(changed.end.coverage).toBe("PARTIAL");
    expect(changed.end.reason).toMatch(/only what changed since 2026-11-20T10:00:30/);
    expect(changed.offers.length).toBeGreaterThan(0);
    expect(changed.offers.length).toBeLessThan(whole.offers.length);
  });

  test("takes the newest products first, and stops where it reaches back far enough", async () => {
    const { offers, end } = await incremental({ pull: ["products"] }, 2);
    expect(end.coverage).toBe("PARTIAL");
    expect(offers.length).toBeLessThanOrEqual(120);
  });

  test("of programmes alone is whole: they cannot be asked for by their change", async () => {
    const { end } = await incremental({ pull: ["programmes"] }, 2);
    expect(end).toEqual({ coverage: "COMPLETE" });
  });

  test("a day after the last whole one lists everything", async () => {
    const { end } = await incremental({ pull: ["promotions"] }, 25);
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(queries(LINK_SEARCH).every((query) => !query.has("last-updated"))).toBe(true);
  });
});

describe("a listing that is not believed", () => {
  const empty: Lie = {
    kind: "status",
    status: 200,
    path: LINK_SEARCH,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0"?><cj-api><links total-matched="0" records-returned="0" page-number="1"></links></cj-api>`,
  };

  test("is one of joined advertisers without a single link", async () => {
    servers.tell(empty);
    const { end } = await list({ pull: ["promotions"] });
    expect(end).toEqual({
      coverage: "PARTIAL",
      reason: "CJ lists 36 joined advertisers and not one link of theirs: not believed",
    });
  });

  test("is believed where the advertisers have plain links and no promotions", async () => {
    servers.tell({ ...empty, path: /promotion-type/ });
    const { end, offers } = await list({ pull: ["promotions"] });
    expect([offers.length, end.coverage]).toEqual([0, "COMPLETE"]);
  });
});

describe("what CJ refuses", () => {
  test("with a 401 is the token, and the token that it repeats is not", async () => {
    const credentials = { ...cjSandboxCredentials, personalAccessToken: "leaky-token-55" };
    const failure = await list({}, { credentials }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CredentialsRefused);
    expect(String(failure)).toMatch(/personalAccessToken.*personal-access-tokens/);
    expect(String(failure)).not.toContain("leaky-token-55");
  });

  test("with a 401 without a word is an address, not the token", async () => {
    servers.tell({ kind: "status", status: 401, path: LINK_SEARCH });
    await expect(list({ pull: ["promotions"] })).rejects.toThrow(/401 without a word/);
  });

  test.each([
    ["Website id specified does not match your account: 7654321", "websiteId"],
    ["You must specify the company making this request using the 'requestor-cid' parameter.", "companyId"],
  ])("with “%s” is the field %s", async (message, field) => {
    servers.tell(xmlError(400, message));
    const failure = list({ pull: ["promotions"] });
    await expect(failure).rejects.toThrow(CredentialsRefused);
    await failure.catch((error: unknown) => expect(String(error)).toContain(field));
  });

  test("in an answer of 200 is an error all the same", async () => {
    servers.tell(xmlError(200, "Invalid value for promotion-type"));
    await expect(list({ pull: ["promotions"] })).rejects.toThrow(/Invalid value for promotion-type/);
  });

  test("for coming too often, in words, is waited for", async () => {
    servers.tell({ ...xmlError(400, "Number of calls per minute exceeded"), times: 2 });
    expect((await list({ pull: ["promotions"] })).end.coverage).toBe("COMPLETE");
  });

  test.each([
    ["Not authorized to query for company 5100200", CredentialsRefused, /companyId/],
    ["Cannot query field 'links' on type 'Query'", FeedUnreadable, /Cannot query field 'links'/],
  ])("in GraphQL with “%s” is said, though data came with it", async (message, kind, said) => {
    const body = JSON.stringify({ data: { products: { resultList: [] } }, errors: [{ message }] });
    servers.tell({
      kind: "status",
      status: 200,
      path: "/query",
      body,
      headers: { "content-type": "application/json" },
    });
    const failure = list({ pull: ["products"] });
    await expect(failure).rejects.toThrow(kind);
    await expect(failure).rejects.toThrow(said);
  });
});
