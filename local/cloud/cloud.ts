/** The local cloud: runs exactly what a synthesized CloudFormation template describes, in one process tree. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { availableParallelism } from "node:os";
import { awsEnvironment } from "./aws-environment.ts";
import { deploy } from "./deploy.ts";
import { checkDestination } from "./destinations.ts";
import { startExpiry } from "./engines/expiry.ts";
import { freePort } from "./engines/free-port.ts";
import { startEngines } from "./engines/start.ts";
import { StreamLog } from "./engines/stream-log.ts";
import { startRules } from "./endpoints/rules.ts";
import { CloudError } from "./errors.ts";
import { pendingWork, untilIdle, untilQuiet } from "./idle.ts";
import { localCredentials, sealingKey } from "./keys.ts";
import { LambdaFunction } from "./lambda/function.ts";
import { TIMING } from "./local-cloud.ts";
import type { FunctionDescription, LocalCloud, LocalCloudOptions } from "./local-cloud.ts";
import { functionLogs } from "./log.ts";
import type { DeployTargets } from "./makers.ts";
import { startMappings } from "./mappings/start.ts";
import { startServices } from "./services.ts";
import { openState } from "./state.ts";
import { LOCAL_ACCOUNT, functionNameOf } from "./template/names.ts";
import { DEFAULT_ASYNC_CONFIG } from "./template/properties.ts";
import { rolesOf } from "./template/roles.ts";
import { parseTemplate } from "./template/template.ts";

export type { FunctionDescription, LocalCloud, LocalCloudOptions, Timing } from "./local-cloud.ts";

/**
 * Starts the engines, makes the template's resources and runs them.
 * @throws UnsupportedResource, UnsupportedProperty, TemplateError before anything is started
 * @throws DataDirLocked when another process uses the data directory
 * @throws EngineFailed when an engine does not come up
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const began = performance.now();
  const template = parseTemplate(options.template);
  rolesOf(template);
  const { dataDir } = options;
  const timing = { ...TIMING, ...options.timing };
  const account = { id: LOCAL_ACCOUNT, region: options.region ?? "us-east-1", stackName: "local" };
  // Undone in reverse, here when the start fails and in `stop` otherwise.
  await using starting = new AsyncDisposableStack();

  const state = openState(dataDir);
  starting.defer(() => state.close());
  const { log, close } = functionLogs(dataDir, options.log ?? (() => undefined));
  starting.defer(close);
  const warn = (message: string): void => log({ type: "warning", message });
  const credentials = localCredentials(dataDir);
  const engines = await startEngines(starting, { ...options, region: account.region, credentials });
  const { dynoxide, queues, database } = engines;
  void dynoxide.failed.then(warn);
  const sqs = new SQSClient({ region: account.region, credentials, endpoint: queues.endpoint });
  const dynamodb = new DynamoDBClient({ region: account.region, credentials, endpoint: dynoxide.endpoint });
  starting.defer(() => {
    sqs.destroy();
    dynamodb.destroy();
  });

  const functions = new Map<string, LambdaFunction>();
  const functionNamed = (name: string): LambdaFunction | undefined => functions.get(functionNameOf(name));
  const asyncConfigs: DeployTargets["asyncConfigs"] = new Map();
  const services = await startServices(starting, {
    state,
    account,
    credentials,
    sealingKey: sealingKey(dataDir),
    log,
    sqs,
    queueUrl: (name) => queues.url(name),
    functionNamed,
    asyncConfigOf: (name) => asyncConfigs.get(name) ?? DEFAULT_ASYNC_CONFIG,
    asyncRetryDelaysMs: timing.asyncRetryDelaysMs,
  });
  const { asyncInvocations, scheduler, buses, topics, report } = services;

  const awsEnv = awsEnvironment(account.region, credentials, engines, services.endpoint);
  const graphqlUrl = `http://127.0.0.1:${options.graphqlPort ?? (await freePort())}/graphql`;
  const deployed = await deploy(template, {
    ...engines,
    ...services,
    account,
    dynamodb,
    asyncConfigs,
    graphqlUrl,
    projectRoot: options.projectRoot,
    awsEnv,
    extraEnv: options.env ?? {},
    concurrency: options.lambdaConcurrency ?? Math.max(2, availableParallelism()),
  });
  for (const spec of deployed.functions)
    functions.set(spec.name, new LambdaFunction(spec, log, timing.idleInstanceMs));
  startRules(buses, deployed.rules, {
    send: services.send,
    onFailure: (error) => warn(error instanceof Error ? error.message : String(error)),
  });
  for (const [name, config] of asyncConfigs) {
    checkDestination(config.onFailure, name);
    checkDestination(config.onSuccess, name);
  }

  const streams = new StreamLog(dynoxide.databaseFile, state);
  starting.defer(() => streams.close());
  starting.defer(startExpiry(dynamodb, deployed.expiring, warn));
  const mappings = startMappings({
    ...timing,
    mappings: deployed.mappings,
    tables: deployed.tables,
    functionNamed,
    streams,
    sqs,
    queueUrl: (name) => queues.url(name),
    region: account.region,
    log,
    deliver: report,
  });
  starting.defer(async () => {
    scheduler.stop();
    asyncInvocations.stop();
    const ended = mappings.stop();
    await untilQuiet(functions, timing.graceMs);
    await Promise.all([...functions.values()].map((lambda) => lambda.stop()));
    await ended;
  });
  asyncInvocations.resume();
  if (options.schedules ?? true) scheduler.start();

  const running = starting.move();
  const { queueNames } = mappings;
  const pending = (): string[] => pendingWork({ functions, asyncInvocations, queues, queueNames, streams });
  const described = deployed.functions.map(({ name, arn, entry, env }) => ({ name, arn, entry, env }));
  log({ type: "started", ms: Math.round(performance.now() - began), resources: template.resources.size });
  let stopped: Promise<void> | null = null;
  return {
    env: { ...awsEnv, DATABASE_URL: database.url },
    databaseUrl: database.url,
    graphqlUrl,
    outputs: deployed.outputs,
    resources: deployed.physical,
    functions: described,
    functionByEntry: (entry) => functionThat(described, entry, (one) => one.entry === entry),
    functionByName: (name) => functionThat(described, name, (one) => one.name === functionNameOf(name)),
    graphql: {
      schema: deployed.graphqlSchema,
      dataSources: deployed.dataSources,
      resolvers: deployed.resolvers,
    },
    events: buses,
    topics,
    pending,
    async invoke(name, payload) {
      const target = functionNamed(name);
      if (target === undefined) throw new CloudError(`The template has no function ${name}.`);
      return target.invoke(JSON.stringify(payload) ?? "null", "invoke");
    },
    idle: (limits) => untilIdle(pending, limits?.timeoutMs ?? Infinity),
    stop() {
      stopped ??= running.disposeAsync();
      return stopped;
    },
  };
}

function functionThat(
  functions: readonly FunctionDescription[],
  asked: string,
  matches: (one: FunctionDescription) => boolean,
): FunctionDescription {
  const found = functions.find(matches);
  if (found === undefined) throw new CloudError(`The template has no function ${asked}.`);
  return found;
}
