/** `offers health`, `offers test`: how sources are doing, and whether one can be reached now. */
import { type Command, InvalidArgumentError } from "commander";
import { runHistory } from "../../shared/health/history.ts";
import type { HealthLimits } from "../../shared/health/records.ts";
import { type HealthView, healthView } from "../../shared/health/view.ts";
import type { Source } from "../../shared/sources/records.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf } from "./options.ts";
import { CommandFailed, print, printJson, table } from "./output.ts";
import { withFeed } from "./session.ts";

interface HealthOptions {
  readonly check?: boolean;
  readonly staleAfter?: number | null;
  readonly frozenAfter?: number | null;
  readonly allowPartial?: boolean;
  readonly json?: boolean;
}

export function addHealthCommands(program: Command): void {
  program
    .command("health [source]")
    .description("how sources are doing, why, and what to do; exits 1 while one is FAILING or STALE")
    .option("--check", "make the hourly check first: test what is due, judge all, tell of changes")
    .option(
      "--stale-after <hours>",
      'of this source: hours that its last success may be old, or "default"',
      limit,
    )
    .option(
      "--frozen-after <days>",
      'of this source: days without a change, 0 for never frozen, or "default"',
      limit,
    )
    .option("--allow-partial", "of this source: no listing of it can be complete")
    .option("--no-allow-partial", "of this source: its listings should be complete")
    .option("--json", "as JSON")
    .action(async (sourceId: string | undefined, options: HealthOptions, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        const limits = limitsOf(options);
        if (limits !== null) await setLimits(feed, sourceId, limits);
        if (options.check) await feed.healthControl.checkAll();
        await idle();
        const all = await healthOf(feed, sourceId);
        if (options.json) printJson(all.map(({ source, health }) => ({ sourceId: source.id, ...health })));
        else shown(all, sourceId !== undefined);
        if (all.some(({ health }) => health.state === "FAILING" || health.state === "STALE"))
          process.exitCode = 1;
      }),
    );

  program
    .command("test <source>")
    .description("test a source now: its credentials and the first page of its listing; stores no offer")
    .option("--json", "as JSON")
    .action(async (sourceId: string, options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        const outcome = await feed.healthControl.testSource(sourceId);
        if (!outcome.ok) throw new CommandFailed(outcome.error.message);
        await idle();
        const { source, test } = outcome.value;
        if (options.json) printJson({ sourceId, ...test });
        else print(`${labelled(source)}: ${test.outcome} in ${test.ms} ms. ${test.message}`);
        if (test.outcome !== "PASSED") process.exitCode = 1;
      }),
    );
}

/** @returns null for "default" */
function limit(text: string): number | null {
  if (text === "default") return null;
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value))
    throw new InvalidArgumentError('Give a whole number, or "default".');
  return value;
}

function limitsOf({ staleAfter, frozenAfter, allowPartial }: HealthOptions): Partial<HealthLimits> | null {
  if (staleAfter === undefined && frozenAfter === undefined && allowPartial === undefined) return null;
  return {
    ...(staleAfter === undefined ? {} : { staleAfterHours: staleAfter }),
    ...(frozenAfter === undefined ? {} : { frozenAfterDays: frozenAfter }),
    ...(allowPartial === undefined ? {} : { partialAllowed: allowPartial }),
  };
}

async function setLimits(
  feed: Feed,
  sourceId: string | undefined,
  limits: Partial<HealthLimits>,
): Promise<void> {
  if (sourceId === undefined)
    throw new CommandFailed(
      "Limits are those of one source: name it, as in offers health my-shop --stale-after 48",
    );
  const outcome = await feed.healthControl.setHealthLimits(sourceId, limits);
  if (!outcome.ok) throw new CommandFailed(outcome.error.message);
}

export interface SourceAndHealth {
  readonly source: Source;
  readonly health: HealthView;
}

/** @throws CommandFailed when the named source is not there */
async function healthOf(feed: Feed, sourceId: string | undefined): Promise<SourceAndHealth[]> {
  const all = await feed.sources.list();
  const chosen = sourceId === undefined ? all : all.filter(({ id }) => id === sourceId);
  if (sourceId !== undefined && chosen.length === 0)
    throw new CommandFailed(
      `There is no source ${sourceId}. Known: ${all.map(({ id }) => id).join(", ") || "none"}.`,
    );
  return withHealth(feed, chosen);
}

export async function withHealth(
  feed: Pick<Feed, "sources" | "health">,
  sources: readonly Source[],
): Promise<SourceAndHealth[]> {
  const records = await feed.health.getMany(sources.map(({ id }) => id));
  const now = new Date();
  return Promise.all(
    sources.map(async (source) => {
      const { lastRun, unchanged } = await runHistory(feed.sources, source.id);
      const record = records.get(source.id);
      if (!record) throw new Error(`The store left out ${source.id}.`);
      return { source, health: healthView(source, lastRun, { ...record, unchanged }, now) };
    }),
  );
}

const labelled = ({ id, sandbox }: Source): string => (sandbox ? `${id} (sandbox)` : id);

function shown(all: readonly SourceAndHealth[], alone: boolean): void {
  print(
    table(
      ["source", "health", "since", "last test"],
      all.map(({ source, health }) => [
        labelled(source),
        health.state,
        health.since,
        health.lastTest ? `${health.lastTest.outcome} ${health.lastTest.at}` : "never",
      ]),
    ),
  );
  for (const { source, health } of all) {
    if (alone || (health.state !== "HEALTHY" && health.state !== "DISABLED"))
      print(`${source.id}: ${health.reason}`);
    if (alone && health.lastTest) print(`${source.id}: its last test: ${health.lastTest.message}`);
  }
}
