/** What follows the tables' streams: the push of changes, the read model, the push of runs. */
import { Duration } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import type { Api } from "./api.ts";
import type { Archive } from "./archive.ts";
import { OFFERS_PREFIX } from "./archive.ts";
import type { Database } from "./database.ts";
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
}

/** How one function follows one stream. */
interface Following {
  readonly table: ITable;
  /** Which sort keys it wants: the rest never invokes it. */
  readonly sortKey: readonly unknown[];
  readonly batchSize: number;
  readonly maxBatchingWindow: Duration;
  readonly retryAttempts: number;
  readonly maxRecordAge: Duration;
}

export class Streams extends Construct {
  readonly publishChanges: FeedFunction;
  readonly projectOffers: FeedFunction;
  readonly publishRuns: FeedFunction;
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

    this.failures = [
      this.follow(this.publishChanges, {
        table: tables.offers,
        sortKey: FilterRule.beginsWith("V#"),
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        retryAttempts: 5,
        maxRecordAge: Duration.hours(6),
      }),
      this.follow(this.projectOffers, {
        table: tables.offers,
        sortKey: FilterRule.isEqual("CURRENT"),
        batchSize: 200,
        // No window: what a reader sees should not be older than it must be.
        maxBatchingWindow: Duration.seconds(0),
        retryAttempts: 10,
        maxRecordAge: Duration.hours(12),
      }),
      this.follow(this.publishRuns, {
        table: tables.sources,
        sortKey: FilterRule.beginsWith("RUN#"),
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        retryAttempts: 5,
        maxRecordAge: Duration.hours(1),
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
        filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: following.sortKey } } } })],
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
