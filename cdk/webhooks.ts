/** Webhooks: changes are posted to services that add no rule to the bus, after each event and each minute. */
import { Duration } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { OFFERS_CHANGED } from "../shared/publish/changes.ts";
import { EVENT_SOURCE } from "../shared/publish/event-bus.ts";
import type { Api } from "./api.ts";
import { allowSecrets } from "./fetching.ts";
import { FeedFunction } from "./function.ts";
import { ownSchedule } from "./own-schedule.ts";
import { deliverToWebhooks, writeWebhooks } from "./permissions.ts";
import type { Tables } from "./tables.ts";

export interface WebhooksProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly tables: Tables;
  readonly bus: IEventBus;
  readonly api: Api;
  /** What the names of webhooks' secrets begin with. */
  readonly secretPrefix: string;
}

/** Whatever an event or a schedule that late would find, the next one has found. */
const LATE = Duration.minutes(1);

export class Webhooks extends Construct {
  readonly deliverWebhooks: FeedFunction;
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { prefix, tables, bus, api, secretPrefix }: WebhooksProps) {
    super(scope, id);
    const environment = { WEBHOOKS_TABLE: tables.webhooks.tableName, WEBHOOK_SECRET_PREFIX: secretPrefix };
    const fn = new FeedFunction(this, "DeliverWebhooks", {
      prefix,
      name: "deliver-webhooks",
      entry: "functions/deliver-webhooks.ts",
      description: "Posts changes of offers to webhooks",
      // Outside of the VPC: receivers are on the internet. It reads changes through the API.
      timeout: Duration.minutes(5),
      memorySize: 512,
      retryAttempts: 0,
      maxEventAge: LATE,
      environment: { ...environment, GRAPHQL_URL: api.url },
    });
    deliverToWebhooks(fn, tables);
    allowSecrets(fn, secretPrefix, ["GetSecretValue"]);
    api.allowQuery(fn, "offerChanges");
    this.deliverWebhooks = fn;

    this.rule = new Rule(this, "OnChanges", {
      ruleName: fn.fullName,
      description: "Posts changes to webhooks as soon as they are announced",
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [OFFERS_CHANGED] },
      targets: [new LambdaFunction(fn, { retryAttempts: 0, maxEventAge: LATE })],
    });
    ownSchedule(this, "Retry", {
      every: Duration.minutes(1),
      fn,
      description: "Posts to webhooks what could not be delivered",
    });
    this.administer(api.controlApi, tables, environment, secretPrefix);
  }

  /** The API adds, changes and removes webhooks. It can write their secrets and not read them: deliveries can. */
  private administer(
    controlApi: FeedFunction,
    tables: Tables,
    environment: Readonly<Record<string, string>>,
    secretPrefix: string,
  ): void {
    const variables = { ...environment, DELIVER_FUNCTION_ARN: this.deliverWebhooks.functionArn };
    for (const [name, value] of Object.entries(variables)) controlApi.addEnvironment(name, value);
    writeWebhooks(controlApi, tables);
    allowSecrets(controlApi, secretPrefix, ["CreateSecret", "PutSecretValue", "DeleteSecret"]);
    controlApi.allow(["lambda:InvokeFunction"], [this.deliverWebhooks.functionArn]);
  }
}
