/** A real DynamoDB engine for tests and benchmarks: Dynoxide with the product's tables, without streams. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynoxideBinary } from "../../local/cloud/engines/dynoxide.ts";
import { freePort } from "../../local/cloud/engines/free-port.ts";
import { BY_DUE } from "../../shared/ledger/due.ts";
import { BY_SOURCE } from "../../shared/ledger/item.ts";
import { BY_KIND } from "../../shared/sources/items.ts";

export const OFFERS_TABLE = "offers";
export const SOURCES_TABLE = "sources";
export const WEBHOOKS_TABLE = "webhooks";

export interface DynamoEngine {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** @param file where the engine keeps its data; without one, in memory */
export async function startDynamo(file: string | null = null): Promise<DynamoEngine> {
  const port = await freePort();
  const child = spawn(
    dynoxideBinary(process.env),
    ["--port", String(port), ...(file === null ? [] : ["--db-path", file])],
    { stdio: "ignore" },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  for (let tries = 0; ; tries += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(50);
    }
  }
  await createTables(client);
  return {
    client,
    documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    endpoint,
    async stop() {
      client.destroy();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
}

const COMMON: Pick<CreateTableCommandInput, "BillingMode" | "KeySchema"> = {
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
};

const texts = (...names: string[]): AttributeDefinition[] =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: "S" }));

/** The table of API keys and the audit log, for those who want it. @returns its name */
export async function createAccessTable(client: DynamoDBClient): Promise<string> {
  await createPlainTable(client, "access");
  return "access";
}

/** A table with the usual keys and no index. */
export async function createPlainTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      ...COMMON,
      AttributeDefinitions: texts("pk", "sk"),
    }),
  );
}

async function createTables(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: OFFERS_TABLE,
      ...COMMON,
      AttributeDefinitions: texts("pk", "sk", "sourceShard", "dueShard", "dueAt"),
      GlobalSecondaryIndexes: [
        {
          IndexName: BY_SOURCE,
          KeySchema: [
            { AttributeName: "sourceShard", KeyType: "HASH" },
            { AttributeName: "pk", KeyType: "RANGE" },
          ],
          Projection: {
            ProjectionType: "INCLUDE",
            NonKeyAttributes: ["sourceFingerprint", "identity", "changedAt"],
          },
        },
        {
          IndexName: BY_DUE,
          KeySchema: [
            { AttributeName: "dueShard", KeyType: "HASH" },
            { AttributeName: "dueAt", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: SOURCES_TABLE,
      ...COMMON,
      AttributeDefinitions: texts("pk", "sk", "kind", "sortId"),
      GlobalSecondaryIndexes: [
        {
          IndexName: BY_KIND,
          KeySchema: [
            { AttributeName: "kind", KeyType: "HASH" },
            { AttributeName: "sortId", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: WEBHOOKS_TABLE,
      ...COMMON,
      AttributeDefinitions: texts("pk", "sk"),
    }),
  );
}
