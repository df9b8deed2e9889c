/** The command line of the feed: `offers …`. */
import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { CloudError } from "../cloud/errors.ts";
import { addAccessCommands } from "./access.ts";
import { addWebhookCommands } from "./webhooks.ts";
import { addExpireCommand } from "./expire.ts";
import { addFetchCommand } from "./fetch.ts";
import { addHealthCommands } from "./health.ts";
import { addHistoryCommands } from "./history.ts";
import { addNetworksCommand } from "./networks.ts";
import { DEFAULT_DATA_DIR, dataDirOf } from "./options.ts";
import { CommandFailed, warn } from "./output.ts";
import { addPricesCommand } from "./prices.ts";
import { addReadModelCommands } from "./read-model.ts";
import { addRollbackCommands } from "./rollback.ts";
import { addRestoreCommand } from "./restore.ts";
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
      await withFeed({ data: dataDirOf(command), resume: true }, async ({ feed, idle }) => {
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
  addExpireCommand(offers);
  addPricesCommand(offers);
  addRollbackCommands(offers);
  addHealthCommands(offers);
  addReadModelCommands(offers);
  addHistoryCommands(offers);
  addRestoreCommand(offers);
  addAccessCommands(offers);
  addWebhookCommands(offers);
  return offers;
}

/** A failure that the user can act on, in one line; null for one that is ours to mend. */
function lineFor(error: unknown): string | null {
  if (error instanceof CommandFailed || error instanceof CloudError) return error.message;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE" && "port" in error) {
    return `Port ${String(error.port)} is in use: choose another with --port, or 0 for any.`;
  }
  return null;
}

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  if (!(error instanceof CommanderError)) {
    const stack = error instanceof Error ? error.stack : undefined;
    warn(`offers: ${lineFor(error) ?? stack ?? String(error)}`);
  }
}
