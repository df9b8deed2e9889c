/** `offers sources …`: list, add, remove, enable, disable, credentials. */
import type { Command } from "commander";
import type { Outcome } from "../../shared/control/outcome.ts";
import type { Source } from "../../shared/sources/records.ts";
import { offerCounts } from "../../shared/readmodel/counts.ts";
import type { Feed } from "./feed.ts";
import { withHealth } from "./health.ts";
import { readJsonFile } from "./json-file.ts";
import { CommandFailed, count, print, printJson, table } from "./output.ts";
import { withFeed } from "./session.ts";
import { dataDirOf } from "./options.ts";

const unwrapped = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  throw new CommandFailed(outcome.error.message);
};

export function addSourcesCommands(program: Command): void {
  const sources = program.command("sources").description("the accounts and feeds that offers come from");

  sources
    .command("list", { isDefault: true })
    .description("every source, how it is doing, its last run and its offers")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed }) => list(feed, options.json ?? false)),
    );

  sources
    .command("add <id>")
    .description("add a source")
    .requiredOption("--network <network>", "its network (see: offers networks)")
    .option("--name <name>", "its name for people (default: its id)")
    .option("--settings <file>", "its settings, a JSON file (- for standard input)")
    .option(
      "--credentials <file>",
      "its credentials, a JSON file (- for standard input); kept in Secrets Manager",
    )
    .option(
      "--schedule <expression>",
      'when to sync: "rate(1 hour)" or "cron(15 6 * * ? *)" (default: the network\'s)',
    )
    .option("--disabled", "add it without a schedule that runs")
    .option("--json", "as JSON")
    .action(async (id: string, options: AddOptions, command: Command) => {
      const settings = options.settings ? await readJsonFile(options.settings, "settings") : undefined;
      const credentials = options.credentials
        ? await readJsonFile(options.credentials, "credentials")
        : undefined;
      await withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        let source = unwrapped(
          await feed.control.addSource({
            id,
            networkId: options.network,
            name: options.name ?? id,
            settings,
            schedule: options.schedule,
            enabled: !options.disabled,
          }),
        );
        if (credentials !== undefined)
          source = unwrapped(await feed.control.setSourceCredentials(id, credentials));
        shown(source, options.json ?? false, `Added source ${id}. Sync it with: npx offers sync ${id}`);
      });
    });

  sources
    .command("credentials <id> <file>")
    .description(
      "set a source's credentials from a JSON file (- for standard input); they cannot be read back",
    )
    .option("--json", "as JSON")
    .action(async (id: string, file: string, options: { json?: boolean }, command: Command) => {
      const credentials = await readJsonFile(file, "credentials");
      await withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        const source = unwrapped(await feed.control.setSourceCredentials(id, credentials));
        shown(source, options.json ?? false, `The credentials of ${id} are set.`);
      });
    });

  for (const [name, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    sources
      .command(`${name} <id>`)
      .description(enabled ? "let its schedule run again" : "stop its schedule; its offers stay")
      .option("--json", "as JSON")
      .action(async (id: string, options: { json?: boolean }, command: Command) =>
        withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
          const source = unwrapped(await feed.control.setSourceEnabled(id, enabled));
          shown(source, options.json ?? false, `Source ${id} is ${enabled ? "enabled" : "disabled"}.`);
        }),
      );
  }

  sources
    .command("remove <id>")
    .description("remove a source: its offers become tombstones, their history stays")
    .option("--json", "as JSON")
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command), resume: true }, async ({ feed, idle }) => {
        const source = unwrapped(await feed.control.removeSource(id));
        await idle();
        shown(source, options.json ?? false, `Source ${id} is removed; its offers are tombstones.`);
      }),
    );
}

interface AddOptions {
  readonly network: string;
  readonly name?: string;
  readonly settings?: string;
  readonly credentials?: string;
  readonly schedule?: string;
  readonly disabled?: boolean;
  readonly json?: boolean;
}

function shown(source: Source, json: boolean, line: string): void {
  if (json) printJson(source);
  else print(line);
}

async function list(feed: Feed, json: boolean): Promise<void> {
  const all = await feed.sources.list();
  const counts = await offerCounts(
    feed.database,
    all.map(({ id }) => id),
  );
  const rows = await Promise.all(
    (await withHealth(feed, all)).map(async ({ source, health }) => ({
      source,
      health,
      offers: counts.get(source.id) ?? 0,
      lastRun: source.lastRunId === null ? null : await feed.sources.getRun(source.lastRunId),
    })),
  );
  if (json) return printJson(rows.map(({ source, ...rest }) => ({ ...source, ...rest })));
  print(
    table(
      ["source", "network", "health", "schedule", "last run", "last complete", "offers"],
      rows.map(({ source, offers, lastRun, health }) => [
        source.sandbox ? `${source.id} (sandbox)` : source.id,
        source.networkId,
        health.state,
        source.schedule,
        lastRun?.status ?? "never",
        source.lastCompleteAt ?? "never",
        count(offers),
      ]),
      6,
    ),
  );
}
