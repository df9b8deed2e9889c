/** Writing versions: many offers packed into one transaction, smaller ones where they get in each other's way. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { CURRENT, packedRecord, toItem, versionKey } from "./item.ts";
import type { VersionRecord } from "./records.ts";

/** 100 actions is DynamoDB's limit; an offer takes two: its version and its current record. */
export const OFFERS_PER_TRANSACTION = 50;
/** DynamoDB takes 4 MB; what an offer weighs is estimated from its text, so some room is left. */
const BYTES_PER_TRANSACTION = 3_000_000;
const CONFLICT_TRIES = 8;
const CONFLICT_BASE_MS = 20;

/** A version to write, on the condition that the ledger still holds `expected` (0: no such offer yet). */
export interface ConditionalVersion {
  readonly record: VersionRecord;
  readonly expected: number;
}

/** What capacity the writes took, as DynamoDB counts it; null where the engine does not say. */
export interface WriteResult {
  /** Offers whose current version was not the expected one: read again and decide again. */
  readonly conflicts: readonly ConditionalVersion[];
  readonly capacity: number;
}

function actionsFor(table: string, { record, expected }: ConditionalVersion): TransactWriteItem[] {
  const condition =
    expected === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "version = :expected",
          ExpressionAttributeValues: { ":expected": { N: String(expected) } },
        };
  const packed = packedRecord(record);
  return [
    { Put: { TableName: table, Item: toItem(record, CURRENT, packed), ...condition } },
    {
      Put: {
        TableName: table,
        Item: toItem(record, versionKey(record.version), packed),
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
  ];
}

const weightOf = (version: ConditionalVersion): number =>
  JSON.stringify(version.record.content).length * 2 + 2_000;

function packed(versions: readonly ConditionalVersion[], most: number): ConditionalVersion[][] {
  const groups: ConditionalVersion[][] = [];
  let group: ConditionalVersion[] = [];
  let bytes = 0;
  for (const version of versions) {
    const weight = weightOf(version);
    if (group.length === most || (group.length > 0 && bytes + weight > BYTES_PER_TRANSACTION)) {
      groups.push(group);
      group = [];
      bytes = 0;
    }
    group.push(version);
    bytes += weight;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/**
 * Writes each version and its current record together. An offer whose condition fails is returned as a conflict
 * and the others of its transaction are written without it.
 * @throws whatever DynamoDB answers beside conflicts, after the SDK's own retries
 */
export async function writeVersions(
  client: DynamoDBClient,
  table: string,
  versions: readonly ConditionalVersion[],
): Promise<WriteResult> {
  const conflicts: ConditionalVersion[] = [];
  let capacity = 0;
  for (const group of packed(versions, OFFERS_PER_TRANSACTION)) {
    let rest = group;
    for (let tries = 1; rest.length > 0; tries += 1) {
      const outcome = await transact(client, table, rest);
      capacity += outcome.capacity;
      if (outcome.reasons === null) break;
      const { refused, passing } = sorted(rest, outcome.reasons);
      conflicts.push(...refused);
      rest = passing;
      // With nobody refused, another transaction holds an item right now: smaller groups and a pause let both through.
      if (refused.length === 0 && rest.length > 0) {
        if (tries >= CONFLICT_TRIES) throw outcome.error;
        await sleep(Math.random() * CONFLICT_BASE_MS * 2 ** tries);
        if (rest.length > 1) {
          const half = Math.ceil(rest.length / 2);
          const first = await writeVersions(client, table, rest.slice(0, half));
          conflicts.push(...first.conflicts);
          capacity += first.capacity;
          rest = rest.slice(half);
        }
      }
    }
  }
  return { conflicts, capacity };
}

type Outcome =
  | { readonly reasons: null; readonly capacity: number }
  | { readonly reasons: readonly CancellationReason[]; readonly capacity: number; readonly error: Error };

async function transact(
  client: DynamoDBClient,
  table: string,
  group: ConditionalVersion[],
): Promise<Outcome> {
  try {
    const output = await client.send(
      new TransactWriteItemsCommand({
        TransactItems: group.flatMap((version) => actionsFor(table, version)),
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    const capacity = (output.ConsumedCapacity ?? []).reduce(
      (sum, each) => sum + (each.CapacityUnits ?? 0),
      0,
    );
    return { reasons: null, capacity };
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return { reasons: error.CancellationReasons ?? [], capacity: 0, error };
    }
    throw error;
  }
}

function sorted(
  group: ConditionalVersion[],
  reasons: readonly CancellationReason[],
): { refused: ConditionalVersion[]; passing: ConditionalVersion[] } {
  const refused: ConditionalVersion[] = [];
  const passing: ConditionalVersion[] = [];
  for (const [place, version] of group.entries()) {
    const codes = [reasons[place * 2]?.Code, reasons[place * 2 + 1]?.Code];
    for (const code of codes) {
      if (code === "ValidationError" || code === "ItemCollectionSizeLimitExceeded") {
        throw new VersionRefused(version.record.offerId, reasons[place * 2]?.Message ?? code);
      }
    }
    (codes.includes("ConditionalCheckFailed") ? refused : passing).push(version);
  }
  return { refused, passing };
}

/** DynamoDB will never take this version (too large, an empty key): retrying cannot help. */
export class VersionRefused extends Error {
  override readonly name = "VersionRefused";
  constructor(offerId: string, reason: string) {
    super(`DynamoDB refuses offer ${offerId}: ${reason}`);
  }
}
