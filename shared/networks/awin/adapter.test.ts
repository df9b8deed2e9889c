/** The Awin adapter against Awin's sandbox, over a real socket and the real HTTP client. */
import { describe, expect, test } from "vitest";
import { awinSandboxCredentials } from "./sandbox/credentials.ts";
import {
  callsTo,
  CLASSIC_FEED,
  everything,
  idsOf,
  list,
  productsOnly,
  PROMOTIONS,
  promotionsOnly,
  restart,
  sandboxes,
  useSandboxes,
} from "./adapter-testing.ts";

useSandboxes();

describe("a whole listing", () => {
  test("sees programmes, promotions and products to their ends and is complete", async () => {
    const listing = await list(everything);
    const count = (prefix: string): number => idsOf(listing).filter((id) => id.startsWith(prefix)).length;
    expect(listing.end).toEqual({ coverage: "COMPLETE" });
    expect(count("programme-")).toBe(40);
    expect(count("promotion-")).toBeGreaterThan(400);
    expect(count("product-")).toBeGreaterThan(2000);
  });

  test("walks promotions page by page until one is short", async () => {
    await list(promotionsOnly);
    expect(callsTo(PROMOTIONS)).toBe(3);
  });

  test("needs no more than twelve calls of the API with the terms of six programmes", async () => {
    await list({ settings: { ...everything.settings, programmeTerms: 6 } });
    expect(sandboxes().exchanges.filter(({ host }) => host === "api.awin.com").length).toBeLessThanOrEqual(
      12,
    );
  });

  test("keeps the token out of every address", async () => {
    await list(everything);
    const addresses = sandboxes()
      .exchanges.map(({ path }) => path)
      .join("\n");
    expect(addresses).not.toContain(awinSandboxCredentials.accessToken);
  });

  test("gives every offer an id of its own, the same in the next run", async () => {
    const [first, second] = [await list(everything), await list(everything)];
    expect(idsOf(second)).toEqual(idsOf(first));
    expect(new Set(idsOf(first)).size).toBe(idsOf(first).length);
  });

  test("brings texts through unharmed in every script", async () => {
    const titles = (await list(everything)).offers.map(({ title }) => title).join("\n");
    for (const word of ["Küche", "Été", "Świat", "متجر", "星"]) expect(titles).toContain(word);
  });

  test("puts the programme's logo, sector and commission on its promotions", async () => {
    const { offers } = await list({ settings: { pull: ["promotions"], programmeTerms: 3 } });
    const ofNordlicht = offers.find(({ merchant }) => merchant?.name === "Küchenglück DE");
    expect(ofNordlicht?.commission).toMatchObject({ type: "RANGE", basis: "SALE" });
    expect(ofNordlicht?.categories?.[0]).toBeTypeOf("string");
  });

  test("rejects a promotion without promotionId, and only it", async () => {
    const { rejected, offers, pages } = await list(promotionsOnly);
    const records = pages.flatMap((page) => page.records).length;
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected.every((reason) => reason.includes("promotionId"))).toBe(true);
    expect(offers.length + rejected.length).toBe(records);
  });

  test("of an account without promotions is complete and empty", async () => {
    sandboxes().tell({ kind: "partial", share: 0, path: PROMOTIONS });
    const { offers, end } = await list(promotionsOnly);
    expect([offers, end.coverage]).toEqual([[], "COMPLETE"]);
  });
});

describe("a listing that is taken up again", () => {
  test("continues after the page of its cursor, wherever that was", async () => {
    const whole = await list(everything);
    for (const [place, page] of whole.pages.entries()) {
      const rest = await list({ ...everything, cursor: page.cursor });
      const expected = whole.pages.slice(place + 1).flatMap(({ records }) => records);
      expect(rest.pages.flatMap(({ records }) => records)).toEqual(expected);
      await restart();
    }
  }, 30_000);

  test("remembers what went wrong before it was interrupted", async () => {
    sandboxes().tell({ kind: "truncated", bytes: 5000, path: CLASSIC_FEED });
    const whole = await list(productsOnly);
    const last = whole.pages.at(-1)?.cursor ?? null;
    const rest = await list({ ...productsOnly, cursor: last });
    expect(rest.end).toEqual(whole.end);
  });

  test("refuses a cursor of somebody else's", async () => {
    await expect(list({ cursor: "page=2" })).rejects.toThrow(/not made by the Awin adapter/);
  });
});

describe("settings", () => {
  test("limit promotions to regions and advertisers", async () => {
    const { offers } = await list({
      settings: { ...promotionsOnly.settings, regionCodes: ["PL"], advertiserIds: [90_210 + 24 * 7] },
    });
    expect(new Set(offers.map(({ merchant }) => merchant?.name))).toEqual(new Set(["Zielony Ogród PL"]));
  });

  test("ask for programmes however the publisher stands with them", async () => {
    const { offers, end } = await list({
      settings: { pull: ["programmes"], memberships: ["pending", "notjoined"], programmeTerms: 0 },
    });
    expect(new Set(offers.map(({ joinStatus }) => joinStatus))).toEqual(new Set(["PENDING", "AVAILABLE"]));
    expect(end.coverage).toBe("COMPLETE");
  });

  test("limit product feeds to languages", async () => {
    const { offers } = await list({ settings: { pull: ["products"], feedLanguages: ["pl"] } });
    expect(new Set(offers.flatMap(({ languages }) => languages))).toEqual(new Set(["pl"]));
  });

  test("ask for no adult products unless they are wanted", async () => {
    const withThem = await list({ settings: { pull: ["products"], adultContent: true } });
    const without = await list({ settings: { pull: ["products"], adultContent: false } });
    expect(withThem.offers.length).toBeGreaterThan(without.offers.length);
  });
});
