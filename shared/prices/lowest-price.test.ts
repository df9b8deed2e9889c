import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { VersionRecord } from "../ledger/records.ts";
import type { HistoryRules } from "../networks/display.ts";
import type { Money } from "../offer/model.ts";
import { type LowestPrice, lowestPrice30Days } from "./lowest-price.ts";
import { daysAgo, eur, NOW, type Past, pastOf, RULES, usePast } from "./past.fixture.ts";

const past = usePast();

const lowest = async (versions: readonly Past[], rules: HistoryRules = RULES): Promise<LowestPrice | null> =>
  lowestPrice30Days(past.ledger(), await past.kept(versions), rules);

const at = (ago: number, amount: number, more: Omit<Past, "ago"> = {}): Past => ({
  ago,
  ...more,
  content: { price: eur(amount), ...more.content },
});

describe("the lowest price of the 30 days before the current one", () => {
  it("is the one before a reduction, with the days that it covers", async () => {
    expect(await lowest([at(90, 100), at(10, 80)])).toEqual({
      amount: "100.00",
      currency: "EUR",
      from: daysAgo(40),
      until: daysAgo(10),
      version: 1,
      complete: true,
    });
  });

  it.each<[string, readonly Past[], string | null]>([
    ["the lowest of several", [at(60, 100), at(35, 70), at(20, 90), at(5, 80)], "70.00"],
    [
      "one that began before the 30 days and reached into them",
      [at(90, 60), at(34, 100), at(5, 80)],
      "60.00",
    ],
    ["none that ended as they began", [at(90, 60), at(35, 100), at(5, 80)], "100.00"],
    ["the lower one before a rise, too", [at(90, 50), at(5, 100)], "50.00"],
    ["of each step of a reduction the one before", [at(90, 100), at(20, 90), at(5, 80)], "90.00"],
    ["none for a price that always was", [at(90, 80), at(5, 80, { content: { title: "Other" } })], null],
    ["none for a new offer", [at(1, 80)], null],
  ])("is %s", async (_, versions, amount) => {
    expect((await lowest(versions))?.amount ?? null).toBe(amount);
  });

  it("does not begin anew when something else changes", async () => {
    const versions = [at(90, 100), at(10, 80), at(4, 80, { content: { title: "Other" } })];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00", until: daysAgo(10) });
  });

  it("says when the offer has been known for a part of the 30 days only", async () => {
    expect(await lowest([at(20, 100), at(10, 80)])).toMatchObject({ amount: "100.00", complete: false });
  });
});

describe("times in which it was not sold", () => {
  it("do not count: removed", async () => {
    const versions = [at(90, 60), at(60, 60, { status: "REMOVED" }), at(20, 100), at(5, 80)];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00" });
  });

  it("do not count: ended, whether or not a version says so", async () => {
    const ended = { endsAt: daysAgo(50) };
    const without = [at(90, 60, { content: ended }), at(20, 100), at(5, 80)];
    const withOne = [
      at(90, 60, { content: ended }),
      at(50, 60, { content: ended, status: "EXPIRED" }),
      ...without.slice(1),
    ];
    for (const versions of [without, withOne])
      expect(await lowest(versions)).toMatchObject({ amount: "100.00" });
  });

  it("do not count: not begun", async () => {
    const versions = [
      at(40, 100),
      at(30, 60, { status: "SCHEDULED", content: { startsAt: daysAgo(1) } }),
      at(5, 80),
    ];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00" });
  });

  it("a price takes effect when it starts, not when it is announced", async () => {
    const versions = [at(60, 100), at(30, 80, { status: "SCHEDULED", content: { startsAt: daysAgo(3) } })];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00", until: daysAgo(3) });
  });

  it("do not begin the current price anew", async () => {
    const versions = [at(90, 100), at(40, 80), at(20, 80, { status: "REMOVED" }), at(5, 80)];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00", until: daysAgo(40) });
  });

  it("leave nothing to compare with when they fill the 30 days", async () => {
    expect(await lowest([at(90, 100), at(60, 100, { status: "REMOVED" }), at(5, 80)])).toBeNull();
  });

  it("are not those in which an admin hid it, or it was out of stock", async () => {
    const hidden = at(30, 60, { status: "HIDDEN", hidden: true });
    const soldOut = at(30, 60, { content: { availability: "OUT_OF_STOCK" } });
    for (const version of [hidden, soldOut])
      expect(await lowest([at(90, 100), version, at(5, 80)])).toMatchObject({ amount: "60.00" });
  });
});

describe("currencies", () => {
  const usd = (amount: string): Money => ({ amount, currency: "USD" });

  it("other than the current price's are not compared", async () => {
    const versions = [at(60, 100), at(20, 0, { content: { price: usd("50.00") } }), at(5, 80)];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00", currency: "EUR" });
  });

  it("amounts are compared as numbers of any length", async () => {
    const versions = [at(60, 1000), at(20, 999), at(5, 80)];
    expect(await lowest(versions)).toMatchObject({ amount: "999.00" });
  });

  it("a time without a price says nothing", async () => {
    const versions = [at(60, 100), at(20, 0, { content: { price: null } }), at(5, 80)];
    expect(await lowest(versions)).toMatchObject({ amount: "100.00" });
  });
});

describe("there is no answer", () => {
  it("where the network's terms keep 30 days from being shown", async () => {
    const known = { awin: { maxAgeHours: 24, withheldFields: [], disclosure: null, source: "its terms" } };
    expect(await lowest([at(90, 100), at(0.5, 80)], { ...RULES, known })).toBeNull();
  });

  it("where they let a part of the 30 days be shown: it might not be the lowest", async () => {
    const known = {
      awin: { maxAgeHours: 20 * 24, withheldFields: [], disclosure: null, source: "its terms" },
    };
    const versions = [at(90, 60), at(15, 100), at(5, 80)];
    expect(await lowest(versions, { ...RULES, known })).toBeNull();
  });

  it("where more than 1,000 versions lie in the 30 days", async () => {
    const many = Array.from({ length: 1_001 }, (_, place) =>
      at(20 - place / 100, 100, { content: { title: `Title ${place}` } }),
    );
    const versions = pastOf("busy", [at(90, 60), ...many, at(5, 80)]);
    expect(await lowestPrice30Days(inMemory(versions), "src:busy", RULES)).toBeNull();
  });

  it("where the price is withheld", async () => {
    const known = {
      awin: { maxAgeHours: null, withheldFields: ["price" as const], disclosure: null, source: "its terms" },
    };
    expect(await lowest([at(90, 100), at(10, 80)], { ...RULES, known })).toBeNull();
  });

  it("where the price began more than 1,000 versions ago", async () => {
    const versions = pastOf("many", [
      at(1_200, 100),
      ...Array.from({ length: 1_001 }, (_, place) =>
        at(1_100 - place, 80, { content: { title: `Title ${place}` } }),
      ),
    ]);
    expect(await lowestPrice30Days(inMemory(versions), "src:many", RULES)).toBeNull();
    expect(await lowestPrice30Days(inMemory(versions.slice(0, 900)), "src:many", RULES)).toMatchObject({
      amount: "100.00",
    });
  });
});

/** The same pages without a database, for what needs many pasts. */
const inMemory = (records: readonly VersionRecord[]) => ({
  versions: async (_: string, { first, before }: { first: number; before: number | null }) =>
    records
      .filter(({ version }) => version < (before ?? Infinity))
      .toReversed()
      .slice(0, first),
});

/** The definition, day by day: what was asked for at the start of each of the days before the current price. */
function dayByDay(versions: readonly Past[]): string | null {
  const sold = (ago: number): string | null => {
    const version = versions.findLast((each) => each.ago >= ago);
    return version === undefined || version.status === "REMOVED"
      ? null
      : (version.content?.price?.amount ?? null);
  };
  const days = Array.from({ length: 200 }, (_, place) => place + 1);
  const current = days.map(sold).find((amount) => amount !== null) ?? null;
  const other = days.find((ago) => sold(ago) !== null && sold(ago) !== current);
  if (current === null || other === undefined) return null;
  const began = Math.max(...days.filter((ago) => ago < other && sold(ago) === current));
  const before = days.filter((ago) => ago > began && ago <= began + 30).flatMap((ago) => sold(ago) ?? []);
  return before.toSorted((a, b) => Number(a) - Number(b))[0] ?? null;
}

it("is what the definition gives day by day, for any past", async () => {
  const step = fc.record({
    days: fc.integer({ min: 1, max: 25 }),
    amount: fc.integer({ min: 1, max: 4 }),
    gone: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      let ago = 0;
      const versions = steps
        .map(({ days, amount, gone }) => {
          ago += days;
          return at(ago, amount * 10, gone ? { status: "REMOVED" } : {});
        })
        .toReversed();
      const found = await lowestPrice30Days(inMemory(pastOf("any", versions)), "src:any", {
        ...RULES,
        now: NOW,
      });
      expect(found?.amount ?? null).toBe(dayByDay(versions));
    }),
    { numRuns: 300 },
  );
});
