/** What receivers get: messages as Standard Webhooks describes them (standardwebhooks.com). */
import { hash } from "node:crypto";
import { Webhook as Signer } from "standardwebhooks";

/** One change as the API shows it; what it holds beyond these is the API's matter. */
export interface PostedChange {
  readonly offerId: string;
  readonly version: number;
  readonly changedAt: string;
  /** Goes on in the change log right after it. */
  readonly cursor: string;
}

export interface Message {
  /** The same for the same changes to the same webhook, whenever they are sent. */
  readonly id: string;
  readonly body: string;
}

/** A message holds at most so many changes, and so many bytes: receivers limit what they take. */
export const CHANGES_PER_MESSAGE = 100;
const BYTES_PER_MESSAGE = 1_000_000;

/** As many of the first changes as one message may hold, and at least one. */
export function fitting<Change extends PostedChange>(changes: readonly Change[]): Change[] {
  let bytes = 0;
  const end = changes.findIndex((change, place) => {
    bytes += Buffer.byteLength(JSON.stringify(change));
    return place > 0 && (place === CHANGES_PER_MESSAGE || bytes > BYTES_PER_MESSAGE);
  });
  return changes.slice(0, end === -1 ? changes.length : end);
}

export function changesMessage(webhookId: string, changes: readonly PostedChange[]): Message {
  const named = changes.map(({ offerId, version }) => `${offerId}#${version}`);
  return {
    id: `msg_${hash("sha256", [webhookId, ...named].join("\n"), "base64url").slice(0, 27)}`,
    body: JSON.stringify({
      type: "offers.changed",
      timestamp: changes.at(-1)?.changedAt,
      data: { webhookId, changes },
    }),
  };
}

export const pingMessage = (webhookId: string, id: string, now: Date): Message => ({
  id: `msg_${id}`,
  body: JSON.stringify({ type: "ping", timestamp: now.toISOString(), data: { webhookId } }),
});

/** The headers that let a receiver check a message: one signature a secret. @param secrets `whsec_…` */
export function signatureHeaders(
  { id, body }: Message,
  secrets: readonly string[],
  now: Date,
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "webhook-signature": secrets.map((secret) => new Signer(secret).sign(id, now, body)).join(" "),
  };
}
