/** A link of FlexOffers as an offer: a coupon where there is a code, else a deal. */
import type { OfferDraft } from "../../offer/model.ts";
import { commissionOf } from "./commission.ts";
import { targetOf, trackingUrl } from "./links.ts";
import { countriesOf, type Link, listed, type PromotionRecord, readLink } from "./records.ts";
import type { FlexoffersSettings } from "./settings.ts";

type Discount = NonNullable<OfferDraft["discount"]>;

/**
 * Null for what the settings leave out.
 * @throws RecordRejected for a link without an id or an address
 */
export function promotionOffer(record: PromotionRecord, settings: FlexoffersSettings): OfferDraft | null {
  const { advertiser } = record;
  if (settings.approvedOnly && advertiser === null) return null;
  const link = readLink(record.link);
  const generic = isGeneric(link);
  if (generic && !settings.genericCreatives) return null;
  const merchantName = link.advertiserName || link.advertiser || advertiser?.name;
  const { commission, tags } = commissionOf(advertiser);
  const code = codeOf(link);
  return {
    // One name for both kinds: a link that gets a code stays the same offer.
    sourceOfferId: `promotion-${link.linkId}`,
    kind: code === null ? "DEAL" : "COUPON",
    title: link.linkName ?? "",
    description: link.linkDescription,
    merchant: merchantName ? { name: merchantName, domain: advertiser?.domainUrl } : null,
    url: targetOf(link.linkUrl),
    trackingUrl: trackingUrl(link.linkUrl, `promotion ${link.linkId}`, settings),
    images: [link.imageUrl || link.logoURL],
    discount: discountOf(link),
    couponCode: code,
    restrictions: [link.couponRestrictions],
    joinStatus: advertiser === null ? "UNKNOWN" : "JOINED",
    commission,
    categories: listed(link.categories),
    tags: [...listed(link.promotionalTypes), link.linkType, generic ? "generic creative" : null, ...tags],
    countries: countriesOf(advertiser),
    startsAt: link.startDate,
    endsAt: link.endDate,
  };
}

/** An empty text where there is none. */
const codeOf = ({ couponCode }: Link): string | null => couponCode?.trim() || null;

/** 0 is none; dollars are US dollars. */
function discountOf({ percentageOff, dollarOff }: Link): Discount | null {
  if (Number(percentageOff ?? 0) > 0) return { type: "PERCENT", value: percentageOff };
  if (Number(dollarOff ?? 0) > 0) return { type: "AMOUNT", value: dollarOff, currency: "USD" };
  return null;
}

/** A link to the shop that promises nothing. */
function isGeneric(link: Link): boolean {
  const types = listed(link.promotionalTypes);
  return (
    types.length === 1 &&
    types[0]?.toLowerCase() === "general promotion" &&
    codeOf(link) === null &&
    discountOf(link) === null &&
    !link.startDate &&
    !link.endDate
  );
}
