/** `offers start`: the whole feed on this machine; with --once, one sync of everything and out. */
import { NO_SCHEDULE } from "../../shared/sources/schedule-expression.ts";
import type { Command } from "commander";
import { LEAST_DAYS } from "../../shared/archive/retention.ts";
import { startFeed, type StartedFeed } from "../feed/start-feed.ts";
import { addExposureOptions, exposureOf, type ExposureOptions } from "./exposure.ts";
import { expireNow, inWords } from "./expire.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { print, warn } from "./output.ts";
import { announceRunning, withdrawRunning } from "./running.ts";
import { syncSources } from "./sync.ts";

const DEFAULT_PORT = 4000;

interface StartOptions extends ExposureOptions {
  readonly once?: boolean;
  readonly port: number;
  readonly sandboxes: boolean;
  readonly ledgerDays?: number;
  readonly json?: boolean;
}

export function addStartCommand(program: Command): void {
  addExposureOptions(program.command("start"))
    .description("run the whole feed here: no AWS account, no Docker, no credentials")
    .option("--once", "sync every enabled source once, print what happened, and stop")
    .option("--port <port>", "port of the GraphQL API, 0 for any", wholeNumber(0, 65_535), DEFAULT_PORT)
    .option("--no-sandboxes", "without the sandbox sources")
    .option(
      "--ledger-days <days>",
      "move versions to the archive so many days after they were replaced (default: never)",
      wholeNumber(LEAST_DAYS, 36_500),
    )
    .option("--json", "with --once: the runs as JSON")
    .action(async (options: StartOptions, command: Command) => {
      const dataDir = dataDirOf(command);
      const exposure = await exposureOf(options);
      warn(`Starting the feed in ${dataDir} …`);
      const started = await startFeed({
        dataDir,
        port: options.once ? 0 : options.port,
        schedules: !options.once,
        sandboxes: options.sandboxes,
        exposure,
        ...(options.ledgerDays === undefined ? {} : { ledgerDays: options.ledgerDays }),
        onTrouble: warn,
      });
      const { statusUrl, environment } = started;
      await announceRunning(dataDir, { pid: process.pid, statusUrl, environment });
      try {
        if (options.once) await once(started, options.json ?? false);
        else await serve(started);
      } finally {
        await withdrawRunning(dataDir);
        await started.stop();
      }
    });
}

async function once(started: StartedFeed, json: boolean): Promise<void> {
  const succeeded = await syncSources(started.feed, [], { mode: "INCREMENTAL", json });
  await started.idle();
  // No schedule fires here: what ended while the feed was off, or during the sync, would stay as it is until the next time.
  const pass = await expireNow(started.feed);
  await started.idle();
  if (!json && pass.expired + pass.started + pass.conflicts > 0) print(inWords(pass));
  if (!succeeded) process.exitCode = 1;
}

const ADMIN_TOKEN_DAYS = 7;

/** For the person who started the feed; without one, callers may only read. */
const adminToken = ({ issuer }: StartedFeed): Promise<string> =>
  issuer.issue({ name: "local-admin", role: "ADMIN", seconds: ADMIN_TOKEN_DAYS * 86_400 });

async function serve(started: StartedFeed): Promise<void> {
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  print(`GraphQL: ${started.graphqlUrl} (in a browser: GraphiQL)`);
  print(`REST: ${started.graphqlUrl.replace(/\/graphql$/, "/api")}`);
  print(`Subscriptions (graphql-ws): ${started.graphqlUrl.replace(/^http/, "ws")}`);
  print(
    `Admin token (for ${ADMIN_TOKEN_DAYS} days; "offers token" issues others): ${await adminToken(started)}`,
  );
  for (const source of await started.feed.sources.list()) {
    const label = source.sandbox ? " (sandbox)" : "";
    print(`${source.id}${label}: ${source.networkId}, ${source.enabled ? source.schedule : "disabled"}`);
    if (!source.enabled || source.schedule === NO_SCHEDULE || source.lastRunId !== null) continue;
    // A source that was never synced shows its offers now and not at its schedule's first turn.
    const outcome = await started.feed.control.syncSource(source.id, "INCREMENTAL");
    if (!outcome.ok) warn(`${source.id}: ${outcome.error.message}`);
  }
  print("Stop with Ctrl-C.");
  const signal = await stopped;
  warn(`${signal}: stopping …`);
}
