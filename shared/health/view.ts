/** How a source is doing at this moment, from what was recorded at its last check and the runs that ended since. */
import type { Source, SyncRun } from "../sources/records.ts";
import { allowedStaleness, assess } from "./assess.ts";
import { foundChange } from "./history.ts";
import type { HealthRecord, Verdict } from "./records.ts";

export interface HealthView extends Verdict {
  /** When the last check recorded it; null before the first. */
  readonly checkedAt: string | null;
  readonly lastTest: HealthRecord["lastTest"];
  readonly limits: HealthRecord["limits"];
  /** Seconds that its last success may be old; 2,147,483,647 where it is never too old. */
  readonly staleAfterSeconds: number;
}

/** The largest number that GraphQL's Int takes: 68 years. */
const NEVER_SECONDS = 2_147_483_647;

/** @param lastRun the newest run that has ended and was not cancelled */
export function healthView(
  source: Source,
  lastRun: SyncRun | null,
  record: HealthRecord,
  now: Date,
): HealthView {
  const verdict = assess(
    {
      source,
      lastRun,
      test: record.lastTest,
      unchanged: lastRun !== null && foundChange(lastRun) ? null : record.unchanged,
      limits: record.limits,
    },
    now,
  );
  const since = record.verdict?.state === verdict.state ? record.verdict.since : verdict.since;
  return {
    ...verdict,
    since,
    checkedAt: record.verdict?.checkedAt ?? null,
    lastTest: record.lastTest,
    limits: record.limits,
    staleAfterSeconds: Math.min(allowedStaleness(source, record.limits, now) / 1_000, NEVER_SECONDS),
  };
}
