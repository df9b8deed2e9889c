/** How each kind of resource is made on its engine. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { randomBytes } from "node:crypto";
import { isAbsolute, join } from "node:path";
import type { EventBuses } from "./endpoints/event-bridge.ts";
import { checkSchedule } from "./endpoints/scheduler.ts";
import type { Topics } from "./endpoints/sns.ts";
import type { SecretStore } from "./endpoints/secret-store.ts";
import type { ExpiringTable } from "./engines/expiry.ts";
import type { ObjectEngine } from "./engines/objects.ts";
import type { QueueEngine } from "./engines/queue.ts";
import { ensureTable } from "./engines/tables.ts";
import { TemplateError } from "./errors.ts";
import { functionEnvironment } from "./lambda/environment.ts";
import type { FunctionSpec } from "./lambda/function.ts";
import { scheduleDefinition } from "./scheduler/schedules.ts";
import type { ScheduleStore } from "./scheduler/schedules.ts";
import { arn, generatedName } from "./template/names.ts";
import type { Account } from "./template/names.ts";
import * as properties from "./template/properties.ts";
import type { Physical } from "./template/scope.ts";
import type { Resource } from "./template/template.ts";

export interface DeployTargets {
  readonly account: Account;
  readonly dynamodb: DynamoDBClient;
  readonly queues: QueueEngine;
  readonly objects: ObjectEngine;
  readonly secrets: SecretStore;
  readonly schedules: ScheduleStore;
  readonly buses: EventBuses;
  readonly topics: Topics;
  readonly database: { readonly host: string; readonly port: number; readonly url: string };
  /** By function name; filled from the template's EventInvokeConfigs. */
  readonly asyncConfigs: Map<string, properties.AsyncConfig>;
  readonly graphqlUrl: string;
  readonly projectRoot: string;
  /** Given to every function: region, credentials, endpoints. */
  readonly awsEnv: Readonly<Record<string, string>>;
  readonly extraEnv: Readonly<Record<string, string>>;
  /** Most instances of a function at once. */
  readonly concurrency: number;
}

export interface Table {
  readonly name: string;
  readonly streamArn: string | null;
  readonly viewType: string;
}

/** Everything that the rest of the cloud runs. */
export interface Deployed {
  readonly physical: Map<string, Physical>;
  readonly functions: FunctionSpec[];
  readonly mappings: properties.MappingSpec[];
  readonly tables: Table[];
  readonly expiring: ExpiringTable[];
  readonly queues: string[];
  readonly rules: properties.RuleSpec[];
  readonly outputs: Map<string, string>;
  readonly schedules: { readonly group: string; readonly name: string }[];
  graphqlSchema: string | null;
  readonly dataSources: properties.DataSource[];
  readonly resolvers: properties.ResolverWire[];
}

export interface Making {
  readonly resource: Resource;
  /** Its honoured properties. */
  readonly resolved: unknown;
  readonly targets: DeployTargets;
  readonly deployed: Deployed;
}

type Maker = (making: Making) => Physical | Promise<Physical>;

export const MAKERS: Readonly<Record<string, Maker>> = {
  "AWS::DynamoDB::Table": makeTable,
  "AWS::DynamoDB::GlobalTable": makeTable,
  "AWS::SQS::Queue": makeQueue,
  "AWS::Lambda::Function": makeFunction,
  "AWS::Lambda::EventInvokeConfig": ({ resource, resolved, targets }) => {
    const { functionName, config } = properties.readInvokeConfig(resolved, resource.logicalId);
    targets.asyncConfigs.set(functionName, config);
    return { ref: resource.logicalId, attributes: {} };
  },
  "AWS::Lambda::EventSourceMapping": ({ resource, resolved, deployed }) => {
    const mapping = properties.readMapping(resolved, resource.logicalId);
    if (mapping !== null) deployed.mappings.push(mapping);
    return { ref: resource.logicalId, attributes: { Id: resource.logicalId } };
  },
  "AWS::Scheduler::Schedule": makeSchedule,
  "AWS::Scheduler::ScheduleGroup": (making) => {
    const name = nameOf(making);
    making.targets.schedules.createGroup(name);
    return {
      ref: name,
      attributes: { Arn: arn(making.targets.account, "scheduler", `schedule-group/${name}`) },
    };
  },
  "AWS::SecretsManager::Secret": makeSecret,
  "AWS::S3::Bucket": async (making) => {
    const name = nameOf(making);
    await making.targets.objects.ensureBucket(name);
    const domain = `${name}.s3.amazonaws.com`;
    return {
      ref: name,
      attributes: {
        Arn: arn(making.targets.account, "s3", name),
        DomainName: domain,
        RegionalDomainName: domain,
      },
    };
  },
  "AWS::Events::EventBus": (making) => {
    const name = nameOf(making);
    making.targets.buses.ensure(name);
    return {
      ref: name,
      attributes: { Name: name, Arn: arn(making.targets.account, "events", `event-bus/${name}`) },
    };
  },
  "AWS::Events::Rule": ({ resource, resolved, targets, deployed }) => {
    const rule = properties.readRule(resolved, resource.logicalId);
    if (rule !== null) deployed.rules.push(rule);
    const name = rule?.name ?? resource.logicalId;
    return { ref: name, attributes: { Arn: arn(targets.account, "events", `rule/${name}`) } };
  },
  "AWS::SNS::Topic": (making) => {
    const name = nameOf(making);
    const Arn = arn(making.targets.account, "sns", name);
    making.targets.topics.ensure(name, Arn);
    return { ref: Arn, attributes: { TopicArn: Arn, TopicName: name } };
  },
  "AWS::AppSync::GraphQLApi": ({ resource, targets }) => {
    const Arn = arn(targets.account, "appsync", `apis/${resource.logicalId}`);
    const attributes = {
      Arn,
      ApiId: resource.logicalId,
      GraphQLUrl: targets.graphqlUrl,
      GraphQLDns: new URL(targets.graphqlUrl).host,
      RealtimeUrl: targets.graphqlUrl.replace(/^http/, "ws"),
    };
    return { ref: Arn, attributes };
  },
  "AWS::AppSync::GraphQLSchema": ({ resource, resolved, deployed }) => {
    deployed.graphqlSchema = properties.readGraphqlSchema(resolved, resource.logicalId);
    return { ref: resource.logicalId, attributes: { Id: resource.logicalId } };
  },
  "AWS::AppSync::DataSource": ({ resource, resolved, deployed }) => {
    const source = properties.readDataSource(resolved, resource.logicalId);
    deployed.dataSources.push(source);
    return { ref: resource.logicalId, attributes: { Name: source.name, DataSourceArn: resource.logicalId } };
  },
  "AWS::AppSync::Resolver": ({ resource, resolved, deployed }) => {
    deployed.resolvers.push(properties.readResolver(resolved, resource.logicalId));
    return { ref: resource.logicalId, attributes: { ResolverArn: resource.logicalId } };
  },
  "AWS::RDS::DBCluster": makeDatabase,
  "AWS::RDS::DBInstance": makeDatabase,
};

function nameOf({ resource, resolved, targets }: Making): string {
  return (
    properties.readName(resolved, resource.logicalId) ?? generatedName(targets.account, resource.logicalId)
  );
}

async function makeTable({ resource, resolved, targets, deployed }: Making): Promise<Physical> {
  const wanted = properties.readTable(resolved, resource.logicalId);
  const name = wanted.TableName ?? generatedName(targets.account, resource.logicalId);
  const { streamLabel } = await ensureTable(targets.dynamodb, name, wanted);
  const Arn = arn(targets.account, "dynamodb", `table/${name}`);
  const StreamArn = wanted.StreamSpecification ? `${Arn}/stream/${streamLabel ?? "local"}` : null;
  const viewType = wanted.StreamSpecification?.StreamViewType ?? "";
  deployed.tables.push({ name, streamArn: StreamArn, viewType });
  const ttl = wanted.TimeToLiveSpecification;
  if (ttl?.Enabled && ttl.AttributeName !== undefined)
    deployed.expiring.push({
      name,
      keys: wanted.KeySchema.map((key) => key.AttributeName),
      attribute: ttl.AttributeName,
    });
  return { ref: name, attributes: { Arn, TableId: name, ...(StreamArn !== null && { StreamArn }) } };
}

function makeQueue({ resource, resolved, targets, deployed }: Making): Physical {
  const wanted = properties.readQueue(resolved, resource.logicalId);
  const name = wanted.name ?? generatedName(targets.account, resource.logicalId);
  targets.queues.ensure(name, wanted.attributes);
  deployed.queues.push(name);
  const url = targets.queues.url(name);
  return { ref: url, attributes: { Arn: arn(targets.account, "sqs", name), QueueName: name, QueueUrl: url } };
}

function makeFunction({ resource, resolved, targets, deployed }: Making): Physical {
  const wanted = properties.readFunction(resolved, resource.logicalId);
  const name = wanted.FunctionName ?? generatedName(targets.account, resource.logicalId);
  const Arn = arn(targets.account, "lambda", `function:${name}`);
  const entry = String(resource.metadata["offerfeed:entry"]);
  const variables = wanted.Environment?.Variables ?? {};
  const dynamic = Object.entries(variables).find(([, value]) => value.includes("{{resolve:"));
  if (dynamic !== undefined)
    throw new TemplateError(
      `${resource.logicalId} takes ${dynamic[0]} from a dynamic reference, which is not resolved locally.`,
    );
  deployed.functions.push({
    logicalId: resource.logicalId,
    name,
    arn: Arn,
    entry,
    entryFile: isAbsolute(entry) ? entry : join(targets.projectRoot, entry),
    exportName: wanted.Handler.slice(wanted.Handler.lastIndexOf(".") + 1),
    env: functionEnvironment({
      functionName: name,
      memoryMb: wanted.MemorySize,
      variables,
      aws: targets.awsEnv,
      databaseUrl: targets.database.url,
      extra: targets.extraEnv,
      taskRoot: targets.projectRoot,
      handler: wanted.Handler,
    }),
    timeoutMs: wanted.Timeout * 1000,
    memoryMb: wanted.MemorySize,
    concurrency: Math.min(wanted.ReservedConcurrentExecutions ?? targets.concurrency, targets.concurrency),
  });
  return { ref: name, attributes: { Arn } };
}

function makeSchedule({ resource, resolved, targets, deployed }: Making): Physical {
  const wanted = properties.readSchedule(resolved, resource.logicalId);
  const Name = wanted.Name ?? generatedName(targets.account, resource.logicalId);
  const definition = scheduleDefinition.parse({
    ...wanted,
    Name,
    ...(wanted.StartDate !== undefined && { StartDate: Date.parse(wanted.StartDate) / 1000 }),
    ...(wanted.EndDate !== undefined && { EndDate: Date.parse(wanted.EndDate) / 1000 }),
  });
  checkSchedule(targets.schedules, definition);
  // Unchanged, it keeps the time that rate() counts from: a restart every few minutes must not put it off for ever.
  const held = targets.schedules.get(definition.GroupName, Name)?.definition;
  if (JSON.stringify(held) !== JSON.stringify(definition)) targets.schedules.put(definition);
  deployed.schedules.push({ group: definition.GroupName, name: Name });
  return {
    ref: Name,
    attributes: { Arn: arn(targets.account, "scheduler", `schedule/${definition.GroupName}/${Name}`) },
  };
}

function makeSecret({ resource, resolved, targets }: Making): Physical {
  const wanted = properties.readSecret(resolved, resource.logicalId);
  const name = wanted.Name ?? generatedName(targets.account, resource.logicalId);
  const held = targets.secrets.find(name);
  const secret = held ?? targets.secrets.create(name, null);
  if (held === null) targets.secrets.put(name, `s${firstValue(wanted)}`);
  return { ref: secret.arn, attributes: { Id: secret.arn, Arn: secret.arn } };
}

function firstValue({ SecretString, GenerateSecretString }: properties.SecretProperties): string {
  if (SecretString !== undefined) return SecretString;
  if (GenerateSecretString === undefined) return "{}";
  const { SecretStringTemplate, GenerateStringKey, PasswordLength } = GenerateSecretString;
  const password = randomBytes(PasswordLength).toString("base64url").slice(0, PasswordLength);
  if (GenerateStringKey === undefined) return password;
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
}

function makeDatabase({ resource, targets }: Making): Physical {
  const { host, port } = targets.database;
  const name = generatedName(targets.account, resource.logicalId);
  const address = { "Endpoint.Address": host, "Endpoint.Port": String(port), "ReadEndpoint.Address": host };
  return {
    ref: name,
    attributes: {
      ...address,
      DBClusterArn: arn(targets.account, "rds", `cluster:${name}`),
      DBInstanceArn: arn(targets.account, "rds", `db:${name}`),
      DBClusterResourceId: name,
      "MasterUserSecret.SecretArn": arn(targets.account, "secretsmanager", `secret:${name}-master`),
    },
  };
}
