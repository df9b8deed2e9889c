/** The whole feed in one stack: what there is, and what is wired to what. */
import type { StackProps } from "aws-cdk-lib";
import { CfnOutput, Stack, Tags } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { Access } from "./access.ts";
import { Alarms } from "./alarms.ts";
import type { GraphqlSource } from "./api.ts";
import { Api } from "./api.ts";
import { Archive } from "./archive.ts";
import { Database } from "./database.ts";
import { Fetching } from "./fetching.ts";
import { Firewall } from "./firewall.ts";
import { Health } from "./health.ts";
import { History } from "./history.ts";
import { Ingest, UPSERT_TIMEOUT } from "./ingest.ts";
import { networkIds } from "./networks.ts";
import { OffersQueue } from "./queues.ts";
import { Rest } from "./rest.ts";
import { Retention } from "./retention.ts";
import type { Settings } from "./settings.ts";
import { Streams } from "./streams.ts";
import { Tables } from "./tables.ts";
import { Webhooks } from "./webhooks.ts";

export interface OfferfeedStackProps extends StackProps {
  readonly settings: Settings;
  readonly graphql: GraphqlSource;
}

export class OfferfeedStack extends Stack {
  readonly alarms: Alarms;
  readonly firewall: Firewall | null;
  readonly outputs: readonly CfnOutput[];

  constructor(scope: Construct, id: string, props: OfferfeedStackProps) {
    super(scope, id, props);
    const { settings, graphql } = props;
    const prefix = `offerfeed-${settings.stage}-`;
    const secretPrefix = `offerfeed/${settings.stage}/sources/`;
    const { retainData } = settings;
    Tags.of(this).add("offerfeed:stage", settings.stage);

    const tables = new Tables(this, "Tables", { prefix, retainData });
    const offersQueue = new OffersQueue(this, "Queue", { prefix, consumerTimeout: UPSERT_TIMEOUT });
    const archive = new Archive(this, "Archive", { prefix, retainData });
    const history = new History(this, "History", { stage: settings.stage, prefix, archive, retainData });
    const bus = new EventBus(this, "Bus", {
      eventBusName: `offerfeed-${settings.stage}`,
      description: "OffersChanged and run events: add a rule to follow them",
    }) as IEventBus;
    const database = new Database(this, "Database", { prefix, settings });

    const fetching = new Fetching(this, "Fetch", {
      prefix,
      networkIds,
      tables,
      offersQueue: offersQueue.queue,
      archive,
      secretPrefix,
    });
    const ingest = new Ingest(this, "Ingest", {
      prefix,
      tables,
      offersQueue,
      fetching,
      upsertConcurrency: settings.upsertConcurrency,
    });
    this.alarms = new Alarms(this, "Alarms", { prefix, email: settings.alarmEmail });
    const health = new Health(this, "Health", { prefix, tables, fetching, bus, topic: this.alarms.topic });
    const access = new Access(this, "Access", { prefix, tables, settings });
    const api = new Api(this, "Api", {
      prefix,
      graphql,
      tables,
      archive,
      database,
      fetching,
      health,
      access,
      secretPrefix,
      introspection: settings.introspection,
    });
    this.firewall = settings.firewall
      ? new Firewall(this, "Firewall", { prefix, apiArn: api.arn, settings })
      : null;
    const rest = new Rest(this, "Rest", { prefix, graphqlUrl: api.url });
    const webhooks = new Webhooks(this, "Webhooks", {
      prefix,
      tables,
      bus,
      api,
      secretPrefix: `offerfeed/${settings.stage}/webhooks/`,
    });
    const streams = new Streams(this, "Streams", { prefix, tables, archive, bus, database, api, fetching });

    const { ledgerDays } = settings;
    const retention =
      ledgerDays === null ? null : new Retention(this, "Retention", { prefix, tables, archive, ledgerDays });

    const followers = [
      streams.publishChanges,
      streams.projectOffers,
      streams.publishRuns,
      streams.continueRuns,
    ];
    this.alarms.watch({
      failureQueues: [offersQueue.deadLetters, fetching.failures, ...streams.failures],
      followers,
      functions: [
        ...fetching.functions,
        ingest.upsertOffers,
        ingest.sweepRuns,
        ingest.expireOffers,
        ...followers,
        access.authorize,
        api.readApi,
        api.controlApi,
        rest.fn,
        webhooks.deliverWebhooks,
      ],
      hourly: [health.checkSources],
      daily: retention === null ? [] : [retention.moveVersions],
    });

    const outputs = {
      GraphqlUrl: api.url,
      ...(access.users === null
        ? {}
        : {
            UserPoolId: access.users.pool.userPoolId,
            UserPoolClientId: access.users.client.userPoolClientId,
          }),
      RestUrl: rest.url,
      OffersTable: tables.offers.tableName,
      SourcesTable: tables.sources.tableName,
      WebhooksTable: tables.webhooks.tableName,
      OffersQueueUrl: offersQueue.queue.queueUrl,
      OffersDeadLettersUrl: offersQueue.deadLetters.queueUrl,
      ArchiveBucket: archive.bucket.bucketName,
      HistoryDatabase: history.databaseName,
      HistoryWorkGroup: history.workGroupName,
      EventBusName: bus.eventBusName,
      AlarmTopicArn: this.alarms.topic.topicArn,
      SecretPrefix: secretPrefix,
      ScheduleGroup: fetching.scheduleGroup.scheduleGroupName,
      DatabaseHost: database.cluster.clusterEndpoint.hostname,
    };
    this.outputs = Object.entries(outputs).map(([name, value]) => new CfnOutput(this, name, { value }));
  }
}
