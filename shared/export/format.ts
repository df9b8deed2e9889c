/** Files of offers: what a format writes. */
import type { OfferContent, OfferStatus } from "../offer/model.ts";

/** An offer as the API shows it. */
export interface ExportedOffer extends OfferContent {
  readonly id: string;
  readonly sourceId: string;
  readonly networkId: string;
  readonly sourceOfferId: string;
  readonly status: OfferStatus;
  readonly version: number;
  readonly firstSeenAt: string;
  readonly changedAt: string;
  /** Null: to be derived from the source, see the resolver of `Offer.lastSeenAt`. */
  readonly lastSeenAt: string | null;
  readonly lastVerifiedAt: string | null;
  readonly sandbox: boolean;
  readonly disclosure: string | null;
}

/**
 * A format. The head, then parts, then the foot make one file, however the offers are divided into parts: so a file can be
 * fetched in pieces. Each offer's text ends its line and names the offer's id, so a piece that broke off can be cut back to
 * its last whole line.
 */
export interface ExportFormat {
  readonly contentType: string;
  /** Of file names, without the dot. */
  readonly extension: string;
  /** @param address where the file comes from */
  readonly head: (address: string) => string;
  readonly part: (offers: readonly ExportedOffer[]) => string;
  readonly foot: string;
}
