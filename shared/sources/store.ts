/** Sources and their runs, in the Sources table. What a run does while it is under way is in run-store.ts. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import {
  BY_KIND,
  healthKey,
  RUN_PREFIX,
  type RunItem,
  runFromItem,
  runKey,
  sourceFromItem,
  sourceKey,
} from "./items.ts";
import type { Source, SyncRun } from "./records.ts";

const KEYS_PER_BATCH_GET = 100;

export interface RunPage {
  readonly runs: SyncRun[];
  /** Of each run, what lists those after it. */
  readonly cursors: readonly string[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** A page cursor that this store did not make, or made for another list. */
export class BadRunCursor extends Error {
  override readonly name = "BadRunCursor";
  constructor() {
    super("The cursor is not one of this list: start without a cursor.");
  }
}

/** A source as an admin describes it: what its runs will add to it is not there yet. */
export type NewSourceRecord = Pick<
  Source,
  | "id"
  | "networkId"
  | "name"
  | "enabled"
  | "schedule"
  | "settings"
  | "sandbox"
  | "hasCredentials"
  | "announceFirstSync"
  | "createdAt"
>;

export class SourceStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(sourceId: string): Promise<Source | null> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: sourceKey(sourceId), ConsistentRead: true }),
    );
    return Item ? sourceFromItem(Item) : null;
  }

  /** Every source, by id. The index behind it may miss one made a moment ago. */
  async list(): Promise<Source[]> {
    const sources: Source[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const output: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          IndexName: BY_KIND,
          KeyConditionExpression: "kind = :kind",
          ExpressionAttributeValues: { ":kind": "SOURCE" },
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      const items = await this.#getMany((output.Items ?? []).map(({ pk, sk }) => ({ pk, sk })));
      sources.push(...items.map(sourceFromItem));
      from = output.LastEvaluatedKey;
    } while (from);
    return sources.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Those of these ids that there are, by id. */
  async getMany(sourceIds: readonly string[]): Promise<ReadonlyMap<string, Source>> {
    const items = await this.#getMany(sourceIds.map((id) => ({ ...sourceKey(id) })));
    return new Map(items.map(sourceFromItem).map((source) => [source.id, source]));
  }

  async #getMany(keys: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    for (let start = 0; start < keys.length; start += KEYS_PER_BATCH_GET) {
      let rest: Record<string, unknown>[] | undefined = keys.slice(start, start + KEYS_PER_BATCH_GET);
      while (rest && rest.length > 0) {
        const output: BatchGetCommandOutput = await this.#client.send(
          new BatchGetCommand({ RequestItems: { [this.#table]: { Keys: rest, ConsistentRead: true } } }),
        );
        items.push(...(output.Responses?.[this.#table] ?? []));
        rest = output.UnprocessedKeys?.[this.#table]?.Keys;
      }
    }
    return items;
  }

  /** @returns false when a source of this id exists */
  async add(source: NewSourceRecord): Promise<boolean> {
    const untouched = {
      runSeq: 0,
      lastRunId: null,
      lastCompleteAt: null,
      lastSuccessAt: null,
      lease: null,
      legs: [],
      accountCount: 0,
      accountDigest: 0,
      doubtCount: 0,
      doubtDigest: 0,
    };
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...untouched, ...source, ...sourceKey(source.id), kind: "SOURCE", sortId: source.id },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** @returns the source after it, or null when there is none */
  async update(
    sourceId: string,
    values: Partial<Pick<Source, "enabled" | "hasCredentials" | "schedule" | "settings" | "name">>,
  ): Promise<Source | null> {
    const names = Object.keys(values);
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: sourceKey(sourceId),
          UpdateExpression: `SET ${names.map((_, place) => `#n${place} = :v${place}`).join(", ")}`,
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeNames: Object.fromEntries(names.map((name, place) => [`#n${place}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            Object.values(values).map((value, place) => [`:v${place}`, value]),
          ),
          ReturnValues: "ALL_NEW",
        }),
      );
      return Attributes ? sourceFromItem(Attributes) : null;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  /** The source's offers were changed by others than its runs: its next one takes what the index holds for right. */
  async forgetAccount(sourceId: string): Promise<void> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: sourceKey(sourceId),
          UpdateExpression: "REMOVE accountCount, accountDigest, doubtCount, doubtDigest",
          ConditionExpression: "attribute_exists(pk)",
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** Forgets the source itself and how it was doing; its runs and its offers' history stay. */
  async remove(sourceId: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: healthKey(sourceId) }));
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: sourceKey(sourceId) }));
  }

  async getRun(runId: string): Promise<SyncRun | null> {
    const item = await this.getRunItem(runId);
    return item ? runFromItem({ ...item }) : null;
  }

  async getRunItem(runId: string): Promise<RunItem | null> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: runKey(runId), ConsistentRead: true }),
    );
    return Item ? (Item as unknown as RunItem) : null;
  }

  /**
   * Runs of one source or of all, newest first.
   * @throws BadRunCursor when `after` is not an `endCursor` of the same list
   */
  async listRuns(page: {
    readonly sourceId?: string | undefined;
    readonly first: number;
    readonly after: string | null;
  }): Promise<RunPage> {
    const bySource = page.sourceId !== undefined;
    const from = page.after === null ? undefined : keyFromCursor(page.after, page.sourceId);
    const output = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ...(bySource
          ? {
              KeyConditionExpression: "pk = :pk AND begins_with(sk, :run)",
              ExpressionAttributeValues: { ":pk": sourceKey(page.sourceId ?? "").pk, ":run": RUN_PREFIX },
              ConsistentRead: true,
            }
          : {
              IndexName: BY_KIND,
              KeyConditionExpression: "kind = :kind",
              ExpressionAttributeValues: { ":kind": "RUN" },
            }),
        ScanIndexForward: false,
        Limit: page.first,
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    const rows = output.Items ?? [];
    const items = bySource
      ? rows
      : inOrder(rows, await this.#getMany(rows.map(({ pk, sk }) => ({ pk, sk }))));
    const last = output.LastEvaluatedKey;
    const end = last ?? rows.at(-1);
    return {
      runs: items.map(runFromItem),
      cursors: items.map((item) => cursorOf(item, bySource)),
      endCursor: end === undefined ? null : cursorOf(end, bySource),
      hasNextPage: last !== undefined,
    };
  }
}

const keyOf = (item: Record<string, unknown>): string => `${String(item["pk"])}|${String(item["sk"])}`;

function inOrder(
  keys: Record<string, unknown>[],
  items: Record<string, unknown>[],
): Record<string, unknown>[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return keys.map((key) => byKey.get(keyOf(key))).filter((item) => item !== undefined);
}

function cursorOf(item: Record<string, unknown>, bySource: boolean): string {
  const { pk, sk, kind, sortId } = item;
  return Buffer.from(JSON.stringify(bySource ? { pk, sk } : { pk, sk, kind, sortId })).toString("base64url");
}

function keyFromCursor(cursor: string, sourceId: string | undefined): Record<string, unknown> {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw new BadRunCursor();
  }
  if (typeof key !== "object" || key === null) throw new BadRunCursor();
  const { pk, sk, kind, sortId } = key as Record<string, unknown>;
  if (typeof pk !== "string" || typeof sk !== "string" || !sk.startsWith(RUN_PREFIX))
    throw new BadRunCursor();
  if (sourceId !== undefined) {
    if (pk !== sourceKey(sourceId).pk) throw new BadRunCursor();
    return { pk, sk };
  }
  if (kind !== "RUN" || typeof sortId !== "string") throw new BadRunCursor();
  return { pk, sk, kind, sortId };
}
