import { expect, test } from "vitest";
import { growthRows, logGrowth, type Measured, queryRows } from "./growth.ts";
import type { QueryName, Timing, Timings } from "./queries.ts";

const NAMES: readonly QueryName[] = [
  "nothing",
  "list",
  "list by worth",
  "filter",
  "filter by category",
  "filter that nothing passes",
  "search",
  "search of two words",
  "search of one offer",
  "search with two mistakes",
  "count of all",
  "count of a category",
];
const at = (offers: number, p50: number, worst = p50): Measured => {
  const timing: Timing = { p10: p50, p50, p95: worst, p99: worst };
  return { offers, timings: Object.fromEntries(NAMES.map((name) => [name, timing])) as unknown as Timings };
};

test("a hundred times the offers are half as much again to a logarithm", () => {
  expect(logGrowth(10_000, 1_000_000)).toBeCloseTo(1.5, 9);
});

test("queries are held against the limits at the size these are for", () => {
  const met = (...measured: Measured[]) => new Set(queryRows(measured).map((row) => row.met));
  expect(met(at(10_000, 5), at(100_000, 25, 80), at(1_000_000, 500))).toEqual(new Set([true]));
  expect(met(at(10_000, 5), at(100_000, 26))).toEqual(new Set([false]));
  expect(met(at(10_000, 5), at(100_000, 25, 81))).toEqual(new Set([false]));
});

test("a run that is smaller than the limits' size says nothing of them", () => {
  expect(queryRows([at(500, 1), at(1_000, 500)]).every((row) => row.met === null)).toBe(true);
});

test("a query that grows with the catalogue is told from one that does not", () => {
  const met = (last: number) =>
    new Set(growthRows([at(10_000, 5), at(1_000_000, last)]).map((row) => row.met));
  expect(met(11)).toEqual(new Set([true]));
  expect(met(12)).toEqual(new Set([false]));
});

test("one size has not grown", () => {
  expect(growthRows([at(10_000, 5)])).toEqual([]);
});
