import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RateLimit } from "./client.ts";
import { admit, FRESH_BUCKET, pausedBucket } from "./gcra.ts";
import type { Bucket } from "./gcra.ts";

const NOW = 1_763_000_000_000;

const limits: fc.Arbitrary<RateLimit & { burst: number }> = fc.record({
  requests: fc.integer({ min: 1, max: 1000 }),
  intervalMs: fc.integer({ min: 1, max: 3_600_000 }),
  burst: fc.integer({ min: 1, max: 50 }),
});

/** When each of the callers who ask after these gaps is let through, if nobody waits. */
function admissions(limit: RateLimit, gaps: readonly number[], start: Bucket = FRESH_BUCKET): number[] {
  const times: number[] = [];
  let bucket = start;
  let now = NOW;
  for (const gap of gaps) {
    now += gap;
    const admission = admit(bucket, now, limit);
    if (!admission.admitted) continue;
    bucket = admission.bucket;
    times.push(now);
  }
  return times;
}

describe("admit", () => {
  it("admits at most the burst and the rate over any span, whatever the arrivals", () => {
    expect(() =>
      fc.assert(
        fc.property(
          limits,
          fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }),
          (limit, gaps) => {
            const times = admissions(limit, gaps);
            const spacing = limit.intervalMs / limit.requests;
            return times.every((from, first) =>
              times.slice(first).every((to, more) => more + 1 <= limit.burst + (to - from) / spacing + 1e-3),
            );
          },
        ),
      ),
    ).not.toThrow();
  });

  it("uses the whole rate: callers who ask again when told to are spaced exactly", () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 100 }), (limit, count) => {
        let bucket = FRESH_BUCKET;
        let now = NOW;
        for (let admitted = 0; admitted < count;) {
          const admission = admit(bucket, now, limit);
          if (admission.admitted) {
            bucket = admission.bucket;
            admitted += 1;
          } else now = admission.retryAt;
        }
        const spacing = limit.intervalMs / limit.requests;
        expect(now - NOW).toBeCloseTo(Math.max(0, count - limit.burst) * spacing, 0);
      }),
    );
  });

  it("names an instant at which it admits", () => {
    expect(() =>
      fc.assert(
        fc.property(limits, fc.nat(10_000_000), fc.nat(10_000_000), (limit, due, pause) => {
          const bucket = { dueAt: NOW + due, pausedUntil: NOW + pause };
          const admission = admit(bucket, NOW, limit);
          if (admission.admitted) return true;
          return admission.retryAt > NOW && admit(bucket, admission.retryAt, limit).admitted;
        }),
      ),
    ).not.toThrow();
  });

  it("admits nothing during a pause", () => {
    expect(() =>
      fc.assert(
        fc.property(
          limits,
          fc.array(fc.nat(5_000), { maxLength: 100 }),
          fc.nat(60_000),
          (limit, gaps, ms) => {
            const paused = pausedBucket(FRESH_BUCKET, NOW + ms);
            return admissions(limit, gaps, paused).every((at) => at >= NOW + ms);
          },
        ),
      ),
    ).not.toThrow();
  });

  it("never moves the due time back", () => {
    expect(() =>
      fc.assert(
        fc.property(limits, fc.nat(100_000), (limit, due) => {
          const bucket = { dueAt: NOW + due, pausedUntil: 0 };
          const admission = admit(bucket, NOW, limit);
          return !admission.admitted || admission.bucket.dueAt > bucket.dueAt;
        }),
      ),
    ).not.toThrow();
  });

  it("spaces requests evenly when the limit names no burst", () => {
    expect(admissions({ requests: 20, intervalMs: 60_000 }, [0, 2_999, 1, 2_999, 1])).toEqual([
      NOW,
      NOW + 3_000,
      NOW + 6_000,
    ]);
  });

  it("refuses a limit that admits nothing", () => {
    expect(() => admit(FRESH_BUCKET, NOW, { requests: 0, intervalMs: 1000 })).toThrow(RangeError);
  });
});

describe("pausedBucket", () => {
  it("keeps the longer of two pauses", () => {
    const bucket = pausedBucket(pausedBucket(FRESH_BUCKET, NOW + 60_000), NOW + 1_000);
    expect(bucket.pausedUntil).toBe(NOW + 60_000);
  });
});
