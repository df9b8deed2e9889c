/** A joined programme as an offer. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { commissionOf } from "./commission.ts";
import { type ProgrammeRecord, programmeSchema } from "./records.ts";
import type { AwinSettings } from "./settings.ts";
import { withClickref } from "./tracking.ts";
import { unreadable } from "./unreadable.ts";

const JOIN_STATUS: Readonly<Record<string, JoinStatus>> = {
  joined: "JOINED",
  pending: "PENDING",
  suspended: "SUSPENDED",
  rejected: "DECLINED",
  notjoined: "AVAILABLE",
};

/**
 * Null for a programme that has closed.
 * @throws RecordRejected for one without an id, a name or a tracking link
 */
export function programmeOffer(record: ProgrammeRecord, settings: AwinSettings): OfferDraft | null {
  const read = programmeSchema.safeParse(record.programme);
  if (!read.success) throw unreadable("programme", record.programme, read.error);
  const programme = read.data;
  if (programme.status && programme.status.toLowerCase() !== "active") return null;
  if (!programme.clickThroughUrl)
    throw new RecordRejected(`programme ${programme.id} has no clickThroughUrl`);
  const { commission, tags } = commissionOf(record.terms);
  const membership = record.terms?.membership ?? record.membership;
  return {
    sourceOfferId: `programme-${programme.id}`,
    kind: "PROGRAMME",
    title: programme.name,
    description: programme.description,
    merchant: { name: programme.name, domain: programme.displayUrl || programme.validDomains?.[0]?.domain },
    url: programme.displayUrl,
    trackingUrl: withClickref(programme.clickThroughUrl, settings.clickref),
    images: [programme.logoUrl],
    joinStatus: JOIN_STATUS[membership.toLowerCase().replace(/[^a-z]/g, "")] ?? "UNKNOWN",
    commission,
    categories: [programme.primarySector],
    tags: [membership, ...tags],
    countries: [programme.primaryRegion?.countryCode],
  };
}
