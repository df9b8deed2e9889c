import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { DisplayPolicy } from "../networks/adapter.ts";
import type { HistoryRules } from "../networks/display.ts";
import { DAY, daysAgo, eur, NOW, type Past, RULES, usePast } from "./past.fixture.ts";
import { priceHistory, type PricePage, type PricePlace, type PricePoint } from "./price-history.ts";

const past = usePast();

const page = (
  offerId: string,
  first = 200,
  after: PricePlace | null = null,
  rules = RULES,
): Promise<PricePage> => priceHistory(past.ledger(), offerId, { first, after }, rules);

const points = async (
  versions: readonly Past[],
  rules: HistoryRules = RULES,
): Promise<readonly PricePoint[]> => (await page(await past.kept(versions), 200, null, rules)).points;

const price = (amount: number) => ({ price: eur(amount) });
const said = (found: readonly PricePoint[]) =>
  found.map(({ version, price: at, offered }) => [version, at?.amount ?? null, offered]);

describe("a price history", () => {
  it("has a point for each change of a price, newest first, each until the next", async () => {
    const found = await points([
      { ago: 9, content: price(100) },
      { ago: 8, content: { ...price(100), title: "Another title" } },
      { ago: 5, content: price(80) },
      { ago: 2, content: { ...price(80), originalPrice: eur(100) } },
    ]);
    expect(found.map(({ version, at, until }) => [version, at, until])).toEqual([
      [4, daysAgo(2), null],
      [3, daysAgo(5), daysAgo(2)],
      [1, daysAgo(9), daysAgo(5)],
    ]);
    expect(found[0]).toMatchObject({ price: eur(80), originalPrice: eur(100), offered: true });
  });

  it("has a point for each change of the commission", async () => {
    const commission = { type: "PERCENT", min: "3", max: null, currency: null, basis: "SALE" } as const;
    const found = await points([{ ago: 3 }, { ago: 1, content: { commission } }]);
    expect(found.map(({ commission: paid }) => paid?.min)).toEqual(["3", "5"]);
  });

  it("shows when it was not offered: removed, returned, expired", async () => {
    const content = { ...price(10), endsAt: daysAgo(2) };
    const found = await points([
      { ago: 9, content },
      { ago: 7, content, status: "REMOVED" },
      { ago: 5, content },
      { ago: 2, content, status: "EXPIRED" },
    ]);
    expect(said(found)).toEqual([
      [4, "10.00", false],
      [3, "10.00", true],
      [2, "10.00", false],
      [1, "10.00", true],
    ]);
  });

  it("goes on while an admin hides the offer", async () => {
    const found = await points([
      { ago: 9, content: price(10) },
      { ago: 7, content: price(10), status: "HIDDEN", hidden: true },
    ]);
    expect(said(found)).toEqual([[1, "10.00", true]]);
  });

  it("of an offer that does not exist is empty", async () => {
    expect(await page("src:nowhere")).toEqual({ points: [], end: null, hasNextPage: false });
  });
});

describe("pages of a price history", () => {
  async function inPages(offerId: string, first: number): Promise<PricePoint[]> {
    const all: PricePoint[] = [];
    for (let after: PricePlace | null = null; ;) {
      const { points: found, end, hasNextPage } = await page(offerId, first, after);
      all.push(...found);
      if (!hasNextPage) return all;
      after = end;
    }
  }

  it("say the same as the whole, however long they are", async () => {
    const offerId = await past.kept(
      Array.from({ length: 60 }, (_, place) => ({
        ago: 100 - place,
        content: price(100 + Math.floor(place / 3)),
      })),
    );
    const { points: whole } = await page(offerId);
    expect(whole).toHaveLength(20);
    for (const first of [1, 3, 19, 20]) expect(await inPages(offerId, first)).toEqual(whole);
  });

  it("end after the last point, and asking further finds nothing", async () => {
    const offerId = await past.kept([
      { ago: 3, content: price(10) },
      { ago: 2, content: price(20) },
    ]);
    const { end, hasNextPage } = await page(offerId, 2);
    expect(hasNextPage).toBe(false);
    expect(await page(offerId, 2, end)).toMatchObject({ points: [], hasNextPage: false });
  });

  it("are cut short where hundreds of versions change other things, and go on", async () => {
    const offerId = await past.kept(
      Array.from({ length: 620 }, (_, place) => ({
        ago: 700 - place,
        content: { price: eur(place === 0 ? 90 : 100), title: `Title ${place}` },
      })),
    );
    const cut = await page(offerId, 5);
    expect(cut).toMatchObject({ points: [], hasNextPage: true });
    expect(await inPages(offerId, 5)).toMatchObject([
      { version: 2, at: daysAgo(699), until: null },
      { version: 1, at: daysAgo(700), until: daysAgo(699) },
    ]);
  }, 60_000);

  it("lose no point that begins where a page was cut short", async () => {
    const offerId = await past.kept(
      Array.from({ length: 620 }, (_, place) => ({
        ago: 700 - place,
        content: { price: eur(place < 120 ? 90 : 100), title: `Title ${place}` },
      })),
    );
    expect(said(await inPages(offerId, 5))).toEqual([
      [121, "100.00", true],
      [1, "90.00", true],
    ]);
  }, 60_000);

  it("go on behind the megabyte at which the ledger ends an answer", async () => {
    const offerId = await past.kept(
      Array.from({ length: 24 }, (_, place) => ({
        ago: 24 - place,
        content: { price: eur(place), description: randomBytes(60_000).toString("base64") },
      })),
    );
    const { points: found } = await page(offerId);
    expect(found.map(({ version }) => version)).toEqual(Array.from({ length: 24 }, (_, place) => 24 - place));
  });
});

describe("what a network's terms keep from being shown", () => {
  const terms = (policy: Partial<DisplayPolicy>): HistoryRules => ({
    ...RULES,
    known: {
      awin: { maxAgeHours: null, withheldFields: [], disclosure: null, source: "its terms", ...policy },
    },
  });

  it("a withheld field is in no point, and its changes make none", async () => {
    const versions = [
      { ago: 9, content: price(100) },
      { ago: 5, content: price(80) },
    ];
    const found = await points(versions, terms({ withheldFields: ["price"] }));
    expect(found.map(({ price: at }) => at)).toEqual([null]);
  });

  it("prices that are too old are in no point, but for the one that holds", async () => {
    const versions = [
      { ago: 9, content: price(100) },
      { ago: 5, content: price(90) },
      { ago: 4, content: price(80) },
    ];
    expect(said(await points(versions, terms({ maxAgeHours: 24 })))).toEqual([[3, "80.00", true]]);
    expect(said(await points(versions, terms({ maxAgeHours: 5 * 24 })))).toEqual([
      [3, "80.00", true],
      [2, "90.00", true],
    ]);
  });

  it("a version that an admin or a date made is as old as what its source said", async () => {
    const versions = [
      { ago: 9, content: price(100) },
      { ago: 0.2, content: price(100), status: "HIDDEN", hidden: true, saidAt: daysAgo(9) } as const,
      { ago: 0.1, content: price(80) },
    ];
    expect(said(await points(versions, terms({ maxAgeHours: 24 })))).toEqual([[3, "80.00", true]]);
  });

  it("nothing is shown of an offer that was not refreshed in time", async () => {
    const stale = [{ sourceId: "src", before: new Date(NOW.getTime() - DAY) }];
    const versions = [{ ago: 9, content: price(100) }];
    expect(await points(versions, { ...terms({ maxAgeHours: 24 }), stale })).toEqual([]);
  });
});
