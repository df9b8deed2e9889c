/** Transactions on the Sources table, whose items the fetch functions and many writers change at once. */
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";

const CONFLICT_TRIES = 12;

export type TransactWrites = NonNullable<TransactWriteCommandInput["TransactItems"]>;

/**
 * Sends a transaction, and sends it again where another that is under way refuses it for the moment.
 * @returns per item whether its condition failed; null: it is done
 * @throws TransactionCanceledException when it is refused for another reason, or again and again
 */
export async function transact(
  client: DynamoDBDocumentClient,
  writes: TransactWrites,
): Promise<readonly boolean[] | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: writes }));
      return null;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
      const failed = codes.map((code) => code === "ConditionalCheckFailed");
      if (failed.includes(true)) return failed;
      if (!codes.includes("TransactionConflict") || tries >= CONFLICT_TRIES) throw error;
      await sleep(Math.random() * 20 * 2 ** Math.min(tries, 6));
    }
  }
}
