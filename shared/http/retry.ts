/** When a request is sent again, and how long it waits before. */

/** All numbers of a retry policy; times in milliseconds. */
export interface RetryPolicy {
  /** How often a request is sent at most, the first time included. */
  readonly tries: number;
  /** The longest wait before the second try; doubles with every further one. */
  readonly baseMs: number;
  /** The longest wait the doubling reaches. */
  readonly capMs: number;
  /** A Retry-After beyond this is cut to it: a Lambda has no hour to wait. */
  readonly retryAfterCapMs: number;
  /** How long a throttled quota key rests where the network names no time. */
  readonly throttlePauseMs: number;
  /** Statuses after which the request is sent again. */
  readonly statuses: readonly number[];
  /** Those of them that mean "too many requests": they hold everyone who shares the quota key. */
  readonly throttleStatuses: readonly number[];
}

/** Rides out a restart of the network (about 15 s of waiting) and one refused minute of its quota. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  tries: 5,
  baseMs: 1_000,
  capMs: 30_000,
  retryAfterCapMs: 300_000,
  throttlePauseMs: 60_000,
  statuses: [408, 429, 500, 502, 503, 504],
  throttleStatuses: [429],
};

/**
 * Exponential backoff with full jitter: anything from nothing to the doubled base, so that callers who failed together
 * do not return together. Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 *
 * @param tried how many tries were made, 1 or more
 * @param random from 0 to 1
 */
export function backoffMs(policy: RetryPolicy, tried: number, random: () => number): number {
  return random() * Math.min(policy.capMs, policy.baseMs * 2 ** (tried - 1));
}

/**
 * Reads a Retry-After header: whole seconds or an HTTP date (RFC 9110, 10.2.3), capped by the policy.
 *
 * @returns milliseconds from `now`, 0 for a date gone by, null for no header or one that cannot be read
 */
export function retryAfterMs(header: string | null, policy: RetryPolicy, now: number): number | null {
  const value = header?.trim() ?? "";
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : httpDate(value) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), policy.retryAfterCapMs);
}

/** Every HTTP date form names its day first (`Date.parse` alone reads "-1" as a date too); its oldest form names no zone. */
function httpDate(value: string): number {
  if (!/^[A-Z][a-z]{2,8},? /.test(value)) return Number.NaN;
  return Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
}
