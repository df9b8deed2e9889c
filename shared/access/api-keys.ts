/** API keys of services: made once, shown once, kept as a hash. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Caller } from "./caller.ts";
import { Unauthenticated } from "./unauthenticated.ts";
import { ROLES, SCOPES, type Role, type Scope } from "./scopes.ts";

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly createdBy: string;
  /** Null: it holds until it is revoked. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** To the hour; null: never used. */
  readonly lastUsedAt: string | null;
}

export interface NewApiKey {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
}

const itemSchema = z.object({
  sk: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  scopes: z.array(z.enum(SCOPES)),
  hash: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable().default(null),
  lastUsedAt: z.string().nullable(),
});

const PARTITION = "API_KEYS";
/** `ofk_<id>_<secret>`: 8 and 32 random bytes. So many that a fast hash keeps them. */
const KEY = /^ofk_([0-9a-f]{16})_([\w-]{43})$/;
const HOUR_MS = 3_600_000;

export const looksLikeApiKey = (text: string): boolean => text.startsWith("ofk_");

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

function fromItem(item: unknown): { readonly key: ApiKey; readonly hash: string } {
  const { sk, hash, ...rest } = itemSchema.parse(item);
  return { key: { id: sk, ...rest }, hash };
}

/** In the Access table. */
export class ApiKeys {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** @returns the key and what its holder sends: nobody can read that again */
  async create(input: NewApiKey, createdBy: string, now: Date): Promise<{ key: ApiKey; secret: string }> {
    const id = randomBytes(8).toString("hex");
    const secret = randomBytes(32).toString("base64url");
    const key: ApiKey = {
      id,
      ...input,
      createdAt: now.toISOString(),
      createdBy,
      revokedAt: null,
      lastUsedAt: null,
    };
    const { id: sk, revokedAt: _, ...rest } = key;
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { pk: PARTITION, sk, ...rest, hash: hashOf(secret) },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
    return { key, secret: `ofk_${id}_${secret}` };
  }

  /** Every key there ever was, the newest first. */
  async list(): Promise<ApiKey[]> {
    const keys: ApiKey[] = [];
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": PARTITION },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) keys.push(...Items.map((item) => fromItem(item).key));
    return keys.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  /** Ends a key; one that has ended keeps its time. @returns null when there is no such key */
  async revoke(id: string, now: Date): Promise<ApiKey | null> {
    // What was never revoked has no such attribute, so that the first time stays.
    return this.#update(id, "SET revokedAt = if_not_exists(revokedAt, :now)", { ":now": now.toISOString() });
  }

  /**
   * Whose key it is.
   * @throws Unauthenticated when it is none, has expired or was revoked
   */
  async verify(text: string, address: string | null, now: Date): Promise<Caller> {
    const [, id = "", secret = ""] = KEY.exec(text) ?? [];
    const { Item } = id
      ? await this.#client.send(new GetCommand({ TableName: this.#table, Key: { pk: PARTITION, sk: id } }))
      : { Item: undefined };
    const found = Item ? fromItem(Item) : null;
    if (!found || !timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(found.hash))) {
      throw new Unauthenticated("There is no such API key: ask an admin for one.");
    }
    const { key } = found;
    if (key.revokedAt !== null)
      throw new Unauthenticated(`The API key ${id} was revoked: ask for a new one.`);
    if (key.expiresAt !== null && new Date(key.expiresAt) <= now) {
      throw new Unauthenticated(`The API key ${id} has expired: ask for a new one.`);
    }
    await this.#used(key, now);
    return {
      author: `key:${id} (${key.name})`,
      kind: "API_KEY",
      role: key.role,
      scopes: new Set(key.scopes),
      address,
      expiresAt: key.expiresAt === null ? null : Date.parse(key.expiresAt),
    };
  }

  /** At most one write an hour a key. */
  async #used({ id, lastUsedAt }: ApiKey, now: Date): Promise<void> {
    if (lastUsedAt !== null && now.getTime() - Date.parse(lastUsedAt) < HOUR_MS) return;
    await this.#update(id, "SET lastUsedAt = :now", { ":now": now.toISOString() });
  }

  async #update(id: string, expression: string, values: Record<string, unknown>): Promise<ApiKey | null> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { pk: PARTITION, sk: id },
          UpdateExpression: expression,
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: values,
          ReturnValues: "ALL_NEW",
        }),
      );
      return fromItem(Attributes).key;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }
}
