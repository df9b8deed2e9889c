/** eBay's listings, deals, events and coupons as offers. */
import type { OfferDraft } from "../../offer/model.ts";
import { type MappingContext, RecordRejected } from "../adapter.ts";
import { readRecord } from "../kit/reading.ts";
import type { EbayCredentials } from "./definition.ts";
import { marketplaceOf } from "./marketplaces.ts";
import { couponSchema, dealSchema, type EbayRecord, eventSchema, summarySchema } from "./records.ts";
import type { EbaySettings } from "./settings.ts";

export type EbayMapping = MappingContext<EbayCredentials, EbaySettings>;

/** @throws RecordRejected */
export function ebayOffer(record: EbayRecord, context: EbayMapping): OfferDraft | null {
  switch (record.surface) {
    case "item":
      return itemOffer(record.item, context);
    case "deal":
      return dealOffer(record.deal, context);
    case "event":
      return eventOffer(record.event, record.coupon, context);
    case "coupon":
      return couponOffer(record.coupon, record.item, context);
  }
}

type Base = Pick<OfferDraft, "merchant" | "joinStatus" | "countries" | "languages">;

/** The advertiser is eBay, and not the seller: eBay pays. */
function base({ settings }: EbayMapping): Base {
  const { domain, country, language } = marketplaceOf(settings.marketplaceId);
  return {
    merchant: { name: "eBay", domain },
    joinStatus: "JOINED",
    countries: [country],
    languages: [language],
  };
}

function itemOffer(raw: unknown, context: EbayMapping): OfferDraft {
  const item = readRecord(summarySchema, raw, "item", ["itemId", "title"]);
  return {
    ...base(context),
    sourceOfferId: item.itemId,
    kind: item.marketingPrice ? "DEAL" : "PRODUCT",
    title: item.title,
    description: item.shortDescription,
    url: item.itemWebUrl,
    trackingUrl: payingLink(item.itemAffiliateWebUrl, `item "${item.itemId}"`),
    images: imagesOf([item.image, ...(item.additionalImages ?? []), ...(item.thumbnailImages ?? [])]),
    ...prices(item),
    categories: item.categories?.map(({ categoryName }) => categoryName),
    tags: [
      item.condition,
      ...(item.buyingOptions ?? []),
      item.priorityListing ? "PRIORITY_LISTING" : null,
      item.seller?.username ? `seller:${item.seller.username}` : null,
    ],
    startsAt: item.itemCreationDate,
    endsAt: item.itemEndDate,
  };
}

function dealOffer(raw: unknown, context: EbayMapping): OfferDraft {
  const deal = readRecord(dealSchema, raw, "deal", ["itemId", "itemGroupId", "title"]);
  const id = deal.itemId || (deal.itemGroupId ? `group:${deal.itemGroupId}` : null);
  if (id === null) throw new RecordRejected(`deal "${deal.title}" has neither itemId nor itemGroupId`);
  return {
    ...base(context),
    // A listing may also be found by a search, which knows nothing of the deal.
    sourceOfferId: `deal:${id}`,
    kind: "DEAL",
    title: deal.title,
    url: deal.itemWebUrl || deal.dealWebUrl,
    trackingUrl: payingLink(deal.itemAffiliateWebUrl || deal.dealAffiliateWebUrl, `deal "${id}"`),
    images: imagesOf([deal.image, ...(deal.additionalImages ?? [])]),
    ...prices(deal),
    tags: [deal.commissionable === false ? "NOT_COMMISSIONABLE" : null],
    startsAt: deal.dealStartDate,
    endsAt: deal.dealEndDate,
  };
}

function eventOffer(raw: unknown, place: number | null, context: EbayMapping): OfferDraft {
  const event = readRecord(eventSchema, raw, "event", ["eventId", "title"]);
  const coupon = place === null ? null : (event.applicableCoupons?.[place] ?? null);
  const code = coupon?.redemptionCode || null;
  return {
    ...base(context),
    sourceOfferId: ["event", event.eventId, code].filter((each) => each !== null).join(":"),
    kind: code === null ? "DEAL" : "COUPON",
    title: event.title,
    description: event.description,
    url: event.eventWebUrl,
    trackingUrl: payingLink(event.eventAffiliateWebUrl, `event "${event.eventId}"`),
    images: imagesOf(event.images ?? []),
    couponCode: code,
    // eBay asks for a coupon's terms to be shown with it.
    restrictions: [
      coupon?.terms?.fullText || coupon?.terms?.summary,
      event.terms?.fullText || event.terms?.summary,
    ],
    startsAt: event.startDate,
    endsAt: event.endDate,
  };
}

function couponOffer(raw: unknown, rawItem: unknown, context: EbayMapping): OfferDraft {
  const item = itemOffer(rawItem, context);
  const coupon = readRecord(couponSchema, raw, `coupon of item "${item.sourceOfferId}"`, ["redemptionCode"]);
  const { discountAmount: amount, discountPercentage: percentage, redemptionCode: code } = coupon;
  return {
    ...base(context),
    sourceOfferId: `coupon:${item.sourceOfferId}:${code}`,
    kind: "COUPON",
    title: item.title,
    description: coupon.message,
    url: item.url,
    trackingUrl: item.trackingUrl,
    images: item.images,
    price: item.price,
    categories: item.categories,
    tags: item.tags,
    couponCode: code,
    discount: amount
      ? { type: "AMOUNT", value: amount.value, currency: amount.currency }
      : percentage
        ? { type: "PERCENT", value: percentage }
        : null,
    // eBay asks for both to be shown with the code.
    restrictions: [coupon.message, coupon.termsWebUrl && `Terms: ${coupon.termsWebUrl}`],
    endsAt: coupon.constraint?.expirationDate,
  };
}

/** Passed on unchanged: eBay pays through nothing else, so an offer without one would lose its commission silently. */
function payingLink(link: string | null | undefined, what: string): string {
  if (!link) throw new RecordRejected(`${what} has no affiliate link: nothing would be paid for it`);
  return link;
}

type Priced = Pick<ReturnType<typeof summarySchema.parse>, "price" | "marketingPrice"> &
  Partial<Pick<ReturnType<typeof summarySchema.parse>, "currentBidPrice">>;

/** An auction's price is its highest bid. */
function prices({
  price,
  currentBidPrice,
  marketingPrice,
}: Priced): Pick<OfferDraft, "price" | "originalPrice" | "discount"> {
  const now = price ?? currentBidPrice;
  const before = marketingPrice?.originalPrice;
  const percentage = marketingPrice?.discountPercentage;
  return {
    price: now ? { amount: now.value, currency: now.currency } : null,
    originalPrice: before ? { amount: before.value, currency: before.currency } : null,
    discount: percentage && Number(percentage) > 0 ? { type: "PERCENT", value: percentage } : null,
  };
}

/** The same picture comes in several sizes; the largest is asked for. */
function imagesOf(
  images: readonly ({ imageUrl?: string | null | undefined } | null | undefined)[],
): string[] {
  const urls = images.flatMap((image) => (image?.imageUrl ? [image.imageUrl] : []));
  return [...new Set(urls.map((url) => url.replace(/\/s-l\d+(?=\.\w+$)/, "/s-l1600")))];
}
