/** A small stack for the tests: every kind of resource and wire that the local cloud runs. */

export interface TestStackOptions {
  readonly visibilityTimeout?: number;
  readonly schedule?: string;
  readonly maximumRetryAttempts?: number;
  readonly streamBatchSize?: number;
  readonly functionTimeout?: number;
}

const getAtt = (id: string, attribute: string) => ({ "Fn::GetAtt": [id, attribute] });

function lambda(name: string, properties: Record<string, unknown> = {}): object {
  return {
    Type: "AWS::Lambda::Function",
    Metadata: { "offerfeed:entry": `local/cloud/testing/functions/${name}.ts` },
    Properties: {
      FunctionName: `test-${name}`,
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Timeout: 10,
      MemorySize: 128,
      Code: { ZipFile: "" },
      Role: getAtt("Role", "Arn"),
      ...properties,
    },
  };
}

/** Functions in `testing/functions` say what they do. */
export function testTemplate(options: TestStackOptions = {}): {
  Resources: Record<string, object>;
  Outputs: object;
} {
  const seen = { SEEN_TABLE: { Ref: "Seen" } };
  const streamMapping = {
    EventSourceArn: getAtt("Items", "StreamArn"),
    StartingPosition: "TRIM_HORIZON",
    BatchSize: options.streamBatchSize ?? 100,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: options.maximumRetryAttempts ?? 2,
    DestinationConfig: { OnFailure: { Destination: getAtt("Failures", "Arn") } },
  };
  return {
    Resources: {
      Role: { Type: "AWS::IAM::Role", Properties: {} },
      Items: {
        Type: "AWS::DynamoDB::GlobalTable",
        Properties: {
          TableName: "test-items",
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          AttributeDefinitions: [
            { AttributeName: "pk", AttributeType: "S" },
            { AttributeName: "sk", AttributeType: "S" },
          ],
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
          TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
          Replicas: [{ Region: { Ref: "AWS::Region" } }],
        },
      },
      Seen: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          AttributeDefinitions: [
            { AttributeName: "pk", AttributeType: "S" },
            { AttributeName: "sk", AttributeType: "S" },
          ],
        },
      },
      DeadLetters: { Type: "AWS::SQS::Queue", Properties: { QueueName: "test-dead-letters" } },
      Work: {
        Type: "AWS::SQS::Queue",
        Properties: {
          QueueName: "test-work",
          VisibilityTimeout: options.visibilityTimeout ?? 60,
          RedrivePolicy: { deadLetterTargetArn: getAtt("DeadLetters", "Arn"), maxReceiveCount: 2 },
        },
      },
      Failures: { Type: "AWS::SQS::Queue", Properties: { QueueName: "test-failures" } },
      Bucket: {
        Type: "AWS::S3::Bucket",
        Properties: { BucketName: { "Fn::Sub": "test-${AWS::AccountId}" } },
      },
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "test-bus" } },
      Group: { Type: "AWS::Scheduler::ScheduleGroup", Properties: { Name: "test-group" } },
      Secret: {
        Type: "AWS::SecretsManager::Secret",
        Properties: { Name: "test/generated", GenerateSecretString: { PasswordLength: 20 } },
      },
      Database: { Type: "AWS::RDS::DBCluster", Properties: { Engine: "aurora-postgresql" } },
      Worker: lambda("work-messages", { Environment: { Variables: seen } }),
      WorkMapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: getAtt("Work", "Arn"),
          FunctionName: { Ref: "Worker" },
          BatchSize: 20,
          MaximumBatchingWindowInSeconds: 1,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          ScalingConfig: { MaximumConcurrency: 2 },
        },
      },
      First: lambda("record-changes", { Environment: { Variables: { ...seen, CONSUMER: "first" } } }),
      FirstMapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          ...streamMapping,
          FunctionName: { Ref: "First" },
          FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"V#"}]}}}}' }] },
        },
      },
      Second: lambda("record-changes", {
        FunctionName: "test-record-current",
        Environment: { Variables: { ...seen, CONSUMER: "second" } },
      }),
      SecondMapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          ...streamMapping,
          FunctionName: { Ref: "Second" },
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":["CURRENT"]}}}}' }] },
        },
      },
      Probe: lambda("probe", {
        Timeout: options.functionTimeout ?? 5,
        Environment: {
          Variables: {
            ITEMS_TABLE: { Ref: "Items" },
            WORK_URL: { Ref: "Work" },
            DATABASE_HOST: getAtt("Database", "Endpoint.Address"),
            FUNCTION_PREFIX: {
              "Fn::Join": [
                "",
                ["arn:", { Ref: "AWS::Partition" }, ":lambda:", { Ref: "AWS::Region" }, ":function:"],
              ],
            },
            NODE_OPTIONS: "--enable-source-maps",
          },
        },
      }),
      ProbeInvokes: {
        Type: "AWS::Lambda::EventInvokeConfig",
        Properties: {
          FunctionName: { Ref: "Probe" },
          Qualifier: "$LATEST",
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: getAtt("Failures", "Arn") } },
        },
      },
      ...(options.schedule !== undefined && {
        Tick: {
          Type: "AWS::Scheduler::Schedule",
          Properties: {
            Name: "test-tick",
            GroupName: { Ref: "Group" },
            ScheduleExpression: options.schedule,
            FlexibleTimeWindow: { Mode: "OFF" },
            Target: { Arn: getAtt("Probe", "Arn"), RoleArn: getAtt("Role", "Arn"), Input: '{"do":"echo"}' },
          },
        },
      }),
    },
    Outputs: { WorkUrl: { Value: { Ref: "Work" } }, ItemsTable: { Value: { Ref: "Items" } } },
  };
}
