/** An ad that carries a deal, or a coupon, as an offer. */
import type { OfferDraft } from "../../offer/model.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import type { ImpactSettings } from "./definition.ts";
import type { RecordOf } from "./map-offer.ts";
import { type Ad, adSchema } from "./records.ts";
import { adLanguage } from "./vocabulary.ts";

/**
 * Several ads may carry one deal: the deal's number is the offer's id, so that it stays when the ads change.
 * Null for a deal that is over.
 */
export function adOffer({ ad: raw, facts }: RecordOf<"ad">, settings: ImpactSettings): OfferDraft | null {
  const ad = readRecord(adSchema, raw, "ad", ["Id", "Name"]);
  if (ad.DealState === "EXPIRED") return null;
  const code = realCode(ad.DealDefaultPromoCode);
  const name = ad.AdvertiserName ?? ad.CampaignName ?? facts?.name;
  return {
    sourceOfferId: ad.DealId === null ? `ad-${ad.Id}` : `deal-${ad.DealId}`,
    kind: code === null ? "DEAL" : "COUPON",
    title: ad.DealName ?? ad.Name ?? "",
    description: ad.DealDescription ?? ad.Description,
    merchant: name ? { name, domain: facts?.url ?? ad.LandingPageUrl } : null,
    url: ad.LandingPageUrl,
    trackingUrl: withParameter(ad.TrackingLink, "subId1", settings.subId1),
    images: [ad.Type === "BANNER" ? absolute(ad.CreativeUrl) : null],
    ...pricesOf(ad),
    discount: discountOf(ad),
    couponCode: code,
    restrictions: restrictionsOf(ad),
    joinStatus: "JOINED",
    commission: commissionOf(facts?.contract ?? null),
    categories: (ad.DealCategories ?? "").split(","),
    tags: [ad.Season, ...ad.Labels, discountNote(ad)],
    languages: [adLanguage(ad.Language)],
    startsAt: ad.DealStartDate ?? ad.StartDate,
    endsAt: ad.DealEndDate ?? ad.EndDate,
  };
}

const NO_CODE = new Set(["n/a", "none", "no code", "no code needed", "no code required", "-"]);

/** `Code` is the creative's HTML; the code to enter is the deal's, and may be a phrase that says there is none. */
export function realCode(code: string | null): string | null {
  const trimmed = code?.trim() ?? "";
  return trimmed === "" || NO_CODE.has(trimmed.toLowerCase()) ? null : trimmed;
}

/** "//a.impactradius-go.com/…" */
const absolute = (address: string | null): string | null =>
  address?.startsWith("//") ? `https:${address}` : address;

function pricesOf(ad: Ad): Pick<OfferDraft, "price" | "originalPrice"> {
  const [product] = ad.DealProducts ?? [];
  const currency = product?.ProductAfterPriceCurrency ?? null;
  if (!product?.ProductAfterPriceAmount || currency === null) return {};
  const before = product.ProductBeforePriceAmount;
  return {
    price: { amount: product.ProductAfterPriceAmount, currency },
    originalPrice: before === null ? null : { amount: before, currency },
  };
}

function discountOf(ad: Ad): OfferDraft["discount"] {
  switch (ad.DealType) {
    case "BOGO":
      return { type: "BOGO" };
    case "FREE_SHIPPING":
      return { type: "FREE_SHIPPING" };
    case "GIFT_WITH_PURCHASE":
      return { type: "GIFT" };
    case "REBATE":
      return {
        type: "CASHBACK",
        value: ad.RebateAmount,
        currency: ad.RebateAmount === null ? null : ad.RebateCurrency,
      };
  }
  switch (ad.DiscountType) {
    case "PERCENT":
      return ad.DiscountPercent === null ? null : { type: "PERCENT", value: ad.DiscountPercent };
    case "PERCENT_MAXIMUM":
      return ad.DiscountMaximumPercent === null
        ? null
        : { type: "PERCENT", value: ad.DiscountMaximumPercent };
    case "PERCENT_RANGE":
      return ad.DiscountPercentRangeStart === null
        ? null
        : { type: "PERCENT", value: ad.DiscountPercentRangeStart };
    case "FIXED":
      return ad.DiscountAmount === null || ad.DiscountCurrency === null
        ? null
        : { type: "AMOUNT", value: ad.DiscountAmount, currency: ad.DiscountCurrency };
    default:
      return null;
  }
}

/** What one number cannot say of a discount. */
function discountNote(ad: Ad): string | null {
  if (ad.DiscountType === "PERCENT_MAXIMUM") return `up to ${ad.DiscountMaximumPercent ?? "?"} % off`;
  if (ad.DiscountType !== "PERCENT_RANGE") return null;
  return `${ad.DiscountPercentRangeStart ?? "?"} to ${ad.DiscountPercentRangeEnd ?? "?"} % off`;
}

function restrictionsOf(ad: Ad): (string | null)[] {
  const money = (amount: string | null, currency: string | null): string | null =>
    amount !== null && Number(amount) > 0 ? `${amount} ${currency ?? ""}`.trim() : null;
  const least = money(ad.MinimumPurchaseAmount, ad.MinimumPurchaseAmountCurrency);
  const most = money(ad.MaximumSavingsAmount, ad.MaximumSavingsCurrency);
  const limit = Number(ad.PurchaseLimitQuantity ?? 0);
  return [
    least && `minimum purchase ${least}`,
    most && `saves at most ${most}`,
    limit > 0 ? `at most ${limit} a customer` : null,
  ];
}
