/** What is kept of a webhook: an address that changes are posted to, and how far it has got in the change log. */
import type { OfferFilter } from "../readmodel/filter.ts";

export type EventType = "OFFERS_CHANGED" | "PING";

/** One attempt to post something. */
export interface Delivery {
  /** The `webhook-id` that the receiver got: the same for every attempt at the same changes. */
  readonly id: string;
  readonly type: EventType;
  /** When it began, RFC 3339. */
  readonly at: string;
  readonly ms: number;
  /** How many changes were in it. */
  readonly changes: number;
  /** True: the receiver answered 2xx. */
  readonly delivered: boolean;
  /** Null: no answer came. */
  readonly status: number | null;
  /** What went wrong, for people, with the beginning of the receiver's answer; null when it was delivered. */
  readonly error: string | null;
}

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  /** Which changes are posted; empty: all of them. */
  readonly filter: OfferFilter;
  readonly enabled: boolean;
  /** Why it is not enabled; null while it is. */
  readonly disabledReason: string | null;
  /** RFC 3339, as all times here. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** Where in the change log it goes on: everything before has been delivered. Null: at the first change. */
  readonly cursor: string | null;
  /** A time before which everything has been delivered: what is gone by when the log was begun anew. */
  readonly deliveredUntil: string;
  /** When its secret was last replaced; the one before it signs too for a while. */
  readonly secretRotatedAt: string | null;
  /** Attempts that failed since the last one that did not. */
  readonly failures: number;
  readonly failingSince: string | null;
  /** Not before; null: at once. */
  readonly nextAttemptAt: string | null;
  /** How many changes the attempt that failed last had: the next has the same, so that its id is the same. */
  readonly retriedChanges: number | null;
  readonly lastDelivery: Delivery | null;
}

/** How long a replaced secret still signs, beside the new one. */
export const OLD_SECRET_HOURS = 24;
export const OLD_SECRET_MS = OLD_SECRET_HOURS * 3_600_000;

/** They are all served side by side. */
export const MOST_WEBHOOKS = 50;

/** @returns until when the secret before the present one signs too; null where there is none */
export const oldSecretUntil = ({ secretRotatedAt }: Pick<Webhook, "secretRotatedAt">): string | null =>
  secretRotatedAt === null ? null : new Date(Date.parse(secretRotatedAt) + OLD_SECRET_MS).toISOString();
