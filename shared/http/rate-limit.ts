/** Who may call a network, and when: one bucket a quota key, in this process or shared through the Sources table. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { RateLimit } from "./client.ts";
import { systemClock } from "./clock.ts";
import { QuotaUsedUp } from "./errors.ts";
import type { Clock } from "./clock.ts";
import { admit, FRESH_BUCKET, pausedBucket } from "./gcra.ts";
import type { Bucket } from "./gcra.ts";
import { Turns } from "./turns.ts";

export interface RateLimiter {
  /**
   * Resolves when one request may go.
   * @throws the signal's reason when it aborts first; QuotaUsedUp when the wait would outlast a run
   */
  acquire(key: string, limit: RateLimit, signal: AbortSignal): Promise<void>;
  /** Holds everyone who shares `key` for `ms` from now; a longer pause already there stays. */
  pause(key: string, ms: number): Promise<void>;
}

/** A function lives fifteen minutes: a longer wait is one for the next run. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** @returns milliseconds to wait. @throws QuotaUsedUp */
function bearable(retryAt: number, now: number): number {
  if (retryAt - now > LONGEST_WAIT_MS) throw new QuotaUsedUp(new Date(retryAt));
  return retryAt - now;
}

/** Buckets of this process: for the command line and for tests. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #turns = new Turns();
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  async acquire(key: string, limit: RateLimit, signal: AbortSignal): Promise<void> {
    await this.#turns.take(key, signal, async () => {
      for (;;) {
        signal.throwIfAborted();
        const now = this.#clock.now();
        const admission = admit(this.#bucket(key), now, limit);
        if (admission.admitted) {
          this.#buckets.set(key, admission.bucket);
          return;
        }
        await this.#clock.sleep(bearable(admission.retryAt, now), signal);
      }
    });
  }

  async pause(key: string, ms: number): Promise<void> {
    this.#buckets.set(key, pausedBucket(this.#bucket(key), this.#clock.now() + ms));
  }

  #bucket(key: string): Bucket {
    return this.#buckets.get(key) ?? FRESH_BUCKET;
  }
}

/** An idle bucket is worth nothing; a day leaves room for limits of a few requests a day. */
const KEPT_IDLE_SECONDS = 86_400;

/**
 * Buckets in the Sources table, one item a key (`pk = QUOTA#<key>`, `sk = QUOTA`), so that all Lambdas that use one
 * credential share one bucket. A request costs one conditional write; a reader's idea of the bucket may be old, for
 * the condition refuses a write made from it. The clocks of the callers count as one.
 */
export class TableRateLimiter implements RateLimiter {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #clock: Clock;
  readonly #known = new Map<string, Bucket | null>();
  readonly #turns = new Turns();

  constructor(client: DynamoDBDocumentClient, tableName: string, clock: Clock = systemClock) {
    this.#client = client;
    this.#tableName = tableName;
    this.#clock = clock;
  }

  async acquire(key: string, limit: RateLimit, signal: AbortSignal): Promise<void> {
    await this.#turns.take(key, signal, async () => {
      for (;;) {
        signal.throwIfAborted();
        const known = this.#known.has(key) ? (this.#known.get(key) ?? null) : await this.#read(key);
        const now = this.#clock.now();
        const admission = admit(known ?? FRESH_BUCKET, now, limit);
        if (!admission.admitted) {
          await this.#clock.sleep(bearable(admission.retryAt, now), signal);
        } else if (await this.#replace(key, known, admission.bucket)) {
          return;
        }
      }
    });
  }

  async pause(key: string, ms: number): Promise<void> {
    const until = this.#clock.now() + ms;
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keyOf(key),
          UpdateExpression:
            "SET pausedUntil = :until, dueAt = if_not_exists(dueAt, :never), expiresAt = :expiresAt",
          ConditionExpression: "attribute_not_exists(pausedUntil) OR pausedUntil < :until",
          ExpressionAttributeValues: {
            ":until": until,
            ":never": FRESH_BUCKET.dueAt,
            ":expiresAt": expiryOf({ ...FRESH_BUCKET, pausedUntil: until }),
          },
        }),
      );
    } catch (error) {
      // Somebody else has paused it for longer.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    this.#known.delete(key);
  }

  async #read(key: string): Promise<Bucket | null> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: keyOf(key), ConsistentRead: true }),
    );
    const bucket = item ? { dueAt: Number(item["dueAt"]), pausedUntil: Number(item["pausedUntil"]) } : null;
    this.#known.set(key, bucket);
    return bucket;
  }

  /** @returns false when the item is not what it was thought to be: read again */
  async #replace(key: string, known: Bucket | null, next: Bucket): Promise<boolean> {
    const unchanged = known
      ? {
          ConditionExpression: "dueAt = :dueAt AND pausedUntil = :pausedUntil",
          ExpressionAttributeValues: { ":dueAt": known.dueAt, ":pausedUntil": known.pausedUntil },
        }
      : { ConditionExpression: "attribute_not_exists(pk)" };
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keyOf(key), ...next, expiresAt: expiryOf(next) },
          ...unchanged,
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      this.#known.delete(key);
      return false;
    }
    this.#known.set(key, next);
    return true;
  }
}

const keyOf = (key: string): { pk: string; sk: string } => ({ pk: `QUOTA#${key}`, sk: "QUOTA" });

const expiryOf = ({ dueAt, pausedUntil }: Bucket): number =>
  Math.ceil(Math.max(dueAt, pausedUntil) / 1000) + KEPT_IDLE_SECONDS;
