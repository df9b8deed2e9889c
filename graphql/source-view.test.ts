import { expect, test } from "vitest";
import { toSource } from "./source-view.ts";
import { sampleSource } from "./stores.fixture.ts";

const NOW = new Date("2026-06-01T12:00:00Z");

test("lag counts from the last complete listing, and is null before the first", () => {
  const lastCompleteAt = "2026-06-01T11:00:00.000Z";
  expect(toSource(sampleSource({ lastCompleteAt }), NOW).lagSeconds).toBe(3_600);
  expect(toSource(sampleSource(), NOW).lagSeconds).toBeNull();
});
