/** What the ledger holds of an offer, and how it lies in DynamoDB. */
import type { Editorial } from "../offer/editorial.ts";
import type { ChangeCause, OfferContent, OfferId, OfferStatus } from "../offer/model.ts";

/** One version of an offer: its content as it was, and who or what made it so. */
export interface VersionRecord {
  readonly offerId: OfferId;
  readonly sourceId: string;
  readonly networkId: string;
  readonly sourceOfferId: string;
  /** 1, 2, 3 …: no gaps. */
  readonly version: number;
  readonly status: OfferStatus;
  /** The status of the version before; null for the first. */
  readonly previousStatus: OfferStatus | null;
  /** As it is shown: what its source says, with what editors put in its place. */
  readonly content: OfferContent;
  /** SHA-256 of the canonical content, base64url. */
  readonly fingerprint: string;
  /** Fingerprint of what the source last said: differs from `fingerprint` after a rollback, until the source moves. */
  readonly sourceFingerprint: string;
  readonly cause: ChangeCause;
  readonly author: string | null;
  readonly reason: string | null;
  readonly runId: string | null;
  /** The place in the run of the change that made it (`placeOf`): what tells a repeated message from a second sighting. */
  readonly place: string | null;
  /** The sequence of the last run that wrote this offer; a message of an older run is refused. */
  readonly runSeq: number;
  readonly changedFields: readonly string[];
  readonly firstSeenAt: string;
  readonly changedAt: string;
  /**
   * Whether its source lists it, as far as the last run saw. The same as not being removed, but for what a rollback put
   * back or took away: that stays until the source itself moves.
   */
  readonly listed: boolean;
  /** Set while the offer is REMOVED: when it was found gone. */
  readonly removedAt: string | null;
  /** Only on a tombstone: the last complete listing that held it. Otherwise derived from the source. */
  readonly lastSeenAt: string | null;
  /** True while an admin hides it; survives syncs, removals and returns. */
  readonly hidden: boolean;
  readonly sandbox: boolean;
  /** True: written by its source's first sync, announced as a run and not offer by offer. */
  readonly quiet: boolean;
  /**
   * When its source last said this, where that was before this version: dates and admins make versions of content that
   * is no newer for it. Null: at `changedAt`.
   */
  readonly saidAt: string | null;
  /** Where the raw record lies in the archive: `<object key>#<line, from 0>`; null where a version has none of its own. */
  readonly rawRef: string | null;
  /** What of `content` editors have put there. Left out where that is nothing, so that such an offer takes no byte more. */
  readonly editorial?: Editorial | undefined;
}

/** The instant since which nobody has heard anything newer of an offer than this version, unless a listing confirmed it. */
export const heardAt = ({ saidAt, changedAt }: Pick<VersionRecord, "saidAt" | "changedAt">): string =>
  saidAt ?? changedAt;

/** What a sync needs to know of an offer already held. */
export interface KnownOffer {
  readonly sourceOfferId: string;
  readonly sourceFingerprint: string;
  /** See `identityOf`. */
  readonly identity: string;
}

/** An offer of a source, listed or gone, and when it last changed: what a rollback looks at first. */
export interface EveryOffer {
  readonly sourceOfferId: string;
  readonly changedAt: string;
}
