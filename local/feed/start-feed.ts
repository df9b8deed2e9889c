/** The whole feed in this process: the local cloud, the sandboxes, the GraphQL server, and the domain on top of them. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../../shared/control/outcome.ts";
import { migrate } from "../../shared/readmodel/database.ts";
import { sweepRuns } from "../../shared/sync/sweep.ts";
import { type Feed, type FeedEnvironment, openFeed } from "../cli/feed.ts";
import { type LocalCloud, startLocalCloud } from "../cloud/cloud.ts";
import type { Log, LogEvent } from "../cloud/log.ts";
import { networkSandboxes } from "../sandboxes/registry.ts";
import { startAllSandboxes } from "../sandboxes/start.ts";
import type { Sandboxes } from "../../shared/sandbox/server.ts";
import { type Exposure, startApi } from "./api.ts";
import { type LocalIssuer, localIssuer } from "./issuer.ts";
import { localTemplate, PROJECT_ROOT, withTimeouts } from "./local-template.ts";
import { startStatusServer } from "./status-server.ts";

export interface FeedOptions {
  readonly dataDir: string;
  /** Port of the GraphQL API; 0 for any. */
  readonly port: number;
  /** Whether schedules fire. A command on a feed of its own does what it was asked and nothing else. */
  readonly schedules: boolean;
  /** Whether the sandbox sources are added. Default true. */
  readonly sandboxes?: boolean;
  /** Multiplies the sandboxes' item counts. Default 1. */
  readonly sandboxScale?: number;
  /** Whether runs that an earlier process left are taken up. Default true. A command that only looks leaves them be. */
  readonly resume?: boolean;
  /** Seconds that functions may run, by name, where that is not what the template gives them. */
  readonly functionTimeouts?: Readonly<Record<string, number>>;
  /** Days that a version stays in the ledger after the next one was made. Default: what cdk.json says, else for ever. */
  readonly ledgerDays?: number;
  /** How the API meets its callers: pages of other origins, how often they may ask, and so on. */
  readonly exposure?: Exposure;
  /** Told of what goes wrong in the background. */
  readonly onTrouble?: (message: string) => void;
  /** Told of everything that the local cloud says. */
  readonly log?: Log;
  /** Further variables for every function. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartedFeed {
  readonly feed: Feed;
  readonly cloud: LocalCloud;
  readonly sandboxes: Sandboxes;
  readonly graphqlUrl: string;
  /** Where another process asks whether anything is under way. */
  readonly statusUrl: string;
  readonly environment: FeedEnvironment;
  /** Issues tokens that the API takes. */
  readonly issuer: LocalIssuer;
  /** Resolves when queue, streams and functions have nothing left to do. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws CloudError and its kinds when the data directory is in use or an engine does not come up */
export async function startFeed(options: FeedOptions): Promise<StartedFeed> {
  await mkdir(options.dataDir, { recursive: true });
  const trouble = options.onTrouble ?? (() => undefined);
  await using starting = new AsyncDisposableStack();
  const context = options.ledgerDays === undefined ? {} : { ledgerDays: options.ledgerDays };
  const template = withTimeouts(
    await localTemplate(options.dataDir, context),
    options.functionTimeouts ?? {},
  );
  const sandboxes = await startAllSandboxes({ scale: options.sandboxScale ?? 1 });
  starting.defer(() => sandboxes.close());
  const cloud = await startLocalCloud({
    template,
    dataDir: join(options.dataDir, "cloud"),
    projectRoot: PROJECT_ROOT,
    env: { SANDBOX_ORIGIN: sandboxes.origin, ...handedOn(), ...options.env },
    schedules: options.schedules,
    ...(options.port === 0 ? {} : { graphqlPort: options.port }),
    ...(process.env["DATABASE_URL"] ? { databaseUrl: process.env["DATABASE_URL"] } : {}),
    log(event) {
      options.log?.(event);
      tell(event, trouble);
    },
  });
  starting.defer(() => cloud.stop());
  const environment = {
    // What admins do, and what becomes of the archive: between them, all that the command line works with.
    ...cloud.functionByEntry("functions/publish-changes.ts").env,
    ...cloud.functionByEntry("functions/control-api.ts").env,
    ...cloud.env,
  };
  const feed = openFeed(environment);
  starting.defer(() => feed.close());
  await migrate(feed.database);
  // This process holds the data directory: no function of an earlier one can be running any more.
  if (options.resume ?? true) {
    const { sources, runs, control } = feed;
    const startRun = control.startRun.bind(control);
    await sweepRuns({ sources, runs, startRun }, new Date(), true);
  }
  const issuer = await localIssuer(options.dataDir);
  const port = Number(new URL(cloud.graphqlUrl).port);
  const tellError = (error: unknown): void =>
    trouble(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const api = await startApi(feed, environment, issuer, port, tellError, options.exposure);
  starting.defer(() => api.stop());
  const status = await startStatusServer(() => cloud.pending());
  starting.defer(() => status.stop());
  if (options.sandboxes ?? true) await addSandboxSources(feed);
  const running = starting.move();
  return {
    feed,
    cloud,
    sandboxes,
    graphqlUrl: api.url,
    statusUrl: status.url,
    environment,
    issuer,
    idle: () => cloud.idle(),
    stop: () => running.disposeAsync(),
  };
}

/** A webhook of a local feed may lead to whatever is being developed beside it. */
const THIS_MACHINE = "127.0.0.1,localhost,[::1]";

/** What the operator says to the functions by this process's environment. */
function handedOn(): Record<string, string> {
  const names = ["NETWORK_ORIGIN_OVERRIDE", "OFFERFEED_ALLOWED_HOSTS", "OFFERFEED_WEBHOOK_HOSTS"];
  const given = names.map((name) => [name, process.env[name] ?? ""] as const);
  return {
    OFFERFEED_WEBHOOK_HOSTS: THIS_MACHINE,
    ...Object.fromEntries(given.filter(([, value]) => value !== "")),
  };
}

function tell(event: LogEvent, trouble: (message: string) => void): void {
  if (event.type === "message") trouble(`${event.subject ?? event.topic}\n${event.message}`);
  if (event.type === "warning") trouble(event.message);
  if (event.type === "discarded") trouble(`${event.from}: ${event.reason}`);
  if (event.type === "invocation" && event.error !== null) trouble(`${event.functionName}: ${event.error}`);
}

/** Sandboxes are ours: what is refused of them is a mistake of theirs, and not one to start without. */
function expectDone(outcome: Outcome<unknown>, sourceId: string): void {
  if (!outcome.ok) throw new Error(`The sandbox source ${sourceId} was refused: ${outcome.error.message}`);
}

/** A source that the user removed comes back at the next start only if they ask for sandboxes again. */
async function addSandboxSources(feed: Feed): Promise<void> {
  const known = new Set((await feed.sources.list()).map(({ id }) => id));
  if (known.size > 0) return;
  for (const { credentials, ...source } of networkSandboxes.flatMap(({ sources }) => sources)) {
    expectDone(await feed.control.addSource({ ...source, sandbox: true }), source.id);
    if (credentials) expectDone(await feed.control.setSourceCredentials(source.id, credentials), source.id);
  }
}
