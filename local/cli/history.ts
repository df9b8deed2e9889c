/** `offers history …`: the archive as files and by SQL, and its upkeep. */
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { DateTime } from "luxon";
import type { Archive, ArchiveRange } from "../../shared/archive/archive.ts";
import { ArchiveLacks, moveOldVersions } from "../../shared/archive/move.ts";
import { repairArchive } from "../../shared/archive/repair.ts";
import { LEAST_DAYS } from "../../shared/archive/retention.ts";
import { type HistoryRows, HistoryUnavailable, openHistory } from "../history/engine.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { CommandFailed, count, print, printJson, table, warn } from "./output.ts";
import { withFeed } from "./session.ts";

const FORMATS = ["jsonl", "csv", "parquet"] as const;
type Format = (typeof FORMATS)[number];

interface RangeOptions {
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
}

export function addHistoryCommands(program: Command): void {
  const history = program.command("history").description("every version of every offer, from the archive");

  addUpkeepCommands(history);

  ranged(history.command("export"))
    .description("write the history, each version once")
    .addOption(new Option("--format <format>", "of the output").choices(FORMATS).default("jsonl"))
    .option("--out <file>", "where to; without it, to the standard output")
    .option("--json", "what was written, as JSON (with --out)")
    .addHelpText(
      "after",
      "\nJSON lines are the archive's own rows. CSV is flat (content_price_amount), lists are JSON texts. Parquet is nested.",
    )
    .action(
      async (
        options: RangeOptions & { format: Format; out?: string; json?: boolean },
        command: Command,
      ): Promise<void> => {
        if (options.format === "parquet" && options.out === undefined)
          throw new CommandFailed("Parquet is written to a file: name it with --out.");
        if (options.json && options.out === undefined)
          throw new CommandFailed("--json tells what was written to a file: name it with --out.");
        await withArchive(options, command, async (archive, range) => {
          const versions = await exported(archive, range, options.format, options.out ?? null);
          if (options.json) printJson({ versions, file: options.out, format: options.format });
          else warn(`${count(versions)} versions.`);
        });
      },
    );

  ranged(history.command("query <sql>"))
    .description("ask the history in SQL: the tables that Athena has on AWS, read by DuckDB")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
offer_history has each version once, offer_versions as they are stored. Columns: docs/archive.md.

  offers history query "SELECT changedAt, content.price.amount FROM offer_history WHERE offerId = 'shop:a' ORDER BY version"`,
    )
    .action(async (sql: string, options: RangeOptions & { json?: boolean }, command: Command) =>
      withArchive(options, command, async (archive, range) => {
        await using opened = await openHistory(archive, range);
        const answer = await opened.query(sql);
        if (options.json) printJson(answer.rows);
        else print(inTable(answer));
      }),
    );
}

function addUpkeepCommands(history: Command): void {
  history
    .command("move")
    .description(
      "move versions that were replaced long ago out of the ledger, to the archive; they are read on from there",
    )
    .requiredOption("--days <days>", "how long ago", wholeNumber(LEAST_DAYS, 36_500))
    .option("--json", "as JSON")
    .action(async ({ days, json }: { days: number; json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        await idle();
        const pass = await moveOldVersions(feed, {
          days,
          now: () => new Date(),
          remainingMs: () => Infinity,
        });
        await idle();
        if (json) printJson(pass);
        else print(`${count(pass.moved)} versions left the ledger for the archive.`);
        if (pass.unarchived > 0) throw new CommandFailed(new ArchiveLacks(pass).message);
      }),
    );

  history
    .command("repair")
    .description("write to the archive what the ledger has and the archive lacks")
    .option("--json", "as JSON")
    .action(async ({ json }: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        await idle();
        const written = await repairArchive(feed.ledger.all("VERSIONS"), feed.archive);
        if (json) printJson({ written });
        else print(`${count(written)} versions were missing in the archive and are there now.`);
      }),
    );
}

const ranged = (command: Command): Command =>
  command
    .option("--source <id>", "of one source only")
    .option("--from <date>", "changed on this day (UTC) or later", day)
    .option("--to <date>", "changed on this day (UTC) or earlier", day);

function day(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid) return text;
  throw new InvalidArgumentError("It must be a day such as 2026-01-31.");
}

/** @throws CommandFailed for a source without an archive, and for what the engine cannot do */
async function withArchive(
  { source, from, to }: RangeOptions,
  command: Command,
  use: (archive: Archive, range: ArchiveRange) => Promise<void>,
): Promise<void> {
  if (from !== undefined && to !== undefined && from > to)
    throw new CommandFailed(`--from ${from} is after --to ${to}.`);
  await withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
    if (source !== undefined) await expectArchived(feed, source);
    // What has just been written is on its way to the archive.
    await idle();
    try {
      await use(feed.archive, { sourceId: source, from, to });
    } catch (error) {
      if (error instanceof HistoryUnavailable) throw new CommandFailed(error.message);
      throw error;
    }
  });
}

export async function expectArchived({ archive }: Pick<Feed, "archive">, sourceId: string): Promise<void> {
  const known = await archive.sources();
  if (known.includes(sourceId)) return;
  throw new CommandFailed(
    `The archive holds nothing of a source "${sourceId}". It holds: ${known.join(", ") || "nothing"}.`,
  );
}

async function exported(
  archive: Archive,
  range: ArchiveRange,
  format: Format,
  out: string | null,
): Promise<number> {
  if (format === "jsonl") return exportLines(archive, range, out);
  await using opened = await openHistory(archive, range);
  // Awaited here: the engine is closed on the way out.
  if (out !== null) return await opened.write(resolve(out), format);
  const directory = await mkdtemp(join(tmpdir(), "offerfeed-export-"));
  try {
    const file = join(directory, "history");
    const versions = await opened.write(file, format);
    await pipeline(createReadStream(file), process.stdout, { end: false });
    return versions;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Streams the archive's rows as they are: word for word, in constant memory but for the names of one day's versions. */
async function exportLines(archive: Archive, range: ArchiveRange, out: string | null): Promise<number> {
  let versions = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const records of archive.readOnce(range)) {
      versions += records.length;
      yield records.map((record) => `${JSON.stringify(record)}\n`).join("");
    }
  }
  const target: Writable = out === null ? process.stdout : await fileToWrite(resolve(out));
  await pipeline(lines, target, { end: out !== null });
  return versions;
}

async function fileToWrite(file: string): Promise<Writable> {
  try {
    return (await open(file, "w")).createWriteStream();
  } catch (error) {
    throw new CommandFailed(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function inTable({ columns, rows }: HistoryRows): string {
  if (columns.length === 0) return "Done.";
  const cell = (value: unknown): string =>
    value === null || value === undefined
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return table(
    columns,
    rows.map((row) => columns.map((name) => cell(row[name]))),
  );
}
