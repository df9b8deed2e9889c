/** The command line of the feed: `offers …`. */
import { Command, CommanderError } from "commander";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { addFetchCommand } from "./fetch.ts";
import { addNetworksCommand } from "./networks.ts";
import { DEFAULT_DATA_DIR, dataDirOf } from "./options.ts";
import { CommandFailed, warn } from "./output.ts";
import { addReadModelCommands } from "./read-model.ts";
import { addRunsCommands } from "./runs.ts";
import { withFeed } from "./session.ts";
import { addSourcesCommands } from "./sources.ts";
import { addStartCommand } from "./start.ts";
import { syncSources } from "./sync.ts";

function program(): Command {
  const offers = new Command("offers")
    .description(
      "Offerfeed: one clean, versioned catalogue of offers from every affiliate network you work with.",
    )
    .version(packageJson.version)
    .option("--data <dir>", "where the feed keeps its data", DEFAULT_DATA_DIR)
    .showHelpAfterError("(add --help for what there is)")
    .exitOverride();
  addStartCommand(offers);
  offers
    .command("sync [sources...]")
    .description("sync sources now: the named ones, or every enabled one")
    .option("--full", "list everything, also where the network could tell what changed")
    .option("--json", "the runs as JSON")
    .action(async (ids: string[], options: { full?: boolean; json?: boolean }, command: Command) => {
      await withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        const mode = options.full ? "FULL" : "INCREMENTAL";
        const succeeded = await syncSources(feed, ids, { mode, json: options.json ?? false });
        await idle();
        if (!succeeded) process.exitCode = 1;
      });
    });
  addFetchCommand(offers);
  addNetworksCommand(offers);
  addSourcesCommands(offers);
  addRunsCommands(offers);
  addReadModelCommands(offers);
  return offers;
}

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  if (!(error instanceof CommanderError)) {
    // What a user can act on is told in one line; the rest is ours to fix, and needs its stack to be found.
    const expected = error instanceof CommandFailed || error instanceof z.ZodError;
    warn(
      expected || !(error instanceof Error)
        ? `offers: ${String(error instanceof Error ? error.message : error)}`
        : `offers: ${error.stack ?? error.message}`,
    );
  }
}
