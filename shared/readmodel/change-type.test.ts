import { expect, it } from "vitest";
import { changeTypeOf } from "./change-type.ts";
import { sampleRecord } from "./records.fixture.ts";

it.each([
  [null, "ACTIVE", "CREATED"],
  ["REMOVED", "ACTIVE", "CREATED"],
  ["HIDDEN", "ACTIVE", "CREATED"],
  ["ACTIVE", "ACTIVE", "UPDATED"],
  ["ACTIVE", "EXPIRED", "UPDATED"],
  ["ACTIVE", "REMOVED", "REMOVED"],
  ["ACTIVE", "HIDDEN", "REMOVED"],
] as const)("takes %s to %s for %s", (previousStatus, status, type) => {
  expect(changeTypeOf(sampleRecord({ version: 2, previousStatus, status }))).toBe(type);
});
