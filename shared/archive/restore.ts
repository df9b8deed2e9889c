/** Giving an empty ledger back, from the archive, what it held: every version, and the current record of every offer. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  type CancellationReason,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { grouped, itemWeight, type OffersTable, writeItems } from "../ledger/batches.ts";
import {
  BY_SOURCE,
  CURRENT,
  type Item,
  recordFromItem,
  RESTORED,
  SOURCE_SHARDS,
  sourceShardKey,
  toItem,
  versionKey,
} from "../ledger/item.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { Archive } from "./archive.ts";
import type { MovedVersions } from "./moved.ts";

export interface RestoreTargets {
  readonly offers: OffersTable;
  readonly archive: Archive;
  readonly moved: MovedVersions;
}

export interface Restored {
  readonly sources: number;
  readonly offers: number;
  /** Put into the ledger; those that had been moved out of it stay where they are. */
  readonly versions: number;
  readonly movedBefore: number;
  /** Offers whose history has a gap: the archive never got a version. At most 20 are named. */
  readonly incomplete: readonly string[];
  readonly incompleteOffers: number;
}

/** There is something to restore over. */
export class LedgerNotEmpty extends Error {
  override readonly name = "LedgerNotEmpty";
  constructor(what: string) {
    super(
      `${what} is not empty: restoring would mix two histories. Empty the table first, or name a source that has no offers in it.`,
    );
  }
}

/** A sync made an offer anew while its past was being put back. */
export class RestoreOvertaken extends Error {
  override readonly name = "RestoreOvertaken";
  constructor(offerId: string) {
    super(
      `${offerId} was made anew by a sync during the restore: its source is still being synced. Disable the source, empty the table, and restore again.`,
    );
  }
}

const NAMED = 20;
/** DynamoDB takes 100 actions and 4 MB; what an item weighs is estimated. */
const TRANSACTION_LIMITS = { most: 100, bytes: 3_000_000 };
const CONFLICT_TRIES = 8;
const CONFLICT_BASE_MS = 20;
/** A restore under way is written down in the table itself, so that it is forgotten when the table is emptied again. */
const marker = (sourceId: string | null): Item => ({
  pk: { S: `RESTORE#${sourceId ?? "*"}` },
  sk: { S: "RESTORE" },
});

/**
 * Restores all sources, or one. The items carry the mark `restored`, which the stream's followers leave out: nothing is
 * announced, archived again or projected. Rebuild the read model afterwards.
 *
 * Interrupted, it goes on when it is called again; what was there is written over with itself.
 *
 * @param sourceId null: every source that was ever archived
 * @param onProgress called with the number of versions put back so far
 * @throws LedgerNotEmpty, RestoreOvertaken
 */
export async function restoreLedger(
  targets: RestoreTargets,
  sourceId: string | null,
  onProgress?: (versions: number) => void,
): Promise<Restored> {
  await begin(targets.offers, sourceId);
  const sources = sourceId === null ? await targets.archive.sources() : [sourceId];
  const total = { sources: 0, offers: 0, versions: 0, movedBefore: 0, incompleteOffers: 0 };
  const incomplete: string[] = [];
  for (const source of sources) {
    const histories = await survey(targets, source);
    await putCurrent(targets, source, histories);
    for await (const put of putVersions(targets, source, histories)) {
      total.versions += put;
      onProgress?.(total.versions);
    }
    for (const [offerId, { count, newest, moved }] of histories) {
      total.movedBefore += moved;
      if (count === newest) continue;
      total.incompleteOffers += 1;
      if (incomplete.length < NAMED) incomplete.push(offerId);
    }
    total.sources += 1;
    total.offers += histories.size;
  }
  await targets.offers.client.send(
    new DeleteItemCommand({ TableName: targets.offers.table, Key: marker(sourceId) }),
  );
  return { ...total, incomplete };
}

async function begin(offers: OffersTable, sourceId: string | null): Promise<void> {
  const { client, table } = offers;
  const { Item: underWay } = await client.send(
    new GetItemCommand({ TableName: table, Key: marker(sourceId), ConsistentRead: true }),
  );
  if (underWay !== undefined) return;
  if (!(await isEmpty(offers, sourceId)))
    throw new LedgerNotEmpty(sourceId === null ? "The ledger" : `The ledger of source "${sourceId}"`);
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: { ...marker(sourceId), startedAt: { S: new Date().toISOString() } },
    }),
  );
}

/** Every current record is in the index, of offers that are gone too: a source without one there has none. */
async function isEmpty({ client, table }: OffersTable, sourceId: string | null): Promise<boolean> {
  if (sourceId === null) {
    const { Items } = await client.send(
      new ScanCommand({ TableName: table, Limit: 1, ConsistentRead: true }),
    );
    return Items?.length === 0;
  }
  for (let shard = 0; shard < SOURCE_SHARDS; shard += 1) {
    for (const listed of [true, false]) {
      const { Count } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: BY_SOURCE,
          KeyConditionExpression: "sourceShard = :shard",
          ExpressionAttributeValues: { ":shard": { S: sourceShardKey(sourceId, shard, listed) } },
          Select: "COUNT",
          Limit: 1,
        }),
      );
      if (Count !== 0) return false;
    }
  }
  return true;
}

interface History {
  /** The newest version that was archived. */
  newest: number;
  /** How many there are. */
  count: number;
  /** Versions 1 … `moved` live outside the ledger. */
  moved: number;
}

/** What there is of each offer, before anything is written: about 150 bytes of memory an offer. */
async function survey({ archive, moved }: RestoreTargets, sourceId: string): Promise<Map<string, History>> {
  const histories = new Map<string, History>();
  for await (const records of archive.readOnce({ sourceId })) {
    for (const { offerId, version } of records) {
      const known = histories.get(offerId);
      if (known === undefined) histories.set(offerId, { newest: version, count: 1, moved: 0 });
      else {
        known.newest = Math.max(known.newest, version);
        known.count += 1;
      }
    }
  }
  for await (const records of moved.read(sourceId)) {
    for (const { offerId, version } of records) {
      const known = histories.get(offerId);
      if (known !== undefined) known.moved = Math.max(known.moved, version);
    }
  }
  return histories;
}

/** First the current records, on condition: from then on a sync finds the offers and makes none anew. */
async function putCurrent(
  { archive, offers }: RestoreTargets,
  sourceId: string,
  histories: ReadonlyMap<string, History>,
): Promise<void> {
  for await (const records of archive.readOnce({ sourceId })) {
    const newest = records.filter(({ offerId, version }) => histories.get(offerId)?.newest === version);
    const claims = newest.map((record) => ({ record, item: restoredItem(record, CURRENT) }));
    for (const group of grouped(claims, TRANSACTION_LIMITS, ({ item }) => itemWeight(item)))
      await claim(offers, group);
  }
}

interface Claim {
  readonly record: VersionRecord;
  readonly item: Item;
}

/** In one transaction, without those that are there already: many commits cost an engine on one machine five times as long. */
async function claim(offers: OffersTable, claims: readonly Claim[]): Promise<void> {
  let rest = claims;
  for (let tries = 0; rest.length > 0; tries += 1) {
    if (tries > 0) await sleep(Math.random() * CONFLICT_BASE_MS * 2 ** tries);
    try {
      await offers.client.send(
        new TransactWriteItemsCommand({ TransactItems: rest.map((each) => claimOf(offers, each)) }),
      );
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const open = notThereYet(rest, error.CancellationReasons ?? []);
      // Nobody was there: somebody else is writing one of them, or the table is throttled.
      if (open.length === rest.length && tries >= CONFLICT_TRIES) throw error;
      rest = open;
    }
  }
}

const claimOf = ({ table }: OffersTable, { item }: Claim): TransactWriteItem => ({
  Put: {
    TableName: table,
    Item: item,
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  },
});

/** @throws RestoreOvertaken for an offer that began anew; one that was put back, or has changed since it was, goes on */
function notThereYet(claims: readonly Claim[], reasons: readonly CancellationReason[]): Claim[] {
  return claims.filter(({ record }, place) => {
    const reason = reasons[place];
    if (reason?.Code !== "ConditionalCheckFailed" || reason.Item === undefined) return true;
    if (recordFromItem(reason.Item).firstSeenAt !== record.firstSeenAt)
      throw new RestoreOvertaken(record.offerId);
    return false;
  });
}

async function* putVersions(
  { archive, offers }: RestoreTargets,
  sourceId: string,
  histories: ReadonlyMap<string, History>,
): AsyncGenerator<number> {
  for await (const records of archive.readOnce({ sourceId })) {
    const inLedger = records.filter(({ offerId, version }) => version > (histories.get(offerId)?.moved ?? 0));
    await writeItems(
      offers,
      inLedger.map((record) => ({ PutRequest: { Item: restoredItem(record, versionKey(record.version)) } })),
    );
    yield inLedger.length;
  }
}

const restoredItem = (record: VersionRecord, sk: string): Item => ({
  ...toItem(record, sk),
  [RESTORED]: { BOOL: true },
});
