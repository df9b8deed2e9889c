/** An advertiser of FlexOffers as a programme. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { commissionOf } from "./commission.ts";
import { trackingUrl } from "./links.ts";
import { countriesOf, type Advertiser, listed, type ProgrammeRecord, readAdvertiser } from "./records.ts";
import type { FlexoffersSettings } from "./settings.ts";

const JOIN_STATUS: Readonly<Record<string, JoinStatus>> = {
  approved: "JOINED",
  pending: "PENDING",
  declined: "DECLINED",
  suspended: "SUSPENDED",
  "not applied for": "AVAILABLE",
};

/**
 * Null for a programme that has closed.
 * @throws RecordRejected for one without an id, a name or a link
 */
export function programmeOffer(record: ProgrammeRecord, settings: FlexoffersSettings): OfferDraft | null {
  const programme = readAdvertiser(record.programme);
  const { programStatus, applicationStatus } = programme;
  if (programStatus && programStatus.toLowerCase() !== "approved") return null;
  const { commission, tags } = commissionOf(programme);
  const joinStatus = JOIN_STATUS[applicationStatus?.toLowerCase() ?? ""] ?? "UNKNOWN";
  return {
    sourceOfferId: `programme-${programme.id}`,
    kind: "PROGRAMME",
    title: programme.name,
    description: programme.description,
    merchant: { name: programme.name, domain: programme.domainUrl },
    url: programme.domainUrl,
    trackingUrl: linkOf(programme, joinStatus, settings),
    images: [programme.imageUrl],
    joinStatus,
    commission,
    categories: listed(programme.categoryNames),
    tags,
    countries: countriesOf(programme),
    startsAt: programme.created,
  };
}

/** Nothing earns before the programme is joined: until then the link is the advertiser's own site. */
function linkOf(programme: Advertiser, joinStatus: JoinStatus, settings: FlexoffersSettings): string {
  const { id, domainUrl } = programme;
  const deepLink = programme.deeplinkURL?.trim();
  if (deepLink) return trackingUrl(withTarget(deepLink, domainUrl), `programme ${id}`, settings);
  if (joinStatus === "JOINED") {
    throw new RecordRejected(
      `programme ${id} has no deeplinkURL: FlexOffers gives no link to its home page; its promotions have links of their own`,
    );
  }
  if (domainUrl) return domainUrl;
  throw new RecordRejected(
    `programme ${id} has no deeplinkURL and no domainUrl: there is nothing to link to`,
  );
}

/** One that ends in an empty `url` wants its target there, encoded. Not confirmed that all do: any other stays as it is. */
const withTarget = (deepLink: string, target: string | null | undefined): string =>
  target && /[?&]url=$/i.test(deepLink) ? deepLink + encodeURIComponent(target) : deepLink;
