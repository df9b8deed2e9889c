/** What follows the tables' streams: the push of changes, the read model, the push of runs. */
import { Duration } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { PUBLISHED_WITHIN_HOURS } from "../shared/publish/lateness.ts";
import type { Api } from "./api.ts";
import type { Archive } from "./archive.ts";
import { OFFERS_PREFIX } from "./archive.ts";
import type { Database } from "./database.ts";
import type { Fetching } from "./fetching.ts";
import { FeedFunction } from "./function.ts";
import { FailureQueue } from "./queues.ts";
import type { Tables } from "./tables.ts";

export interface StreamsProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly tables: Tables;
  readonly archive: Archive;
  readonly bus: IEventBus;
  readonly database: Database;
  readonly api: Api;
  readonly fetching: Fetching;
}

const sortKey = (rule: readonly unknown[]): Readonly<Record<string, unknown>> => ({
  Keys: { sk: { S: rule } },
});

/**
 * What is news of the ledger: an image written under such a key. Neither what is deleted, as old versions leave for the
 * archive, nor what was put back from there, which carries the mark `restored`.
 */
const newOffers = (rule: readonly unknown[]): Readonly<Record<string, unknown>> => ({
  ...sortKey(rule),
  NewImage: { version: { N: FilterRule.exists() }, restored: { BOOL: FilterRule.notExists() } },
});

/** How one function follows one stream. */
interface Following {
  readonly table: ITable;
  /** Which records it wants, by their `dynamodb` part: the rest never invokes it. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly batchSize: number;
  readonly maxBatchingWindow: Duration;
  readonly retryAttempts: number;
  readonly maxRecordAge: Duration;
}

export class Streams extends Construct {
  readonly publishChanges: FeedFunction;
  readonly projectOffers: FeedFunction;
  readonly publishRuns: FeedFunction;
  readonly continueRuns: FeedFunction;
  readonly failures: readonly FailureQueue[];

  constructor(scope: Construct, id: string, props: StreamsProps) {
    super(scope, id);
    const { prefix, tables, archive, bus, api } = props;

    this.publishChanges = new FeedFunction(this, "PublishChanges", {
      prefix,
      name: "publish-changes",
      entry: "functions/publish-changes.ts",
      description: "Archives new versions and announces them on the bus and to subscribers",
      timeout: Duration.minutes(1),
      memorySize: 512,
      environment: {
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        EVENT_BUS_NAME: bus.eventBusName,
        GRAPHQL_URL: api.url,
      },
    });
    archive.allow(this.publishChanges, "s3:PutObject", OFFERS_PREFIX);
    this.publishChanges.allow(["events:PutEvents"], [bus.eventBusArn]);
    api.allowPublishing(this.publishChanges, "publishOfferChange");

    this.projectOffers = new FeedFunction(this, "ProjectOffers", {
      prefix,
      name: "project-offers",
      entry: "functions/project-offers.ts",
      description: "Projects current offers into the read model",
      // A paused database takes up to half a minute to wake.
      timeout: Duration.minutes(2),
      memorySize: 1024,
      vpc: props.database.vpc,
      environment: props.database.environment,
    });
    props.database.allowConnections(this.projectOffers);

    this.publishRuns = new FeedFunction(this, "PublishRuns", {
      prefix,
      name: "publish-runs",
      entry: "functions/publish-runs.ts",
      description: "Announces the progress of sync runs to subscribers and on the bus",
      timeout: Duration.seconds(30),
      memorySize: 512,
      environment: { GRAPHQL_URL: api.url, EVENT_BUS_NAME: bus.eventBusName },
    });
    this.publishRuns.allow(["events:PutEvents"], [bus.eventBusArn]);
    api.allowPublishing(this.publishRuns, "publishSyncRun");

    this.continueRuns = new FeedFunction(this, "ContinueRuns", {
      prefix,
      name: "continue-runs",
      entry: "functions/continue-runs.ts",
      description: "Starts the next leg of sync runs that outlive a function",
      timeout: Duration.seconds(30),
      memorySize: 256,
      continuesItself: true,
      environment: { FETCH_FUNCTION_ARN_PREFIX: props.fetching.functionArnPrefix },
    });
    this.continueRuns.allow(
      ["lambda:InvokeFunction"],
      props.fetching.functions.map((each) => each.functionArn),
    );

    this.failures = [
      this.follow(this.publishChanges, {
        table: tables.offers,
        filter: newOffers(FilterRule.beginsWith("V#")),
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        retryAttempts: 5,
        maxRecordAge: Duration.hours(PUBLISHED_WITHIN_HOURS),
      }),
      this.follow(this.projectOffers, {
        table: tables.offers,
        filter: newOffers(FilterRule.isEqual("CURRENT")),
        batchSize: 200,
        // No window: what a reader sees should not be older than it must be.
        maxBatchingWindow: Duration.seconds(0),
        retryAttempts: 10,
        maxRecordAge: Duration.hours(12),
      }),
      this.follow(this.publishRuns, {
        table: tables.sources,
        filter: sortKey(FilterRule.beginsWith("RUN#")),
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        retryAttempts: 5,
        maxRecordAge: Duration.hours(1),
      }),
      this.follow(this.continueRuns, {
        table: tables.sources,
        // Set while a run waits for its next leg, and at no other time.
        filter: {
          ...sortKey(FilterRule.beginsWith("RUN#")),
          NewImage: { nextLeg: { N: FilterRule.exists() } },
        },
        batchSize: 10,
        maxBatchingWindow: Duration.seconds(0),
        retryAttempts: 5,
        // Later than that, the sweep has resumed it.
        maxRecordAge: Duration.minutes(10),
      }),
    ];
  }

  /** Subscribes a function to a stream. What it cannot process ends in its own queue and blocks nothing. */
  private follow(fn: FeedFunction, following: Following): FailureQueue {
    const failures = new FailureQueue(this, `${fn.node.id}Failures`, {
      queueName: `${fn.fullName}-failures`,
    });
    fn.addEventSource(
      new DynamoEventSource(following.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        filters: [FilterCriteria.filter({ dynamodb: following.filter })],
        batchSize: following.batchSize,
        maxBatchingWindow: following.maxBatchingWindow,
        // One reader a shard: the order of an offer's versions is kept, and a reader is a database connection.
        parallelizationFactor: 1,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: following.retryAttempts,
        maxRecordAge: following.maxRecordAge,
        onFailure: new SqsDlq(failures),
      }),
    );
    return failures;
  }
}
