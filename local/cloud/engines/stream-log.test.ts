import { DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../state.ts";
import { until } from "../testing/harness.ts";
import { dynoxideBinary, startDynoxide } from "./dynoxide.ts";
import type { Dynoxide } from "./dynoxide.ts";
import { StreamLog } from "./stream-log.ts";
import { ensureTable } from "./tables.ts";

const table = {
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" as const }],
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" as const }],
  GlobalSecondaryIndexes: [],
  LocalSecondaryIndexes: [],
  StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" as const },
  Replicas: [],
};

describe("the stream log", () => {
  let directory: string;
  let engine: Dynoxide;
  let client: DynamoDBClient;
  let state: DatabaseSync;
  let log: StreamLog;
  const open = (): StreamLog => new StreamLog(engine.databaseFile, state);
  /** Writes items `<table> <from>` … in transactions of ten. */
  const write = async (TableName: string, from: number, count: number): Promise<void> => {
    for (let n = from; n < from + count; n += 10) {
      const TransactItems = Array.from({ length: 10 }, (_, i) => ({
        Put: { TableName, Item: { pk: { S: String(n + i).padStart(5, "0") } } },
      }));
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
    }
  };
  const leftInEngine = (): number => {
    const database = new DatabaseSync(engine.databaseFile, { readOnly: true });
    const count = Number(database.prepare("SELECT count(*) AS n FROM _stream_records").get()?.["n"]);
    database.close();
    return count;
  };
  const keysAfter = (name: string, position: number): string[] =>
    log.read(name, position, 100_000).map((row) => JSON.parse(row.keys).pk.S);
  const numbers = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => String(n).padStart(5, "0"));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "stream-log-"));
    engine = await startDynoxide(dynoxideBinary(process.env), directory);
    client = new DynamoDBClient({
      region: "us-east-1",
      endpoint: engine.endpoint,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await Promise.all(["first", "other"].map((name) => ensureTable(client, name, table)));
    state = openState(directory);
    log = open();
  });
  afterEach(async () => {
    await log.close();
    state.close();
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("keeps the engine's own table nearly empty, and every record for a consumer that has not come yet", async () => {
    log.register("slow", "first", "TRIM_HORIZON");
    await write("first", 0, 1000);
    await until(() => leftInEngine() === 1, "the engine's table emptied but for the newest");
    expect(keysAfter("first", 0)).toEqual(numbers(1000));
  });

  it("drops what every consumer has passed, and nothing that one has not", async () => {
    log.register("quick", "first", "TRIM_HORIZON");
    log.register("slow", "first", "TRIM_HORIZON");
    await write("first", 0, 100);
    await until(() => keysAfter("first", 0).length === 100, "all records");
    const positions = log.read("first", 0, 100).map((row) => row.position);
    log.checkpoint("quick", positions[99] ?? 0);
    log.checkpoint("slow", positions[39] ?? 0);
    await until(() => keysAfter("first", 0).length === 60, "the first forty gone");
    expect(keysAfter("first", 0)).toEqual(numbers(100).slice(40));
  });

  it("drops the records of a table that nobody reads", async () => {
    log.register("consumer", "first", "TRIM_HORIZON");
    await write("other", 0, 50);
    await until(
      () => keysAfter("other", 0).length === 0 && leftInEngine() <= 2,
      "the other table's records gone",
    );
    expect(log.drained()).toBe(true);
  });

  it("is drained when all consumers are at the newest record, not before", async () => {
    log.register("consumer", "first", "TRIM_HORIZON");
    expect(log.drained()).toBe(true);
    await write("first", 0, 10);
    expect(log.drained()).toBe(false);
    await until(() => keysAfter("first", 0).length === 10, "all records");
    log.checkpoint("consumer", log.read("first", 0, 10).at(-1)?.position ?? 0);
    expect(log.drained()).toBe(true);
  });

  it("goes on after a restart where each consumer was, with records written meanwhile", async () => {
    log.register("consumer", "first", "TRIM_HORIZON");
    await write("first", 0, 20);
    await until(() => keysAfter("first", 0).length === 20, "all records");
    const passed = log.read("first", 0, 20)[9]?.position ?? 0;
    log.checkpoint("consumer", passed);
    await log.close();
    await write("first", 20, 20);
    log = open();
    expect(log.register("consumer", "first", "TRIM_HORIZON")).toBe(passed);
    await until(() => keysAfter("first", passed).length === 30, "the rest and the new ones");
    expect(keysAfter("first", passed)).toEqual(numbers(40).slice(10));
  });

  it("begins a LATEST consumer after what is there", async () => {
    log.register("early", "first", "TRIM_HORIZON");
    await write("first", 0, 10);
    await until(() => keysAfter("first", 0).length === 10, "all records");
    expect(keysAfter("first", log.register("late", "first", "LATEST"))).toEqual([]);
  });

  it("sets a checkpoint back when the log lost its last records in a power cut", async () => {
    log.register("consumer", "first", "TRIM_HORIZON");
    log.checkpoint("consumer", 1_000_000);
    await log.close();
    log = open();
    expect(log.register("consumer", "first", "TRIM_HORIZON")).toBe(0);
  });
});
