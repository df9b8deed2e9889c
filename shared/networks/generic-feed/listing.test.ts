/** Feeds of one file that say whether they have changed, and listings that are suspiciously short. */
import { describe, expect, test } from "vitest";
import { json, type SandboxRequest } from "../../sandbox/sandbox.ts";
import { adapter } from "./index.ts";
import { expandPreset } from "./presets/expand.ts";
import { ids, list, MAP, paginator, rows, URL_OF } from "./paging/walked.fixture.ts";

const since = new Date("2026-11-20T06:00:00Z");

describe("a feed that has not changed", () => {
  const asked: (string | undefined)[] = [];
  const handle = (changedAt: string) => {
    asked.length = 0;
    return ({ headers }: SandboxRequest) => {
      const wanted = headers["if-modified-since"];
      asked.push(wanted);
      const isNew = wanted === undefined || Date.parse(changedAt) > Date.parse(wanted);
      return isNew ? json({ rows: rows(0, 2) }) : { status: 304, headers: {}, body: "" };
    };
  };
  const settings = { http_validators: true };

  test("is not read again, and nothing of it is claimed to be gone", async () => {
    const listing = await list(handle("2026-11-20T05:00:00Z"), settings, { since });
    expect(asked).toEqual(["Fri, 20 Nov 2026 05:55:00 GMT"]);
    expect(listing.pages).toEqual([]);
    expect(listing.end).toEqual({
      coverage: "STALE",
      reason: "the feed has not changed since 2026-11-20T05:55:00.000Z",
    });
  });

  test("is read once it has, also where the clocks differ by minutes", async () => {
    const listing = await list(handle("2026-11-20T05:57:00Z"), settings, { since });
    expect([ids(listing), listing.end.coverage]).toEqual([[0, 1], "COMPLETE"]);
  });

  test.each([
    ["in a whole run", {}],
    ["when the last listing was a day ago", { since: new Date("2026-11-19T12:00:00Z") }],
  ])("is read all the same %s", async (_when, given) => {
    const listing = await list(handle("2026-11-01T00:00:00Z"), settings, given);
    expect([asked, ids(listing), listing.end.coverage]).toEqual([[undefined], [0, 1], "COMPLETE"]);
  });

  test("is read where the settings do not ask for it", async () => {
    await list(handle("2026-11-01T00:00:00Z"), {}, { since });
    expect(asked).toEqual([undefined]);
  });

  test("is a file, and no walk", () => {
    const walked = paginator({ type: "LinkPagination" });
    const { error } = adapter.settingsSchema.safeParse({ url: URL_OF, map: MAP, ...settings, ...walked });
    expect(error?.issues[0]).toMatchObject({
      path: ["http_validators"],
      message: "is for a feed of one file: these settings ask for several answers",
    });
  });
});

describe("a listing with far fewer records than are held", () => {
  const known = Array.from({ length: 10 }, (_, id) => String(id));
  const listing = (count: number, settings: object, given: object = { known }) =>
    list(() => json({ rows: rows(0, count) }), settings, given);
  const snapshot = { min_ratio: 0.5 };

  test("removes nothing below min_ratio", async () => {
    expect((await listing(5, { snapshot })).end).toEqual({ coverage: "COMPLETE" });
    expect((await listing(4, { snapshot })).end).toEqual({
      coverage: "PARTIAL",
      reason: "the feed lists 4 records where 10 offers are held: fewer than snapshot.min_ratio, 0.5, allows",
    });
  });

  test("is a first listing where nothing is held, and an API's listing is judged alike", async () => {
    expect((await listing(0, { snapshot }, {})).end.coverage).toBe("COMPLETE");
    const walked = { snapshot, ...paginator({ type: "LinkPagination" }) };
    expect((await listing(4, walked)).end.coverage).toBe("PARTIAL");
  });

  test("changes nothing of a preset that lists news only", () => {
    const settings = adapter.settingsSchema.parse({ preset: "rss", url: URL_OF, snapshot });
    expect(expandPreset(settings).snapshot).toEqual({ mode: "delta", ...snapshot });
  });
});
