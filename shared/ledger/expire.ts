/** What the passing of time makes of an offer: a pure function of what the ledger holds and the clock. */
import { statusByDates } from "../offer/fingerprint.ts";
import { nextTransition } from "./due.ts";
import { heardAt, type VersionRecord } from "./records.ts";

/**
 * The version that records that an offer's start or end has passed; null while neither has. Start and end both passed:
 * one version, EXPIRED. Its source has said nothing new, so what a sync compares with stays as it is, and so does the
 * sequence of the run that last wrote it.
 * @param now becomes the version's `changedAt`
 */
export function transitioned(current: VersionRecord, now: Date): VersionRecord | null {
  const next = nextTransition(current);
  if (next === null || next.getTime() > now.getTime()) return null;
  const status = statusByDates(current.content, now);
  return {
    ...current,
    version: current.version + 1,
    status,
    previousStatus: current.status,
    cause: status === "EXPIRED" ? "EXPIRY" : "START",
    author: null,
    reason: null,
    runId: null,
    place: null,
    changedFields: ["status"],
    changedAt: now.toISOString(),
    quiet: false,
    saidAt: heardAt(current),
    rawRef: null,
  };
}
