/** A link as an offer: a coupon where there is a code, else a deal. */
import type { CommissionBasis, JoinStatus, OfferDraft } from "../../offer/model.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import { languageCode } from "./languages.ts";
import { type LinkRecord, linkSchema } from "./records.ts";
import type { CjSettings } from "./settings.ts";

/**
 * Null for a link that promotes nothing: a plain banner or text link.
 * @throws RecordRejected for a link without an id or a click URL
 */
export function linkOffer(record: LinkRecord, { sid }: CjSettings): OfferDraft | null {
  const link = readRecord(linkSchema, record.link, "link", ["link-id", "link-name", "description"]);
  const code = link["coupon-code"] ?? null;
  const type = promotionType(link["promotion-type"]);
  if (code === null && type === null) return null;
  return {
    sourceOfferId: `link-${link["link-id"]}`,
    // CJ has links of type coupon without a code: they are deals.
    kind: code === null ? "DEAL" : "COUPON",
    title: link["link-name"] ?? link["ad-content"] ?? "",
    description: link.description ?? link["ad-content"],
    merchant: {
      name: link["advertiser-name"] ?? "",
      domain: record.programUrl ?? link.destination,
    },
    url: link.destination,
    trackingUrl: withParameter(link.clickUrl, "sid", sid),
    couponCode: code,
    joinStatus: joinStatusOf(link["relationship-status"]),
    commission: commissionOfLink(link),
    categories: [link.category],
    tags: [link["event-name"], type],
    // The separator is not confirmed.
    countries: link["targeted-countries"]?.split(/[\s,]+/),
    languages: [languageCode(link.language)],
    startsAt: dateOf(link["promotion-start-date"]),
    endsAt: dateOf(link["promotion-end-date"]),
  };
}

/** "N/A" stands for none. */
export const promotionType = (value: string | undefined): string | null =>
  value === undefined || /^n\/a$/i.test(value) ? null : value;

/** CJ's answer knows these two; anything else is not ours to interpret. */
export const joinStatusOf = (status: string | undefined): JoinStatus =>
  (({ joined: "JOINED", notjoined: "AVAILABLE" }) as const)[
    (status ?? "").toLowerCase().replace(/[^a-z]/g, "")
  ] ?? "UNKNOWN";

const PAID_FOR: readonly (readonly [field: string, basis: CommissionBasis])[] = [
  ["sale-commission", "SALE"],
  ["lead-commission", "LEAD"],
  ["click-commission", "CLICK"],
];

/** What a sale pays, else a lead, else a click. */
function commissionOfLink(link: Readonly<Record<string, unknown>>): OfferDraft["commission"] {
  for (const [field, basis] of PAID_FOR) {
    const text = link[field];
    const { commission } = commissionOf(typeof text === "string" ? [text] : [], basis);
    if (commission !== null) return commission;
  }
  return null;
}

/** "ongoing" is a link that has no end. */
const dateOf = (value: string | undefined): string | null =>
  value === undefined || /^ongoing$/i.test(value) ? null : value;
