import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { networkIds } from "./networks.ts";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

const PROJECT_ROOT = join(import.meta.dirname, "..");

const DATABASE = ["DATABASE_HOST", "DATABASE_PORT", "DATABASE_NAME", "DATABASE_USER"];
const FETCH = ["OFFERS_TABLE", "SOURCES_TABLE", "OFFERS_QUEUE_URL", "ARCHIVE_BUCKET", "SECRET_PREFIX"];

/** What each function is told by its environment. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(networkIds.map((id) => [`fetch-${id}`, FETCH])),
  "upsert-offers": ["OFFERS_TABLE", "SOURCES_TABLE", "OFFERS_DLQ_URL", "OFFERS_MAX_RECEIVES"],
  "publish-changes": ["ARCHIVE_BUCKET", "EVENT_BUS_NAME", "GRAPHQL_URL"],
  "project-offers": DATABASE,
  "publish-runs": ["GRAPHQL_URL", "EVENT_BUS_NAME"],
  "expire-offers": ["OFFERS_TABLE"],
  "continue-runs": ["FETCH_FUNCTION_ARN_PREFIX"],
  "sweep-runs": ["FETCH_FUNCTION_ARN_PREFIX", "SOURCES_TABLE"],
  "check-sources": ["SOURCES_TABLE", "FETCH_FUNCTION_ARN_PREFIX", "EVENT_BUS_NAME", "ALARM_TOPIC_ARN"],
  "deliver-webhooks": ["GRAPHQL_URL", "WEBHOOKS_TABLE", "WEBHOOK_SECRET_PREFIX"],
  "read-api": ["OFFERS_TABLE", "SOURCES_TABLE", "ARCHIVE_BUCKET", ...DATABASE],
  authorize: ["ACCESS_TABLE", "OIDC_ISSUERS"],
  "rest-api": ["GRAPHQL_URL", "SCHEMA_FILE"],
  "control-api": [
    "ACCESS_TABLE",
    "OFFERS_TABLE",
    "SOURCES_TABLE",
    "ARCHIVE_BUCKET",
    "SECRET_PREFIX",
    "SCHEDULE_GROUP",
    "SCHEDULE_ROLE_ARN",
    "FETCH_FUNCTION_ARN_PREFIX",
    "CHECK_FUNCTION_ARN",
    "DELIVER_FUNCTION_ARN",
    "WEBHOOKS_TABLE",
    "WEBHOOK_SECRET_PREFIX",
  ],
};

/** What every function is told. */
const COMMON = ["POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "NODE_OPTIONS"];

const entryOf = (name: string): string =>
  name.startsWith("fetch-") ? `functions/fetch/${name.slice("fetch-".length)}.ts` : `functions/${name}.ts`;

let stack: SynthesizedTemplate;

beforeAll(async () => {
  stack = await synthesized();
});

describe("every function", () => {
  test("is one that the stack means to have", () => {
    const names = stack
      .ofType("AWS::Lambda::Function")
      .filter(([, { Metadata }]) => "offerfeed:entry" in Metadata)
      .map(([, { Properties }]) => Properties["FunctionName"]);
    expect(names.toSorted()).toEqual(
      Object.keys(VARIABLES)
        .map((name) => `offerfeed-test-${name}`)
        .toSorted(),
    );
  });

  test.each(Object.keys(VARIABLES))("%s is told what it needs and no more", (name) => {
    const { properties } = stack.fn(name);
    const { Variables } = properties["Environment"] as { Variables: Record<string, unknown> };
    const inDatabase = VARIABLES[name]?.includes("DATABASE_HOST") ? ["NODE_EXTRA_CA_CERTS"] : [];
    expect(Object.keys(Variables).toSorted()).toEqual(
      [...(VARIABLES[name] ?? []), ...COMMON, ...inDatabase].toSorted(),
    );
    expect(Variables["POWERTOOLS_SERVICE_NAME"]).toBe(name);
  });

  test.each(Object.keys(VARIABLES))("%s names the source it is made of, and that exists", (name) => {
    const resource = stack.resources[stack.fn(name).id];
    expect(resource?.Metadata["offerfeed:entry"]).toBe(entryOf(name));
    expect(existsSync(join(PROJECT_ROOT, entryOf(name)))).toBe(true);
  });

  test.each(Object.keys(VARIABLES))(
    "%s runs on Node 24 on arm64, traced, with a log that ends after a month",
    (name) => {
      const { properties } = stack.fn(name);
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogFormat: "JSON" },
      });
      expect(stack).toHaveProperties("AWS::Logs::LogGroup", {
        LogGroupName: `/aws/lambda/offerfeed-test-${name}`,
        RetentionInDays: 30,
      });
    },
  );
});

describe("a fetch function", () => {
  test.each(networkIds)(
    "of %s has 15 minutes, may continue itself, and is never retried by Lambda",
    (network) => {
      const { id, properties } = stack.fn(`fetch-${network}`);
      expect(properties).toMatchObject({ Timeout: 900, RecursiveLoop: "Allow" });
      const { id: failures } = stack.named("AWS::SQS::Queue", "QueueName", "offerfeed-test-fetch-failures");
      expect(stack).toHaveProperties("AWS::Lambda::EventInvokeConfig", {
        FunctionName: { Ref: id },
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": [failures, "Arn"] } } },
      });
    },
  );

  test("is found by the network's id behind the prefix that the control API is told", () => {
    const { properties } = stack.fn("control-api");
    expect(properties).toMatchObject({
      Environment: {
        Variables: {
          FETCH_FUNCTION_ARN_PREFIX: {
            "Fn::Join": [
              "",
              [
                "arn:",
                { Ref: "AWS::Partition" },
                ":lambda:",
                { Ref: "AWS::Region" },
                ":",
                { Ref: "AWS::AccountId" },
                ":function:offerfeed-test-fetch-",
              ],
            ],
          },
        },
      },
    });
  });
});

describe("what feeds the functions", () => {
  test("upsert-offers takes batches of 20, ten at a time, and gives back only what failed", () => {
    const { id: queue } = stack.named("AWS::SQS::Queue", "QueueName", "offerfeed-test-offers");
    expect(stack).toHaveProperties("AWS::Lambda::EventSourceMapping", {
      FunctionName: { Ref: stack.fn("upsert-offers").id },
      EventSourceArn: { "Fn::GetAtt": [queue, "Arn"] },
      BatchSize: 20,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  /** Neither deletions, which have no image, nor what was restored from the archive. */
  const image = { version: { N: [{ exists: true }] }, restored: { BOOL: [{ exists: false }] } };
  const followers = [
    { name: "publish-changes", table: "offers", sortKey: [{ prefix: "V#" }], image, retries: 5, age: 21_600 },
    { name: "project-offers", table: "offers", sortKey: ["CURRENT"], image, retries: 10, age: 43_200 },
    { name: "publish-runs", table: "sources", sortKey: [{ prefix: "RUN#" }], retries: 5, age: 3_600 },
    {
      name: "continue-runs",
      table: "sources",
      sortKey: [{ prefix: "RUN#" }],
      image: { nextLeg: { N: [{ exists: true }] } },
      retries: 5,
      age: 600,
    },
  ];

  test.each(followers)(
    "$name follows the $table table's stream: filtered, bisecting, giving up into a queue of its own",
    ({ name, table, sortKey, image, retries, age }) => {
      const { id: tableId } = stack.named(
        "AWS::DynamoDB::GlobalTable",
        "TableName",
        `offerfeed-test-${table}`,
      );
      const { id: failures } = stack.named("AWS::SQS::Queue", "QueueName", `offerfeed-test-${name}-failures`);
      expect(stack).toHaveProperties("AWS::Lambda::EventSourceMapping", {
        FunctionName: { Ref: stack.fn(name).id },
        EventSourceArn: { "Fn::GetAtt": [tableId, "StreamArn"] },
        StartingPosition: "TRIM_HORIZON",
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({
                dynamodb: { Keys: { sk: { S: sortKey } }, ...(image && { NewImage: image }) },
              }),
            },
          ],
        },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: retries,
        MaximumRecordAgeInSeconds: age,
        ParallelizationFactor: 1,
        DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": [failures, "Arn"] } } },
      });
    },
  );

  test("a stream has at most two readers, as many as DynamoDB serves without throttling", () => {
    const streams = stack
      .ofType("AWS::Lambda::EventSourceMapping")
      .map(([, { Properties }]) => JSON.stringify(Properties["EventSourceArn"]))
      .filter((arn) => arn.includes("StreamArn"));
    const readers = Object.values(Object.groupBy(streams, (arn) => arn)).map((same) => same?.length);
    expect(readers).toEqual([2, 2]);
  });

  test("nothing else is mapped", () => {
    expect(stack.ofType("AWS::Lambda::EventSourceMapping")).toHaveLength(1 + followers.length);
  });
});
