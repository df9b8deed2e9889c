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
/** DynamoDB takes 16 MB a call; what a request weighs is estimated from its text and bytes, so half is left. */
const BATCH_LIMITS = { most: 25, bytes: 8_000_000 };
const WRITES_AT_ONCE = 8;
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
export async function writeItems(offers: OffersTable, requests: readonly WriteRequest[]): Promise<void> {
  const groups = grouped(requests, BATCH_LIMITS, ({ PutRequest }) => itemWeight(PutRequest?.Item ?? {}));
  for (let start = 0; start < groups.length; start += WRITES_AT_ONCE)
    await Promise.all(groups.slice(start, start + WRITES_AT_ONCE).map((group) => writeGroup(offers, group)));
}

async function writeGroup({ client, table }: OffersTable, group: WriteRequest[]): Promise<void> {
  let rest = group;
  for (let tries = 0; rest.length > 0; tries += 1) {
    await pause(tries);
    const output = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: rest } }));
    rest = output.UnprocessedItems?.[table] ?? [];
  }
}

const pause = async (tries: number): Promise<void> => {
  if (tries > 0) await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** Math.min(tries, MOST_DOUBLINGS));
};

interface Limits {
  readonly most: number;
  readonly bytes: number;
}

/** In their order, in groups of so many and so many bytes at most; what is larger alone stands alone. */
export function grouped<T>(all: readonly T[], { most, bytes }: Limits, weightOf: (each: T) => number): T[][] {
  const groups: T[][] = [];
  let held = 0;
  for (const each of all) {
    const weight = weightOf(each);
    const group = groups.at(-1);
    if (group === undefined || group.length === most || held + weight > bytes) {
      groups.push([each]);
      held = weight;
    } else {
      group.push(each);
      held += weight;
    }
  }
  return groups;
}

/** Roughly the bytes of an item. */
export function itemWeight(item: Item): number {
  let bytes = 0;
  for (const value of Object.values(item)) bytes += (value.S?.length ?? 0) * 3 + (value.B?.length ?? 0) + 100;
  return bytes;
}
