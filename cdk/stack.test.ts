import { Match } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import { networkIds } from "./networks.ts";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

let stack: SynthesizedTemplate;

beforeAll(async () => {
  stack = await synthesized();
});

describe("the tables", () => {
  test.each(["offers", "sources"])(
    "the %s table streams both images, can be restored to any second, and survives the stack",
    (name) => {
      expect(stack).toHaveResource("AWS::DynamoDB::GlobalTable", {
        DeletionPolicy: "Retain",
        Properties: {
          TableName: `offerfeed-test-${name}`,
          BillingMode: "PAY_PER_REQUEST",
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          Replicas: [
            Match.objectLike({
              DeletionProtectionEnabled: true,
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            }),
          ],
        },
      });
    },
  );

  test("an index finds a source's offers by shard, with their fingerprints and nothing else", () => {
    expect(stack).toHaveProperties("AWS::DynamoDB::GlobalTable", {
      TableName: "offerfeed-test-offers",
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-source",
          KeySchema: [
            { AttributeName: "sourceShard", KeyType: "HASH" },
            { AttributeName: "pk", KeyType: "RANGE" },
          ],
          Projection: {
            ProjectionType: "INCLUDE",
            NonKeyAttributes: ["sourceFingerprint", "identity", "changedAt"],
          },
        },
        Match.objectLike({ IndexName: "by-due" }),
      ],
    });
  });

  test("another finds the offers that are due by shard and instant, by keys", () => {
    expect(stack).toHaveProperties("AWS::DynamoDB::GlobalTable", {
      TableName: "offerfeed-test-offers",
      GlobalSecondaryIndexes: [
        Match.objectLike({ IndexName: "by-source" }),
        {
          IndexName: "by-due",
          KeySchema: [
            { AttributeName: "dueShard", KeyType: "HASH" },
            { AttributeName: "dueAt", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    });
  });

  test("an index lists sources and runs by keys, and what has a date of expiry goes by itself", () => {
    expect(stack).toHaveProperties("AWS::DynamoDB::GlobalTable", {
      TableName: "offerfeed-test-sources",
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-kind",
          KeySchema: [
            { AttributeName: "kind", KeyType: "HASH" },
            { AttributeName: "sortId", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    });
  });
});

describe("the queues", () => {
  test("a message that fails five times goes to the dead-letter queue", () => {
    const { id: deadLetters } = stack.named("AWS::SQS::Queue", "QueueName", "offerfeed-test-offers-dlq");
    expect(stack).toHaveProperties("AWS::SQS::Queue", {
      QueueName: "offerfeed-test-offers",
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [deadLetters, "Arn"] }, maxReceiveCount: 5 },
    });
  });

  test("a message stays invisible for six timeouts of the function that works on it", () => {
    const { properties: queue } = stack.named("AWS::SQS::Queue", "QueueName", "offerfeed-test-offers");
    const { properties: upsert } = stack.fn("upsert-offers");
    expect(Number(queue["VisibilityTimeout"])).toBeGreaterThanOrEqual(6 * Number(upsert["Timeout"]));
  });

  test("failures are kept for 14 days", () => {
    const failures = stack
      .ofType("AWS::SQS::Queue")
      .filter(([, { Properties }]) => /-(dlq|failures)$/.test(String(Properties["QueueName"])));
    expect(failures.map(([, { Properties }]) => Properties["MessageRetentionPeriod"])).toEqual(
      Array.from({ length: 6 }, () => 1_209_600),
    );
  });

  test("every queue is encrypted and refuses plain HTTP", () => {
    const queues = stack.ofType("AWS::SQS::Queue");
    expect(queues.filter(([, { Properties }]) => Properties["SqsManagedSseEnabled"] !== true)).toEqual([]);
    for (const [id] of queues) {
      expect(stack).toHaveProperties("AWS::SQS::QueuePolicy", {
        Queues: [{ Ref: id }],
        PolicyDocument: { Statement: Match.arrayWith([refusesPlainHttp]) },
      });
    }
  });
});

describe("the archive", () => {
  test("is private, encrypted, refuses plain HTTP and survives the stack", () => {
    expect(stack).toHaveResource("AWS::S3::Bucket", {
      DeletionPolicy: "Retain",
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: Match.anyValue(),
        VersioningConfiguration: { Status: "Enabled" },
      },
    });
    expect(stack).toHaveProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: { Statement: Match.arrayWith([refusesPlainHttp]) },
    });
  });

  test("forgets raw records after 90 days and cools versions down", () => {
    expect(stack).toHaveProperties("AWS::S3::Bucket", {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
          Match.objectLike({ Prefix: "raw/", ExpirationInDays: 90 }),
          Match.objectLike({
            Prefix: "offers/",
            Transitions: [
              { StorageClass: "STANDARD_IA", TransitionInDays: 30 },
              { StorageClass: "GLACIER_IR", TransitionInDays: 120 },
            ],
          }),
        ]),
      },
    });
  });
});

describe("the archive's lifecycle", () => {
  const rulesOf = (): Record<string, unknown>[] => {
    const [configuration] = each("AWS::S3::Bucket", "LifecycleConfiguration");
    return (configuration as { Rules: Record<string, unknown>[] }).Rules;
  };

  test("expires nothing of what the ledger once held: only raw records, held lists and answers to queries", () => {
    const expiring = rulesOf().filter((rule) => "ExpirationInDays" in rule || "ExpirationDate" in rule);
    expect(expiring.map(({ Prefix }) => Prefix).toSorted()).toEqual([
      "athena/",
      "checkpoints/",
      "held/",
      "raw/",
    ]);
  });

  test("expires by prefix only, so that no rule reaches what it does not name", () => {
    const unbounded = rulesOf().filter(({ Prefix }) => Prefix === undefined);
    expect(unbounded.map(({ Id }) => Id)).toEqual(["abort-stale-uploads", "forget-replaced"]);
  });
});

describe("the database", () => {
  test("sleeps when nobody uses it, is encrypted and backed up, and lets functions in by IAM token", () => {
    expect(stack).toHaveProperties("AWS::RDS::DBCluster", {
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 4, SecondsUntilAutoPause: 600 },
      StorageEncrypted: true,
      EnableIAMDatabaseAuthentication: true,
      EnableHttpEndpoint: true,
      ManageMasterUserPassword: true,
      DeletionProtection: true,
      BackupRetentionPeriod: 7,
    });
  });

  test("stands in a network without a way out", () => {
    expect(
      ["AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route"].flatMap((type) =>
        stack.ofType(type),
      ),
    ).toEqual([]);
    expect(each("AWS::EC2::Subnet", "MapPublicIpOnLaunch")).toEqual([false, false]);
    expect(each("AWS::EC2::VPCEndpoint", "VpcEndpointType")).toEqual(["Gateway", "Gateway"]);
    expect(each("AWS::RDS::DBInstance", "PubliclyAccessible")).toEqual([false]);
  });

  test("takes connections from the two functions that use it only", () => {
    expect(stack.ofType("AWS::EC2::SecurityGroupIngress")).toHaveLength(2);
    const inNetwork = stack
      .ofType("AWS::Lambda::Function")
      .filter(([, { Properties }]) => "VpcConfig" in Properties);
    expect(inNetwork.map(([, { Properties }]) => Properties["FunctionName"]).toSorted()).toEqual([
      "offerfeed-test-project-offers",
      "offerfeed-test-read-api",
    ]);
  });

  test("its user is made through the Data API, as the administrator whose password only RDS knows", () => {
    const [user] = stack.ofType("Custom::DatabaseUser");
    const call = JSON.stringify(user?.[1].Properties["Create"]);
    expect(call).toContain("ExecuteStatement");
    expect(call).toContain("MasterUserSecret.SecretArn");
  });
});

describe("schedules", () => {
  test("the sweep runs every five minutes and a late one is dropped", () => {
    expect(stack).toHaveProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(5 minutes)",
      Target: {
        Arn: { "Fn::GetAtt": [stack.fn("sweep-runs").id, "Arn"] },
        RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 1 },
      },
    });
  });

  test("offers follow their dates within a minute, and a late turn is dropped", () => {
    expect(stack).toHaveProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(1 minute)",
      Target: {
        Arn: { "Fn::GetAtt": [stack.fn("expire-offers").id, "Arn"] },
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 },
      },
    });
  });

  test("an hour goes by between two checks of all sources", () => {
    expect(stack).toHaveProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(1 hour)",
      Target: {
        Arn: { "Fn::GetAtt": [stack.fn("check-sources").id, "Arn"] },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 1 },
      },
    });
  });

  test("webhooks are served after each event of changes, and each minute", () => {
    const Arn = { "Fn::GetAtt": [stack.fn("deliver-webhooks").id, "Arn"] };
    const [bus] = stack.ofType("AWS::Events::EventBus");
    expect(stack).toHaveProperties("AWS::Events::Rule", {
      EventBusName: { Ref: bus?.[0] },
      EventPattern: { source: ["offerfeed"], "detail-type": ["OffersChanged"] },
      State: "ENABLED",
      Targets: [
        Match.objectLike({ Arn, RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } }),
      ],
    });
    expect(stack).toHaveProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(1 minute)",
      Target: Match.objectLike({ Arn }),
    });
    expect(stack).toHaveProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: stack.fn("deliver-webhooks").id },
      MaximumRetryAttempts: 0,
    });
    // Receivers are on the internet, which the database's network does not reach.
    expect(stack.fn("deliver-webhooks").properties["VpcConfig"]).toBeUndefined();
  });

  test("the schedules of sources have a group that takes them along when the stack goes", () => {
    expect(stack).toHaveResource("AWS::Scheduler::ScheduleGroup", {
      DeletionPolicy: "Delete",
      Properties: { Name: "offerfeed-test-sources" },
    });
  });

  test("the role of sources' schedules serves that group only and starts fetch functions only", () => {
    const fetchers = networkIds.map((id) => ({ "Fn::GetAtt": [stack.fn(`fetch-${id}`).id, "Arn"] }));
    const [group] = stack.ofType("AWS::Scheduler::ScheduleGroup");
    expect(stack).toHaveProperties("AWS::IAM::Role", {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: "scheduler.amazonaws.com" },
            Condition: {
              StringEquals: {
                "aws:SourceAccount": { Ref: "AWS::AccountId" },
                "aws:SourceArn": { "Fn::GetAtt": [group?.[0], "Arn"] },
              },
            },
          }),
        ],
      },
    });
    expect(stack).toHaveProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: [{ Action: "lambda:InvokeFunction", Effect: "Allow", Resource: fetchers }],
      },
    });
  });
});

test("somebody is told of given-up work, readers that fall behind and functions that fail", () => {
  const alarms = stack.ofType("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
  const watched = Object.groupBy(alarms, (alarm) => String(alarm["MetricName"]));
  expect(watched["ApproximateNumberOfMessagesVisible"]).toHaveLength(6);
  expect(watched["IteratorAge"]).toHaveLength(4);
  expect(watched["Errors"]).toHaveLength(networkIds.length + 13);
  // It runs once an hour: in a shorter period there is nothing to count.
  expect(stack).toHaveProperties("AWS::CloudWatch::Alarm", {
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: { Ref: stack.fn("check-sources").id } }],
    Period: 3600,
    EvaluationPeriods: 3,
  });
  const [topic] = stack.ofType("AWS::SNS::Topic");
  for (const alarm of alarms) expect(alarm["AlarmActions"]).toEqual([{ Ref: topic?.[0] }]);
});

test("the outputs say where everything is", () => {
  expect(Object.keys(stack.outputs).toSorted()).toEqual([
    "AlarmTopicArn",
    "ArchiveBucket",
    "DatabaseHost",
    "EventBusName",
    "GraphqlUrl",
    "HistoryDatabase",
    "HistoryWorkGroup",
    "OffersDeadLettersUrl",
    "OffersQueueUrl",
    "OffersTable",
    "RestUrl",
    "ScheduleGroup",
    "SecretPrefix",
    "SourcesTable",
    "UserPoolClientId",
    "UserPoolId",
    "WebhooksTable",
  ]);
});

const refusesPlainHttp = Match.objectLike({
  Effect: "Deny",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** One property of every resource of a type. */
function each(type: string, property: string): unknown[] {
  return stack.ofType(type).map(([, { Properties }]) => Properties[property]);
}
