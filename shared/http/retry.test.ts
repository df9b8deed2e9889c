import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, DEFAULT_RETRY_POLICY, retryAfterMs } from "./retry.ts";

const policy = DEFAULT_RETRY_POLICY;
const NOW = Date.UTC(2026, 10, 6, 8, 49, 0);

describe("backoffMs", () => {
  it("doubles its ceiling with every try, up to the cap", () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7].map((tried) => backoffMs(policy, tried, () => 1));
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it("lies anywhere between nothing and its ceiling", () => {
    expect(() =>
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 60 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (tried, share) => {
            const ms = backoffMs(policy, tried, () => share);
            return ms >= 0 && ms <= policy.capMs;
          },
        ),
      ),
    ).not.toThrow();
  });
});

describe("retryAfterMs", () => {
  it.each([
    ["whole seconds", "7", 7_000],
    ["an HTTP date", "Fri, 06 Nov 2026 08:49:37 GMT", 37_000],
    ["an RFC 850 date", "Friday, 06-Nov-26 08:49:37 GMT", 37_000],
    ["an asctime date, which is in GMT", "Fri Nov  6 08:49:37 2026", 37_000],
    ["a date gone by", "Fri, 06 Nov 2020 08:49:37 GMT", 0],
    ["more than the cap", "86400", policy.retryAfterCapMs],
  ])("reads %s", (_what, header, ms) => {
    expect(retryAfterMs(header, policy, NOW)).toBe(ms);
  });

  it.each([null, "", "soon", "-1", "2.5"])("makes nothing of %j", (header) => {
    expect(retryAfterMs(header, policy, NOW)).toBeNull();
  });
});
