/** Many items of the Offers table by key, and what DynamoDB leaves unprocessed of them tried again. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "./item.ts";

const KEYS_PER_GET = 100;
const REQUESTS_PER_WRITE = 25;
/** DynamoDB takes 16 MB a call; what a request weighs is estimated from its text and bytes, so half is left. */
const BYTES_PER_WRITE = 8_000_000;
const FIRST_PAUSE_MS = 50;
const MOST_DOUBLINGS = 6;

export interface OffersTable {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** The items that exist, in any order, read consistently. A key must not come twice. */
export async function getItems({ client, table }: OffersTable, keys: readonly Item[]): Promise<Item[]> {
  const found: Item[] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_GET) {
    let rest: Item[] = keys.slice(start, start + KEYS_PER_GET);
    for (let tries = 0; rest.length > 0; tries += 1) {
      await pause(tries);
      const output = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: rest, ConsistentRead: true } } }),
      );
      found.push(...(output.Responses?.[table] ?? []));
      rest = output.UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return found;
}

/** Puts and deletes without conditions. A key must not come twice. */
export async function writeItems(
  { client, table }: OffersTable,
  requests: readonly WriteRequest[],
): Promise<void> {
  for (const group of packed(requests)) {
    let rest = group;
    for (let tries = 0; rest.length > 0; tries += 1) {
      await pause(tries);
      const output = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: rest } }));
      rest = output.UnprocessedItems?.[table] ?? [];
    }
  }
}

const pause = async (tries: number): Promise<void> => {
  if (tries > 0) await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** Math.min(tries, MOST_DOUBLINGS));
};

function packed(requests: readonly WriteRequest[]): WriteRequest[][] {
  const groups: WriteRequest[][] = [];
  let bytes = 0;
  for (const request of requests) {
    const weight = weightOf(request);
    const group = groups.at(-1);
    if (group === undefined || group.length === REQUESTS_PER_WRITE || bytes + weight > BYTES_PER_WRITE) {
      groups.push([request]);
      bytes = weight;
    } else {
      group.push(request);
      bytes += weight;
    }
  }
  return groups;
}

function weightOf({ PutRequest }: WriteRequest): number {
  let bytes = 0;
  for (const value of Object.values(PutRequest?.Item ?? {}))
    bytes += (value.S?.length ?? 0) * 3 + (value.B?.length ?? 0) + 100;
  return bytes;
}
