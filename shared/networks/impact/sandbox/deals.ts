/** Ads, several of which may carry one deal; personal codes; promotions out of feeds. */
import { type SandboxPromotion, promotionsAt, wallClock } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import type { Shop } from "../../../sandbox/shops.ts";
import { advertiserId, campaignId } from "./campaigns.ts";

/** Most offsets are those of the US west coast; some dates have none, and mean UTC. */
const time = (at: Date, { naiveDates }: SandboxContext, bits = 1): string =>
  naiveDates || bits % 13 === 0
    ? wallClock(at, "UTC")
    : wallClock(at, "America/Los_Angeles", "yyyy-MM-dd'T'HH:mm:ssZZ");

const typeOf = ({ bits }: SandboxPromotion): string =>
  bits % 5 === 0 ? "TEXT_LINK" : bits % 7 === 0 ? "BANNER" : "COUPON";

const link = (shop: Shop, ad: number): string =>
  `https://${shop.domain.replace(".example", "")}.sjv.example/c/555001/${ad}/${campaignId(shop)}`;

export function ads(context: SandboxContext, type: string | null): object[] {
  const { shown } = promotionsAt("impact-ad", 360, context);
  const deals = shown
    .filter((each) => type === null || typeOf(each) === type)
    .map((each) => ad(each, typeOf(each), context));
  // A second ad for every fourth deal, of another type.
  const second = shown
    .filter(({ bits }) => bits % 4 === 0)
    .filter((each) => typeOf(each) !== "BANNER" && (type === null || type === "BANNER"))
    .map((each) => ad({ ...each, id: each.id + 400_000_000 }, "BANNER", context, each.id));
  const creatives = type === "BANNER" ? [creative()] : [];
  return [...deals, ...second, ...creatives];
}

/** One in a hundred has lost its link. */
function ad(
  promotion: SandboxPromotion,
  type: string,
  context: SandboxContext,
  dealId = promotion.id,
): object {
  const { id, shop, code, text, percent, bits, broken, startsAt, endsAt, landing } = promotion;
  return {
    Id: String(id),
    Name: text.title,
    Description: text.description,
    CampaignId: String(campaignId(shop)),
    CampaignName: shop.name,
    Type: type,
    TrackingLink: broken ? "" : link(shop, 3_100_000 + promotion.index),
    LandingPageUrl: landing,
    AdvertiserId: String(advertiserId(shop)),
    AdvertiserName: shop.name,
    Code: `<a href="${link(shop, id)}">${percent}% off</a>`,
    CreativeUrl: `//a.impactradius-go.example/display-ad/${id}`,
    Labels: "",
    Language: shop.language === "en" ? `ENGLISH_${shop.country}` : shop.language === "de" ? "GERMAN" : "",
    StartDate: time(startsAt, context),
    EndDate: "",
    Season: bits % 6 === 0 ? "BLACK_FRIDAY" : "",
    DealId: String(dealId),
    DealName: text.title,
    DealDescription: text.description,
    DealState: startsAt > context.now ? "PENDING" : "ACTIVE",
    DealType: bits % 9 === 0 ? "FREE_SHIPPING" : "GENERAL_SALE",
    DealProducts: [],
    DealCategories: "Tents,Camping",
    DiscountType: bits % 3 === 0 ? "PERCENT_MAXIMUM" : "PERCENT",
    DiscountPercent: bits % 3 === 0 ? "" : String(percent),
    DiscountMaximumPercent: bits % 3 === 0 ? String(percent) : "",
    DealDefaultPromoCode: code ?? (bits % 2 === 0 ? "No code needed" : ""),
    MinimumPurchaseAmount: "50.00",
    MinimumPurchaseAmountCurrency: shop.currency,
    PurchaseLimitQuantity: "0",
    DealStartDate: time(startsAt, context, bits),
    DealEndDate: endsAt === null ? "" : time(endsAt, context, bits),
  };
}

/** A picture without a deal: no offer. */
const creative = (): object => ({
  Id: "9",
  Name: "Banner 468x60",
  CampaignId: "20400",
  Type: "BANNER",
  TrackingLink: "https://x.sjv.example/c/1/9/20400",
  DealId: "",
});

export const promoCodes = (context: SandboxContext): object[] =>
  promotionsAt("impact-promocode", 45, context).shown.map(({ id, shop, percent, bits, endsAt, index }) => ({
    Id: String(id),
    Code: bits % 11 === 0 ? "^ANNA[0-9]+$" : `ANNA${percent}X${index}`,
    State: "ACTIVE",
    Program: { Id: String(campaignId(shop)), Name: `${shop.name} ${shop.country}` },
    Advertiser: { Id: String(advertiserId(shop)), Name: shop.name },
    ...(bits % 2 === 0 && {
      Deal: { Id: String(id), Name: `Personal ${percent} % at ${shop.name} (${index})` },
    }),
    MatchMode: bits % 11 === 0 ? "RE" : "LI",
    ...(endsAt !== null && { EndDate: time(endsAt, context, bits) }),
  }));

export const promotions = (context: SandboxContext): object[] =>
  promotionsAt("impact-promotion", 15, context).shown.map(({ id, shop, text, startsAt, endsAt, bits }) => ({
    AdvertiserId: String(advertiserId(shop)),
    AdvertiserName: shop.name,
    PromotionIds: String(id),
    PromotionTitle: text.title,
    NumberOfProducts: 24,
    PromotionEffectiveDates: `${startsAt.toISOString().slice(0, 10)}/${endsAt?.toISOString().slice(0, 10) ?? ""}`,
    GenericRedemptionCode: bits % 2 === 0 ? "" : "FEED10",
  }));
