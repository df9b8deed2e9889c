/** Changes to a run's item, and to its source's while the run holds it. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { runKey, sourceIdOfRun, sourceKey } from "./items.ts";

export class RunUpdates {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Changes the run's source while this run holds its lease; otherwise another run does, and nothing is done. */
  async onSource(runId: string, update: string, values: Record<string, unknown>): Promise<void> {
    try {
      await this.#client.send(
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
   * @param condition on its `#status`, against `:running` or `:held`
   * @returns the run's item after it
   * @throws ConditionalCheckFailedException when there is no such run, or the condition does not hold
   */
  async onRun(
    runId: string,
    values: Record<string, unknown>,
    condition?: string,
  ): Promise<Record<string, unknown>> {
    const names = Object.keys(values);
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: runKey(runId),
        UpdateExpression: `SET ${names.map((_, place) => `#n${place} = :v${place}`).join(", ")}`,
        ConditionExpression: condition ? `attribute_exists(pk) AND ${condition}` : "attribute_exists(pk)",
        ExpressionAttributeNames: {
          ...Object.fromEntries(names.map((name, place) => [`#n${place}`, name])),
          ...(condition ? { "#status": "status" } : {}),
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(names.map((name, place) => [`:v${place}`, values[name]])),
          ...(condition?.includes(":running") ? { ":running": "RUNNING" } : {}),
          ...(condition?.includes(":held") ? { ":held": "HELD" } : {}),
        },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes ?? {};
  }
}
