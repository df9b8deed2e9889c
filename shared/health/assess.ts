/** What a source's runs and its last test make of its health. The thresholds stand here and in docs/health.md. */
import type { Source, SyncRun } from "../sources/records.ts";
import { intervalMs, NO_SCHEDULE } from "../sources/schedule-expression.ts";
import type { HealthLimits, SourceTest, Unchanged, Verdict } from "./records.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A run may fail and the next one be late, before anybody has to look. */
const STALE_INTERVALS = 3;
/** A source that syncs every few minutes has runs that take longer than its interval. */
const LEAST_STALE_MS = HOUR_MS;
/** Fewer runs without a change prove nothing. */
export const FROZEN_RUNS = 10;
/** Of so many offers, some price or stock moves within a week. */
export const LARGE_CATALOGUE = 50;
const FROZEN_DAYS_LARGE = 7;
const FROZEN_DAYS_SMALL = 30;

export interface HealthEvidence {
  readonly source: Source;
  /** The newest run that has ended, cancelled ones left out: they say nothing of the source. */
  readonly lastRun: SyncRun | null;
  readonly test: SourceTest | null;
  readonly unchanged: Unchanged | null;
  readonly limits: HealthLimits;
}

/** How old the last success may be, in milliseconds. */
export const allowedStaleness = (source: Source, { staleAfterHours }: HealthLimits, now: Date): number =>
  staleAfterHours === null
    ? Math.max(LEAST_STALE_MS, STALE_INTERVALS * intervalMs(source.schedule, now))
    : staleAfterHours * HOUR_MS;

/** The state that the most serious of the evidence gives: failing, then stale, then degraded. */
export function assess(evidence: HealthEvidence, now: Date): Verdict {
  const { source } = evidence;
  if (!source.enabled) {
    return verdict(
      "DISABLED",
      `It is switched off. Switch it on with: offers sources enable ${source.id}`,
      now.toISOString(),
    );
  }
  return (
    failing(evidence) ?? late(evidence, now) ?? frozen(evidence, now) ?? degraded(evidence) ?? well(evidence)
  );
}

const verdict = (state: Verdict["state"], reason: string, since: string): Verdict => ({
  state,
  reason,
  since,
});

const endOf = (run: SyncRun): string => run.finishedAt ?? run.startedAt;

/** A test tells nothing any more once a run has ended after it: the run saw more. */
const standing = ({ test, lastRun }: HealthEvidence): SourceTest | null =>
  test !== null && (lastRun === null || test.at > endOf(lastRun)) ? test : null;

function failing(evidence: HealthEvidence): Verdict | null {
  const { source, lastRun } = evidence;
  const test = standing(evidence);
  const failedAt = lastRun?.status === "FAILED" ? endOf(lastRun) : null;
  if (test?.outcome === "FAILED")
    return verdict(
      "FAILING",
      `Its test failed. ${sentence(test.message)} Test it again with: offers test ${source.id}`,
      failedAt ?? test.at,
    );
  if (lastRun === null || failedAt === null) return null;
  const said = lastRun.message ?? `See what it says with: offers runs ${source.id}`;
  if (test?.outcome !== "PASSED") {
    const what = `Its last run failed. ${sentence(said)} Test it with: offers test ${source.id}`;
    return verdict("FAILING", what, failedAt);
  }
  return verdict(
    "DEGRADED",
    `Its last run failed, and a test has passed since then. Sync it with: offers sync ${source.id}. The run said: ${said}`,
    test.at,
  );
}

/** The last moment at which all was well; before the first success, when the source was added. */
const lastGood = ({ lastSuccessAt, lastCompleteAt, createdAt }: Source): string =>
  [lastSuccessAt, lastCompleteAt]
    .filter((at) => at !== null)
    .sort()
    .at(-1) ?? createdAt;

function late({ source, lastRun, limits }: HealthEvidence, now: Date): Verdict | null {
  const good = lastGood(source);
  const allowed = allowedStaleness(source, limits, now);
  const until = Date.parse(good) + allowed;
  if (now.getTime() <= until) return null;
  const never = source.lastSuccessAt === null && source.lastCompleteAt === null;
  const what = never
    ? `It was added at ${good} and no sync has succeeded`
    : `No sync has succeeded since ${good}`;
  const advice =
    underWay(source, now) ??
    (lastRun?.status === "HELD"
      ? `Its last run is held: ${release(lastRun)}`
      : `See what its runs say with: offers runs ${source.id}, and sync it with: offers sync ${source.id}`);
  return verdict(
    "STALE",
    `${what}, and ${inWords(allowed)} are allowed for the schedule ${source.schedule}. ${advice}`,
    new Date(until).toISOString(),
  );
}

const underWay = ({ lease }: Source, now: Date): string | null =>
  lease !== null && Date.parse(lease.until) > now.getTime()
    ? `Run ${lease.runId} is under way: wait for its end.`
    : null;

function frozen({ source, unchanged, limits }: HealthEvidence, now: Date): Verdict | null {
  if (unchanged === null || unchanged.runs < FROZEN_RUNS || limits.frozenAfterDays === 0) return null;
  if (source.schedule === NO_SCHEDULE && limits.frozenAfterDays === null) return null;
  const large = unchanged.listed >= LARGE_CATALOGUE;
  const days = limits.frozenAfterDays ?? (large ? FROZEN_DAYS_LARGE : FROZEN_DAYS_SMALL);
  const at = Date.parse(unchanged.since) + days * DAY_MS;
  if (now.getTime() <= at) return null;
  const certain = large || limits.frozenAfterDays !== null;
  return verdict(
    certain ? "STALE" : "DEGRADED",
    `Its feed seems frozen: since ${unchanged.since}, ${unchanged.runs} syncs succeeded and none of them found a change. Ask the network whether it still makes the feed anew. If the catalogue really stays as it is, say so with: offers health ${source.id} --frozen-after 0`,
    new Date(at).toISOString(),
  );
}

function degraded({ source, lastRun, limits }: HealthEvidence): Verdict | null {
  if (lastRun?.status === "HELD")
    return verdict("DEGRADED", `Its last run is held: ${release(lastRun)}`, endOf(lastRun));
  const isPartial = lastRun?.coverage === "PARTIAL" || lastRun?.coverage === "CAPPED";
  if (lastRun === null || !isPartial || limits.partialAllowed) return null;
  const said = lastRun.message ?? `See what it says with: offers runs ${source.id}`;
  const allow = `If no listing of it can be complete, say so with: offers health ${source.id} --allow-partial`;
  return verdict(
    "DEGRADED",
    `Its last run saw a part of the source only. ${sentence(said)} ${allow}`,
    endOf(lastRun),
  );
}

const release = ({ id, heldRemovals }: SyncRun): string =>
  `it would remove ${heldRemovals} offers. If they are really gone, let it with: offers release ${id}; if not, ask the network what became of its feed.`;

function well(evidence: HealthEvidence): Verdict {
  const { source, lastRun } = evidence;
  const test = standing(evidence);
  if (lastRun === null && test?.outcome === "PASSED")
    return verdict("HEALTHY", `Its test passed, and it was not synced yet.`, test.at);
  if (lastRun === null && source.schedule === NO_SCHEDULE)
    return verdict("HEALTHY", "Editors enter its offers, and none was entered yet.", source.createdAt);
  if (lastRun === null) return verdict("HEALTHY", "It is new, and was not synced yet.", source.createdAt);
  return verdict("HEALTHY", "Its last run succeeded.", endOf(lastRun));
}

const sentence = (text: string): string => (/[.!?”"]$/.test(text) ? text : `${text}.`);

function inWords(ms: number): string {
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} minutes`;
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} hours`;
  return `${Math.round(ms / DAY_MS)} days`;
}
