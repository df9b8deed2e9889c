/** What one change makes of one offer: a pure function of what the ledger holds and what arrived. */
import { edited, editsOf, type Editorial, saidFingerprint, sourceContent } from "../offer/editorial.ts";
import { changedFields, statusByDates } from "../offer/fingerprint.ts";
import type { OfferContent, OfferId, OfferStatus } from "../offer/model.ts";
import { heardAt, type VersionRecord } from "./records.ts";

/** Who says so: the run whose listing this is. */
export interface RunOrigin {
  readonly runId: string;
  readonly runSeq: number;
  /** Which invocation of the run said so: 1, 2, 3 … A later one lists again what an earlier one did not record. */
  readonly leg: number;
  readonly sourceId: string;
  readonly networkId: string;
  readonly sandbox: boolean;
  readonly quiet: boolean;
  /** Who entered what the run brings; left out where its network said so. */
  readonly author?: string;
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
    }
  | {
      readonly op: "RESTORE";
      readonly offerId: OfferId;
      readonly sourceOfferId: string;
      /** What its source had said at the time that is rolled back to; null: it was not there, or gone. */
      readonly content: OfferContent | null;
      readonly fingerprint: string | null;
      /** When its source said that content. */
      readonly saidAt: string | null;
      readonly author: string;
      /** For the history: `to 2026-11-25T10:00:00.000Z`. */
      readonly reason: string;
    };

export type Counted = "created" | "changed" | "unchanged" | "removed" | "superseded";

export interface Decision {
  readonly write: VersionRecord | null;
  readonly counted: Counted;
  /** True: this very change was written when its message came before. What it counted then, its versions tell. */
  readonly repeated: boolean;
}

const nothing = (counted: Counted): Decision => ({ write: null, counted, repeated: false });

export const chunkName = (leg: number, chunk: number): string => `${leg}-${String(chunk).padStart(6, "0")}`;

/** Names a change of a run: the chunk that brings it, and its number in there. */
export const placeOf = (leg: number, chunk: number, at: number): string => `${chunkName(leg, chunk)}.${at}`;

const legOf = (place: string | null): number => Number.parseInt(place ?? "0", 10);

/**
 * @param place where the change stands, see `placeOf`
 * @param now becomes the version's `changedAt`
 */
export function decide(
  current: VersionRecord | null,
  change: SyncChange,
  origin: RunOrigin,
  place: string,
  now: Date,
): Decision {
  if (current !== null) {
    if (current.runSeq > origin.runSeq) return nothing("superseded");
    // What dates and admins made of it since keeps the run's number and the place.
    const ofThisRun = current.runSeq === origin.runSeq;
    if (ofThisRun && current.place === place) return { write: null, counted: "unchanged", repeated: true };
    if (ofThisRun && legOf(current.place) > origin.leg) return nothing("superseded");
  }
  const stamp = {
    offerId: change.offerId,
    sourceId: origin.sourceId,
    networkId: origin.networkId,
    sourceOfferId: change.sourceOfferId,
    version: (current?.version ?? 0) + 1,
    previousStatus: current?.status ?? null,
    author: origin.author ?? null,
    reason: null,
    runId: origin.runId,
    place,
    runSeq: origin.runSeq,
    changedAt: now.toISOString(),
    sandbox: origin.sandbox,
  } as const;
  switch (change.op) {
    case "PUT":
      return decidePut(current, change, { ...stamp, quiet: origin.quiet }, now);
    case "REMOVE":
      return current === null
        ? nothing("unchanged")
        : decideRemove(current, change, { ...stamp, quiet: false }, now);
    case "RESTORE":
      return current === null
        ? nothing("unchanged")
        : decideRestore(current, change, { ...stamp, quiet: false }, now);
  }
}

type Stamp = Pick<
  VersionRecord,
  | "offerId"
  | "sourceId"
  | "networkId"
  | "sourceOfferId"
  | "version"
  | "previousStatus"
  | "author"
  | "reason"
  | "runId"
  | "place"
  | "runSeq"
  | "changedAt"
  | "sandbox"
  | "quiet"
>;

function decidePut(
  current: VersionRecord | null,
  change: Extract<SyncChange, { op: "PUT" }>,
  stamp: Stamp,
  now: Date,
): Decision {
  if (current?.listed === true && current.sourceFingerprint === change.fingerprint)
    return nothing("unchanged");
  const shown = edited(change, current === null ? {} : editsOf(current));
  const status = listedStatus(shown.content, current?.hidden ?? false, now);
  const fields = changedFields(current?.content ?? null, shown.content);
  const write: VersionRecord = {
    ...stamp,
    ...shown,
    status,
    sourceFingerprint: change.fingerprint,
    cause: stamp.author === null ? "SYNC" : "ADMIN",
    changedFields: current !== null && current.status !== status ? ["status", ...fields] : fields,
    firstSeenAt: current?.firstSeenAt ?? now.toISOString(),
    listed: true,
    removedAt: null,
    lastSeenAt: null,
    hidden: current?.hidden ?? false,
    saidAt: null,
    rawRef: change.rawRef,
  };
  return { write, counted: current === null ? "created" : "changed", repeated: false };
}

function decideRemove(
  current: VersionRecord,
  change: Extract<SyncChange, { op: "REMOVE" }>,
  stamp: Stamp,
  now: Date,
): Decision {
  if (!current.listed) return nothing("unchanged");
  const write: VersionRecord = {
    ...current,
    ...stamp,
    status: "REMOVED",
    cause: "REMOVAL",
    changedFields: current.status === "REMOVED" ? [] : ["status"],
    listed: false,
    removedAt: now.toISOString(),
    lastSeenAt: change.lastSeenAt,
    saidAt: null,
  };
  return { write, counted: "removed", repeated: false };
}

/**
 * Puts back what a source said of an offer; what it last said is kept, so that it stays until the source moves. What
 * editors have decided stays as it is.
 */
function decideRestore(
  current: VersionRecord,
  change: Extract<SyncChange, { op: "RESTORE" }>,
  stamp: Stamp,
  now: Date,
): Decision {
  const gone = change.content === null;
  if (gone && current.removedAt !== null) return nothing("unchanged");
  if (!gone && current.removedAt === null && saidFingerprint(current) === change.fingerprint)
    return nothing("unchanged");
  const said = {
    content: change.content ?? sourceContent(current),
    fingerprint: change.fingerprint ?? saidFingerprint(current),
  };
  const shown = edited(said, editsOf(current));
  const status = gone ? "REMOVED" : listedStatus(shown.content, current.hidden, now);
  const fields = changedFields(current.content, shown.content);
  const write: VersionRecord = {
    ...current,
    ...stamp,
    ...shown,
    status,
    cause: "ROLLBACK",
    author: change.author,
    reason: change.reason,
    changedFields: current.status === status ? fields : ["status", ...fields],
    removedAt: gone ? now.toISOString() : null,
    lastSeenAt: null,
    saidAt: change.saidAt ?? heardAt(current),
    rawRef: null,
  };
  return { write, counted: gone ? "removed" : "changed", repeated: false };
}

/** What a message counts that comes again: the same as the first time, read off the version that it wrote. */
export function countedBefore({ version, removedAt }: VersionRecord): Counted {
  if (removedAt !== null) return "removed";
  return version === 1 ? "created" : "changed";
}

export const listedStatus = (content: OfferContent, hidden: boolean, now: Date): OfferStatus =>
  hidden ? "HIDDEN" : statusByDates(content, now);

/** Content and what of it is editors'. */
export type Shown = Pick<VersionRecord, "content" | "fingerprint" | "editorial">;

/** What an editor's or admin's change makes of an offer; what is left out stays. */
export interface Amendment {
  readonly cause: "ADMIN" | "ROLLBACK";
  readonly author: string;
  readonly reason: string | null;
  readonly hidden?: boolean;
  readonly shown?: Shown;
  /** When the source said that content; left out: it is what it said last. */
  readonly saidAt?: string;
}

const sameEditorial = (one: Editorial | undefined, other: Editorial | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Same source state, new version. Null: there is nothing to change. */
export function amended(current: VersionRecord, amendment: Amendment, now: Date): VersionRecord | null {
  const hidden = amendment.hidden ?? current.hidden;
  const { content, fingerprint, editorial } = amendment.shown ?? current;
  const status = current.removedAt === null ? listedStatus(content, hidden, now) : current.status;
  const fields = changedFields(current.content, content);
  const isAsBefore = fields.length === 0 && hidden === current.hidden;
  if (isAsBefore && sameEditorial(editorial, current.editorial)) return null;
  return {
    ...current,
    version: current.version + 1,
    status,
    previousStatus: current.status,
    content,
    fingerprint,
    editorial,
    hidden,
    cause: amendment.cause,
    author: amendment.author,
    reason: amendment.reason,
    runId: null,
    changedFields: status === current.status ? fields : ["status", ...fields],
    changedAt: now.toISOString(),
    quiet: false,
    saidAt: amendment.saidAt ?? heardAt(current),
    rawRef: null,
  };
}
