/** `offers runs`, `offers release`, `offers cancel`: what runs did, and what to do about one. */
import type { Command } from "commander";
import type { Outcome } from "../../shared/control/outcome.ts";
import type { SyncRun } from "../../shared/sources/records.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { CommandFailed, print, printJson, runsTable } from "./output.ts";
import { withFeed } from "./session.ts";
import { watchRuns } from "./sync-progress.ts";

export function addRunsCommands(program: Command): void {
  program
    .command("runs [source]")
    .description("the newest runs, of one source or of all")
    .option("--limit <count>", "how many", wholeNumber(1, 200), 20)
    .option("--json", "as JSON, with timings, calls and the first rejections")
    .action(
      async (sourceId: string | undefined, options: { limit: number; json?: boolean }, command: Command) =>
        withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
          const { runs } = await feed.sources.listRuns({ sourceId, first: options.limit, after: null });
          if (options.json) return printJson(runs);
          const sandboxed = new Map((await feed.sources.list()).map(({ id, sandbox }) => [id, sandbox]));
          print(runsTable(runs.map((run) => ({ run, sandbox: sandboxed.get(run.sourceId) ?? false }))));
          for (const run of runs) if (run.message !== null) print(`${run.id}: ${run.message}`);
        }),
    );

  program
    .command("release <run>")
    .description("carry out the removals of a HELD run")
    .option("--json", "as JSON")
    .action(async (runId: string, options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command), resume: true }, async ({ feed }) => {
        const run = await watchedTo(feed, await feed.control.releaseHeldRun(runId), options.json ?? false);
        if (run.status !== "SUCCEEDED")
          throw new CommandFailed(run.message ?? `The release ended ${run.status}.`);
        if (options.json) printJson(run);
        else print(`Released: ${run.removed} offers were removed.`);
      }),
    );

  program
    .command("cancel <run>")
    .description("stop a run; what it has written stays")
    .option("--json", "as JSON")
    .action(async (runId: string, options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command), resume: true }, async ({ feed }) => {
        const run = await watchedTo(feed, await feed.control.cancelSync(runId), options.json ?? false);
        if (options.json) printJson(run);
        else print(`Run ${run.id} is ${run.status}.`);
      }),
    );
}

export async function watchedTo(feed: Feed, outcome: Outcome<SyncRun>, quiet: boolean): Promise<SyncRun> {
  if (!outcome.ok) throw new CommandFailed(outcome.error.message);
  const { id, sourceId } = outcome.value;
  const [run] = await watchRuns(feed.sources, [{ runId: id, sourceId }], quiet);
  if (!run) throw new CommandFailed(`Run ${id} is gone.`);
  return run;
}
