/**
 * The health of sources, in the Sources table: `SOURCE#<id>/HEALTH`. The check writes the verdict, a test its outcome,
 * an admin the limits; none of them overwrites the others'.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { healthKey } from "../sources/items.ts";
import {
  type HealthLimits,
  type HealthRecord,
  type HealthState,
  NO_LIMITS,
  type SourceTest,
  type Unchanged,
  unknownHealth,
  type Verdict,
} from "./records.ts";

const KEYS_PER_BATCH_GET = 100;
/** Longer than an announcement takes; whoever died over one is followed by the next check. */
const ANNOUNCING_MS = 2 * 60_000;

export class HealthStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(sourceId: string): Promise<HealthRecord> {
    return (await this.getMany([sourceId])).get(sourceId) ?? unknownHealth(sourceId);
  }

  /** @returns a record for every id, that of an unknown source where none is held */
  async getMany(sourceIds: readonly string[]): Promise<Map<string, HealthRecord>> {
    const found = new Map(sourceIds.map((id) => [id, unknownHealth(id)]));
    const all = [...found.keys()].map(healthKey);
    for (let start = 0; start < all.length; start += KEYS_PER_BATCH_GET) {
      let keys: Record<string, unknown>[] | undefined = all.slice(start, start + KEYS_PER_BATCH_GET);
      while (keys !== undefined && keys.length > 0) {
        const output: BatchGetCommandOutput = await this.#client.send(
          new BatchGetCommand({ RequestItems: { [this.#table]: { Keys: keys, ConsistentRead: true } } }),
        );
        for (const item of output.Responses?.[this.#table] ?? []) {
          const record = fromItem(item);
          found.set(record.sourceId, record);
        }
        keys = output.UnprocessedKeys?.[this.#table]?.Keys;
      }
    }
    return found;
  }

  async putTest(sourceId: string, lastTest: SourceTest): Promise<void> {
    await this.#set(sourceId, { lastTest });
  }

  async putLimits(sourceId: string, limits: HealthLimits): Promise<void> {
    await this.#set(sourceId, { limits });
  }

  async putVerdict(
    sourceId: string,
    verdict: Verdict & { readonly checkedAt: string },
    unchanged: Unchanged | null,
  ): Promise<void> {
    await this.#set(sourceId, { verdict, unchanged });
  }

  /**
   * Takes it on to announce a state, so that no other check announces it at the same time.
   * @returns false when it has been announced, or somebody is at it
   */
  async beginAnnouncing(sourceId: string, state: HealthState, now: Date): Promise<boolean> {
    const until = new Date(now.getTime() + ANNOUNCING_MS).toISOString();
    try {
      await this.#set(
        sourceId,
        { announcingUntil: until },
        {
          expression:
            "(attribute_not_exists(announced) OR announced <> :state) AND (attribute_not_exists(announcingUntil) OR announcingUntil < :now)",
          values: { ":state": state, ":now": now.toISOString() },
        },
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Ends what `beginAnnouncing` began. @param state what was announced; null when it failed: the next check tries again */
  async endAnnouncing(sourceId: string, state: HealthState | null): Promise<void> {
    // A moment long gone: the item keeps its shape, and anyone may begin.
    await this.#set(sourceId, {
      announcingUntil: new Date(0).toISOString(),
      ...(state === null ? {} : { announced: state }),
    });
  }

  async #set(
    sourceId: string,
    attributes: Readonly<Record<string, unknown>>,
    condition?: { readonly expression: string; readonly values: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const set = Object.entries({ sourceId, ...attributes });
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: healthKey(sourceId),
        UpdateExpression: `SET ${set.map((_, place) => `#n${place} = :v${place}`).join(", ")}`,
        ...(condition ? { ConditionExpression: condition.expression } : {}),
        ExpressionAttributeNames: Object.fromEntries(set.map(([name], place) => [`#n${place}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(set.map(([, value], place) => [`:v${place}`, value])),
          ...condition?.values,
        },
      }),
    );
  }
}

function fromItem(item: Record<string, unknown>): HealthRecord {
  const held = item as Partial<HealthRecord> & { readonly sourceId: string };
  return {
    sourceId: held.sourceId,
    verdict: held.verdict ?? null,
    unchanged: held.unchanged ?? null,
    lastTest: held.lastTest ?? null,
    limits: { ...NO_LIMITS, ...held.limits },
    announced: held.announced ?? "HEALTHY",
  };
}
