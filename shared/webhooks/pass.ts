/** One look at all webhooks: each is served beside the others, so that none waits for another's receiver. */
import { randomUUID } from "node:crypto";
import { attempt, deliver, type DeliveryTargets, type Waiting } from "./deliver.ts";
import { pingMessage } from "./message.ts";
import type { Delivery, Webhook } from "./records.ts";

export interface DeliveryPass {
  /** How many webhooks were looked at. */
  readonly webhooks: number;
  /** How many batches receivers took. */
  readonly delivered: number;
}

/** A webhook could not be served for a reason of ours, and the others were. */
export class DeliveryBroken extends AggregateError {
  override readonly name = "DeliveryBroken";
}

/** @throws DeliveryBroken naming what went wrong, after all others were served */
export async function deliverToAll(targets: DeliveryTargets, waiting: Waiting): Promise<DeliveryPass> {
  const now = targets.now().getTime();
  const due = (await targets.store.list()).filter((webhook) => isDue(webhook, now));
  const results = await Promise.allSettled(due.map(({ id }) => deliver(targets, id, waiting)));
  const errors = results.flatMap((result, place) =>
    result.status === "rejected" ? [new Error(`${due[place]?.id}: ${messageOf(result.reason)}`)] : [],
  );
  if (errors.length > 0) throw new DeliveryBroken(errors, errors.map(({ message }) => message).join("; "));
  const counts = results.map((result) => (result.status === "fulfilled" ? result.value : 0));
  return { webhooks: due.length, delivered: counts.reduce((sum, count) => sum + count, 0) };
}

const isDue = ({ enabled, nextAttemptAt }: Webhook, now: number): boolean =>
  enabled && (nextAttemptAt === null || Date.parse(nextAttemptAt) <= now);

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

/** Posts a ping, whether the webhook is enabled or not; what comes of it changes nothing else. Null: no such webhook. */
export async function ping(targets: DeliveryTargets, id: string): Promise<Delivery | null> {
  const webhook = await targets.store.get(id);
  if (webhook === null) return null;
  const message = pingMessage(id, randomUUID(), targets.now());
  const { delivery } = await attempt(targets, webhook, { type: "PING", changes: 0, message });
  return delivery;
}
