/** A token bucket for each caller, on the real clock: a sandbox's quota passes as a network's does. */

export interface Quota {
  readonly perMinute: number;
  /** How many calls may come at once after a pause. */
  readonly burst: number;
}

export class Throttle {
  readonly #quota: Quota;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  /** True when the caller still has a call left; takes it. */
  admits(caller: string): boolean {
    const now = performance.now();
    const { perMinute, burst } = this.#quota;
    const bucket = this.#buckets.get(caller) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
    const admitted = tokens >= 1;
    this.#buckets.set(caller, { tokens: admitted ? tokens - 1 : tokens, at: now });
    return admitted;
  }
}
