/** How long to wait before the next try. */

const BASE_MS = 250;
const LONGEST_MS = 30_000;

/**
 * Exponential backoff with full jitter, at least as long as the host asked for.
 * @param attempt 0 for the first wait
 */
export function retryDelayMs(attempt: number, retryAfterSeconds: number | null): number {
  const backoff = Math.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt);
  return Math.max(backoff, (retryAfterSeconds ?? 0) * 1000);
}

/** @returns seconds, from a `Retry-After` of either form; null without one that can be read */
export function retryAfterSeconds(header: string | null, now: number = Date.now()): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}

/** @throws the signal's reason, as soon as it is aborted */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return void reject(signal.reason as Error);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
