/** Transactions that get in each other's way: the engine here carries them out one by one, so the refusals are put in. */
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoEngine, SOURCES_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import { overriding } from "../sync/overriding.fixture.ts";
import { transact, type TransactWrites } from "./transaction.ts";

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());

/** A client whose first transactions are refused for these reasons. */
function refusing(...reasons: string[][]): { client: DynamoDBDocumentClient; calls: () => number } {
  let calls = 0;
  const send = async (command: never): Promise<unknown> => {
    const codes = reasons[calls];
    calls += 1;
    if (codes === undefined) return engine.documents.send(command);
    throw new TransactionCanceledException({
      message: "refused",
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  };
  return { client: overriding(engine.documents, { send: send as never }), calls: () => calls };
}

const put = (sk: string): TransactWrites => [
  {
    Put: {
      TableName: SOURCES_TABLE,
      Item: { pk: "T", sk },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  },
];

describe("a transaction", () => {
  it("is sent again while others are in its way", async () => {
    const { client, calls } = refusing(["TransactionConflict"], ["None", "TransactionConflict"]);
    expect(await transact(client, put("a"))).toBeNull();
    expect(calls()).toBe(3);
  });

  it("tells which condition failed, and is not sent again", async () => {
    const { client, calls } = refusing();
    expect(await transact(client, put("b"))).toBeNull();
    expect(await transact(client, put("b"))).toEqual([true]);
    expect(calls()).toBe(2);
  });

  it("fails for any other reason", async () => {
    const { client, calls } = refusing(["ValidationError"]);
    await expect(transact(client, put("c"))).rejects.toThrow("refused");
    expect(calls()).toBe(1);
  });
});
