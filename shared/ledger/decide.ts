/** What one change makes of one offer: a pure function of what the ledger holds and what arrived. */
import { changedFields, statusByDates } from "../offer/fingerprint.ts";
import type { OfferContent, OfferId, OfferStatus } from "../offer/model.ts";
import { heardAt, type VersionRecord } from "./records.ts";

/** Who says so: the run whose listing this is. */
export interface RunOrigin {
  readonly runId: string;
  readonly runSeq: number;
  readonly sourceId: string;
  readonly networkId: string;
  readonly sandbox: boolean;
  readonly quiet: boolean;
}

export type SyncChange =
  | {
      readonly op: "PUT";
      readonly offerId: OfferId;
      readonly sourceOfferId: string;
      readonly content: OfferContent;
      readonly fingerprint: string;
      /** A hint: true when the run did not find it in the ledger. Never trusted, only tried first. */
      readonly isNew: boolean;
      readonly rawRef: string | null;
    }
  | {
      readonly op: "REMOVE";
      readonly offerId: OfferId;
      readonly sourceOfferId: string;
      /** The last complete listing that held it. */
      readonly lastSeenAt: string | null;
    };

export type Counted = "created" | "changed" | "unchanged" | "removed" | "superseded";

export type Decision =
  | { readonly write: VersionRecord; readonly counted: Counted }
  | { readonly write: null; readonly counted: Counted };

/** `now` becomes the version's `changedAt`. */
export function decide(
  current: VersionRecord | null,
  change: SyncChange,
  origin: RunOrigin,
  now: Date,
): Decision {
  if (current !== null && current.runSeq > origin.runSeq) return { write: null, counted: "superseded" };
  return change.op === "PUT"
    ? decidePut(current, change, origin, now)
    : decideRemove(current, change, origin, now);
}

function decidePut(
  current: VersionRecord | null,
  change: Extract<SyncChange, { op: "PUT" }>,
  origin: RunOrigin,
  now: Date,
): Decision {
  const sameContent = current !== null && current.sourceFingerprint === change.fingerprint;
  if (sameContent && current.removedAt === null) {
    return { write: null, counted: current.runId === origin.runId ? countedBefore(current) : "unchanged" };
  }
  const status = listedStatus(change.content, current?.hidden ?? false, now);
  const fields = changedFields(current?.content ?? null, change.content);
  const write: VersionRecord = {
    offerId: change.offerId,
    sourceId: origin.sourceId,
    networkId: origin.networkId,
    sourceOfferId: change.sourceOfferId,
    version: (current?.version ?? 0) + 1,
    status,
    previousStatus: current?.status ?? null,
    content: change.content,
    fingerprint: change.fingerprint,
    sourceFingerprint: change.fingerprint,
    cause: "SYNC",
    author: null,
    reason: null,
    runId: origin.runId,
    runSeq: origin.runSeq,
    changedFields: current !== null && current.status !== status ? ["status", ...fields] : fields,
    firstSeenAt: current?.firstSeenAt ?? now.toISOString(),
    changedAt: now.toISOString(),
    removedAt: null,
    lastSeenAt: null,
    hidden: current?.hidden ?? false,
    sandbox: origin.sandbox,
    quiet: origin.quiet,
    saidAt: null,
    rawRef: change.rawRef,
  };
  return { write, counted: current === null ? "created" : "changed" };
}

function decideRemove(
  current: VersionRecord | null,
  change: Extract<SyncChange, { op: "REMOVE" }>,
  origin: RunOrigin,
  now: Date,
): Decision {
  if (current === null) return { write: null, counted: "unchanged" };
  if (current.removedAt !== null) {
    return { write: null, counted: current.runId === origin.runId ? "removed" : "unchanged" };
  }
  const write: VersionRecord = {
    ...current,
    version: current.version + 1,
    status: "REMOVED",
    previousStatus: current.status,
    cause: "REMOVAL",
    author: null,
    reason: null,
    runId: origin.runId,
    runSeq: origin.runSeq,
    changedFields: ["status"],
    changedAt: now.toISOString(),
    removedAt: now.toISOString(),
    lastSeenAt: change.lastSeenAt,
    saidAt: null,
    quiet: false,
  };
  return { write, counted: "removed" };
}

/** A message that comes twice must count twice the same: what its first delivery wrote is read off the ledger. */
const countedBefore = (current: VersionRecord): Counted => (current.version === 1 ? "created" : "changed");

export const listedStatus = (content: OfferContent, hidden: boolean, now: Date): OfferStatus =>
  hidden ? "HIDDEN" : statusByDates(content, now);

/** What an admin's change makes of an offer: same source state, new version. Null: there is nothing to change. */
export function amended(
  current: VersionRecord,
  amendment: {
    readonly cause: "ADMIN" | "ROLLBACK";
    readonly author: string;
    readonly reason: string | null;
    readonly hidden?: boolean;
    readonly content?: OfferContent;
    readonly fingerprint?: string;
  },
  now: Date,
): VersionRecord | null {
  const hidden = amendment.hidden ?? current.hidden;
  const content = amendment.content ?? current.content;
  const status = current.removedAt === null ? listedStatus(content, hidden, now) : current.status;
  const fields = changedFields(current.content, content);
  if (fields.length === 0 && hidden === current.hidden) return null;
  return {
    ...current,
    version: current.version + 1,
    status,
    previousStatus: current.status,
    content,
    hidden,
    fingerprint: amendment.fingerprint ?? current.fingerprint,
    cause: amendment.cause,
    author: amendment.author,
    reason: amendment.reason,
    runId: null,
    changedFields: status === current.status ? fields : ["status", ...fields],
    changedAt: now.toISOString(),
    quiet: false,
    saidAt: heardAt(current),
    rawRef: null,
  };
}
