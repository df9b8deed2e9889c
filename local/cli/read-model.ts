/** `offers reconcile` and `offers rebuild`: prove that read model and archive agree with the ledger; make the first so. */
import type { Command } from "commander";
import { compareArchive } from "../../shared/archive/reconcile.ts";
import {
  type Difference,
  findDifferences,
  type SourceSummary,
  sourceSummaries,
  summariseRecords,
} from "../../shared/readmodel/reconcile.ts";
import { rebuild } from "../../shared/readmodel/rebuild.ts";
import { migrate } from "../../shared/readmodel/database.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf } from "./options.ts";
import { CommandFailed, count, print, printJson, table, warn } from "./output.ts";
import { withFeed } from "./session.ts";

const DIFFERENCES_SHOWN = 20;

export function addReadModelCommands(program: Command): void {
  program
    .command("reconcile")
    .description("compare ledger, read model and archive; exits 1 when they differ")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        await idle();
        await reconcile(feed, options.json ?? false);
      }),
    );

  program
    .command("rebuild")
    .description("make the read model anew from the ledger, in place")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        await migrate(feed.database);
        const quiet = (options.json ?? false) || !process.stderr.isTTY;
        const result = await rebuild(feed.database, feed.ledger.all("CURRENT"), (read) => {
          if (!quiet) process.stderr.write(`\r${count(read)} offers`);
        });
        if (!quiet) process.stderr.write("\n");
        if (options.json) return printJson(result);
        print(
          `The read model is what the ledger says: ${count(result.read)} offers read, ${count(result.repaired)} repaired, ${count(result.deleted)} deleted.`,
        );
      }),
    );
}

interface Reconciled {
  readonly ledger: SourceSummary[];
  readonly readModel: SourceSummary[];
  readonly differences: Difference[];
  readonly differing: number;
  /** How many offers differ, by source. */
  readonly differingBySource: Readonly<Record<string, number>>;
}

async function compareReadModel(feed: Feed): Promise<Reconciled> {
  const ledger = await summariseRecords(feed.ledger.all("CURRENT"));
  const readModel = await sourceSummaries(feed.database);
  const differences: Difference[] = [];
  const differingBySource: Record<string, number> = {};
  let differing = 0;
  for await (const difference of findDifferences(feed.database, feed.ledger.all("CURRENT"))) {
    differing += 1;
    differingBySource[difference.sourceId] = (differingBySource[difference.sourceId] ?? 0) + 1;
    if (differences.length < DIFFERENCES_SHOWN) differences.push(difference);
  }
  return { ledger, readModel, differences, differing, differingBySource };
}

async function reconcile(feed: Feed, json: boolean): Promise<void> {
  const compared = await compareReadModel(feed);
  const archive = await compareArchive(feed.ledger.all("VERSIONS"), feed.archive, feed.moved);
  const agrees = compared.differing === 0 && archive.agrees;
  if (json) {
    printJson({ agrees, ...compared, archive });
    if (!agrees) process.exitCode = 1;
    return;
  }
  const byId = new Map(compared.readModel.map((summary) => [summary.sourceId, summary]));
  const ids = [
    ...new Set([...compared.ledger, ...compared.readModel].map(({ sourceId }) => sourceId)),
  ].sort();
  const ledgerById = new Map(compared.ledger.map((summary) => [summary.sourceId, summary]));
  print(
    table(
      ["source", "agrees", "ledger", "read model", "ledger checksum", "read model checksum"],
      ids.map((id) => {
        const [here, there] = [ledgerById.get(id), byId.get(id)];
        return [
          id,
          here?.checksum === there?.checksum && !compared.differingBySource[id] ? "yes" : "NO",
          count(here?.offers ?? 0),
          count(there?.offers ?? 0),
          here?.checksum ?? "none",
          there?.checksum ?? "none",
        ];
      }),
      2,
    ),
  );
  print(
    `Archive: ${count(archive.archived)} versions, ${count(archive.repeated)} of them stored twice; the ledger holds ${count(archive.versions)}, ${count(archive.moved)} were moved out of it.`,
  );
  for (const { offerId, kind, ledgerVersion, readModelVersion } of compared.differences) {
    warn(
      `${offerId}: ${kind} (ledger version ${ledgerVersion ?? "none"}, read model version ${readModelVersion ?? "none"})`,
    );
  }
  for (const key of archive.missing) warn(`${key}: not in the archive, or not as the ledger has it`);
  if (agrees) return print("Ledger, read model and archive agree.");
  throw new CommandFailed(
    `${count(compared.differing)} offers differ in the read model: \`offers rebuild\` makes it anew from the ledger.` +
      (archive.agrees
        ? ""
        : " The archive lacks versions; they are named above: `offers history repair` writes them to it."),
  );
}
