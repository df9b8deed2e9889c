/** How time and memory grow with the catalogue. */
import type { StartedFeed } from "../local/feed/start-feed.ts";
import { projectOffers } from "../shared/readmodel/project.ts";
import { tidy } from "../shared/readmodel/upkeep.ts";
import { benchRecords } from "./bench-records.ts";
import { type Listed, listings, MEMORY_ALLOWANCE } from "./memory.ts";
import {
  inWords,
  LIMITED,
  LIMITS,
  type QueryName,
  type Timing,
  timings,
  type Timings,
  within,
} from "./queries.ts";
import { type Grid, number, type Report, type Row } from "./rows.ts";

/** The size that the limits of a query are for. */
const LIMITS_AT = 100_000;
/** Timings of the same query vary by so much from one run to the next on a machine that does other things too. */
const NOISE = 1.5;

export interface Measured {
  readonly offers: number;
  readonly timings: Timings;
}

/**
 * Fills the read model to each size in turn and times the queries there. The offers are projected as the stream's would
 * be, by the same code, without a run and without a ledger: neither is asked by these queries.
 */
export async function measureQueries(
  started: StartedFeed,
  sizes: readonly number[],
  times: number,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  let loaded = 0;
  for (const offers of sizes) {
    console.log(`Queries over ${number(offers)} offers …`);
    for (const page of benchRecords(loaded, offers)) await projectOffers(started.feed.database, page);
    loaded = offers;
    await tidy(started.feed.database);
    measured.push({ offers, timings: await timings(started.graphqlUrl, times) });
  }
  return measured;
}

/** How many times longer something may take that grows with the logarithm. */
export const logGrowth = (from: number, to: number): number => Math.log(to) / Math.log(from);

/** A row a query: at the largest size up to that of the limits, beside the smallest size. */
export function queryRows(measured: readonly Measured[]): Row[] {
  const first = measured[0];
  const limited = measured.findLast(({ offers }) => offers <= LIMITS_AT);
  if (first === undefined || limited === undefined) return [];
  return LIMITED.map((name) => {
    const timing = limited.timings[name];
    return {
      what: `${name}, 100 items, ${number(limited.offers)} offers`,
      measured: inWords(timing),
      value: timing.p50,
      comparedWith: `${inWords(first.timings[name])} at ${number(first.offers)}; nothing asked: ${inWords(limited.timings.nothing)}`,
      target: `p50 ${LIMITS.p50} ms, p95 ${LIMITS.p95} ms, p99 ${LIMITS.p99} ms`,
      met: limited.offers < LIMITS_AT ? null : within(timing, LIMITS),
    };
  });
}

/** A row a query: how it grew from the smallest size to the largest. */
export function growthRows(measured: readonly Measured[]): Row[] {
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const allowed = logGrowth(first.offers, last.offers);
  return LIMITED.map((name) => {
    const [before, after] = [own(first, name), own(last, name)];
    const growth = after / before;
    return {
      what: `growth of ${name}, ${number(first.offers)} to ${number(last.offers)} offers`,
      measured: `× ${number(growth)}`,
      value: growth,
      comparedWith: `log n grows × ${number(allowed)}; ${number(before)} ms to ${number(after)} ms`,
      target: "no faster than log n",
      met: last.offers < LIMITS_AT ? null : growth <= allowed * NOISE,
    };
  });
}

const own = ({ timings: all }: Measured, name: QueryName): number => all[name].p10;

export async function measureGrowth(
  started: StartedFeed,
  sizes: readonly number[],
  times: number,
): Promise<Report> {
  const measured = await measureQueries(started, sizes, times);
  console.log(`Refreshes of ${sizes.map(number).join(", ")} offers …`);
  const listed = await listings(sizes);
  return {
    name: "growth",
    rows: [...queryRows(measured), ...growthRows(measured), ...refreshRows(sizes, listed)],
    grids: [queryGrid(measured), refreshGrid(sizes, listed)],
    notes: [
      "Queries: over HTTP, Apollo Server and PostgreSQL (PGlite) on this machine; the read model was filled through its own projection, without a ledger.",
      "A query's growth is that of its quickest tenth, which other work on the machine disturbs least.",
      "Refreshes: a fetch function's listing of an unchanged source (parse, normalise, fingerprint, compare) from the sandbox, in a process of its own.",
      `Growth is met up to ${NOISE} times that of log n: timings vary by as much between two runs.`,
    ],
    details: { queries: measured, refreshes: sizes.map((offers, place) => ({ offers, ...listed[place] })) },
  };
}

function refreshRows(sizes: readonly number[], listed: readonly Listed[]): Row[] {
  const [first, last] = [listed[0], listed.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const [small, large] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  const growth = last.peakMb - first.peakMb;
  return [
    {
      what: `refresh of ${number(large)} unchanged offers, time an offer`,
      measured: `${number(1e6 / last.rate)} µs`,
      value: 1e6 / last.rate,
      comparedWith: `${number(1e6 / first.rate)} µs with ${number(small)} offers`,
      target: "100 µs",
      met: last.rate >= 10_000,
    },
    {
      what: `refresh of ${number(large)} unchanged offers, peak memory`,
      measured: `${number(last.peakMb)} MB`,
      value: growth,
      comparedWith: `${number(growth)} MB more than with ${number(small)} offers`,
      target: `at most ${MEMORY_ALLOWANCE} MB more`,
      met: growth <= MEMORY_ALLOWANCE,
    },
  ];
}

const queryGrid = (measured: readonly Measured[]): Grid => ({
  title: "Milliseconds of a query (p50 / p95 / p99):",
  head: ["query", ...measured.map(({ offers }) => `${number(offers)} offers`)],
  body: (Object.keys(measured[0]?.timings ?? {}) as QueryName[]).map((name) => [
    name,
    ...measured.map(({ timings: all }) => slashed(all[name])),
  ]),
});

const slashed = ({ p50, p95, p99 }: Timing): string =>
  [p50, p95, p99].map((value) => value.toFixed(1)).join(" / ");

const refreshGrid = (sizes: readonly number[], listed: readonly Listed[]): Grid => ({
  title: "Listing an unchanged source:",
  head: ["", ...sizes.map((offers) => `${number(offers)} offers`)],
  body: [
    ["offers a second", ...listed.map(({ rate }) => number(rate))],
    ["peak memory, MB", ...listed.map(({ peakMb }) => number(peakMb))],
  ],
});
