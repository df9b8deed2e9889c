/** TTL: deletes items whose time has passed, which Dynoxide leaves to its caller. */
import { DeleteItemCommand, ConditionalCheckFailedException, paginateScan } from "@aws-sdk/client-dynamodb";
import { messageOf } from "../errors.ts";
import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";

export interface ExpiringTable {
  readonly name: string;
  readonly keys: readonly string[];
  readonly attribute: string;
}

const INTERVAL_MS = 60_000;

/** Deletes expired items once a minute; the function returned ends that. */
export function startExpiry(
  client: DynamoDBClient,
  tables: readonly ExpiringTable[],
  warn: (message: string) => void,
): () => void {
  const sweep = async (): Promise<void> => {
    const now = Math.floor(Date.now() / 1000);
    for (const table of tables) await deleteExpired(client, table, now);
  };
  const timer = setInterval(
    () => void sweep().catch((error: unknown) => warn(messageOf(error))),
    INTERVAL_MS,
  );
  return () => clearInterval(timer);
}

/**
 * Deletes the items of a table that expired before `now` (epoch seconds); returns how many.
 * On AWS this happens within two days and is marked in the stream by a userIdentity, which is missing here.
 */
export async function deleteExpired(
  client: DynamoDBClient,
  table: ExpiringTable,
  now: number,
): Promise<number> {
  const names = {
    "#ttl": table.attribute,
    ...Object.fromEntries(table.keys.map((key, index) => [`#k${index}`, key])),
  };
  const pages = paginateScan(
    { client },
    {
      TableName: table.name,
      FilterExpression: "#ttl < :now",
      ProjectionExpression: table.keys.map((_key, index) => `#k${index}`).join(", "),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":now": { N: String(now) } },
    },
  );
  let deleted = 0;
  for await (const page of pages) {
    for (const key of page.Items ?? []) deleted += await deleteIfStillExpired(client, table, key, now);
  }
  return deleted;
}

async function deleteIfStillExpired(
  client: DynamoDBClient,
  table: ExpiringTable,
  key: Record<string, AttributeValue>,
  now: number,
): Promise<number> {
  try {
    await client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: key,
        ConditionExpression: "#ttl < :now",
        ExpressionAttributeNames: { "#ttl": table.attribute },
        ExpressionAttributeValues: { ":now": { N: String(now) } },
      }),
    );
    return 1;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 0;
    throw error;
  }
}
