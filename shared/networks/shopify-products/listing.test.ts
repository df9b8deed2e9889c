/** Shopify's quirks, against the sandbox's shops. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { CLOSED_HOST, HOST, sandbox, SMALL_HOST } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object = {}) =>
  listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: {},
    settings: { baseUrl: `https://${HOST}`, ...settings },
  });
const paths = () => servers.exchanges.map(({ path }) => path);
const answer = (body: object | string, status = 200, more: Partial<Lie> = {}): Lie => ({
  path: "/products.json",
  ...(more as object),
  kind: "status",
  status,
  headers: { "content-type": typeof body === "string" ? "text/html" : "application/json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("a listing", () => {
  test("asks for the currency once, and for pages of 250 until a short one", async () => {
    const { end } = await list();
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(paths()).toEqual([
      "/meta.json",
      "/products.json?limit=250&page=1",
      "/products.json?limit=250&page=2",
      "/products.json?limit=250&page=3",
    ]);
  });

  test("takes the currency from the cart where the shop does not serve its facts", async () => {
    const { offers } = await list({ baseUrl: `https://${SMALL_HOST}` });
    expect(paths().slice(0, 2)).toEqual(["/meta.json", "/cart.js"]);
    expect(offers.every(({ price }) => price?.currency === "CAD")).toBe(true);
  });

  test("of a shop that tells its currency nowhere ends with what to do", async () => {
    servers.tell(answer("<html></html>", 404, { path: "/cart.js" }));
    await expect(list({ baseUrl: `https://${SMALL_HOST}` })).rejects.toThrow(/set currency in the source's/);
  });

  test("believes the settings more than the shop, whose currency may follow the visitor's address", async () => {
    const { offers } = await list({ currency: "USD" });
    expect(offers.every(({ price }) => price?.currency === "USD")).toBe(true);
  });

  test("of variants has several offers for one product, each with an id of its own", async () => {
    const { offers } = await list({ baseUrl: `https://${SMALL_HOST}`, offersPer: "variant" });
    const ids = offers.map(({ sourceOfferId }) => sourceOfferId);
    expect(ids.length).toBeGreaterThan(45);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("shows a product once that moved to the next page meanwhile", async () => {
    const rows = (first: number, count: number) => ({
      products: Array.from({ length: count }, (_, place) => ({ id: first + place })),
    });
    servers.tell(answer(rows(1, 250), 200, { times: 1 }), answer(rows(250, 10), 200, { times: 1 }));
    const { pages, end } = await list();
    expect(pages.map(({ records }) => records.length)).toEqual([250, 9]);
    expect(end.coverage).toBe("COMPLETE");
  });
});

describe("collections", () => {
  test("are walked one after the other", async () => {
    const { offers, end } = await list({ collections: ["moss", "rosé"] });
    expect(end.coverage).toBe("COMPLETE");
    expect(new Set(offers.flatMap(({ tags }) => tags ?? []))).toEqual(new Set(["moss", "rosé"]));
    expect(paths()).toContain("/collections/ros%C3%A9/products.json?limit=250&page=1");
  });

  test("that come back empty are not taken for empty: some shops answer so for all", async () => {
    const { end } = await list({ collections: ["nothing-of-this-name"] });
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("is empty, or the shop"),
    });
  });
});

describe("the ceiling of 25,000 products", () => {
  const full = (page: number): object => ({
    products: Array.from({ length: 250 }, (_, place) => ({ id: page * 250 + place })),
  });

  test("caps a listing whose last page before it is full, and asks no further", async () => {
    servers.tell(...Array.from({ length: 101 }, (_, page) => answer(full(page), 200, { times: 1 })));
    const { pages, end } = await list();
    expect(pages).toHaveLength(100);
    expect(end).toMatchObject({ coverage: "CAPPED", reason: expect.stringContaining("collections") });
    expect(paths().at(-1)).toBe("/products.json?limit=250&page=100");
  });

  test("caps a listing when Shopify says that it is reached", async () => {
    servers.tell(
      answer(full(0), 200, { times: 1 }),
      answer({ errors: "Page * Limit exceeds the 25000 limit." }, 400),
    );
    expect((await list()).end.coverage).toBe("CAPPED");
  });
});

describe("a shop that", () => {
  test.each([
    ["is none of Shopify's answers 404", answer("<html></html>", 404), /no Shopify shop/],
    ["answers a web page with 200", answer("<html><h1>Hi</h1></html>"), /a web page/],
    ["answers other JSON", answer({ items: [] }), /no list “products”/],
    ["blocks", answer("", 403), /keeps its product list closed \(HTTP 403\)/],
    ["is frozen", answer("", 402), /frozen/],
    ["is locked", answer("", 423), /locked/],
  ])("%s: that is said, after one try", async (_, lie, message) => {
    servers.tell(lie);
    await expect(list()).rejects.toThrow(message);
    expect(paths().filter((path) => path.startsWith("/products.json"))).toHaveLength(1);
  });

  test("is closed by a password says so", async () => {
    await expect(list({ baseUrl: `https://${CLOSED_HOST}`, currency: "EUR" })).rejects.toThrow(
      /closed by a password/,
    );
  });

  test("takes us for a robot is left in peace, and asked again", async () => {
    servers.tell(answer("<html></html>", 430, { times: 2 }));
    expect((await list()).end.coverage).toBe("COMPLETE");
  });

  test("goes on taking us for a robot ends the run", async () => {
    servers.tell(answer("<html></html>", 430));
    await expect(list()).rejects.toThrow(/throttles and goes on throttling \(HTTP 430\)/);
  });
});
