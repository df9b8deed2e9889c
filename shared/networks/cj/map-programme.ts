/** An advertiser as an offer. */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import { languageCode } from "./languages.ts";
import { joinStatusOf } from "./map-link.ts";
import { type Action, advertiserSchema, type ProgrammeRecord } from "./records.ts";
import type { CjSettings } from "./settings.ts";

/**
 * Null for an advertiser who has left CJ.
 * @throws RecordRejected for one without an id, a name, or anything to link to
 */
export function programmeOffer(record: ProgrammeRecord, { sid }: CjSettings): OfferDraft | null {
  const advertiser = readRecord(advertiserSchema, record.advertiser, "advertiser", [
    "advertiser-id",
    "advertiser-name",
  ]);
  // CJ spells it "Deactive".
  if (/^deactiv/i.test(advertiser["account-status"] ?? "")) return null;
  const { "advertiser-id": id, "advertiser-name": name, "program-url": url, actions } = advertiser;
  const joinStatus = joinStatusOf(advertiser["relationship-status"]);
  const { commission, tags } = commissionOf(
    actions.map((action) => action.commission ?? ""),
    basisOf(actions),
  );
  return {
    sourceOfferId: `programme-${id}`,
    kind: "PROGRAMME",
    title: name,
    merchant: { name, domain: url },
    url,
    trackingUrl: trackingUrl(record, id, url, joinStatus === "JOINED", sid),
    joinStatus,
    commission,
    categories: advertiser.categories,
    tags,
    languages: [languageCode(advertiser.language)],
  };
}

/**
 * CJ gives a programme no link of its own: a text link of the advertiser's stands in, sent to the programme's page where
 * it may be sent anywhere. An advertiser who is not joined has none, and its site is linked as it is.
 */
function trackingUrl(
  { link }: ProgrammeRecord,
  id: string,
  url: string | undefined,
  joined: boolean,
  sid: string | undefined,
): string {
  if (link !== null) {
    return withParameter(withParameter(link.clickUrl, "url", link.deep ? url : undefined), "sid", sid);
  }
  if (joined) throw new RecordRejected(`advertiser ${id} is joined, and CJ has no text link of it to follow`);
  if (url !== undefined) return url;
  throw new RecordRejected(
    `advertiser ${id} is not joined and names no program-url: there is nothing to link to`,
  );
}

/** Of what is paid for, where all actions agree: "advanced sale" and "simple sale", or leads. */
function basisOf(actions: readonly Action[]): CommissionBasis | null {
  const bases = new Set(
    actions.filter(({ commission }) => commission !== null).map(({ type }) => basis(type)),
  );
  const [only] = bases;
  return bases.size === 1 ? (only ?? null) : null;
}

function basis(type: string | null): CommissionBasis | null {
  if (type === null) return null;
  return /sale/i.test(type) ? "SALE" : /lead/i.test(type) ? "LEAD" : /click/i.test(type) ? "CLICK" : null;
}
