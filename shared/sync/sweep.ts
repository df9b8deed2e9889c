/** Runs that died without a word: their lease has run out. Those that can be are taken up again, the others end. */
import type { RunItem } from "../sources/items.ts";
import type { Source } from "../sources/records.ts";
import type { RunStore } from "../sources/run-store.ts";
import type { SourceStore } from "../sources/store.ts";
import type { RunRequest } from "./run-context.ts";

export interface SweepTargets {
  readonly sources: SourceStore;
  readonly runs: RunStore;
  /** Starts a fetch function of the source's network, without waiting for it. */
  readonly startRun: (source: Source, request: RunRequest) => Promise<void>;
}

export interface Swept {
  /** Runs that go on where their last checkpoint is, or from their beginning. */
  readonly resumed: string[];
  readonly ended: string[];
}

/** @param everyRun true: runs whose lease still holds, too. Only for a host that knows that no function is running. */
export async function sweepRuns(targets: SweepTargets, now: Date, everyRun = false): Promise<Swept> {
  const swept: Swept = { resumed: [], ended: [] };
  for (const source of await targets.sources.list()) {
    if (source.lease === null) continue;
    if (!everyRun && Date.parse(source.lease.until) > now.getTime()) continue;
    const run = await targets.sources.getRunItem(source.lease.runId);
    // A run that has fetched everything waits for the queue, and the queue outlives whoever watched it.
    if (everyRun && run?.status === "RUNNING" && run.fetchDone) continue;
    const resumed = run !== null && (await resume(targets, source, run, now));
    if (!resumed) await targets.runs.interrupt(source.lease.runId, now);
    (resumed ? swept.resumed : swept.ended).push(source.lease.runId);
  }
  return swept;
}

async function resume(targets: SweepTargets, source: Source, run: RunItem, now: Date): Promise<boolean> {
  if (run.status !== "RUNNING" || run.fetchDone) return false;
  const leg = await targets.runs.died(run, now);
  if (leg === null) return false;
  await targets.startRun(source, { sourceId: source.id, runId: run.id, leg });
  return true;
}
