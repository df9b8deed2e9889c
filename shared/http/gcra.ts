/**
 * The generic cell rate algorithm: a token bucket whose whole state is one instant, the "theoretical arrival time".
 * Source: ITU-T I.371. Pure, so that a bucket in memory and one in a table keep the same time.
 */
import type { RateLimit } from "./client.ts";

export interface Bucket {
  /** When the next evenly spaced request is due, in milliseconds since the epoch. */
  readonly dueAt: number;
  /** Nothing goes before this instant: the network said it had enough. 0: no pause. */
  readonly pausedUntil: number;
}

export const FRESH_BUCKET: Bucket = { dueAt: 0, pausedUntil: 0 };

export type Admission =
  | { readonly admitted: true; readonly bucket: Bucket }
  | { readonly admitted: false; readonly retryAt: number };

/**
 * Asks the bucket for one request at `now`. Over any span of `w` ms it admits at most
 * `burst + w * requests / intervalMs` requests.
 *
 * @returns the bucket after the request, or the earliest instant worth asking again
 * @throws RangeError when the limit admits nothing or makes no sense
 */
export function admit(bucket: Bucket, now: number, limit: RateLimit): Admission {
  const { spacing, tolerance } = timesOf(limit);
  const earliest = Math.max(bucket.pausedUntil, bucket.dueAt - tolerance);
  if (now < earliest) return { admitted: false, retryAt: earliest };
  return { admitted: true, bucket: { ...bucket, dueAt: Math.max(bucket.dueAt, now) + spacing } };
}

/** The bucket with nothing admitted before `until`; a longer pause already there stays. */
export function pausedBucket(bucket: Bucket, until: number): Bucket {
  return { ...bucket, pausedUntil: Math.max(bucket.pausedUntil, until) };
}

function timesOf({ requests, intervalMs, burst = 1 }: RateLimit): { spacing: number; tolerance: number } {
  if (!(requests > 0) || !(intervalMs > 0) || !(burst >= 1)) {
    throw new RangeError(
      `A rate limit needs requests > 0, intervalMs > 0 and burst >= 1; it is ${requests} per ${intervalMs} ms, burst ${burst}`,
    );
  }
  const spacing = intervalMs / requests;
  return { spacing, tolerance: spacing * (burst - 1) };
}
