/** Webhooks, their leases and their deliveries, in the Webhooks table. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Delivery, Webhook } from "./records.ts";

/** A webhook while somebody delivers to it. Nobody else does until `until`. */
export interface Lease {
  readonly webhook: Webhook;
  readonly owner: string;
  /** How often others had wanted to deliver when it was taken or renewed: when it is more, the owner must look again. */
  readonly wanted: number;
}

/** Longer than one delivery takes; every delivery begins it anew. */
export const LEASE_MS = 60_000;
/** Deliveries are kept so long. */
const DELIVERY_DAYS = 30;

/** All of them are one partition: there are few, and they are listed with every event. */
const webhookKey = (id: string) => ({ pk: "WEBHOOKS", sk: id });
const deliveriesOf = (id: string): string => `WEBHOOK#${id}`;
/** No lease: a moment long gone, so that a comparison of texts finds it over. */
const NEVER = new Date(0).toISOString();

interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export class WebhookStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The oldest first. */
  async list(): Promise<Webhook[]> {
    const found: Webhook[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const output: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": webhookKey("").pk },
          ConsistentRead: true,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      found.push(...(output.Items ?? []).map(webhookFrom));
      from = output.LastEvaluatedKey;
    } while (from);
    return found.sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1));
  }

  async get(id: string): Promise<Webhook | null> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: webhookKey(id), ConsistentRead: true }),
    );
    return Item ? webhookFrom(Item) : null;
  }

  async add(webhook: Webhook): Promise<void> {
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { ...webhook, ...webhookKey(webhook.id), leaseOwner: "", leaseUntil: NEVER, wanted: 0 },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  }

  /** @returns the webhook after it, or null when there is none */
  async update(id: string, values: Partial<Webhook>): Promise<Webhook | null> {
    const item = await this.#set(id, values, { expression: "attribute_exists(pk)", values: {} });
    return item && webhookFrom(item);
  }

  async remove(id: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: webhookKey(id) }));
  }

  /** Takes it on to deliver. @returns null when it is not enabled, or somebody else does */
  async take(id: string, owner: string, now: Date): Promise<Lease | null> {
    return this.#leased(
      id,
      owner,
      { leaseOwner: owner, leaseUntil: leaseEnd(now) },
      {
        expression: "enabled = :yes AND leaseUntil < :now",
        values: { ":yes": true, ":now": now.toISOString() },
      },
    );
  }

  /** Leaves it to whoever delivers just now to look once more. */
  async want(id: string): Promise<void> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: webhookKey(id),
          UpdateExpression: "ADD wanted :one",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: { ":one": 1 },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /**
   * Records how it got on, and keeps the lease.
   * @returns null when the lease is lost: it ran out, or somebody removed the webhook or moved its cursor
   */
  async progress(lease: Lease, values: Partial<Webhook>, now: Date): Promise<Lease | null> {
    const next = await this.#leased(
      lease.webhook.id,
      lease.owner,
      { ...values, leaseUntil: leaseEnd(now) },
      {
        expression: "leaseOwner = :owner AND #cursor = :cursor",
        values: { ":owner": lease.owner, ":cursor": lease.webhook.cursor },
      },
    );
    // Those who came since the log was read last are still to be heard.
    return next && { ...next, wanted: lease.wanted };
  }

  /** @returns false when somebody wanted it meanwhile: then the lease stays, and the owner looks once more */
  async release({ webhook, owner, wanted }: Lease): Promise<boolean> {
    const released = await this.#set(
      webhook.id,
      { leaseOwner: "", leaseUntil: NEVER },
      {
        expression: "leaseOwner = :owner AND wanted = :wanted",
        values: { ":owner": owner, ":wanted": wanted },
      },
    );
    return released !== null;
  }

  /** Lets go, whoever may have wanted it. */
  async abandon({ webhook, owner }: Lease): Promise<void> {
    await this.#set(webhook.id, { leaseOwner: "", leaseUntil: NEVER }, ownedBy(owner));
  }

  /** The lease with its webhook as it is now. @returns null when it is lost */
  async renew({ webhook, owner }: Lease, now: Date): Promise<Lease | null> {
    return this.#leased(webhook.id, owner, { leaseUntil: leaseEnd(now) }, ownedBy(owner));
  }

  async record(id: string, delivery: Delivery): Promise<void> {
    const Item = {
      pk: deliveriesOf(id),
      sk: `${delivery.at}#${delivery.id}`,
      ...delivery,
      expiresAt: Math.floor(Date.parse(delivery.at) / 1_000) + DELIVERY_DAYS * 86_400,
    };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  /** The newest first. */
  async deliveries(id: string, first: number): Promise<Delivery[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": deliveriesOf(id) },
        ScanIndexForward: false,
        Limit: first,
      }),
    );
    return Items.map(
      ({ pk: _pk, sk: _sk, expiresAt: _expiresAt, ...delivery }) => delivery as unknown as Delivery,
    );
  }

  async #leased(
    id: string,
    owner: string,
    values: Readonly<Record<string, unknown>>,
    condition: Condition,
  ): Promise<Lease | null> {
    const item = await this.#set(id, values, condition);
    return item && { webhook: webhookFrom(item), owner, wanted: Number(item["wanted"]) };
  }

  /** @returns the item after it; null when the condition does not hold */
  async #set(
    id: string,
    values: Readonly<Record<string, unknown>>,
    condition: Condition,
  ): Promise<Record<string, unknown> | null> {
    const set = Object.entries(values);
    const names = Object.fromEntries(set.map(([name], place) => [`#n${place}`, name]));
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: webhookKey(id),
          UpdateExpression: `SET ${set.map((_, place) => `#n${place} = :v${place}`).join(", ")}`,
          ConditionExpression: condition.expression,
          ExpressionAttributeNames: condition.expression.includes("#cursor")
            ? { ...names, "#cursor": "cursor" }
            : names,
          ExpressionAttributeValues: {
            ...Object.fromEntries(set.map(([, value], place) => [`:v${place}`, value])),
            ...condition.values,
          },
          ReturnValues: "ALL_NEW",
        }),
      );
      return Attributes ?? null;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }
}

const ownedBy = (owner: string): Condition => ({
  expression: "leaseOwner = :owner",
  values: { ":owner": owner },
});

const leaseEnd = (now: Date): string => new Date(now.getTime() + LEASE_MS).toISOString();

function webhookFrom(item: Record<string, unknown>): Webhook {
  const { pk: _pk, sk: _sk, leaseOwner: _owner, leaseUntil: _until, wanted: _wanted, ...webhook } = item;
  return webhook as unknown as Webhook;
}
