/** What is special to ClickBank's two sources, against its sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { json, type Sandbox, type SandboxRequest } from "../../sandbox/sandbox.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { zipOf } from "../../sandbox/zip.ts";
import { adapter } from "./index.ts";
import { clickbankSandboxCredentials } from "./sandbox/credentials.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const SEARCH = "/graphql";
const FEED = "/feeds/";

let servers: Sandboxes;
const start = async (one: Sandbox): Promise<void> => {
  servers = await startSandboxes({ sandboxes: [one], now: () => NOW });
};
beforeEach(() => start(sandbox.create()));
afterEach(() => servers.close());

const list = (settings: object, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: clickbankSandboxCredentials,
    settings,
  });
};
const callsTo = (path: string): number =>
  servers.exchanges.filter((exchange) => exchange.path.startsWith(path)).length;
const ids = ({ offers }: Awaited<ReturnType<typeof list>>): string[] =>
  offers.map(({ sourceOfferId }) => sourceOfferId).toSorted();

/** A sandbox in place of ClickBank's own: whatever the test wants to be answered. */
const answering = (answer: (request: SandboxRequest) => ReturnType<Sandbox["handle"]>): Sandbox => ({
  hosts: ["accounts.clickbank.com"],
  handle: answer,
});
const restartedAs = async (one: Sandbox): Promise<void> => {
  await servers.close();
  await start(one);
};
const offsetOf = ({ body }: SandboxRequest): number =>
  (JSON.parse(body) as { variables: { parameters: { offset: number } } }).variables.parameters.offset;
const page = (totalHits: number, sites: readonly string[]) =>
  json({ data: { marketplaceSearch: { totalHits, hits: sites.map((site) => ({ site, title: site })) } } });

describe("the search", () => {
  test("goes on after what came, not after what was asked for", async () => {
    const { end, pages } = await list({ source: "graphql" });
    expect(end).toEqual({ coverage: "COMPLETE" });
    // 50 are asked for, 40 come.
    expect(new Set(pages.slice(0, -1).map(({ records }) => records.length))).toEqual(new Set([40]));
    expect(pages[0]?.total).toBe(pages.flatMap(({ records }) => records).length);
  });

  test("asks for the best ranked first, and for nothing that would filter", async () => {
    const bodies: unknown[] = [];
    await restartedAs(
      answering((request) => {
        bodies.push((JSON.parse(request.body) as { variables: unknown }).variables);
        return page(1, ["QXVELORA"]);
      }),
    );
    await list({ source: "graphql" });
    expect(bodies).toEqual([
      { parameters: { sortField: "rank", sortDescending: false, resultsPerPage: 50, offset: 0 } },
    ]);
  });

  test("that shows a vendor on two pages, and so another on none, is not complete", async () => {
    const pages: Readonly<Record<number, readonly string[]>> = { 0: ["A", "B"], 2: ["b", "D"] };
    await restartedAs(answering((request) => page(4, pages[offsetOf(request)] ?? [])));
    const listing = await list({ source: "graphql" });
    expect(ids(listing)).toEqual(["programme-A", "programme-B", "programme-D"]);
    expect(listing.end).toEqual({
      coverage: "PARTIAL",
      reason: "listings: the network counts 4 and listed 3",
    });
  });

  test("that shows nothing further on, whatever it counts, is not complete", async () => {
    await restartedAs(answering((request) => page(900, offsetOf(request) === 0 ? ["A", "B"] : [])));
    expect((await list({ source: "graphql" })).end.coverage).toBe("PARTIAL");
  });

  test("by category finds the same", async () => {
    const whole = await list({ source: "graphql" });
    const split = await list({ source: "graphql", byCategory: true });
    expect(ids(split)).toEqual(ids(whole));
    expect(split.end).toEqual({ coverage: "COMPLETE" });
  });

  test("by category says how many stand in none", async () => {
    const facets = [{ field: "category", buckets: [{ value: "Self-Help", count: 1 }] }];
    const answer = { data: { marketplaceSearch: { totalHits: 3, facets } } };
    await restartedAs(
      answering(({ body }) => (body.includes("facets") ? json(answer) : page(1, ["QXVELORA"]))),
    );
    expect((await list({ source: "graphql", byCategory: true })).end).toEqual({
      coverage: "PARTIAL",
      reason: "2 listings stand in no category and were not asked for",
    });
  });

  test("of chosen categories brings no other", async () => {
    const { offers } = await list({ source: "graphql", categories: ["Self-Help"] });
    expect(offers.length).toBeGreaterThan(50);
    expect(offers.every(({ categories }) => categories?.[0] === "Self-Help")).toBe(true);
  });

  test("of a category that ClickBank does not know is not taken for an empty one", async () => {
    const { end } = await list({ source: "graphql", categories: ["Self Help"] });
    expect(end).toMatchObject({ coverage: "PARTIAL", reason: expect.stringMatching(/category names/) });
  });

  test("that is refused is not asked again, and says what ClickBank says", async () => {
    const body = { data: null, errors: [{ message: "Field 'gravitas' doesn't exist" }] };
    await expect(list({ source: "graphql" }, { kind: "error-body", body, path: SEARCH })).rejects.toThrow(
      /refused the query: Field 'gravitas' doesn't exist/,
    );
    expect(callsTo(SEARCH)).toBe(1);
  });

  test("that the firewall blocks is given its rest, and the other source is named", async () => {
    const blocked: Lie = { kind: "status", status: 403, body: "<!DOCTYPE html><html></html>", path: SEARCH };
    await expect(list({ source: "graphql" }, blocked)).rejects.toThrow(/firewall blocks.*set source to feed/);
    expect(callsTo(SEARCH)).toBe(1);
    expect(callsTo(FEED)).toBe(0);
  });
});

describe("the feed's percentages", () => {
  const settings = { source: "graphql", feedCommission: true };

  test("stand in place of dollars, for one download more", async () => {
    const { offers, end } = await list(settings);
    expect(offers.every(({ commission }) => commission?.currency === undefined)).toBe(true);
    expect(new Set(offers.map(({ commission }) => commission?.type))).toEqual(
      new Set(["PERCENT", "RECURRING"]),
    );
    expect(callsTo(FEED)).toBe(1);
    expect(end).toEqual({ coverage: "COMPLETE" });
  });

  test("that cannot be had end the run: without them every offer would look changed", async () => {
    await expect(list(settings, { kind: "status", status: 404, path: FEED })).rejects.toThrow(/HTTP 404/);
  });
});

describe("the feed", () => {
  test("is what is read unless the settings say otherwise", async () => {
    const { offers } = await list({});
    expect(offers.length).toBeGreaterThan(500);
    expect(callsTo(SEARCH)).toBe(0);
    expect(callsTo(FEED)).toBe(1);
  });

  test("lists the vendors that the search finds", async () => {
    expect(ids(await list({}))).toEqual(ids(await list({ source: "graphql" })));
  });

  test("gives a vendor of two categories once, with both of them and its better rank's texts", async () => {
    const site = (rank: number, title: string): string =>
      `<Site><Id>QXVELORA</Id><PopularityRank>${rank}</PopularityRank><Title>${title}</Title></Site>`;
    const xml = `<Catalog><Category><Name>Self-Help</Name>${site(9, "Worse")}</Category>
      <Category><Name>Health</Name><Category><Name>Sleep</Name>${site(3, "Better")}</Category></Category></Catalog>`;
    await restartedAs(
      answering(() => ({
        status: 200,
        headers: { "content-type": "application/zip" },
        body: zipOf({ "marketplace_feed_v2.dtd": "<!ELEMENT Catalog ANY>", "marketplace_feed_v2.xml": xml }),
      })),
    );
    const { offers } = await list({});
    expect(offers).toHaveLength(1);
    expect(offers[0]).toMatchObject({ title: "Better", categories: ["Self-Help", "Health", "Sleep"] });
  });

  test("of chosen categories brings no other", async () => {
    const { offers } = await list({ categories: ["Home & Garden"] });
    expect(offers.length).toBeGreaterThan(50);
    expect(offers.every(({ categories }) => categories?.includes("Home & Garden"))).toBe(true);
  });

  test("that is not there any more is told, with the other source", async () => {
    const gone: Lie = { kind: "status", status: 404, path: FEED };
    await expect(list({}, gone)).rejects.toThrow(/does not serve its marketplace feed.*graphql/);
    expect(callsTo(SEARCH)).toBe(0);
  });

  test("that is a web page with status 200 is not taken for an empty one", async () => {
    await expect(list({}, { kind: "html", path: FEED })).rejects.toThrow(/marketplace feed/);
  });
});
