import { expect, test } from "vitest";
import type { Source, SyncRun } from "../shared/sources/records.ts";
import { sourceHealth, toSource } from "./source-view.ts";
import { sampleRun, sampleSource } from "./stores.fixture.ts";

const HOUR = 3_600_000;
const NOW = new Date("2026-06-01T12:00:00Z");
const fresh = "2026-06-01T11:00:00.000Z";
const old = "2026-06-01T08:59:00.000Z";

test.each<[string, Partial<Source>, Partial<SyncRun> | null]>([
  ["HEALTHY", { lastCompleteAt: fresh }, {}],
  ["HEALTHY", { lastCompleteAt: null }, null],
  ["DISABLED", { enabled: false }, { status: "FAILED" }],
  ["FAILING", { lastCompleteAt: old }, { status: "FAILED", coverage: "PARTIAL" }],
  ["STALE", { lastCompleteAt: old }, { status: "HELD" }],
  ["DEGRADED", { lastCompleteAt: fresh }, { status: "HELD" }],
  ["DEGRADED", { lastCompleteAt: fresh }, { coverage: "CAPPED" }],
  ["HEALTHY", { lastCompleteAt: fresh }, { status: "CANCELLED", coverage: null }],
])("%s: %o after %o", (health, source, run) => {
  expect(sourceHealth(sampleSource(source), run && sampleRun(run), HOUR, NOW)).toBe(health);
});

test("lag counts from the last complete listing, and is null before the first", () => {
  expect(toSource(sampleSource({ lastCompleteAt: fresh }), NOW).lagSeconds).toBe(3_600);
  expect(toSource(sampleSource(), NOW).lagSeconds).toBeNull();
});
