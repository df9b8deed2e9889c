/** `offers rollback`: takes one offer back to a version, or a whole source back to a moment. */
import type { Command } from "commander";
import { count, CommandFailed, print, printJson } from "./output.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { watchedTo } from "./runs.ts";
import { withFeed } from "./session.ts";

const AUTHOR = "local";

export function addRollbackCommands(program: Command): void {
  const rollback = program.command("rollback").description("take back what came of a broken feed");

  rollback
    .command("offer <id>")
    .description("put back the content that an offer had in an earlier version")
    .requiredOption(
      "--to <version>",
      "the version, as `offers` and the API's `versions` name it",
      wholeNumber(1, 1e9),
    )
    .option("--json", "the new version as JSON")
    .action(async (id: string, options: { to: number; json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        const outcome = await feed.curation.rollbackOffer(id, options.to, AUTHOR);
        if (!outcome.ok) throw new CommandFailed(outcome.error.message);
        if (options.json) return printJson(outcome.value);
        print(`${id} is at version ${outcome.value.version}, with the content of version ${options.to}.`);
      }),
    );

  rollback
    .command("source <id>")
    .description("take every offer of a source back to what it was at a time; shows first what it would do")
    .requiredOption("--to <time>", "the time, such as 2026-11-25T10:00:00Z")
    .option("--apply", "do it; without this it is only counted")
    .option("--json", "the run as JSON")
    .action(async (id: string, options: { to: string; apply?: boolean; json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command), resume: true }, async ({ feed, idle }) => {
        const dryRun = !(options.apply ?? false);
        const outcome = await feed.control.rollbackSource(id, options.to, { dryRun, author: AUTHOR });
        const run = await watchedTo(feed, outcome, options.json ?? false);
        await idle();
        if (run.status !== "SUCCEEDED")
          throw new CommandFailed(run.message ?? `The rollback ended ${run.status}.`);
        if (options.json) return printJson(run);
        print(
          dryRun
            ? `It would change ${count(run.changed)} offers and remove ${count(run.removed)} of ${count(run.fetched)}. Do it with --apply.`
            : `${count(run.changed)} offers were changed and ${count(run.removed)} removed, by run ${run.id}. Undo it with: offers rollback source ${id} --to ${run.startedAt} --apply`,
        );
      }),
    );
}
