/** WooCommerce's quirks, against the sandbox's shops. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { CredentialsRefused } from "../adapter.ts";
import { adapter } from "./index.ts";
import { HOST, ODD_HOST, sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const keys = sandbox.sources[0]?.credentials;
const list = (settings: object = {}, more: Partial<ListingRequest> = {}) =>
  listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: {},
    settings: { baseUrl: `https://${HOST}`, ...settings },
    ...more,
  });
const asked = (path: string) => servers.exchanges.filter((exchange) => exchange.path.startsWith(path));

describe("a listing", () => {
  test("asks for whole pages in the order of their ids, and for each page's dates", async () => {
    const { offers, end } = await list();
    expect(end.coverage).toBe("COMPLETE");
    expect(asked("/wp-json/wc/store/").map(({ path }) => path)).toEqual(
      [1, 2, 3, 4, 5, 6].map(
        (page) => `/wp-json/wc/store/v1/products?page=${page}&per_page=100&orderby=id&order=asc`,
      ),
    );
    expect(asked("/wp-json/wp/v2/product")).toHaveLength(6);
    expect(offers.every(({ startsAt }) => typeof startsAt === "string")).toBe(true);
  });

  test("leaves the dates where they are if it is told to", async () => {
    const { offers } = await list({ dates: false });
    expect(asked("/wp-json/wp/v2/product")).toHaveLength(0);
    expect(offers.every(({ startsAt }) => startsAt === null)).toBe(true);
  });

  test("of some categories asks for them only", async () => {
    const { offers } = await list({ categories: ["küche-kaffee"] });
    expect(offers.length).toBeGreaterThan(5);
    expect(offers.every(({ categories }) => categories?.includes("Küche > Kaffee"))).toBe(true);
  });

  test("says who asks", async () => {
    let agent: string | undefined;
    const shop = sandbox.create();
    await servers.close();
    servers = await startSandboxes({
      sandboxes: [
        {
          ...shop,
          handle: (request, context) => {
            agent = request.headers["user-agent"];
            return shop.handle(request, context);
          },
        },
      ],
      now: () => NOW,
    });
    await list({ contact: "feeds@site.example" });
    expect(agent).toMatch(/^Offerfeed\/[\d.]+ \(\+feeds@site\.example\)$/);
  });
});

describe("keys of a partner", () => {
  test("bring coupons and the ends of sales", async () => {
    const { offers, end } = await list({ pull: ["products", "coupons"] }, { credentials: keys });
    expect(end.coverage).toBe("COMPLETE");
    expect(offers.filter(({ kind }) => kind === "COUPON").length).toBeGreaterThan(30);
    expect(offers.filter(({ kind, endsAt }) => kind === "PRODUCT" && endsAt).length).toBeGreaterThan(50);
    expect(asked("/wp-json/wp/v2/product")).toHaveLength(0);
  });

  test("are needed for coupons, and that is said before anything is asked", async () => {
    await expect(list({ pull: ["coupons"] })).rejects.toThrow(CredentialsRefused);
    expect(servers.exchanges).toHaveLength(0);
  });

  test("find the shop's currency by themselves when only coupons are wanted", async () => {
    const { offers, rejected } = await list({ pull: ["coupons"] }, { credentials: keys });
    const amounts = offers.filter(({ discount }) => discount?.type === "AMOUNT");
    expect(amounts.length).toBeGreaterThan(5);
    expect(amounts.every(({ discount }) => discount?.currency === "EUR")).toBe(true);
    expect(rejected.every((reason) => /code: is empty/.test(reason))).toBe(true);
  });

  test("are never sent unencrypted", async () => {
    await expect(list({ baseUrl: `http://${HOST}` }, { credentials: keys })).rejects.toThrow(
      /over https only/,
    );
  });

  test("go together", () => {
    const { consumerKey } = keys ?? {};
    expect(adapter.credentialsSchema.safeParse({ consumerKey }).error?.issues[0]?.message).toMatch(
      /set both/,
    );
  });
});

describe("a shop with oddities", () => {
  const odd = { baseUrl: `https://${ODD_HOST}`, excludeCategories: ["Expired Deals"] };

  test("without pretty addresses is found through its home page", async () => {
    const { offers, end } = await list(odd);
    expect(end.coverage).toBe("COMPLETE");
    expect(offers.length).toBeGreaterThan(80);
    expect(asked("/?rest_route=/wc/store/v1/products&page=2").length).toBe(1);
  });

  test("that keeps its posts closed is listed without dates, and asked for them once", async () => {
    const { offers } = await list(odd);
    expect(offers.every(({ startsAt }) => startsAt === null)).toBe(true);
    expect(asked("/?rest_route=/wp/v2/product")).toHaveLength(1);
  });

  test("that displays no decimals has prices in whole units", async () => {
    const { offers } = await list(odd);
    const prices = offers.flatMap(({ price }) => (price ? [String(price.amount)] : []));
    expect(prices.length).toBeGreaterThan(50);
    expect(prices.every((amount) => /^\d+$/.test(amount))).toBe(true);
  });
});

describe("an incremental run", () => {
  const since = new Date("2026-11-20T06:00:00Z");

  test("asks for what changed since a day before the last one, and says that it is a part", async () => {
    const { offers, end } = await list({}, { mode: "INCREMENTAL", since });
    expect(end).toMatchObject({ coverage: "PARTIAL", reason: expect.stringContaining("2026-11-19T06:00") });
    expect(offers.length).toBeLessThan(500);
    expect(asked("/wp-json/wc/store/")[0]?.path).toContain(
      "after=2026-11-19T06%3A00%3A00Z&date_column=modified",
    );
  });

  test("brings the very offers that a whole one does", async () => {
    const whole = new Map((await list()).offers.map((offer) => [offer.sourceOfferId, offer]));
    const { offers } = await list({}, { mode: "INCREMENTAL", since });
    expect(offers.length).toBeGreaterThan(20);
    for (const offer of offers) expect(offer).toEqual(whole.get(offer.sourceOfferId));
  });
});

describe("a shop that", () => {
  const closed = (status: number, body: object | string): Lie => ({
    kind: "status",
    status,
    path: "/wp-json/wc/store/",
    headers: { "content-type": typeof body === "string" ? "text/html" : "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const requests = () => asked("/wp-json/wc/store/").length;

  test.each([
    [
      "has closed its REST API",
      closed(401, { code: "rest_forbidden", message: "Nicht erlaubt." }),
      /closed its REST API to visitors .*rest_forbidden “Nicht erlaubt\.”/,
    ],
    ["has removed the route", closed(404, { code: "rest_no_route", message: "No route" }), /rest_no_route/],
    ["blocks with a web page", closed(403, "<html><h1>Denied</h1></html>"), /HTTP 403/],
    [
      "asks for a browser",
      closed(403, "<html><title>Just a moment...</title></html>"),
      /a challenge for browsers/,
    ],
    [
      "asks for a browser with status 200",
      closed(200, "<!doctype html><title>Just a moment...</title>"),
      /a challenge for browsers/,
    ],
    ["is down for maintenance, with status 200", closed(200, "<html><h1>Soon</h1></html>"), /a web page/],
  ])("%s is asked once, and what it said is passed on", async (_, lie, message) => {
    servers.tell(lie);
    await expect(list()).rejects.toThrow(message);
    expect(requests()).toBe(1);
  });

  test("is a blog without a shop says so", async () => {
    servers.tell({
      kind: "error-body",
      path: /^\/wp-json\/\?/,
      body: { name: "Blog", namespaces: ["wp/v2"] },
    });
    await expect(list()).rejects.toThrow(/WordPress without WooCommerce's Store API/);
  });

  test("prints PHP's notices before its list is read all the same", async () => {
    const body = `<br />\n<b>Warning</b>: Undefined array key in <b>/x.php</b> on line <b>1</b><br />\n[{"id":1}]`;
    servers.tell(closed(200, body));
    const { pages, rejected } = await list({ dates: false });
    expect(pages[0]?.records).toHaveLength(1);
    expect(rejected[0]).toContain("name: is missing");
  });

  test("strips the totals is walked to its first short page", async () => {
    const row = (id: number) => ({ id, name: `No. ${id}` });
    const pageOf = (first: number, count: number): Lie => ({
      ...closed(200, {}),
      kind: "status",
      status: 200,
      times: 1,
      body: JSON.stringify(Array.from({ length: count }, (_, place) => row(first + place))),
    });
    servers.tell(pageOf(1, 100), pageOf(101, 100), pageOf(201, 40));
    const { pages } = await list({ dates: false });
    expect(pages.map(({ records }) => records.length)).toEqual([100, 100, 40]);
  });

  test("moves a product from one page to the next shows it once", async () => {
    const ids = (first: number) => Array.from({ length: 100 }, (_, place) => ({ id: first + place }));
    const answer = (rows: object[]): Lie => ({
      kind: "status",
      status: 200,
      times: 1,
      path: "/wp-json/wc/store/",
      headers: { "content-type": "application/json", "x-wp-totalpages": "2", "x-wp-total": "199" },
      body: JSON.stringify(rows),
    });
    servers.tell(answer(ids(1)), answer(ids(100)));
    const { pages, end } = await list({ dates: false });
    expect(pages.map(({ records }) => records.length)).toEqual([100, 99]);
    expect(end.coverage).toBe("COMPLETE");
  });
});
