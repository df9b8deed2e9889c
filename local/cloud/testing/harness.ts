/** Starts clouds in directories of their own, and reads what the test functions saw. */
import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startLocalCloud } from "../cloud.ts";
import type { LocalCloud, LocalCloudOptions } from "../cloud.ts";
import type { LogEvent } from "../log.ts";
import { testTemplate } from "./template.ts";
import type { TestStackOptions } from "./template.ts";

export const projectRoot = fileURLToPath(new URL("../../..", import.meta.url));

export interface TestCloud extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly dataDir: string;
  readonly events: LogEvent[];
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  /** Stops and starts again on the same data. */
  restart(stack?: TestStackOptions): Promise<TestCloud>;
}

/** Short timings, so that a test waits for behaviour and not for AWS's patience. */
const QUICK = { asyncRetryDelaysMs: [20], streamRetryDelayMs: 20, redeliverySeconds: 0, graceMs: 2000 };

export async function startTestCloud(
  stack: TestStackOptions = {},
  options: Partial<LocalCloudOptions> = {},
): Promise<TestCloud> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "local-cloud-")));
  const events: LogEvent[] = [];
  const cloud = await startLocalCloud({
    template: testTemplate(stack),
    projectRoot,
    timing: QUICK,
    log: (event) => events.push(event),
    ...options,
    dataDir,
  });
  const { dynamodb, sqs } = clientsOf(cloud);
  return {
    cloud,
    dataDir,
    events,
    dynamodb,
    sqs,
    async restart(changed = stack) {
      await cloud.stop();
      return startTestCloud(changed, { ...options, dataDir });
    },
    async [Symbol.asyncDispose]() {
      dynamodb.destroy();
      sqs.destroy();
      await cloud.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Settings of an SDK client for one of the cloud's services. */
export function clientConfig(cloud: LocalCloud, service: string) {
  return {
    region: cloud.env["AWS_REGION"] ?? "",
    endpoint: cloud.env[`AWS_ENDPOINT_URL_${service}`] ?? "",
    credentials: {
      accessKeyId: cloud.env["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: cloud.env["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
  };
}

function clientsOf(cloud: LocalCloud): { dynamodb: DynamoDBClient; sqs: SQSClient } {
  return {
    dynamodb: new DynamoDBClient(clientConfig(cloud, "DYNAMODB")),
    sqs: new SQSClient(clientConfig(cloud, "SQS")),
  };
}

export type Seen = Record<string, AttributeValue>;

/** What a consumer wrote into the Seen table, by sort key: for streams the order of the sequence numbers. */
export async function seenBy({ cloud, dynamodb }: TestCloud, consumer: string): Promise<Seen[]> {
  const TableName = cloud.resources.get("Seen")?.ref;
  const found: Seen[] = [];
  let ExclusiveStartKey: Seen | undefined;
  do {
    const page = await dynamodb.send(new ScanCommand({ TableName, ExclusiveStartKey }));
    found.push(...(page.Items ?? []).filter((item) => item["pk"]?.S === consumer));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found.sort((a, b) => (a["sk"]?.S ?? "").localeCompare(b["sk"]?.S ?? ""));
}

/** Writes an item into the streamed table. */
export async function putItem(
  { dynamodb }: TestCloud,
  pk: string,
  sk: string,
  poison?: string,
): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({
      TableName: "test-items",
      Item: { pk: { S: pk }, sk: { S: sk }, ...(poison !== undefined && { poison: { S: poison } }) },
    }),
  );
}

/** Bodies of the messages in a queue, up to ten, parsed. */
export async function messagesIn(
  { cloud, sqs }: TestCloud,
  logicalId: string,
): Promise<Record<string, unknown>[]> {
  const QueueUrl = cloud.resources.get(logicalId)?.ref;
  const answer = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      VisibilityTimeout: 0,
    }),
  );
  return (answer.Messages ?? []).map((message) => JSON.parse(message.Body ?? "null"));
}

export async function countIn({ cloud, sqs }: TestCloud, logicalId: string): Promise<number> {
  const QueueUrl = cloud.resources.get(logicalId)?.ref;
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(answer.Attributes?.["ApproximateNumberOfMessages"]);
}

/** Waits until `condition` holds; fails with what it says otherwise. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await condition());) {
    if (Date.now() > deadline) throw new Error(`Never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
