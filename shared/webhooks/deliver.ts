/**
 * Delivering to one webhook: what the change log has after its cursor, in order, batch by batch. The cursor moves on
 * when the receiver has taken a batch, so that whatever breaks off in between is sent again and nothing is left out.
 */
import type { EgressPolicy } from "../http/egress.ts";
import { cursorFrom, isPlace } from "../readmodel/cursor.ts";
import type { OfferFilter } from "../readmodel/filter.ts";
import { changesMessage, CHANGES_PER_MESSAGE, fitting, type Message, type PostedChange } from "./message.ts";
import { type Delivery, OLD_SECRET_MS, type Webhook } from "./records.ts";
import { afterFailure, WORKING } from "./retry-plan.ts";
import type { WebhookSecrets } from "./secrets.ts";
import { post, type Posted } from "./send.ts";
import type { Lease, WebhookStore } from "./store.ts";

export interface ChangesRead {
  readonly nodes: readonly PostedChange[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

/** Reads the change log. @throws CursorLapsed when it was begun anew since the cursor was made */
export type ReadChanges = (request: {
  readonly since: string | null;
  readonly filter: OfferFilter;
  readonly first: number;
}) => Promise<ChangesRead>;

export class CursorLapsed extends Error {
  override readonly name = "CursorLapsed";
}

export interface DeliveryTargets {
  readonly store: WebhookStore;
  readonly secrets: WebhookSecrets;
  readonly readChanges: ReadChanges;
  readonly policy: EgressPolicy;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Names this deliverer, unlike any other. */
  readonly owner: string;
  /** Milliseconds that it may still run. */
  readonly remainingMs: () => number;
  /** How long a receiver may take. Default 10 seconds. */
  readonly timeoutMs?: number;
}

export interface Waiting {
  /** True: there are changes, though the change log may not show them yet. It is asked again a few times. */
  readonly patient: boolean;
}

/** An event of changes may be here before their projection is. What takes longer is found by the next minute's pass. */
const PATIENCE_MS = [150, 300, 600, 1_200];
/** What a batch may take: reading it, posting it, writing that down. */
const ENOUGH_MS = 45_000;

/** @returns how many batches the receiver took */
export async function deliver(targets: DeliveryTargets, id: string, waiting: Waiting): Promise<number> {
  let delivered = 0;
  let lease = await taken(targets, id);
  while (lease !== null) {
    const end = await deliverAll(targets, lease, waiting);
    delivered += end.delivered;
    if (end.isLost) lease = await takenAnew(targets, end.lease);
    else if (await targets.store.release(end.lease)) lease = null;
    // Somebody was told of changes while this one was at it.
    else lease = await targets.store.renew(end.lease, targets.now());
  }
  return delivered;
}

/** Asked twice: between a refusal and the note for the owner, the owner may have let go. */
async function taken({ store, owner, now }: DeliveryTargets, id: string): Promise<Lease | null> {
  const lease = await store.take(id, owner, now());
  if (lease !== null) return lease;
  await store.want(id);
  return store.take(id, owner, now());
}

/** Its cursor was moved meanwhile: it is gone on with from there. Where it is somebody else's now, nothing is done. */
async function takenAnew(targets: DeliveryTargets, lost: Lease): Promise<Lease | null> {
  await targets.store.abandon(lost);
  return taken(targets, lost.webhook.id);
}

interface End {
  readonly delivered: number;
  readonly lease: Lease;
  /** True: the lease is over, or the webhook is not as it was. */
  readonly isLost: boolean;
}

async function deliverAll(targets: DeliveryTargets, first: Lease, { patient }: Waiting): Promise<End> {
  const waits = patient ? PATIENCE_MS.values() : [].values();
  let lease = first;
  let delivered = 0;
  let moved = false;
  try {
    while (isDue(lease.webhook, targets.now()) && targets.remainingMs() > ENOUGH_MS) {
      const step = await deliverNext(targets, lease);
      if (step.lease === null) return { delivered, lease, isLost: true };
      if (step.delivered) delivered += 1;
      moved ||= step.delivered || hasMoved(lease.webhook.cursor, step.lease.webhook.cursor);
      lease = step.lease;
      if (step.hasMore) continue;
      const wait = moved ? undefined : waits.next().value;
      if (wait === undefined) break;
      await targets.sleep(wait);
    }
  } catch (error) {
    // The change log could not be read, or the secret: no fault of the receiver's. The next pass tries again.
    await targets.store.abandon(lease);
    throw error;
  }
  return { delivered, lease, isLost: false };
}

/** Whether the log has grown: not where the place of a time in it was found. */
const hasMoved = (before: string | null, after: string | null): boolean =>
  before !== after && before !== null && isPlace(before);

const isDue = ({ enabled, nextAttemptAt }: Webhook, now: Date): boolean =>
  enabled && (nextAttemptAt === null || Date.parse(nextAttemptAt) <= now.getTime());

interface Step {
  readonly lease: Lease | null;
  readonly delivered: boolean;
  /** True: there is more, and the receiver takes it. */
  readonly hasMore: boolean;
}

async function deliverNext(targets: DeliveryTargets, lease: Lease): Promise<Step> {
  const { store, now } = targets;
  const readAt = now();
  const page = await pageFor(targets, lease.webhook);
  if (page === null) {
    // A time outlives the log: some changes come again, and none is left out.
    const cursor = cursorFrom(lease.webhook.deliveredUntil);
    return { lease: await store.progress(lease, { cursor }, now()), delivered: false, hasMore: true };
  }
  const batch = fitting(page.nodes);
  const isWhole = batch.length === page.nodes.length;
  const hasMore = page.hasMore || !isWhole;
  const moved = {
    cursor: isWhole ? page.cursor : (batch.at(-1)?.cursor ?? page.cursor),
    deliveredUntil: hasMore
      ? (batch.at(-1)?.changedAt ?? lease.webhook.deliveredUntil)
      : readAt.toISOString(),
  };
  if (batch.length === 0) {
    const isNews = page.cursor !== lease.webhook.cursor;
    return { lease: isNews ? await store.progress(lease, moved, now()) : lease, delivered: false, hasMore };
  }
  const { delivery, posted } = await attempt(targets, lease.webhook, {
    type: "OFFERS_CHANGED",
    changes: batch.length,
    message: changesMessage(lease.webhook.id, batch),
  });
  const values = posted.delivered
    ? { ...moved, ...WORKING }
    : { ...afterFailure(lease.webhook, posted, now(), targets.random()), retriedChanges: batch.length };
  const next = await store.progress(lease, { ...values, lastDelivery: delivery }, now());
  return { lease: next, delivered: posted.delivered, hasMore: hasMore && posted.delivered };
}

/** @returns null when the log was begun anew since the cursor was made */
async function pageFor({ readChanges }: DeliveryTargets, webhook: Webhook): Promise<ChangesRead | null> {
  const first = webhook.retriedChanges ?? CHANGES_PER_MESSAGE;
  try {
    return await readChanges({ since: webhook.cursor, filter: webhook.filter, first });
  } catch (error) {
    if (error instanceof CursorLapsed && webhook.cursor !== cursorFrom(webhook.deliveredUntil)) return null;
    throw error;
  }
}

interface Sending {
  readonly type: Delivery["type"];
  readonly changes: number;
  readonly message: Message;
}

/** Posts a message once, and writes down what came of it. */
export async function attempt(
  targets: Pick<DeliveryTargets, "store" | "secrets" | "policy" | "now" | "timeoutMs">,
  webhook: Webhook,
  { type, changes, message }: Sending,
): Promise<{ readonly delivery: Delivery; readonly posted: Posted }> {
  const { store, policy, timeoutMs } = targets;
  const at = targets.now();
  const secrets = await targets.secrets.get(webhook.id, oldSecretCounts(webhook, at));
  const began = performance.now();
  const request = { url: webhook.url, message, secrets, policy, now: at };
  const posted = await post(timeoutMs === undefined ? request : { ...request, timeoutMs });
  const delivery: Delivery = {
    id: message.id,
    type,
    at: at.toISOString(),
    ms: Math.round(performance.now() - began),
    changes,
    delivered: posted.delivered,
    status: posted.status,
    error: posted.delivered ? null : posted.error,
  };
  await store.record(webhook.id, delivery);
  return { delivery, posted };
}

const oldSecretCounts = ({ secretRotatedAt }: Webhook, now: Date): boolean =>
  secretRotatedAt !== null && now.getTime() - Date.parse(secretRotatedAt) < OLD_SECRET_MS;
