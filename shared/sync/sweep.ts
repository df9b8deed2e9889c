/** Ends runs that died without a word: their lease has run out. */
import type { RunStore } from "../sources/run-store.ts";
import type { SourceStore } from "../sources/store.ts";

/**
 * @param everyRun true: runs whose lease still holds, too. Only for a host that knows that no function is running.
 * @returns the runs that were ended
 */
export async function sweepRuns(
  stores: { readonly sources: SourceStore; readonly runs: RunStore },
  now: Date,
  everyRun = false,
): Promise<string[]> {
  const ended: string[] = [];
  for (const source of await stores.sources.list()) {
    if (source.lease === null) continue;
    if (!everyRun && Date.parse(source.lease.until) > now.getTime()) continue;
    await stores.runs.interrupt(source.lease.runId, now);
    ended.push(source.lease.runId);
  }
  return ended;
}
