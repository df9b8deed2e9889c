/** From the queue into the ledger, and what time does to it: offers that start and end, the sweep of runs that died. */
import { Duration } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { Fetching } from "./fetching.ts";
import { FeedFunction } from "./function.ts";
import { ownSchedule } from "./own-schedule.ts";
import { readDueOffers, writeOffers, writeSources } from "./permissions.ts";
import type { OffersQueue } from "./queues.ts";
import { OFFERS_MAX_RECEIVES } from "./queues.ts";
import type { Tables } from "./tables.ts";

export interface IngestProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly tables: Tables;
  readonly offersQueue: OffersQueue;
  readonly fetching: Fetching;
  /** How many upsert functions run at once. */
  readonly upsertConcurrency: number;
}

export const UPSERT_TIMEOUT = Duration.minutes(1);

export class Ingest extends Construct {
  readonly upsertOffers: FeedFunction;
  readonly sweepRuns: FeedFunction;
  readonly expireOffers: FeedFunction;
  readonly schedules: readonly Schedule[];

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    this.upsertOffers = this.upsert(props);
    this.sweepRuns = this.sweep(props);
    this.expireOffers = this.expire(props);
    this.schedules = [
      ownSchedule(this, "Sweep", {
        every: Duration.minutes(5),
        fn: this.sweepRuns,
        description: "Resumes sync runs whose function died, or ends them",
      }),
      ownSchedule(this, "Expire", {
        every: Duration.minutes(1),
        fn: this.expireOffers,
        description: "Starts and expires offers whose dates have come",
      }),
    ];
  }

  private upsert({ prefix, tables, offersQueue, upsertConcurrency }: IngestProps): FeedFunction {
    const fn = new FeedFunction(this, "UpsertOffers", {
      prefix,
      name: "upsert-offers",
      entry: "functions/upsert-offers.ts",
      description: "Writes queued offers to the ledger, a version each",
      timeout: UPSERT_TIMEOUT,
      memorySize: 1024,
      environment: {
        OFFERS_TABLE: tables.offers.tableName,
        SOURCES_TABLE: tables.sources.tableName,
        OFFERS_DLQ_URL: offersQueue.deadLetters.queueUrl,
        OFFERS_MAX_RECEIVES: String(OFFERS_MAX_RECEIVES),
      },
    });
    fn.addEventSource(
      new SqsEventSource(offersQueue.queue, {
        // 200 KB a message and 6 MB an invocation: 20 fit with room to spare.
        batchSize: 20,
        maxBatchingWindow: Duration.seconds(1),
        maxConcurrency: upsertConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    writeOffers(fn, tables);
    writeSources(fn, tables);
    // A message that can never be written goes there at once, with the reason.
    fn.allow(["sqs:SendMessage"], [offersQueue.deadLetters.queueArn]);
    return fn;
  }

  private sweep({ prefix, tables, fetching }: IngestProps): FeedFunction {
    const fn = new FeedFunction(this, "SweepRuns", {
      prefix,
      name: "sweep-runs",
      entry: "functions/sweep-runs.ts",
      description: "Resumes sync runs whose function died, or ends them",
      timeout: Duration.minutes(1),
      memorySize: 512,
      retryAttempts: 0,
      environment: {
        SOURCES_TABLE: tables.sources.tableName,
        FETCH_FUNCTION_ARN_PREFIX: fetching.functionArnPrefix,
      },
    });
    writeSources(fn, tables);
    fn.allow(
      ["lambda:InvokeFunction"],
      fetching.functions.map((each) => each.functionArn),
    );
    return fn;
  }

  private expire({ prefix, tables }: IngestProps): FeedFunction {
    const fn = new FeedFunction(this, "ExpireOffers", {
      prefix,
      name: "expire-offers",
      entry: "functions/expire-offers.ts",
      description: "Starts and expires offers whose dates have come, a version each",
      timeout: Duration.minutes(1),
      memorySize: 512,
      retryAttempts: 0,
      environment: { OFFERS_TABLE: tables.offers.tableName },
    });
    writeOffers(fn, tables);
    readDueOffers(fn, tables);
    return fn;
  }
}
