/** Partnerize's records as offers. */
import type { JoinStatus, OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { amountSpan, percentSpan } from "../kit/commission.ts";
import { readRecord } from "../kit/reading.ts";
import type { PartnerizeCredentials, PartnerizeSettings } from "./definition.ts";
import { linkOf, withPubref } from "./links.ts";
import {
  type CampaignFacts,
  type Commissions,
  dealSchema,
  type PartnerizeRecord,
  participationSchema,
  voucherSchema,
} from "./records.ts";

export type PartnerizeMapping = MappingContext<PartnerizeCredentials, PartnerizeSettings>;

/** Null for what is not active. @throws RecordRejected */
export function partnerizeOffer(
  record: PartnerizeRecord,
  { settings }: PartnerizeMapping,
): OfferDraft | null {
  switch (record.surface) {
    case "programme":
      return programmeOffer(record.participation, record.commissions, settings);
    case "voucher":
      return voucherOffer(record.voucher, record.campaign, settings);
    case "deal":
      return dealOffer(record.deal, record.campaign, settings);
  }
}

const JOIN_STATUS: Readonly<Record<string, JoinStatus>> = { a: "JOINED", p: "PENDING", r: "DECLINED" };

function programmeOffer(
  raw: unknown,
  commissions: Commissions | null,
  { pubref }: PartnerizeSettings,
): OfferDraft {
  const row = readRecord(participationSchema, raw, "participation", ["campaign_id"]);
  const { title, description, destination_url: url, tracking_link, campaign_languages } = row.campaign_info;
  const joinStatus = JOIN_STATUS[row.status ?? ""] ?? "UNKNOWN";
  const own = tracking_link ?? linkOf(row.camref);
  if (own === null && (joinStatus === "JOINED" || url === null)) {
    throw new RecordRejected(`campaign "${row.campaign_id}" has no tracking_link and no camref`);
  }
  const { commission, tags } = commissionOf(commissions, row.default_currency);
  return {
    sourceOfferId: `programme:${row.campaign_id}`,
    kind: "PROGRAMME",
    title,
    description,
    merchant: { name: title, domain: url },
    url,
    trackingUrl: own === null ? (url ?? "") : withPubref(own, pubref),
    images: [row.icon],
    joinStatus,
    commission,
    categories: [row.vertical],
    tags,
    countries: row.promotional_countries?.map((country) =>
      typeof country === "string" ? country : country.iso_code,
    ),
    languages: Object.keys(campaign_languages ?? {}),
  };
}

/** Percentages are the commission; amounts beside them stand in the tags. */
function commissionOf(
  commissions: Commissions | null,
  currency: string | null,
): { commission: OfferDraft["commission"]; tags: string[] } {
  const rates = (commissions?.active_commissions ?? []).flatMap((each) => each.rates ?? []);
  const valuesOf = (model: string): number[] =>
    rates
      .filter(({ performance_model }) => performance_model === model)
      .map(({ performance_value }) => Number(performance_value ?? 0))
      .filter((value) => value > 0);
  const [percents, fixed, clicks] = [valuesOf("percentage_cpa"), valuesOf("fixed_cpa"), valuesOf("cpc")];
  const commission =
    percentSpan(percents, "SALE") ??
    amountSpan(fixed, currency, "SALE") ??
    amountSpan(clicks, currency, "CLICK");
  const others = percents.length > 0 ? fixed : [];
  return { commission, tags: others.map((amount) => `fixed commission ${amount} ${currency ?? ""}`.trim()) };
}

const ofCampaign = (campaign: CampaignFacts | null) => ({
  merchant: campaign === null ? null : { name: campaign.title, domain: campaign.url },
  images: [campaign?.icon],
  joinStatus: "JOINED" as const,
});

function voucherOffer(
  raw: unknown,
  campaign: CampaignFacts | null,
  { pubref }: PartnerizeSettings,
): OfferDraft | null {
  const row = readRecord(voucherSchema, raw, "voucher", ["voucher_code_id", "voucher_code"]);
  if (row.active === "n") return null;
  if (!campaign?.link)
    throw new RecordRejected(`voucher "${row.voucher_code_id}" belongs to no campaign with a link`);
  return {
    ...ofCampaign(campaign),
    sourceOfferId: `voucher:${row.voucher_code_id}`,
    kind: "COUPON",
    title: row.description ?? `${campaign.title}: ${row.voucher_code}`,
    url: campaign.url,
    trackingUrl: withPubref(campaign.link, pubref),
    couponCode: row.voucher_code,
    startsAt: row.start_date_time,
    endsAt: row.end_date_time,
  };
}

function dealOffer(
  raw: unknown,
  campaign: CampaignFacts | null,
  { pubref }: PartnerizeSettings,
): OfferDraft | null {
  const row = readRecord(dealSchema, raw, "deal", ["campaign_deal_id", "title"]);
  if (row.active === "n") return null;
  const percent = /^(\d+(?:\.\d+)?)\s*%/.exec(row.offer_value ?? "")?.[1];
  return {
    ...ofCampaign(campaign),
    sourceOfferId: `deal:${row.campaign_deal_id}`,
    kind: row.coupon_code === null ? "DEAL" : "COUPON",
    title: row.title,
    description: row.description,
    url: campaign?.url,
    // A tracking link already, and with the pubref that the request named.
    trackingUrl: withPubref(row.destination, pubref),
    couponCode: row.coupon_code,
    discount: percent === undefined ? null : { type: "PERCENT", value: percent },
    restrictions: [row.terms],
    categories: [row.category],
    tags: [row.offer_type, percent === undefined ? row.offer_value : null],
    countries: [row.country_iso],
    startsAt: row.start_date_time,
    endsAt: row.end_date_time,
  };
}
