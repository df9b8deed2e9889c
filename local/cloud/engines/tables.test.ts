import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTable } from "../template/properties.ts";
import type { TableProperties } from "../template/properties.ts";
import { dynoxideBinary, startDynoxide } from "./dynoxide.ts";
import type { Dynoxide } from "./dynoxide.ts";
import { deleteExpired } from "./expiry.ts";
import { ensureTable, indexUpdates } from "./tables.ts";

const index = (IndexName: string, ...NonKeyAttributes: string[]) => ({
  IndexName,
  KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
  Projection:
    NonKeyAttributes.length > 0
      ? { ProjectionType: "INCLUDE", NonKeyAttributes }
      : { ProjectionType: "KEYS_ONLY" },
});

function tableWith(...indexes: object[]): TableProperties {
  const properties = {
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: (indexes.length > 0 ? ["pk", "kind"] : ["pk"]).map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    GlobalSecondaryIndexes: indexes,
  };
  return readTable(properties, "Table");
}

describe("indexUpdates", () => {
  it("makes missing indexes, deletes those that are gone, and replaces those that changed", () => {
    const held = {
      GlobalSecondaryIndexes: tableWith(index("same"), index("gone"), index("changed"))
        .GlobalSecondaryIndexes,
    };
    const wanted = tableWith(index("same"), index("changed", "extra"), index("new"));
    expect(
      indexUpdates(held, wanted).map((change) => [
        Object.keys(change)[0],
        Object.values(change)[0]?.IndexName,
      ]),
    ).toEqual([
      ["Delete", "gone"],
      ["Delete", "changed"],
      ["Create", "changed"],
      ["Create", "new"],
    ]);
  });
});

describe("tables on the engine", () => {
  let directory: string;
  let engine: Dynoxide;
  let client: DynamoDBClient;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "tables-"));
    engine = await startDynoxide(dynoxideBinary(process.env), directory);
    client = new DynamoDBClient({
      region: "us-east-1",
      endpoint: engine.endpoint,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
  });
  afterAll(async () => {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("get the indexes that a later template adds", async () => {
    await ensureTable(client, "growing", tableWith());
    await ensureTable(client, "growing", tableWith(index("by-kind")));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "growing" }));
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(["by-kind"]);
  });

  it("refuse other keys than they were made with", async () => {
    await ensureTable(client, "fixed", tableWith());
    const rekeyed = {
      ...tableWith(index("unused")),
      KeySchema: [{ AttributeName: "kind", KeyType: "HASH" as const }],
    };
    await expect(ensureTable(client, "fixed", rekeyed)).rejects.toThrow(/other keys than the template/);
  });

  it("lose the items whose time has passed", async () => {
    await ensureTable(client, "expiring", tableWith());
    const put = (pk: string, expiresAt?: string) =>
      client.send(
        new PutItemCommand({
          TableName: "expiring",
          Item: { pk: { S: pk }, ...(expiresAt !== undefined && { expiresAt: { N: expiresAt } }) },
        }),
      );
    await Promise.all([put("old", "999"), put("current", "1001"), put("eternal")]);
    expect(
      await deleteExpired(client, { name: "expiring", keys: ["pk"], attribute: "expiresAt" }, 1000),
    ).toBe(1);
    const read = await client.send(new GetItemCommand({ TableName: "expiring", Key: { pk: { S: "old" } } }));
    expect(read.Item).toBeUndefined();
  });
});

describe("dynoxideBinary", () => {
  it("takes the operator's path, and says so when nothing is there", () => {
    expect(() => dynoxideBinary({ OFFERFEED_DYNOXIDE: "/nowhere/dynoxide" })).toThrow(/OFFERFEED_DYNOXIDE/);
  });
});
