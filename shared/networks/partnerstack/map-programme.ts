/** A programme, and the partnership with it, as an offer. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf, offerTexts, PARSED_TAG } from "./commission.ts";
import type { PartnerstackSettings } from "./definition.ts";
import {
  type Partnership,
  partnershipSchema,
  type PartnerstackRecord,
  type Program,
  programSchema,
} from "./records.ts";

/**
 * A joined programme links by its partnership's own link, else by the one in the settings. One that is not joined, or
 * not yet, has no link of the publisher's: it points to the company's site, which pays nothing, and says so.
 *
 * @throws RecordRejected for a record without a key, and for a programme without any link
 */
export function programmeOffer(record: PartnerstackRecord, settings: PartnerstackSettings): OfferDraft {
  const program =
    record.program === null ? null : readRecord(programSchema, record.program, "programme", ["key", "name"]);
  const partnership =
    record.partnership === null
      ? null
      : readRecord(partnershipSchema, record.partnership, "partnership", ["key"]);
  const key = program?.key ?? partnership?.company.key ?? "";
  const website = addressOf(program?.website);
  const texts = offerTexts(partnership?.offers?.length ? partnership.offers : program?.offers);
  const name = program?.name ?? partnership?.company.name ?? "";
  const joinStatus = joinStatusOf(partnership);
  const commission = commissionOf(texts);
  return {
    sourceOfferId: `programme-${key}`,
    kind: "PROGRAMME",
    title: name,
    description: program?.description,
    merchant: { name, domain: website },
    url: website,
    trackingUrl: trackingUrl(key, program, joinStatus === "JOINED" ? partnership : null, website, settings),
    joinStatus,
    restrictions: texts,
    commission,
    categories: program?.category ?? [],
    // Where the company is, which is not where its offer holds.
    tags: [program?.country ? `based in ${program.country}` : null, commission && PARSED_TAG],
  };
}

function joinStatusOf(partnership: Partnership | null): JoinStatus {
  if (partnership === null) return "AVAILABLE";
  return partnership.status?.toLowerCase() === "pending" ? "PENDING" : "JOINED";
}

function trackingUrl(
  key: string,
  program: Program | null,
  partnership: Partnership | null,
  website: string | null,
  { links, subId, subIdParameter }: PartnerstackSettings,
): string {
  if (partnership === null) {
    if (website !== null) return website;
    throw new RecordRejected(
      `programme ${key} is not joined and names no website: there is nothing to link to`,
    );
  }
  const own = partnership.link?.url || partnership.links?.find(({ url }) => url)?.url || partnership.url;
  const link = own || links[key];
  if (!link) {
    throw new RecordRejected(
      `programme ${key} is joined, and PartnerStack's API gives no link for it: put it into the setting links`,
    );
  }
  const accepts = partnership.has_sub_id ?? program?.has_sub_id ?? program?.has_sub_ids ?? false;
  return accepts ? withParameter(link, subIdParameter, subId) : link;
}

/** The marketplace has addresses without a scheme. */
function addressOf(website: string | null | undefined): string | null {
  const text = website?.trim();
  if (!text) return null;
  return /^https?:\/\//i.test(text) ? text : `https://${text}`;
}
