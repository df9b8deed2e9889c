/** What a change means to someone who keeps a copy of the public offers. */
import type { VersionRecord } from "../ledger/records.ts";
import type { OfferStatus } from "../offer/model.ts";

export type ChangeType = "CREATED" | "UPDATED" | "REMOVED";

/** Removed and hidden offers are out of the public view; an expired or scheduled one is in it, with its status. */
const isPublic = (status: OfferStatus): boolean => status !== "REMOVED" && status !== "HIDDEN";

/**
 * CREATED: the offer enters the public view, for the first time or again (returned, shown again by an admin).
 * REMOVED: it is not in it (removed, hidden). UPDATED: everything else, expiry too.
 *
 * @param before the status that was known before; null when the offer was not known
 */
export function changeType(status: OfferStatus, before: OfferStatus | null): ChangeType {
  if (!isPublic(status)) return "REMOVED";
  return before !== null && isPublic(before) ? "UPDATED" : "CREATED";
}

/** The same for a version record, which knows the status before it. */
export const changeTypeOf = (record: VersionRecord): ChangeType =>
  changeType(record.status, record.previousStatus);
