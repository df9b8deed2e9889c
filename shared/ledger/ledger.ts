/** The ledger: every offer's current record and every version it ever had, in DynamoDB. */
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";
import type { OfferId } from "../offer/model.ts";
import { type Amendment, amended } from "./decide.ts";
import { BY_DUE, dueShardKey } from "./due.ts";
import {
  BY_SOURCE,
  CURRENT,
  type Item,
  offerIdFromKey,
  offerKey,
  recordFromItem,
  SOURCE_SHARDS,
  sourceShardKey,
  VERSION_PREFIX,
  versionKey,
} from "./item.ts";
import type { EveryOffer, KnownOffer, VersionRecord } from "./records.ts";
import type { PastVersions } from "./past.ts";
import { type ConditionalVersion, type WriteResult, writeVersions } from "./write.ts";

const KEYS_PER_BATCH_GET = 100;
const AMEND_TRIES = 10;
const VERSIONS_LOOKED_AT = 20;

/** Read and write capacity units, as DynamoDB counts them. */
export interface Capacity {
  read: number;
  written: number;
}

interface VersionsPage {
  readonly first: number;
  readonly before: number | null;
}

const indexKey = (pk: string, shard: string): Item => ({
  pk: { S: pk },
  sk: { S: CURRENT },
  sourceShard: { S: shard },
});

export class Ledger {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #past: PastVersions | null;
  /** What this instance has used so far. */
  readonly capacity: Capacity = { read: 0, written: 0 };

  /** @param past where versions are that have left the table; without it, histories end where the table's do */
  constructor(client: DynamoDBClient, table: string, past: PastVersions | null = null) {
    this.#client = client;
    this.#table = table;
    this.#past = past;
  }

  /** The same ledger with a meter of its own. */
  metered(): Ledger {
    return new Ledger(this.#client, this.#table, this.#past);
  }

  async current(offerId: string): Promise<VersionRecord | null> {
    return this.#get(offerId, CURRENT);
  }

  async version(offerId: string, version: number): Promise<VersionRecord | null> {
    const held = await this.#get(offerId, versionKey(version));
    if (held !== null || version < 1) return held;
    const [moved] = await this.#moved(offerId, { first: 1, before: version + 1 });
    return moved?.version === version ? moved : null;
  }

  async #get(offerId: string, sk: string): Promise<VersionRecord | null> {
    const output = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: { pk: { S: offerKey(offerId) }, sk: { S: sk } },
        ConsistentRead: true,
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    this.capacity.read += output.ConsumedCapacity?.CapacityUnits ?? 0;
    return output.Item ? recordFromItem(output.Item) : null;
  }

  /** An offer's versions, newest first; `before` is exclusive. */
  async versions(offerId: string, page: VersionsPage): Promise<VersionRecord[]> {
    const output = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":pk": { S: offerKey(offerId) },
          ":from": { S: versionKey(0) },
          ":to": { S: versionKey(page.before === null ? 9_999_999_999 : page.before - 1) },
        },
        ScanIndexForward: false,
        Limit: page.first,
        ConsistentRead: true,
      }),
    );
    const held = (output.Items ?? []).map(recordFromItem);
    // A page that DynamoDB ended at 1 MB, or that the table filled, has no need of what has left it.
    if (output.LastEvaluatedKey !== undefined || held.length === page.first) return held;
    const before = held.at(-1)?.version ?? page.before;
    return [...held, ...(await this.#moved(offerId, { first: page.first - held.length, before }))];
  }

  /** The page as it goes on where versions are that have left the table. */
  async #moved(offerId: string, { first, before }: VersionsPage): Promise<VersionRecord[]> {
    if (this.#past === null || before === null || before <= 1) return [];
    const oldest = await this.#oldest(offerId);
    const found: VersionRecord[] = [];
    if (oldest === null || oldest.version <= 1) return found;
    for await (const record of this.#past.before(oldest)) {
      if (record.version < before) found.push(record);
      if (found.length === first) break;
    }
    return found;
  }

  /** The oldest version that the table still holds. */
  async #oldest(offerId: string): Promise<VersionRecord | null> {
    const output = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :versions)",
        ExpressionAttributeValues: { ":pk": { S: offerKey(offerId) }, ":versions": { S: VERSION_PREFIX } },
        Limit: 1,
        ConsistentRead: true,
      }),
    );
    const item = output.Items?.[0];
    return item ? recordFromItem(item) : null;
  }

  /** An offer as it is, and as it was at an instant (RFC 3339, UTC); null: it was not there. */
  async asOf(
    offerId: string,
    instant: string,
  ): Promise<{ readonly now: VersionRecord | null; readonly earlier: VersionRecord | null }> {
    let newest: VersionRecord | null = null;
    let before: number | null = null;
    for (;;) {
      const page: VersionRecord[] = await this.versions(offerId, { first: VERSIONS_LOOKED_AT, before });
      newest ??= page[0] ?? null;
      const earlier = page.find(({ changedAt }) => changedAt <= instant);
      const last = page.at(-1);
      if (earlier || !last || last.version === 1) return { now: newest, earlier: earlier ?? null };
      before = last.version;
    }
  }

  /** The current records of many offers; those that do not exist are left out. */
  async currentOf(offerIds: readonly OfferId[]): Promise<Map<OfferId, VersionRecord>> {
    const found = new Map<OfferId, VersionRecord>();
    const unique = [...new Set(offerIds)];
    for (let start = 0; start < unique.length; start += KEYS_PER_BATCH_GET) {
      let keys: Item[] | undefined = unique
        .slice(start, start + KEYS_PER_BATCH_GET)
        .map((offerId) => ({ pk: { S: offerKey(offerId) }, sk: { S: CURRENT } }));
      for (let tries = 0; keys !== undefined && keys.length > 0; tries += 1) {
        if (tries > 0) await sleep(Math.random() * 50 * 2 ** Math.min(tries, 6));
        const output: { items: Item[]; unprocessed: Item[] | undefined } = await this.#batchGet(keys);
        for (const item of output.items) {
          const record = recordFromItem(item);
          found.set(record.offerId, record);
        }
        keys = output.unprocessed;
      }
    }
    return found;
  }

  async #batchGet(keys: Item[]): Promise<{ items: Item[]; unprocessed: Item[] | undefined }> {
    const output = await this.#client.send(
      new BatchGetItemCommand({
        RequestItems: { [this.#table]: { Keys: keys, ConsistentRead: true } },
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    for (const each of output.ConsumedCapacity ?? []) this.capacity.read += each.CapacityUnits ?? 0;
    return {
      items: output.Responses?.[this.#table] ?? [],
      unprocessed: output.UnprocessedKeys?.[this.#table]?.Keys,
    };
  }

  /** Writes versions on condition; the answer names the offers whose condition failed. */
  async write(versions: readonly ConditionalVersion[]): Promise<WriteResult> {
    const result = await writeVersions(this.#client, this.#table, versions);
    this.capacity.written += result.capacity;
    return result;
  }

  /**
   * What the ledger holds of a source, without its content: a page at a time, from the sparse index, so that a
   * refresh of a million unchanged offers reads about 150 bytes of each. Eventually consistent: what a run wrote
   * a moment ago may be missing, and the upsert, which reads consistently, then finds nothing to change.
   */
  async *known(sourceId: string): AsyncGenerator<KnownOffer[]> {
    const prefix = offerKey(`${sourceId}:`).length;
    for (let shard = 0; shard < SOURCE_SHARDS; shard += 1) {
      for await (const { items } of this.#ofShard(sourceShardKey(sourceId, shard), undefined)) {
        yield items.map((item) => ({
          sourceOfferId: (item["pk"]?.S ?? "").slice(prefix),
          sourceFingerprint: item["sourceFingerprint"]?.S ?? "",
          identity: item["identity"]?.S ?? "",
        }));
      }
    }
  }

  /**
   * Every offer that a source ever had, gone ones included, a page at a time, from the same index.
   * @param cursor of the last page that was taken, to go on after it; null to begin
   */
  async *everyOffer(
    sourceId: string,
    cursor: string | null,
  ): AsyncGenerator<{ readonly offers: EveryOffer[]; readonly cursor: string }> {
    const prefix = offerKey(`${sourceId}:`).length;
    const shards = Array.from({ length: SOURCE_SHARDS * 2 }, (_, place) =>
      sourceShardKey(sourceId, place % SOURCE_SHARDS, place < SOURCE_SHARDS),
    );
    const start = cursor === null ? null : (JSON.parse(cursor) as { shard: number; from: string | null });
    for (const [place, shard] of shards.entries()) {
      if (start !== null && place < start.shard) continue;
      const resumed = place === start?.shard;
      if (resumed && start.from === null) continue;
      const from = resumed && start.from !== null ? indexKey(start.from, shard) : undefined;
      for await (const { items, last } of this.#ofShard(shard, from)) {
        const offers = items.map((item) => ({
          sourceOfferId: (item["pk"]?.S ?? "").slice(prefix),
          changedAt: item["changedAt"]?.S ?? "",
        }));
        yield { offers, cursor: JSON.stringify({ shard: place, from: last?.["pk"]?.S ?? null }) };
      }
    }
  }

  async *#ofShard(
    shard: string,
    start: Item | undefined,
  ): AsyncGenerator<{ readonly items: Item[]; readonly last: Item | undefined }> {
    const where = {
      IndexName: BY_SOURCE,
      KeyConditionExpression: "sourceShard = :shard",
      ExpressionAttributeValues: { ":shard": { S: shard } },
    };
    yield* this.#walk(where, start);
  }

  /** The pages of a query on an index, metered. */
  async *#walk(
    where: Omit<QueryCommandInput, "TableName">,
    start: Item | undefined,
  ): AsyncGenerator<{ readonly items: Item[]; readonly last: Item | undefined }> {
    let from = start;
    do {
      const output: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          ...where,
          TableName: this.#table,
          ReturnConsumedCapacity: "TOTAL",
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      this.capacity.read += output.ConsumedCapacity?.CapacityUnits ?? 0;
      from = output.LastEvaluatedKey;
      yield { items: output.Items ?? [], last: from };
    } while (from !== undefined);
  }

  /**
   * Ids of the offers whose dates change their status at `until` or before, the soonest first, a page at a time.
   * Eventually consistent: read the offers themselves before deciding anything.
   */
  async *due(shard: number, until: Date): AsyncGenerator<OfferId[]> {
    const where = {
      IndexName: BY_DUE,
      KeyConditionExpression: "dueShard = :shard AND dueAt <= :until",
      ExpressionAttributeValues: {
        ":shard": { S: dueShardKey(shard) },
        ":until": { S: until.toISOString() },
      },
      Limit: KEYS_PER_BATCH_GET,
    };
    for await (const { items } of this.#walk(where, undefined)) {
      if (items.length > 0) yield items.map((item) => offerIdFromKey(item["pk"]?.S ?? ""));
    }
  }

  /**
   * Every current record (`CURRENT`) or every version (`V#`) of the ledger, or of one source: for rebuilding and
   * comparing only, since it reads the whole table.
   */
  async *all(kind: "CURRENT" | "VERSIONS", sourceId: string | null = null): AsyncGenerator<VersionRecord[]> {
    let from: Item | undefined;
    do {
      const output: ScanCommandOutput = await this.#client.send(
        new ScanCommand({
          TableName: this.#table,
          FilterExpression: `${kind === "CURRENT" ? "sk = :sk" : "begins_with(sk, :sk)"}${sourceId === null ? "" : " AND begins_with(pk, :source)"}`,
          ExpressionAttributeValues: {
            ":sk": { S: kind === "CURRENT" ? CURRENT : VERSION_PREFIX },
            ...(sourceId === null ? {} : { ":source": { S: offerKey(`${sourceId}:`) } }),
          },
          ConsistentRead: true,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      yield (output.Items ?? []).map(recordFromItem);
      from = output.LastEvaluatedKey;
    } while (from !== undefined);
  }

  /**
   * Changes one offer for an editor or admin, as a version with its author.
   * @param amend what is to change, given the offer as it is: asked again where somebody else was faster
   * @returns the record after it, which is the one before it when there was nothing to change; null: no such offer
   */
  async amend(
    offerId: string,
    amend: (current: VersionRecord) => Amendment,
    now: Date,
  ): Promise<VersionRecord | null> {
    for (let tries = 0; tries < AMEND_TRIES; tries += 1) {
      const current = await this.current(offerId);
      if (current === null) return null;
      const record = amended(current, amend(current), now);
      if (record === null) return current;
      const { conflicts } = await this.write([{ record, expected: current.version }]);
      if (conflicts.length === 0) return record;
    }
    throw new Error(`Offer ${offerId} is being changed by others all the time: try again.`);
  }
}
