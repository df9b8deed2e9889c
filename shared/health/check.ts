/**
 * The check of all sources: each is tested once a day and judged every time, and what changed is announced once. Runs
 * every hour, so that a check that was missed or cut short is made up for by the next.
 */
import { NO_SCHEDULE } from "../sources/schedule-expression.ts";
import type { Source } from "../sources/records.ts";
import type { SourceStore } from "../sources/store.ts";
import type { HealthChange } from "./announce.ts";
import { assess } from "./assess.ts";
import { runHistory } from "./history.ts";
import { type HealthRecord, type SourceTest, unknownHealth, type Verdict } from "./records.ts";
import type { HealthStore } from "./store.ts";
import type { TestResult } from "./test-source.ts";

export interface CheckTargets {
  readonly sources: Pick<SourceStore, "get" | "list" | "listRuns">;
  readonly health: HealthStore;
  /** Has the source's network test it, and its outcome recorded. */
  test(source: Source): Promise<TestResult>;
  /** Tells the world; throws when it could not. */
  announce(change: HealthChange): Promise<void>;
  readonly now: () => Date;
  /** Milliseconds that this function may still run. */
  readonly remainingMs: () => number;
}

export interface CheckRequest {
  /** This source only, judged by what is known of it; left out, all of them, and those whose day it is are tested. */
  readonly sourceId?: string | undefined;
}

export interface CheckPass {
  readonly checked: number;
  /** Ids of the sources that were tested. */
  readonly tested: readonly string[];
  readonly changes: readonly HealthChange[];
}

/** A source could not be checked, and the others were. */
export class CheckFailed extends AggregateError {
  override readonly name = "CheckFailed";
}

/** An hourly check that begins a little early must not put the daily test off by an hour. */
const TESTED_EVERY_MS = 23.5 * 3_600_000;
/** How long a test may take, in seconds. */
export const TEST_SECONDS = 150;
/** A test that begins now must be over before this function is. */
const LAST_MS = (TEST_SECONDS + 30) * 1_000;
/** Each is a fetch function that runs. */
const SIDE_BY_SIDE = 4;

/** @throws CheckFailed naming what went wrong with single sources, after all others were checked */
export async function checkSources(targets: CheckTargets, request: CheckRequest): Promise<CheckPass> {
  const sources = await chosen(targets, request);
  const records = await targets.health.getMany(sources.map(({ id }) => id));
  const tested: string[] = [];
  const changes: HealthChange[] = [];
  const errors: Error[] = [];
  const waiting = sources.values();
  const attempt = async <T>(what: string, act: () => Promise<T | null>): Promise<T | null> => {
    try {
      return await act();
    } catch (error) {
      errors.push(new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`));
      return null;
    }
  };
  const lane = async (): Promise<void> => {
    for (const source of waiting) {
      const record = records.get(source.id) ?? unknownHealth(source.id);
      const test = await attempt(`Source "${source.id}" could not be tested`, async () =>
        isDue(targets, request, source, record) ? testOf(await targets.test(source)) : null,
      );
      if (test) tested.push(source.id);
      const change = await attempt(`Source "${source.id}" could not be judged`, () =>
        judged(targets, source, test ? { ...record, lastTest: test } : record),
      );
      if (change) changes.push(change);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  if (errors.length > 0) throw new CheckFailed(errors, errors.map(({ message }) => message).join("; "));
  return { checked: sources.length, tested, changes };
}

async function chosen({ sources }: CheckTargets, { sourceId }: CheckRequest): Promise<Source[]> {
  if (sourceId === undefined) return sources.list();
  const source = await sources.get(sourceId);
  return source === null ? [] : [source];
}

/** Whether it is the source's time for a test, and there is time for one. */
function isDue(
  { now, remainingMs }: CheckTargets,
  { sourceId }: CheckRequest,
  { enabled, schedule }: Source,
  { lastTest }: HealthRecord,
): boolean {
  if (sourceId !== undefined || !enabled || schedule === NO_SCHEDULE || remainingMs() < LAST_MS) return false;
  return lastTest === null || now().getTime() - Date.parse(lastTest.at) >= TESTED_EVERY_MS;
}

/** Null: it was not made, since a run has the source. */
const testOf = (result: TestResult): SourceTest | null => (result.tested ? result.test : null);

/** Judges a source by what is known of it now, and records and announces the verdict. */
async function judged(
  targets: CheckTargets,
  source: Pick<Source, "id">,
  record: HealthRecord,
): Promise<HealthChange | null> {
  const { lastRun, unchanged } = await runHistory(targets.sources, source.id);
  // A run may have ended, or the source been removed, since the list of sources was read.
  const fresh = await targets.sources.get(source.id);
  if (fresh === null) return null;
  const now = targets.now();
  const { lastTest: test, limits } = record;
  const found = assess({ source: fresh, lastRun, test, unchanged, limits }, now);
  // A state lasts from when it was first found; its reason is the newest.
  const since = record.verdict?.state === found.state ? record.verdict.since : found.since;
  const verdict = { ...found, since };
  await targets.health.putVerdict(source.id, { ...verdict, checkedAt: now.toISOString() }, unchanged);
  if (record.announced === verdict.state) return null;
  return announced(targets, fresh, record, verdict);
}

async function announced(
  targets: CheckTargets,
  source: Source,
  record: HealthRecord,
  verdict: Verdict,
): Promise<HealthChange | null> {
  const { health, now } = targets;
  if (!(await health.beginAnnouncing(source.id, verdict.state, now()))) return null;
  const { id: sourceId, networkId, name, sandbox } = source;
  const { state: to, reason, since } = verdict;
  const change = { sourceId, networkId, name, sandbox, from: record.announced, to, reason, since };
  try {
    await targets.announce(change);
  } catch (error) {
    await health.endAnnouncing(source.id, null);
    throw error;
  }
  await health.endAnnouncing(source.id, verdict.state);
  return change;
}
