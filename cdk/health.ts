/** The watch over sources: tests each of them once a day, judges all of them every hour, and tells of what changed. */
import { Duration } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { Fetching } from "./fetching.ts";
import { FeedFunction } from "./function.ts";
import { ownSchedule } from "./own-schedule.ts";
import { readSources, writeHealth } from "./permissions.ts";
import type { Tables } from "./tables.ts";

export interface HealthProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly tables: Tables;
  readonly fetching: Fetching;
  readonly bus: IEventBus;
  /** Who is told of a source whose health changed. */
  readonly topic: ITopic;
}

export class Health extends Construct {
  readonly checkSources: FeedFunction;
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: HealthProps) {
    super(scope, id);
    const { prefix, tables, fetching, bus, topic } = props;
    this.checkSources = new FeedFunction(this, "CheckSources", {
      prefix,
      name: "check-sources",
      entry: "functions/check-sources.ts",
      description: "Has every source tested once a day, judges their health, and tells of changes",
      // Tests wait for networks; what is not tested in time is tested by the next check.
      timeout: Duration.minutes(15),
      memorySize: 512,
      retryAttempts: 0,
      environment: {
        SOURCES_TABLE: tables.sources.tableName,
        FETCH_FUNCTION_ARN_PREFIX: fetching.functionArnPrefix,
        EVENT_BUS_NAME: bus.eventBusName,
        ALARM_TOPIC_ARN: topic.topicArn,
      },
    });
    readSources(this.checkSources, tables);
    writeHealth(this.checkSources, tables);
    this.checkSources.allow(
      ["lambda:InvokeFunction"],
      fetching.functions.map((fetch) => fetch.functionArn),
    );
    this.checkSources.allow(["events:PutEvents"], [bus.eventBusArn]);
    this.checkSources.allow(["sns:Publish"], [topic.topicArn]);
    this.schedule = ownSchedule(this, "Check", {
      every: Duration.hours(1),
      fn: this.checkSources,
      description: "Checks the health of every source; each is tested once a day",
    });
  }
}
