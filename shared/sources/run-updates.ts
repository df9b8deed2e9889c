/** Changes to a run's item, and to its source's while the run holds it. */
import { ConditionalCheckFailedException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandOutput } from "@aws-sdk/lib-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunItem } from "./items.ts";
import { runKey, sourceIdOfRun, sourceKey } from "./items.ts";

const CONFLICT_TRIES = 12;

export class RunUpdates {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The upserts count in transactions on the same items: one that is under way refuses us, for a moment. */
  async #send(command: UpdateCommand): Promise<UpdateCommandOutput> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#client.send(command);
      } catch (error) {
        if (!(error instanceof TransactionConflictException) || tries >= CONFLICT_TRIES) throw error;
        await sleep(Math.random() * 20 * 2 ** Math.min(tries, 6));
      }
    }
  }

  /** Changes the run's source while this run holds its lease; otherwise another run does, and nothing is done. */
  async onSource(runId: string, update: string, values: Record<string, unknown>): Promise<void> {
    try {
      await this.#send(
        new UpdateCommand({
          TableName: this.#table,
          Key: sourceKey(sourceIdOfRun(runId)),
          UpdateExpression: update,
          ConditionExpression: "lease.runId = :holder",
          ExpressionAttributeValues: { ...values, ":holder": runId },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /**
   * Sets attributes of a run.
   * @param expected its status, or the leg that it must still be on while it is RUNNING
   * @returns the run's item after it
   * @throws ConditionalCheckFailedException when there is no such run, or it is not as expected
   */
  async onRun(
    runId: string,
    values: Record<string, unknown>,
    expected: Pick<RunItem, "status"> | Pick<RunItem, "leg">,
  ): Promise<Record<string, unknown>> {
    const names = Object.keys(values);
    const onLeg = "leg" in expected;
    const { Attributes } = await this.#send(
      new UpdateCommand({
        TableName: this.#table,
        Key: runKey(runId),
        UpdateExpression: `SET ${names.map((_, place) => `#n${place} = :v${place}`).join(", ")}`,
        ConditionExpression: `attribute_exists(pk) AND #status = :status${onLeg ? " AND leg = :leg" : ""}`,
        ExpressionAttributeNames: {
          ...Object.fromEntries(names.map((name, place) => [`#n${place}`, name])),
          "#status": "status",
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(names.map((name, place) => [`:v${place}`, values[name]])),
          ":status": onLeg ? "RUNNING" : expected.status,
          ...(onLeg ? { ":leg": expected.leg } : {}),
        },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes ?? {};
  }
}
