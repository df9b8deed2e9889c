/** What an offer's status is at an instant. */
import type { VersionRecord } from "../ledger/records.ts";
import { statusByDates } from "../offer/fingerprint.ts";
import type { OfferStatus } from "../offer/model.ts";

/** Dates that have passed count, though no one wrote it down; REMOVED, HIDDEN and EXPIRED stay. */
export function statusAt(record: VersionRecord, now: Date): OfferStatus {
  const { status } = record;
  return status === "ACTIVE" || status === "SCHEDULED" ? statusByDates(record.content, now) : status;
}
