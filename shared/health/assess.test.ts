import { describe, expect, test } from "vitest";
import { sampleRun, sampleSource } from "../sources/samples.fixture.ts";
import type { Source, SyncRun } from "../sources/records.ts";
import { assess, FROZEN_RUNS } from "./assess.ts";
import { NO_LIMITS, type HealthLimits, type SourceTest, type Unchanged } from "./records.ts";
import { healthView } from "./view.ts";

const NOW = new Date("2026-06-01T12:00:00.000Z");
const before = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

interface Given {
  readonly source?: Partial<Source>;
  readonly run?: Partial<SyncRun> | null;
  readonly test?: Partial<SourceTest> | null;
  readonly unchanged?: Unchanged;
  readonly limits?: Partial<HealthLimits>;
}

const evidence = ({ source, run, test, unchanged, limits }: Given) => ({
  source: sampleSource({ lastSuccessAt: before(1), createdAt: before(2_000), ...source }),
  lastRun: run === null ? null : sampleRun({ startedAt: before(1), finishedAt: before(0.9), ...run }),
  test: test
    ? { outcome: "PASSED" as const, message: "m", at: before(0.5), ms: 1, offers: 1, rejected: 0, ...test }
    : null,
  unchanged: unchanged ?? null,
  limits: { ...NO_LIMITS, ...limits },
});

const FAILED = { outcome: "FAILED", message: "The token (Account > API) was refused." } as const;
const unchanged = (days: number, listed: number, runs = FROZEN_RUNS): Unchanged => ({
  since: before(24 * days),
  runs,
  listed,
});
const late = { lastSuccessAt: before(3.1) };

test.each<[string, string, Given, RegExp]>([
  ["a success", "HEALTHY", {}, /succeeded/],
  [
    "a first sync still to come",
    "HEALTHY",
    { source: { lastSuccessAt: null, createdAt: before(1) }, run: null },
    /not synced yet/,
  ],
  [
    "a test passed before the first sync",
    "HEALTHY",
    { source: { lastSuccessAt: null, createdAt: before(1) }, run: null, test: {} },
    /test passed/,
  ],
  ["a source that says it has not moved", "HEALTHY", { run: { coverage: "STALE" } }, /succeeded/],
  ["a failed test that a run has followed", "HEALTHY", { test: { ...FAILED, at: before(2) } }, /succeeded/],
  ["an inconclusive test", "HEALTHY", { test: { ...FAILED, outcome: "INCONCLUSIVE" } }, /succeeded/],
  [
    "a source that is switched off",
    "DISABLED",
    { source: { enabled: false }, run: { status: "FAILED" } },
    /offers sources enable src/,
  ],
  [
    "a failed run",
    "FAILING",
    { run: { status: "FAILED", message: "It answered 500." } },
    /last run failed. It answered 500/,
  ],
  ["a failed test", "FAILING", { test: FAILED }, /test failed. The token \(Account > API\) was refused/],
  [
    "a failed run before late successes",
    "FAILING",
    { source: late, run: { status: "FAILED" } },
    /offers runs src/,
  ],
  [
    "a failed run and a test passed since",
    "DEGRADED",
    { run: { status: "FAILED" }, test: {} },
    /offers sync src/,
  ],
  [
    "a failed run and a test passed before",
    "FAILING",
    { run: { status: "FAILED" }, test: { at: before(2) } },
    /last run failed/,
  ],
  [
    "three intervals without success",
    "STALE",
    { source: late },
    /No sync has succeeded since .* 3 hours are allowed/,
  ],
  [
    "a source that never succeeded",
    "STALE",
    { source: { lastSuccessAt: null }, run: null },
    /was added at .* no sync has succeeded/,
  ],
  [
    "a complete listing of an older record",
    "HEALTHY",
    { source: { ...late, lastCompleteAt: before(1) } },
    /succeeded/,
  ],
  [
    "a late source with a run under way",
    "STALE",
    { source: { ...late, lease: { runId: "src:09", until: before(-1) } } },
    /Run src:09 is under way/,
  ],
  [
    "a late source whose last run is held",
    "STALE",
    { source: late, run: { status: "HELD" } },
    /offers release src:01/,
  ],
  ["more hours that are allowed", "HEALTHY", { source: late, limits: { staleAfterHours: 4 } }, /succeeded/],
  [
    "fewer hours that are allowed",
    "STALE",
    { source: { lastSuccessAt: before(2.5) }, limits: { staleAfterHours: 2 } },
    /2 hours/,
  ],
  [
    "a held run",
    "DEGRADED",
    { run: { status: "HELD", heldRemovals: 40 } },
    /remove 40 offers.*offers release src:01/,
  ],
  [
    "a partial listing",
    "DEGRADED",
    { run: { coverage: "PARTIAL", message: "Page 3 came twice." } },
    /Page 3 came twice/,
  ],
  [
    "a partial listing that is allowed",
    "HEALTHY",
    { run: { coverage: "PARTIAL" }, limits: { partialAllowed: true } },
    /succeeded/,
  ],
  ["a capped listing", "DEGRADED", { run: { coverage: "CAPPED" } }, /a part of the source/],
])("%s: %s", (_, state, given, reason) => {
  expect(assess(evidence(given), NOW)).toEqual({
    state,
    reason: expect.stringMatching(reason),
    since: expect.stringMatching(/^2026-/),
  });
});

describe("a feed that never changes", () => {
  test.each<[string, string, Given]>([
    ["is well for a week", "HEALTHY", { unchanged: unchanged(6.9, 50) }],
    ["is frozen after it", "STALE", { unchanged: unchanged(7.1, 50) }],
    ["is well for a month when it is small", "HEALTHY", { unchanged: unchanged(29, 49) }],
    ["is doubted after it, when it is small", "DEGRADED", { unchanged: unchanged(31, 49) }],
    ["is not judged by a few runs", "HEALTHY", { unchanged: unchanged(90, 500, FROZEN_RUNS - 1) }],
    ["may be allowed it", "HEALTHY", { unchanged: unchanged(300, 500), limits: { frozenAfterDays: 0 } }],
    [
      "has the days that it is allowed",
      "STALE",
      { unchanged: unchanged(3, 5), limits: { frozenAfterDays: 2 } },
    ],
  ])("%s: %s", (_, state, given) => {
    const verdict = assess(evidence(given), NOW);
    expect(verdict.state).toBe(state);
    expect(verdict.reason.includes("seems frozen")).toBe(state !== "HEALTHY");
  });
});

test("a failure lasts since the run that failed first, also when a test fails after it", () => {
  const { since } = assess(evidence({ run: { status: "FAILED" }, test: FAILED }), NOW);
  expect(since).toBe(before(0.9));
});

test("what is shown between two checks is what the runs since then say, in a state since it was recorded", () => {
  const verdict = { state: "FAILING" as const, reason: "r", since: before(48), checkedAt: before(0.95) };
  const record = {
    sourceId: "src",
    verdict,
    unchanged: unchanged(90, 500),
    lastTest: null,
    limits: NO_LIMITS,
    announced: "FAILING" as const,
  };
  const shown = (run: Partial<SyncRun>) => {
    const { source, lastRun } = evidence({ run });
    return healthView(source, lastRun, record, NOW);
  };
  expect(shown({ status: "FAILED" })).toMatchObject({ state: "FAILING", since: before(48) });
  expect(shown({ changed: 1 })).toMatchObject({
    state: "HEALTHY",
    since: before(0.9),
    staleAfterSeconds: 10_800,
  });
  expect(shown({ changed: 0, created: 0 })).toMatchObject({ state: "STALE" });
});
