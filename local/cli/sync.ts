/** Syncing from the command line: starts runs, watches them, tells what they did. */
import type { SyncMode } from "../../shared/networks/adapter.ts";
import type { SyncRun } from "../../shared/sources/records.ts";
import type { Feed } from "./feed.ts";
import { CommandFailed, print, printJson, runsTable, warn } from "./output.ts";
import { watchRuns } from "./sync-progress.ts";

export interface SyncOptions {
  readonly mode: SyncMode;
  readonly json: boolean;
}

/**
 * Syncs the named sources, or every enabled one, side by side.
 * @returns whether every run succeeded
 */
export async function syncSources(
  feed: Feed,
  ids: readonly string[],
  options: SyncOptions,
): Promise<boolean> {
  const all = await feed.sources.list();
  const unknown = ids.filter((id) => !all.some((source) => source.id === id));
  if (unknown.length > 0) {
    throw new CommandFailed(
      `There is no source ${unknown.join(", ")}. Known: ${all.map(({ id }) => id).join(", ") || "none"}.`,
    );
  }
  const chosen =
    ids.length === 0 ? all.filter((source) => source.enabled) : all.filter(({ id }) => ids.includes(id));
  if (chosen.length === 0)
    throw new CommandFailed("There is no enabled source: add one with `offers sources add`.");
  const started: { sourceId: string; runId: string }[] = [];
  let refusals = 0;
  for (const source of chosen) {
    const outcome = await feed.control.syncSource(source.id, options.mode);
    if (outcome.ok) {
      started.push({ sourceId: source.id, runId: outcome.value.id });
    } else if (outcome.error.code === "ALREADY_RUNNING" && source.lease) {
      warn(`${source.id}: a run is under way already; waiting for it`);
      started.push({ sourceId: source.id, runId: source.lease.runId });
    } else {
      refusals += 1;
      warn(`${source.id}: ${outcome.error.message}`);
    }
  }
  const runs = await watchRuns(feed.sources, started, options.json);
  report(runs, new Map(all.map(({ id, sandbox }) => [id, sandbox])), options.json);
  return refusals === 0 && runs.length === started.length && runs.every((run) => run.status === "SUCCEEDED");
}

function report(runs: readonly SyncRun[], sandboxed: ReadonlyMap<string, boolean>, json: boolean): void {
  if (json) return printJson(runs);
  print(runsTable(runs.map((run) => ({ run, sandbox: sandboxed.get(run.sourceId) ?? false }))));
  for (const run of runs) {
    if (run.message !== null) print(`${run.sourceId}: ${run.message}`);
    if (run.rejected === 0) continue;
    print(`${run.sourceId}: ${run.rejected} records were rejected, such as`);
    for (const { record, reason } of run.errors.slice(0, 3)) print(`  ${record}: ${reason}`);
  }
}
