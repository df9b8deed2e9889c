/** Reads resolved resource properties with their CloudFormation defaults. */
import { z } from "zod";
import { TemplateError, UnsupportedProperty } from "../errors.ts";
import { functionNameOf } from "./names.ts";

/** CloudFormation lets numbers and booleans be written as text. */
const number = z.coerce.number();
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

function read<S extends z.ZodType>(schema: S, properties: unknown, logicalId: string): z.output<S> {
  const parsed = schema.safeParse(properties);
  if (!parsed.success) throw new TemplateError(`${logicalId}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));
const index = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({
    ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});
const table = z.object({
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
  ),
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"]) })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
  Replicas: z.array(z.unknown()).default([]),
});

export type TableProperties = z.output<typeof table>;

export function readTable(properties: unknown, logicalId: string): TableProperties {
  const wanted = read(table, properties, logicalId);
  if (wanted.Replicas.length > 1)
    throw new UnsupportedProperty(
      logicalId,
      "AWS::DynamoDB::GlobalTable",
      "Replicas",
      "Only one Region runs locally.",
    );
  return wanted;
}

const queue = z.object({
  QueueName: z.string().optional(),
  VisibilityTimeout: number.optional(),
  MessageRetentionPeriod: number.optional(),
  DelaySeconds: number.optional(),
  MaximumMessageSize: number.optional(),
  ReceiveMessageWaitTimeSeconds: number.optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: number }).optional(),
  FifoQueue: flag.optional(),
  ContentBasedDeduplication: flag.optional(),
});

/** Name (where the template gives one) and attributes as SQS takes them. */
export function readQueue(
  properties: unknown,
  logicalId: string,
): { name: string | null; attributes: Record<string, string> } {
  const { QueueName, ...rest } = read(queue, properties, logicalId);
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    attributes[key] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return { name: QueueName ?? null, attributes };
}

const lambda = z.object({
  FunctionName: z.string().optional(),
  Handler: z.string().default("index.handler"),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  Timeout: number.default(3),
  MemorySize: number.default(128),
  ReservedConcurrentExecutions: number.optional(),
});

export type FunctionProperties = z.output<typeof lambda>;
export const readFunction = (properties: unknown, logicalId: string): FunctionProperties =>
  read(lambda, properties, logicalId);

const destination = z
  .object({
    OnFailure: z.object({ Destination: z.string().optional() }).optional(),
    OnSuccess: z.object({ Destination: z.string().optional() }).optional(),
  })
  .optional();
const invokeConfig = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: number.default(2),
  MaximumEventAgeInSeconds: number.default(21_600),
  DestinationConfig: destination,
});

/** How asynchronous invocations of one function are retried, and where they go when that fails. */
export interface AsyncConfig {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  /** ARN. */
  readonly onFailure: string | null;
  readonly onSuccess: string | null;
}

/** AWS's defaults for a function without an EventInvokeConfig. */
export const DEFAULT_ASYNC_CONFIG: AsyncConfig = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onFailure: null,
  onSuccess: null,
};

export function readInvokeConfig(
  properties: unknown,
  logicalId: string,
): { functionName: string; config: AsyncConfig } {
  const config = read(invokeConfig, properties, logicalId);
  return {
    functionName: functionNameOf(config.FunctionName),
    config: {
      maximumRetryAttempts: config.MaximumRetryAttempts,
      maximumEventAgeSeconds: config.MaximumEventAgeInSeconds,
      onFailure: config.DestinationConfig?.OnFailure?.Destination ?? null,
      onSuccess: config.DestinationConfig?.OnSuccess?.Destination ?? null,
    },
  };
}

const mapping = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: flag.default(true),
  BatchSize: number.optional(),
  MaximumBatchingWindowInSeconds: number.default(0),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) }).optional(),
  ScalingConfig: z.object({ MaximumConcurrency: number.optional() }).optional(),
  BisectBatchOnFunctionError: flag.default(false),
  MaximumRetryAttempts: number.default(-1),
  MaximumRecordAgeInSeconds: number.default(-1),
  DestinationConfig: destination,
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]).default("TRIM_HORIZON"),
});

/** An event source mapping, of a queue or of a table's stream. */
export interface MappingSpec {
  readonly logicalId: string;
  readonly functionName: string;
  readonly eventSourceArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsFailures: boolean;
  /** EventBridge patterns, JSON text; none: everything passes. */
  readonly filters: readonly string[];
  readonly maximumConcurrency: number | null;
  readonly bisect: boolean;
  /** -1: for ever. */
  readonly maximumRetryAttempts: number;
  /** -1: any age. */
  readonly maximumRecordAgeSeconds: number;
  /** ARN of a queue. */
  readonly onFailure: string | null;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
}

/** Null for a mapping that is switched off. */
export function readMapping(properties: unknown, logicalId: string): MappingSpec | null {
  const wanted = read(mapping, properties, logicalId);
  if (!wanted.Enabled) return null;
  const fromQueue = wanted.EventSourceArn.startsWith("arn:aws:sqs:");
  return {
    logicalId,
    functionName: functionNameOf(wanted.FunctionName),
    eventSourceArn: wanted.EventSourceArn,
    batchSize: wanted.BatchSize ?? (fromQueue ? 10 : 100),
    windowMs: wanted.MaximumBatchingWindowInSeconds * 1000,
    reportsFailures: wanted.FunctionResponseTypes.length > 0,
    filters: (wanted.FilterCriteria?.Filters ?? []).map((filter) => filter.Pattern),
    maximumConcurrency: wanted.ScalingConfig?.MaximumConcurrency ?? null,
    bisect: wanted.BisectBatchOnFunctionError,
    maximumRetryAttempts: wanted.MaximumRetryAttempts,
    maximumRecordAgeSeconds: wanted.MaximumRecordAgeInSeconds,
    onFailure: wanted.DestinationConfig?.OnFailure?.Destination ?? null,
    startingPosition: wanted.StartingPosition,
  };
}

const schedule = z.object({
  Name: z.string().optional(),
  GroupName: z.string().default("default"),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default("UTC"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  StartDate: z.string().optional(),
  EndDate: z.string().optional(),
  Target: z.object({ Arn: z.string(), RoleArn: z.string().default(""), Input: z.string().optional() }),
});

export type ScheduleProperties = z.output<typeof schedule>;
export const readSchedule = (properties: unknown, logicalId: string): ScheduleProperties =>
  read(schedule, properties, logicalId);

const secret = z.object({
  Name: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .object({
      SecretStringTemplate: z.string().default("{}"),
      GenerateStringKey: z.string().optional(),
      PasswordLength: number.default(32),
    })
    .optional(),
});

export type SecretProperties = z.output<typeof secret>;
export const readSecret = (properties: unknown, logicalId: string): SecretProperties =>
  read(secret, properties, logicalId);

const named = z.object({
  Name: z.string().optional(),
  BucketName: z.string().optional(),
  TopicName: z.string().optional(),
});

/** The name a template gives a bucket, bus, group, topic or API, or null. */
export function readName(properties: unknown, logicalId: string): string | null {
  const { Name, BucketName, TopicName } = read(named, properties, logicalId);
  return Name ?? BucketName ?? TopicName ?? null;
}

const rule = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().default("default"),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  // A target that transforms the event, or has parameters of its own, is an error at start.
  Targets: z
    .array(z.strictObject({ Arn: z.string(), Id: z.string(), RetryPolicy: z.unknown().optional() }))
    .default([]),
});

export interface RuleSpec {
  readonly name: string;
  readonly bus: string;
  /** JSON text. */
  readonly pattern: string;
  /** ARNs. */
  readonly targets: readonly string[];
}

/** Null for a rule that is switched off. */
export function readRule(properties: unknown, logicalId: string): RuleSpec | null {
  const wanted = read(rule, properties, logicalId);
  if (wanted.State === "DISABLED") return null;
  return {
    name: wanted.Name ?? logicalId,
    bus: wanted.EventBusName.slice(wanted.EventBusName.lastIndexOf("/") + 1),
    pattern: JSON.stringify(wanted.EventPattern),
    targets: wanted.Targets.map(({ Arn }) => Arn),
  };
}

const graphqlSchema = z.object({ Definition: z.string() });
export const readGraphqlSchema = (properties: unknown, logicalId: string): string =>
  read(graphqlSchema, properties, logicalId).Definition;

const dataSource = z.object({
  Name: z.string(),
  Type: z.string(),
  LambdaConfig: z.object({ LambdaFunctionArn: z.string() }).optional(),
});
const resolver = z.object({
  TypeName: z.string(),
  FieldName: z.string(),
  DataSourceName: z.string().optional(),
  MaxBatchSize: number.default(0),
});

export interface DataSource {
  readonly name: string;
  readonly type: string;
  readonly functionName: string | null;
}

export interface ResolverWire {
  readonly typeName: string;
  readonly fieldName: string;
  readonly dataSource: string | null;
  readonly maxBatchSize: number;
}

export function readDataSource(properties: unknown, logicalId: string): DataSource {
  const wanted = read(dataSource, properties, logicalId);
  const functionArn = wanted.LambdaConfig?.LambdaFunctionArn;
  return {
    name: wanted.Name,
    type: wanted.Type,
    functionName: functionArn ? functionNameOf(functionArn) : null,
  };
}

export function readResolver(properties: unknown, logicalId: string): ResolverWire {
  const wanted = read(resolver, properties, logicalId);
  return {
    typeName: wanted.TypeName,
    fieldName: wanted.FieldName,
    dataSource: wanted.DataSourceName ?? null,
    maxBatchSize: wanted.MaxBatchSize,
  };
}
