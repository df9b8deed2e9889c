/** What the DynamoDB engine alone takes: the same items, in the same transactions, from one process, and nothing else. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { dynoxideBinary } from "../local/cloud/engines/dynoxide.ts";
import { freePort } from "../local/cloud/engines/free-port.ts";
import { BY_SOURCE } from "../shared/ledger/item.ts";
import { Ledger } from "../shared/ledger/ledger.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";

const TABLE = "offers";
const WRITERS = 4;

/** @returns offers (two items each) written a second, file-backed, without streams */
export async function rawWriteRate(records: readonly VersionRecord[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "offerfeed-bench-"));
  const port = await freePort();
  const child = spawn(
    dynoxideBinary(process.env),
    ["--port", String(port), "--db-path", join(directory, "raw.db")],
    {
      stdio: "ignore",
    },
  );
  try {
    const client = await answering(port);
    await createTable(client);
    const ledger = new Ledger(client, TABLE);
    const share = Math.ceil(records.length / WRITERS);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) =>
        ledger.write(
          records.slice(writer * share, (writer + 1) * share).map((record) => ({ record, expected: 0 })),
        ),
      ),
    );
    return records.length / ((performance.now() - began) / 1000);
  } finally {
    child.kill("SIGKILL");
    await rm(directory, { recursive: true, force: true });
  }
}

async function answering(port: number): Promise<DynamoDBClient> {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  });
  for (let tries = 0; ; tries += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return client;
    } catch (error) {
      if (tries > 20) throw error;
      await sleep(100);
    }
  }
}

async function createTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk", "sourceShard"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: BY_SOURCE,
          KeySchema: [
            { AttributeName: "sourceShard", KeyType: "HASH" },
            { AttributeName: "pk", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["sourceFingerprint"] },
        },
      ],
    }),
  );
}
