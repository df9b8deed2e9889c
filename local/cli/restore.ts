/** `offers restore`: an empty ledger gets its histories back from the archive. */
import type { Command } from "commander";
import { LedgerNotEmpty, restoreLedger, RestoreOvertaken } from "../../shared/archive/restore.ts";
import { migrate } from "../../shared/readmodel/database.ts";
import { rebuild } from "../../shared/readmodel/rebuild.ts";
import type { Feed } from "./feed.ts";
import { expectArchived } from "./history.ts";
import { dataDirOf } from "./options.ts";
import { CommandFailed, count, print, printJson, warn } from "./output.ts";
import { withFeed } from "./session.ts";

interface RestoreOptions {
  readonly source?: string;
  readonly json?: boolean;
}

export function addRestoreCommand(program: Command): void {
  program
    .command("restore")
    .description("put every version back into an empty ledger, from the archive, and rebuild the read model")
    .option("--source <id>", "of one source only, which must have no offers in the ledger")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nNothing is announced and nothing archived again. Interrupted, it goes on when it is called again.",
    )
    .action(async (options: RestoreOptions, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        if (options.source !== undefined) await expectArchived(feed, options.source);
        await restore(feed, options);
        await idle();
      }),
    );
}

async function restore(feed: Feed, { source, json }: RestoreOptions): Promise<void> {
  const tell = progress(json ?? false);
  const restored = await refusable(() => restoreLedger(feed, source ?? null, tell.versions));
  for (const { id } of await feed.sources.list()) {
    if (source === undefined || source === id) await feed.sources.forgetAccount(id);
  }
  await migrate(feed.database);
  const rebuilt = await rebuild(feed.database, feed.ledger.all("CURRENT"), tell.offers);
  tell.end();
  if (json) return printJson({ ...restored, rebuilt });
  print(
    `Restored: ${count(restored.offers)} offers of ${count(restored.sources)} sources, ${count(restored.versions)} versions` +
      `${restored.movedBefore === 0 ? "" : `; ${count(restored.movedBefore)} older ones stay where they were moved to`}. ` +
      "The read model is what the ledger says.",
  );
  if (restored.incompleteOffers === 0) return;
  warn(`The archive lacks versions of ${count(restored.incompleteOffers)} offers, such as:`);
  for (const offerId of restored.incomplete) warn(`  ${offerId}`);
}

async function refusable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LedgerNotEmpty || error instanceof RestoreOvertaken)
      throw new CommandFailed(error.message);
    throw error;
  }
}

function progress(json: boolean) {
  const shown = !json && process.stderr.isTTY;
  const line = (what: string) => (done: number) => {
    if (shown) process.stderr.write(`\r${count(done)} ${what}`);
  };
  return {
    versions: line("versions restored"),
    offers: line("offers rebuilt    "),
    end: () => {
      if (shown) process.stderr.write("\n");
    },
  };
}
