/** The fetch functions, one a network, and what starts them: schedules made at run time, one a source. */
import { ArnFormat, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { Archive } from "./archive.ts";
import { ALIAS_PREFIX, CHECKPOINT_PREFIX, HELD_PREFIX, RAW_PREFIX } from "./archive.ts";
import { FeedFunction } from "./function.ts";
import { invokerRole } from "./invoker-role.ts";
import type { NetworkId } from "./networks.ts";
import { readOffers, readOffersBySource, writeSources } from "./permissions.ts";
import { FailureQueue } from "./queues.ts";
import type { Tables } from "./tables.ts";

export interface FetchingProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly networkIds: readonly NetworkId[];
  readonly tables: Tables;
  readonly offersQueue: Queue;
  readonly archive: Archive;
  /** What the names of sources' secrets begin with. */
  readonly secretPrefix: string;
}

export class Fetching extends Construct {
  readonly functions: readonly FeedFunction[];
  readonly failures: FailureQueue;
  readonly scheduleGroup: ScheduleGroup;
  /** The role that EventBridge Scheduler takes to start a fetch. */
  readonly scheduleRole: IRole;
  /** The ARN of a fetch function, up to the network's id. */
  readonly functionArnPrefix: string;

  constructor(scope: Construct, id: string, props: FetchingProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.functionArnPrefix = functionArn(stack, `${props.prefix}fetch-`);
    this.failures = new FailureQueue(this, "Failures", { queueName: `${props.prefix}fetch-failures` });
    this.functions = props.networkIds.map((network) => this.fetchFunction(network, props));

    this.scheduleGroup = new ScheduleGroup(this, "Schedules", {
      scheduleGroupName: `${props.prefix}sources`,
      // Takes the schedules made in it along.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.scheduleRole = invokerRole(this, "ScheduleRole", {
      description: "Lets EventBridge Scheduler start a source's fetch",
      service: "scheduler.amazonaws.com",
      source: { account: stack.account, arn: this.scheduleGroup.scheduleGroupArn },
      functions: this.functions,
    });
  }

  private fetchFunction(network: NetworkId, props: FetchingProps): FeedFunction {
    const name = `fetch-${network}`;
    const fn = new FeedFunction(this, network, {
      prefix: props.prefix,
      name,
      entry: `functions/fetch/${network}.ts`,
      description: `Fetches one source of the network ${network} and queues what changed`,
      timeout: Duration.minutes(15),
      memorySize: 1024,
      continuesItself: true,
      onFailure: new SqsDestination(this.failures),
      // A fetch that could not begin for an hour is stale: the schedule brings the next.
      retryAttempts: 0,
      maxEventAge: Duration.hours(1),
      environment: {
        OFFERS_TABLE: props.tables.offers.tableName,
        SOURCES_TABLE: props.tables.sources.tableName,
        OFFERS_QUEUE_URL: props.offersQueue.queueUrl,
        ARCHIVE_BUCKET: props.archive.bucket.bucketName,
        SECRET_PREFIX: props.secretPrefix,
      },
    });
    readOffersBySource(fn, props.tables);
    // Rollbacks look into histories, and offers under new ids are compared with those that they look like.
    readOffers(fn, props.tables);
    writeSources(fn, props.tables);
    fn.allow(["sqs:SendMessage"], [props.offersQueue.queueArn]);
    props.archive.allow(fn, "s3:PutObject", RAW_PREFIX);
    for (const prefix of [HELD_PREFIX, ALIAS_PREFIX, CHECKPOINT_PREFIX]) {
      props.archive.allow(fn, "s3:PutObject", prefix);
      props.archive.allow(fn, "s3:GetObject", prefix);
    }
    props.archive.allowPast(fn);
    allowSecrets(fn, props.secretPrefix, ["GetSecretValue"]);
    return fn;
  }
}

/** Grants actions on the secrets of sources, or of webhooks. */
export function allowSecrets(fn: FeedFunction, secretPrefix: string, actions: readonly string[]): void {
  fn.allowPattern(
    actions.map((action) => `secretsmanager:${action}`),
    Stack.of(fn).formatArn({
      service: "secretsmanager",
      resource: "secret",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${secretPrefix}*`,
    }),
    "Secrets are made at run time, one a source or webhook: only what their names begin with is known.",
  );
}

function functionArn(stack: Stack, name: string): string {
  return stack.formatArn({
    service: "lambda",
    resource: "function",
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: name,
  });
}
