import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { averages, changesByDay } from "./analytics.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { projectOffers } from "./project.ts";
import { sampleRecord } from "./records.fixture.ts";
import { tidy } from "./upkeep.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const commission = (min: string, currency: string | null = null) => ({
  type: "PERCENT" as const,
  min,
  max: null,
  currency,
  basis: null,
});
const off = (value: string) => ({ type: "PERCENT" as const, value, currency: null });

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  await projectOffers(model.db, [
    sampleRecord({
      sourceOfferId: "a",
      changedAt: "2026-06-01T00:00:00.000Z",
      content: { discount: off("10"), commission: commission("5") },
    }),
    sampleRecord({
      sourceOfferId: "b",
      changedAt: "2026-05-31T23:59:59.999Z",
      content: { discount: off("25"), commission: commission("3.333") },
    }),
    sampleRecord({
      sourceOfferId: "c",
      changedAt: "2026-05-30T08:00:00.000Z",
      content: { commission: commission("12", "EUR") },
    }),
    sampleRecord({
      sourceOfferId: "d",
      networkId: "secretive",
      changedAt: "2026-05-02T00:00:00.000Z",
      content: { discount: off("90"), commission: commission("1") },
    }),
    sampleRecord({ sourceOfferId: "e", status: "HIDDEN", content: { discount: off("90") } }),
  ]);
  await projectOffers(model.db, [
    sampleRecord({
      sourceOfferId: "a",
      version: 2,
      changedAt: "2026-06-01T01:00:00.000Z",
      content: { discount: off("10"), commission: commission("5") },
    }),
    sampleRecord({ sourceOfferId: "gone", version: 1, changedAt: "2026-05-31T01:00:00.000Z" }),
    sampleRecord({
      sourceOfferId: "gone",
      version: 2,
      status: "REMOVED",
      changedAt: "2026-06-01T02:00:00.000Z",
    }),
  ]);
}, 60_000);
afterAll(() => model.stop());

const secretive = {
  secretive: { maxAgeHours: null, withheldFields: ["discount", "commission"], disclosure: null, source: "" },
} as const;

test("averages are of the active offers that have the value, without networks that withhold it", async () => {
  expect(await averages(model.db, { now: NOW, policies: secretive })).toEqual({
    discountPercent: 17.5,
    commissionPercent: 4.17,
    exact: true,
  });
  expect(await averages(model.db, { now: NOW, policies: {} })).toMatchObject({ discountPercent: 41.67 });
});

test("averages read so many offers, and say where that is not all", async () => {
  expect((await averages(model.db, { now: NOW, mostCounted: 4 })).exact).toBe(true);
  expect((await averages(model.db, { now: NOW, mostCounted: 3 })).exact).toBe(false);
});

test("changes are told day by day in UTC, days without any too", async () => {
  const days = await changesByDay(model.db, { now: NOW, days: 30 });
  expect(days).toHaveLength(30);
  expect(days.slice(-3)).toEqual([
    { day: "2026-05-30", created: 1, updated: 0, removed: 0 },
    { day: "2026-05-31", created: 2, updated: 0, removed: 0 },
    { day: "2026-06-01", created: 1, updated: 1, removed: 1 },
  ]);
  // The first of the thirty is the third of May: what came the day before is in none.
  expect(days[0]).toEqual({ day: "2026-05-03", created: 0, updated: 0, removed: 0 });
});

test("a day of which not every change may be read is left out, and those before it", async () => {
  const days = await changesByDay(model.db, { now: NOW, days: 30, mostRead: 4 });
  expect(days).toEqual([{ day: "2026-06-01", created: 1, updated: 1, removed: 1 }]);
});

test("counting changes reads an index and no row", async () => {
  const old = Array.from({ length: 2_000 }, (_, n) => sampleRecord({ sourceOfferId: `old${n}` }));
  await projectOffers(model.db, old);
  await tidy(model.db);
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select changed_at, type from offer_changes where changed_at >= ${NOW.toISOString()}::timestamptz
    order by changed_at desc limit 500001`.execute(model.db);
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("Index Only Scan");
});
