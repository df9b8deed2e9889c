/** The services without an engine of their own: buses, secrets, schedules, asynchronous invocations, and their endpoint. */
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DatabaseSync } from "node:sqlite";
import { deliver } from "./destinations.ts";
import { EventBuses, eventBridge } from "./endpoints/event-bridge.ts";
import { lambdaInvoke } from "./endpoints/lambda.ts";
import { schedulerApi } from "./endpoints/scheduler.ts";
import { SecretStore } from "./endpoints/secret-store.ts";
import { secretsManager } from "./endpoints/secrets.ts";
import { startEndpoints } from "./endpoints/server.ts";
import { sns, Topics } from "./endpoints/sns.ts";
import { stoppedWith } from "./engines/start.ts";
import { CloudError } from "./errors.ts";
import type { Credentials } from "./keys.ts";
import { AsyncInvocations } from "./lambda/async-invocations.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import type { Log } from "./log.ts";
import { Scheduler } from "./scheduler/scheduler.ts";
import { ScheduleStore } from "./scheduler/schedules.ts";
import { functionNameOf, lastArnPart } from "./template/names.ts";
import type { Account } from "./template/names.ts";
import type { AsyncConfig } from "./template/properties.ts";

export interface ServicesOptions {
  readonly state: DatabaseSync;
  readonly account: Account;
  readonly credentials: Credentials;
  readonly sealingKey: Buffer;
  readonly log: Log;
  readonly sqs: SQSClient;
  readonly queueUrl: (name: string) => string;
  readonly functionNamed: (nameOrArn: string) => LambdaFunction | undefined;
  readonly asyncConfigOf: (functionName: string) => AsyncConfig;
  readonly asyncRetryDelaysMs: readonly number[];
}

export interface Services {
  readonly buses: EventBuses;
  readonly topics: Topics;
  readonly secrets: SecretStore;
  readonly schedules: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly asyncInvocations: AsyncInvocations;
  /** Hands an event to a function or a queue. @throws CloudError for a target that is not in the template */
  readonly send: (target: string, input: string) => Promise<void>;
  /** Delivers a record to a destination's ARN. */
  readonly report: (arn: string, record: unknown) => Promise<void>;
  readonly endpoint: string;
}

/** @param stack takes the endpoint's stop */
export async function startServices(
  stack: AsyncDisposableStack,
  options: ServicesOptions,
): Promise<Services> {
  const { state, account, credentials, log, sqs, queueUrl, functionNamed } = options;
  const buses = new EventBuses(account.region, account.id);
  const topics = new Topics();
  topics.on("message", (message) => log({ type: "message", ...message }));
  const secrets = new SecretStore(state, options.sealingKey, account);
  const schedules = new ScheduleStore(state);
  const sendToQueue = async (name: string, MessageBody: string): Promise<void> => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(name), MessageBody }));
  };
  const report = (arn: string, record: unknown): Promise<void> =>
    deliver(
      {
        sendToQueue,
        invokeAsync: (name, payload) => void asyncInvocations.accept(name, payload),
        putEvent: (bus, event) => void buses.put(bus, event),
      },
      arn,
      record,
    );
  const asyncInvocations = new AsyncInvocations({
    state,
    log,
    functionNamed,
    configOf: options.asyncConfigOf,
    deliver: report,
    retryDelaysMs: options.asyncRetryDelaysMs,
  });
  const send = async (target: string, input: string): Promise<void> => {
    if (target.startsWith("arn:aws:sqs:")) return sendToQueue(lastArnPart(target), input);
    if (functionNamed(target) === undefined) throw new CloudError(`${target} is not in the template.`);
    asyncInvocations.accept(functionNameOf(target), input);
    return undefined;
  };
  const scheduler = new Scheduler({ store: schedules, log, account, fire: send });
  const answering = [
    lambdaInvoke({ functionNamed, asyncInvocations }),
    secretsManager(secrets),
    eventBridge(buses),
    sns(topics),
    schedulerApi({ store: schedules, scheduler, account }),
  ];
  const { url } = await stoppedWith(stack, startEndpoints(answering, credentials));
  return { buses, topics, secrets, schedules, scheduler, asyncInvocations, send, report, endpoint: url };
}
