/** A partnership, with the advertiser's details and terms, as an offer. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { advertiserSchema, partnershipSchema, type ProgrammeRecord } from "./records.ts";
import type { RakutenSettings } from "./settings.ts";
import { commissionOf } from "./terms.ts";

/** "extended" is an advertiser's invitation. */
const JOIN_STATUS: Readonly<Record<string, JoinStatus>> = {
  active: "JOINED",
  pending: "PENDING",
  extended: "AVAILABLE",
  "self-removed": "AVAILABLE",
  "temp-decline": "DECLINED",
  "permanent-decline": "DECLINED",
  "temp-remove": "SUSPENDED",
  "permanent-remove": "SUSPENDED",
};

/**
 * Null for an advertiser who has left Rakuten.
 * @throws RecordRejected for one without an id, a name, or anything to link to
 */
export function programmeOffer(record: ProgrammeRecord, { u1 }: RakutenSettings): OfferDraft | null {
  const { advertiser: partner, status } = readRecord(partnershipSchema, record.partnership, "partnership", [
    "status",
  ]);
  if (/^inactive$/i.test(partner.status ?? "")) return null;
  const details =
    record.advertiser === null
      ? null
      : readRecord(advertiserSchema, record.advertiser, "advertiser", ["name"]);
  const joinStatus = JOIN_STATUS[(status ?? "").toLowerCase()] ?? "UNKNOWN";
  const { terms } = record;
  return {
    sourceOfferId: `programme-${partner.id}`,
    kind: "PROGRAMME",
    title: partner.name,
    description: details?.description,
    merchant: { name: partner.name, domain: details?.url },
    url: details?.url,
    trackingUrl: trackingUrl(record.link, partner.id, details?.url, joinStatus === "JOINED", u1),
    restrictions: terms.map(({ name, type, endsAt }) =>
      endsAt === null ? null : `Terms “${name ?? type ?? "unnamed"}” end on ${endsAt.slice(0, 10)}`,
    ),
    joinStatus,
    commission: commissionOf(terms),
    categories: partner.categories,
    tags: terms.flatMap(({ type, others }) => [type, ...others]),
    countries: details?.policies?.international_capabilities?.ships_to,
  };
}

function trackingUrl(
  link: string | null,
  id: string,
  site: string | null | undefined,
  joined: boolean,
  u1: string | undefined,
): string {
  if (link !== null) return withParameter(link, "u1", u1);
  if (joined) {
    throw new RecordRejected(
      `advertiser ${id} allows no deep links, and Rakuten has no text link of it to follow`,
    );
  }
  if (site) return site;
  throw new RecordRejected(`advertiser ${id} is not joined and names no site: there is nothing to link to`);
}
