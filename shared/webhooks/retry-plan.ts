/** When a delivery that failed is tried again, and when a webhook is given up. */
import type { Webhook } from "./records.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** Before the second attempt; doubles with each further one. */
export const FIRST_RETRY_MS = 30 * SECOND;
export const LONGEST_RETRY_MS = 4 * HOUR;
/** A Retry-After beyond this is cut to it. */
export const LONGEST_ASKED_MS = 24 * HOUR;
/** Failing for so long, it is switched off. */
export const GIVEN_UP_AFTER_DAYS = 5;
const GIVEN_UP_AFTER_MS = GIVEN_UP_AFTER_DAYS * 24 * HOUR;
/** The receiver wants no more, for good. */
const GONE = 410;

export interface Failure {
  readonly status: number | null;
  readonly error: string;
  /** What the receiver's Retry-After asked for; null where it said nothing. */
  readonly retryAfterMs: number | null;
}

export type Failing = Pick<
  Webhook,
  "failures" | "failingSince" | "nextAttemptAt" | "enabled" | "disabledReason"
>;

/**
 * What becomes of a webhook after an attempt that failed.
 * @param random from 0 to 1: the jitter, so that receivers that failed together are not asked again together
 */
export function afterFailure(
  webhook: Pick<Webhook, "failures" | "failingSince">,
  failure: Failure,
  now: Date,
  random: number,
): Failing {
  const failures = webhook.failures + 1;
  const failingSince = webhook.failingSince ?? now.toISOString();
  const reason = givenUp(failure, now.getTime() - Date.parse(failingSince), failures);
  if (reason !== null)
    return { failures, failingSince, nextAttemptAt: null, enabled: false, disabledReason: reason };
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 30), LONGEST_RETRY_MS);
  const asked = Math.min(failure.retryAfterMs ?? 0, LONGEST_ASKED_MS);
  const wait = Math.max(backoff * (0.5 + random / 2), asked);
  return {
    failures,
    failingSince,
    nextAttemptAt: new Date(now.getTime() + wait).toISOString(),
    enabled: true,
    disabledReason: null,
  };
}

function givenUp({ status, error }: Failure, failingMs: number, failures: number): string | null {
  if (status === GONE)
    return "The receiver answered 410 Gone, so nothing more is sent to it. Enable it to go on where it was.";
  if (failingMs < GIVEN_UP_AFTER_MS) return null;
  return `Nothing could be delivered for ${GIVEN_UP_AFTER_DAYS} days, in ${failures} attempts. The last one: ${error} Enable it when the receiver works again: it goes on where it was.`;
}

/** Nothing of a failure is left. */
export const WORKING = {
  failures: 0,
  failingSince: null,
  nextAttemptAt: null,
  retriedChanges: null,
} satisfies Partial<Webhook>;
