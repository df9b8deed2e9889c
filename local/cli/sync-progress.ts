/** Watches runs to their end: bars on a terminal, plain lines elsewhere. */
import { setTimeout as sleep } from "node:timers/promises";
import { Listr } from "listr2";
import type { SyncRun } from "../../shared/sources/records.ts";
import type { SourceStore } from "../../shared/sources/store.ts";
import { CommandFailed, count, warn } from "./output.ts";

const LOOK_MS = 250;
const LINE_EVERY_MS = 5_000;
const BAR_WIDTH = 24;

/** Written offers catch up with fetched ones; the bar shows the slower of the two. */
const settled = (run: SyncRun): number => run.created + run.changed + run.unchanged + run.rejected;

function bar(run: SyncRun): string {
  const goal = Math.max(run.expected ?? 0, run.fetched);
  const share = goal === 0 ? 0 : Math.min(1, settled(run) / goal);
  const full = Math.round(share * BAR_WIDTH);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)}`;
}

const numbers = (run: SyncRun): string =>
  `${count(run.fetched)} fetched, ${count(run.created)} created, ${count(run.changed)} changed, ${count(run.unchanged)} unchanged` +
  `${run.removed > 0 ? `, ${count(run.removed)} removed` : ""}${run.rejected > 0 ? `, ${count(run.rejected)} rejected` : ""}` +
  `${run.resumes > 0 ? `, resumed ${run.resumes === 1 ? "once" : `${run.resumes} times`}` : ""}`;

async function watched(sources: SourceStore, runId: string, show: (run: SyncRun) => void): Promise<SyncRun> {
  for (;;) {
    const run = await sources.getRun(runId);
    if (!run) throw new CommandFailed(`The run ${runId} is gone.`);
    show(run);
    if (run.status !== "RUNNING") return run;
    await sleep(LOOK_MS);
  }
}

/** @returns the runs as they ended, in the order given */
export async function watchRuns(
  sources: SourceStore,
  runIds: readonly { readonly sourceId: string; readonly runId: string }[],
  quiet: boolean,
): Promise<SyncRun[]> {
  if (quiet) return Promise.all(runIds.map(({ runId }) => watched(sources, runId, () => undefined)));
  return process.stderr.isTTY ? onTerminal(sources, runIds) : inLines(sources, runIds);
}

async function onTerminal(
  sources: SourceStore,
  runIds: readonly { readonly sourceId: string; readonly runId: string }[],
): Promise<SyncRun[]> {
  const ended = new Map<string, SyncRun>();
  const width = Math.max(...runIds.map(({ sourceId }) => sourceId.length));
  const tasks = new Listr(
    runIds.map(({ sourceId, runId }) => ({
      title: sourceId.padEnd(width),
      task: async (_: unknown, task: { title: string }): Promise<void> => {
        const run = await watched(sources, runId, (each) => {
          task.title = `${sourceId.padEnd(width)} ${bar(each)} ${numbers(each)}`;
        });
        ended.set(runId, run);
        if (run.status !== "SUCCEEDED")
          throw new Error(`${run.status}: ${run.message ?? "no reason was given"}`);
      },
    })),
    { concurrent: true, exitOnError: false, rendererOptions: { collapseErrors: false } },
  );
  await tasks.run();
  return runIds.map(({ runId }) => ended.get(runId)).filter((run) => run !== undefined);
}

async function inLines(
  sources: SourceStore,
  runIds: readonly { readonly sourceId: string; readonly runId: string }[],
): Promise<SyncRun[]> {
  return Promise.all(
    runIds.map(async ({ sourceId, runId }) => {
      let next = Date.now() + LINE_EVERY_MS;
      warn(`${sourceId}: run ${runId} began`);
      const run = await watched(sources, runId, (each) => {
        if (each.status !== "RUNNING" || Date.now() < next) return;
        next = Date.now() + LINE_EVERY_MS;
        warn(`${sourceId}: ${numbers(each)}`);
      });
      warn(`${sourceId}: ${run.status} ${numbers(run)}${run.message === null ? "" : ` (${run.message})`}`);
      return run;
    }),
  );
}
