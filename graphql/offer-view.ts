/** An offer as the API shows it: the one place where a ledger record becomes a GraphQL `Offer`. */
import type { VersionRecord } from "../shared/ledger/records.ts";
import { disclosureOf, shownContent } from "../shared/networks/display.ts";
import type { OverridableField } from "../shared/offer/editorial.ts";
import type { ChangeCause, OfferKind } from "../shared/offer/model.ts";
import { type ChangeType, changeTypeOf } from "../shared/readmodel/change-type.ts";
import { cursorFrom } from "../shared/readmodel/cursor.ts";
import { offerFacts } from "../shared/readmodel/offer-row.ts";
import type { ExportedOffer } from "../shared/export/format.ts";
import { statusAt } from "../shared/readmodel/status-at.ts";

export interface OfferView extends ExportedOffer {
  readonly overriddenFields: readonly OverridableField[];
}

export interface OfferVersionView {
  readonly version: number;
  readonly cause: ChangeCause;
  readonly author: string | null;
  readonly runId: string | null;
  readonly changedAt: string;
  readonly changedFields: readonly string[];
  readonly offer: OfferView;
}

export interface OfferChangeView {
  readonly type: ChangeType;
  readonly offer: OfferView;
  readonly offerId: string;
  readonly networkId: string;
  readonly sourceId: string;
  readonly kind: OfferKind;
  readonly merchantId: string | null;
  readonly categoryKeys: readonly string[];
  readonly countryKeys: readonly string[];
  readonly discountPercent: number | null;
  readonly version: number;
  readonly changedAt: string;
  readonly cursor: string;
}

/** @param now the status is what dates make of it at this time */
export function toOffer(record: VersionRecord, now: Date): OfferView {
  return {
    ...shownContent(record.networkId, record.content),
    id: record.offerId,
    sourceId: record.sourceId,
    networkId: record.networkId,
    sourceOfferId: record.sourceOfferId,
    status: statusAt(record, now),
    version: record.version,
    firstSeenAt: record.firstSeenAt,
    changedAt: record.changedAt,
    lastSeenAt: record.lastSeenAt,
    lastVerifiedAt: null,
    sandbox: record.sandbox,
    disclosure: disclosureOf(record.networkId),
    overriddenFields: record.editorial?.overridden ?? [],
  };
}

/** The offer as it was when this version was made, which is also when it was last seen so. */
export const toOfferVersion = (record: VersionRecord): OfferVersionView => ({
  version: record.version,
  cause: record.cause,
  author: record.author,
  runId: record.runId,
  changedAt: record.changedAt,
  changedFields: record.changedFields,
  offer: {
    ...toOffer(record, new Date(record.changedAt)),
    status: record.status,
    lastSeenAt: record.lastSeenAt ?? record.changedAt,
  },
});

/**
 * @param type what the change means, where the change log or the version before says so
 * @param cursor its place in the change log, where that is known; else one that is before it and all that may come later
 */
export function toOfferChange(
  record: VersionRecord,
  type: ChangeType = changeTypeOf(record),
  now: Date = new Date(),
  cursor: string = cursorFrom(record.changedAt),
): OfferChangeView {
  const offer = toOffer(record, now);
  const facts = offerFacts(offer);
  return {
    type,
    offer,
    offerId: record.offerId,
    networkId: record.networkId,
    sourceId: record.sourceId,
    kind: record.content.kind,
    merchantId: facts.merchant_id,
    categoryKeys: facts.categories,
    countryKeys: facts.countries,
    discountPercent: facts.discount_percent,
    version: record.version,
    changedAt: record.changedAt,
    cursor,
  };
}
