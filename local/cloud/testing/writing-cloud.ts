/** A process that runs the test stack and writes as fast as it can, until somebody kills it. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { startLocalCloud } from "../cloud.ts";
import { clientConfig, projectRoot } from "./harness.ts";
import { testTemplate } from "./template.ts";

const cloud = await startLocalCloud({
  template: testTemplate(),
  dataDir: process.argv[2] ?? "",
  projectRoot,
});
process.send?.("started");
const dynamodb = new DynamoDBClient(clientConfig(cloud, "DYNAMODB"));
const database = new pg.Client(cloud.databaseUrl);
await database.connect();
await database.query("CREATE TABLE IF NOT EXISTS ticks (at timestamptz NOT NULL DEFAULT now())");

async function write(): Promise<never> {
  for (;;) {
    const pk = randomUUID();
    await dynamodb.send(
      new PutItemCommand({ TableName: "test-items", Item: { pk: { S: pk }, sk: { S: "CURRENT" } } }),
    );
    process.send?.(pk);
    await database.query("INSERT INTO ticks DEFAULT VALUES");
  }
}
await Promise.all(Array.from({ length: 4 }, write));
