/** impact.com's programmes, codes and promotions as offers. */
import type { OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import type { ImpactCredentials, ImpactSettings } from "./definition.ts";
import { adOffer, realCode } from "./map-ad.ts";
import { productOffer } from "./map-product.ts";
import { campaignSchema, type ImpactRecord, promoCodeSchema, promotionSchema } from "./records.ts";
import { regionOf } from "./vocabulary.ts";

export type ImpactMapping = MappingContext<ImpactCredentials, ImpactSettings>;
export type RecordOf<Surface> = Extract<ImpactRecord, { readonly surface: Surface }>;

/** Null for what is no offer: deals that are over, codes that are patterns. @throws RecordRejected */
export function impactOffer(record: ImpactRecord, { settings }: ImpactMapping): OfferDraft | null {
  switch (record.surface) {
    case "programme":
      return programmeOffer(record, settings);
    case "ad":
      return adOffer(record, settings);
    case "promoCode":
      return promoCodeOffer(record, settings);
    case "promotion":
      return promotionOffer(record, settings);
    case "product":
      return productOffer(record, settings);
  }
}

function programmeOffer(
  { campaign: raw, facts }: RecordOf<"programme">,
  settings: ImpactSettings,
): OfferDraft {
  const campaign = readRecord(campaignSchema, raw, "programme", ["CampaignId", "CampaignName"]);
  if (campaign.TrackingLink === null)
    throw new RecordRejected(`programme ${campaign.CampaignId} has no TrackingLink`);
  return {
    sourceOfferId: `program-${campaign.CampaignId}`,
    kind: "PROGRAMME",
    title: campaign.CampaignName,
    description: campaign.CampaignDescription,
    merchant: {
      name: campaign.AdvertiserName ?? campaign.CampaignName,
      domain: campaign.AdvertiserUrl ?? campaign.CampaignUrl,
    },
    url: campaign.CampaignUrl,
    trackingUrl: withParameter(campaign.TrackingLink, "subId1", settings.subId1),
    // The logo in the record needs the credentials; this is its public address.
    images: [`https://cdn2.impact.com/display-logo-via-campaign/${campaign.CampaignId}.png`],
    joinStatus: (campaign.ContractStatus ?? "Active").toLowerCase() === "active" ? "JOINED" : "SUSPENDED",
    commission: commissionOf(facts?.contract ?? null),
    tags: [campaign.Type],
    countries: campaign.ShippingRegions.map(regionOf),
  };
}

/** A code that is the account's own. One that is a pattern cannot be shown to anybody. */
function promoCodeOffer(
  { promoCode: raw, facts }: RecordOf<"promoCode">,
  settings: ImpactSettings,
): OfferDraft | null {
  const code = readRecord(promoCodeSchema, raw, "promo code", ["Id", "Code"]);
  if (code.MatchMode === "RE" || code.State === "EXPIRED") return null;
  if (facts?.link == null) {
    throw new RecordRejected(
      `promo code ${code.Id}: its programme ${code.Program?.Id ?? ""} is not among the joined ones`,
    );
  }
  const name = code.Advertiser?.Name ?? facts.name;
  return {
    sourceOfferId: `promocode-${code.Id}`,
    kind: "COUPON",
    title: code.Deal?.Name ?? `${code.Code}: ${code.Program?.Name ?? name}`,
    merchant: { name, domain: facts.url },
    url: facts.url,
    trackingUrl: withParameter(facts.link, "subId1", settings.subId1),
    couponCode: code.Code,
    joinStatus: "JOINED",
    commission: commissionOf(facts.contract),
    startsAt: code.StartDate,
    endsAt: code.EndDate,
  };
}

/** Out of a brand's promotion feed: it names an advertiser and no programme, and has no link of its own. */
function promotionOffer(
  { promotion: raw, facts }: RecordOf<"promotion">,
  settings: ImpactSettings,
): OfferDraft {
  const promotion = readRecord(promotionSchema, raw, "promotion", ["PromotionIds", "PromotionTitle"]);
  if (facts?.link == null) {
    throw new RecordRejected(
      `promotion ${promotion.PromotionIds}: its advertiser ${promotion.AdvertiserId ?? ""} has no joined programme`,
    );
  }
  const code = realCode(promotion.GenericRedemptionCode);
  const [startsAt, endsAt] = (promotion.PromotionEffectiveDates ?? "").split("/");
  return {
    sourceOfferId: `promotion-${promotion.PromotionIds}`,
    kind: code === null ? "DEAL" : "COUPON",
    title: promotion.PromotionTitle,
    merchant: { name: promotion.AdvertiserName ?? facts.name, domain: facts.url },
    url: facts.url,
    trackingUrl: withParameter(facts.link, "subId1", settings.subId1),
    couponCode: code,
    joinStatus: "JOINED",
    commission: commissionOf(facts.contract),
    startsAt,
    endsAt,
  };
}
