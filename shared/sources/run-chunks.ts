/** The chunks that a run's writers have dealt with: a marker each, so that none counts twice. */
import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from "@aws-sdk/lib-dynamodb";
import { chunkKey, chunkOfKey, isOrphan, type RunItem, runKey, sourceIdOfRun, sourceKey } from "./items.ts";
import type { ChunkCounts } from "./run-progress.ts";
import { transact, type TransactWrites } from "./transaction.ts";

const MARKER_SECONDS = 14 * 24 * 3600;

export class RunChunks {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Counts a chunk to its run and what it wrote to its source's account, in one transaction with its marker. */
  async done(
    runId: string,
    chunk: string,
    counts: ChunkCounts,
    now: Date,
    failure: string | null,
  ): Promise<void> {
    const marker = {
      ...chunkKey(runId, chunk),
      ...counts,
      failure,
      expiresAt: Math.floor(now.getTime() / 1000) + MARKER_SECONDS,
    };
    const writes: TransactWrites = [
      { Put: { TableName: this.#table, Item: marker, ConditionExpression: "attribute_not_exists(pk)" } },
      { Update: this.#countToRun(runId, counts, failure) },
    ];
    const account = this.#countToSource(runId, counts);
    const refused = await transact(
      this.#client,
      account === null ? writes : [...writes, { Update: account }],
    );
    // The source itself is gone: there is no index left to account for. Otherwise: counted before, or of an unknown run.
    if (refused?.[2] === true && !refused[0] && !refused[1]) await transact(this.#client, writes);
  }

  #countToRun(
    runId: string,
    counts: ChunkCounts,
    failure: string | null,
  ): NonNullable<TransactWrites[0]["Update"]> {
    return {
      TableName: this.#table,
      Key: runKey(runId),
      ConditionExpression: "attribute_exists(pk)",
      UpdateExpression: `ADD created :created, changed :changed, unchangedWritten :unchanged, removed :removed, superseded :superseded, readUnits :reads, writeUnits :writes, chunksDone :one, chunksFailed :failed${failure === null ? "" : " SET message = :failure"}`,
      ExpressionAttributeValues: {
        ":created": counts.created,
        ":changed": counts.changed,
        ":unchanged": counts.unchanged,
        ":removed": counts.removed,
        ":superseded": counts.superseded,
        ":reads": counts.readUnits,
        ":writes": counts.writeUnits,
        ":one": 1,
        ":failed": failure === null ? 0 : 1,
        ...(failure === null ? {} : { ":failure": failure }),
      },
    };
  }

  #countToSource(
    runId: string,
    { listed, digest }: ChunkCounts,
  ): NonNullable<TransactWrites[0]["Update"]> | null {
    if (listed === 0 && digest === 0) return null;
    return {
      TableName: this.#table,
      Key: sourceKey(sourceIdOfRun(runId)),
      ConditionExpression: "attribute_exists(pk)",
      UpdateExpression:
        "ADD accountCount :listed, accountDigest :digest, doubtCount :listed, doubtDigest :digest",
      ExpressionAttributeValues: { ":listed": listed, ":digest": digest },
    };
  }

  /** How many of the chunks that count for the run's end are dealt with, and whether one of them could not be written. */
  async countOf(run: Pick<RunItem, "id" | "legs">): Promise<{ done: number; failed: boolean }> {
    let [done, failed] = [0, false];
    let from: Record<string, unknown> | undefined;
    do {
      const output: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :chunk)",
          ExpressionAttributeValues: { ":pk": chunkKey(run.id, "").pk, ":chunk": chunkKey(run.id, "").sk },
          ProjectionExpression: "sk, failure",
          ConsistentRead: true,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const { sk, failure } of output.Items ?? []) {
        const { leg, chunk } = chunkOfKey(String(sk));
        if (isOrphan(run.legs, leg, chunk)) continue;
        done += 1;
        failed ||= failure !== null;
      }
      from = output.LastEvaluatedKey;
    } while (from);
    return { done, failed };
  }
}
