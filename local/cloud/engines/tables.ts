/** Makes tables as the template describes them, and brings those of an earlier start up to it. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { DynamoDBClient, GlobalSecondaryIndexUpdate, TableDescription } from "@aws-sdk/client-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "../errors.ts";
import type { TableProperties } from "../template/properties.ts";

export interface TableIdentity {
  readonly name: string;
  /** Null for a table without a stream. */
  readonly streamLabel: string | null;
}

/**
 * The table, made or brought up to date.
 * @throws CloudError when its key schema differs from the template's: that needs a new table, on AWS too
 */
export async function ensureTable(
  client: DynamoDBClient,
  name: string,
  wanted: TableProperties,
): Promise<TableIdentity> {
  const existing = await describe(client, name);
  if (existing === null) await create(client, name, wanted);
  else await update(client, name, existing, wanted);
  const ttl = wanted.TimeToLiveSpecification;
  if (ttl?.Enabled && ttl.AttributeName !== undefined) await enableTtl(client, name, ttl.AttributeName);
  const made = await settled(client, name);
  return {
    name,
    streamLabel: made.StreamSpecification?.StreamEnabled ? (made.LatestStreamLabel ?? "stream") : null,
  };
}

/** Index changes that bring `existing` to `wanted`: deletions first, as a changed index is one of each. */
export function indexUpdates(
  existing: Pick<TableDescription, "GlobalSecondaryIndexes">,
  wanted: TableProperties,
): GlobalSecondaryIndexUpdate[] {
  const held = new Map(
    (existing.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName ?? "", shapeOf(index)]),
  );
  const asked = new Map(wanted.GlobalSecondaryIndexes.map((index) => [index.IndexName, shapeOf(index)]));
  const stale = [...held].filter(([name, shape]) => asked.get(name) !== shape).map(([name]) => name);
  const missing = wanted.GlobalSecondaryIndexes.filter(
    ({ IndexName }) => held.get(IndexName) !== asked.get(IndexName),
  );
  return [
    ...stale.map((IndexName) => ({ Delete: { IndexName } })),
    ...missing.map((index) => ({ Create: indexDefinition(index) })),
  ];
}

type IndexProperties = TableProperties["GlobalSecondaryIndexes"][number];

function indexDefinition({ IndexName, KeySchema, Projection }: IndexProperties) {
  const { ProjectionType, NonKeyAttributes } = Projection;
  return {
    IndexName,
    KeySchema,
    Projection: NonKeyAttributes === undefined ? { ProjectionType } : { ProjectionType, NonKeyAttributes },
  };
}

interface IndexShape {
  readonly KeySchema?:
    | readonly { readonly AttributeName?: string | undefined; readonly KeyType?: string | undefined }[]
    | undefined;
  readonly Projection?:
    | {
        readonly ProjectionType?: string | undefined;
        readonly NonKeyAttributes?: readonly string[] | undefined;
      }
    | undefined;
}

function shapeOf(index: IndexShape): string {
  const keys = (index.KeySchema ?? []).map((key) => `${key.KeyType}:${key.AttributeName}`).sort();
  const projection = [
    index.Projection?.ProjectionType,
    ...[...(index.Projection?.NonKeyAttributes ?? [])].sort(),
  ];
  return JSON.stringify([keys, projection]);
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | null> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

async function create(client: DynamoDBClient, name: string, wanted: TableProperties): Promise<void> {
  const stream = wanted.StreamSpecification;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: wanted.KeySchema,
      AttributeDefinitions: wanted.AttributeDefinitions,
      ...(wanted.GlobalSecondaryIndexes.length > 0 && {
        GlobalSecondaryIndexes: wanted.GlobalSecondaryIndexes.map(indexDefinition),
      }),
      ...(wanted.LocalSecondaryIndexes.length > 0 && {
        LocalSecondaryIndexes: wanted.LocalSecondaryIndexes.map(indexDefinition),
      }),
      ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
    }),
  );
}

async function update(
  client: DynamoDBClient,
  name: string,
  existing: TableDescription,
  wanted: TableProperties,
): Promise<void> {
  if (shapeOf({ KeySchema: existing.KeySchema }) !== shapeOf(wanted)) {
    throw new CloudError(
      `Table ${name} has other keys than the template. Rename it in the template, or remove the data directory to start over.`,
    );
  }
  for (const change of indexUpdates(existing, wanted)) {
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: wanted.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [change],
      }),
    );
    await settled(client, name);
  }
  const stream = wanted.StreamSpecification;
  if (stream && !existing.StreamSpecification?.StreamEnabled) {
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType },
      }),
    );
  }
}

async function enableTtl(client: DynamoDBClient, name: string, attribute: string): Promise<void> {
  const current = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const { TimeToLiveStatus, AttributeName } = current.TimeToLiveDescription ?? {};
  if (TimeToLiveStatus === "ENABLED" && AttributeName === attribute) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
    }),
  );
}

async function settled(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const table = await describe(client, name);
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    const ready = table?.TableStatus === "ACTIVE" && indexes.every((index) => index.IndexStatus === "ACTIVE");
    if (table !== null && ready) return table;
    await sleep(20);
  }
  throw new CloudError(`Table ${name} did not become ACTIVE within a minute.`);
}
