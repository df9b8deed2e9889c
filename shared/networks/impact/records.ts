/** impact.com's raw records: numbers and booleans are texts, and a missing value is an empty text. */
import * as z from "zod";

const text = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .nullish()
  .transform((value) => (value === "" ? null : (value ?? null)));
const id = z.union([z.string().min(1), z.int()], { error: "is missing" }).transform(String);
/** A list, one element of it, or a wrapper like {"Label": […]}. */
const texts = z
  .unknown()
  .optional()
  .transform((value): string[] => {
    const inside =
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.values(value).flat()
        : value;
    const list = Array.isArray(inside) ? inside : [inside];
    return list.filter((each): each is string => typeof each === "string" && each !== "");
  });

export const campaignSchema = z.looseObject({
  AdvertiserId: text,
  AdvertiserName: text,
  AdvertiserUrl: text,
  CampaignId: id,
  CampaignName: z.string().min(1, "is empty"),
  CampaignUrl: text,
  CampaignDescription: text,
  Type: text,
  ShippingRegions: texts,
  ContractStatus: text,
  TrackingLink: text,
});

const dealProduct = z.looseObject({
  ProductBeforePriceAmount: text,
  ProductAfterPriceAmount: text,
  ProductAfterPriceCurrency: text,
});

export const adSchema = z.looseObject({
  Id: id,
  Name: text,
  Description: text,
  CampaignId: text,
  CampaignName: text,
  Type: text,
  TrackingLink: z.string({ error: "is missing" }).min(1, "is empty"),
  LandingPageUrl: text,
  AdvertiserName: text,
  CreativeUrl: text,
  Labels: texts,
  Language: text,
  StartDate: text,
  EndDate: text,
  Season: text,
  DealId: text,
  DealName: text,
  DealDescription: text,
  DealState: text,
  DealType: text,
  DealProducts: z.array(dealProduct).nullish().catch(null),
  DealCategories: text,
  DiscountType: text,
  DiscountAmount: text,
  DiscountCurrency: text,
  DiscountPercent: text,
  DiscountMaximumPercent: text,
  DiscountPercentRangeStart: text,
  DiscountPercentRangeEnd: text,
  RebateAmount: text,
  RebateCurrency: text,
  DealDefaultPromoCode: text,
  MinimumPurchaseAmount: text,
  MinimumPurchaseAmountCurrency: text,
  MaximumSavingsAmount: text,
  MaximumSavingsCurrency: text,
  PurchaseLimitQuantity: text,
  DealStartDate: text,
  DealEndDate: text,
});
export type Ad = z.output<typeof adSchema>;

const named = z.looseObject({ Id: text, Name: text }).nullish().catch(null);

export const promoCodeSchema = z.looseObject({
  Id: id,
  Code: z.string().min(1, "is empty"),
  State: text,
  Program: named,
  Advertiser: named,
  Deal: named,
  MatchMode: text,
  StartDate: text,
  EndDate: text,
});

export const promotionSchema = z.looseObject({
  AdvertiserId: text,
  AdvertiserName: text,
  PromotionIds: id,
  PromotionTitle: z.string().min(1, "is empty"),
  PromotionEffectiveDates: text,
  GenericRedemptionCode: text,
});

export const catalogSchema = z.looseObject({
  Id: id,
  Name: text,
  Language: text,
  CampaignId: text,
  DateLastUpdated: text,
  Currency: text,
  ServiceAreas: texts,
});
export type Catalog = z.output<typeof catalogSchema>;

export const itemSchema = z.looseObject({
  Id: id,
  CampaignId: text,
  CampaignName: text,
  Name: z.string().min(1, "is empty"),
  Description: text,
  Labels: texts,
  Manufacturer: text,
  Url: z.string({ error: "is missing" }).min(1, "is empty"),
  ImageUrl: text,
  AdditionalImageUrls: texts,
  CurrentPrice: text,
  OriginalPrice: text,
  Currency: text,
  StockAvailability: text,
  LaunchDate: text,
  ExpirationDate: text,
  Gtin: text,
  Category: text,
});

const payout = z.looseObject({
  EventCategory: text,
  DefaultPayoutRate: text,
  DefaultPayout: text,
  PayoutGroups: z
    .array(z.looseObject({ PayoutRate: text, Payout: text }))
    .nullish()
    .catch(null),
});

export const contractSchema = z.looseObject({
  CampaignId: id,
  Terms: z.looseObject({ Currency: text, EventPayouts: z.array(payout).nullish().catch(null) }).nullish(),
});
export type Contract = z.output<typeof contractSchema>;

/** What ads, codes and products take from their programme. */
export interface ProgrammeFacts {
  readonly id: string;
  readonly advertiserId: string | null;
  readonly name: string;
  readonly url: string | null;
  readonly link: string | null;
  readonly contract: Contract | null;
}

export interface CatalogFacts {
  readonly language: string | null;
  readonly serviceAreas: readonly string[];
}

export type ImpactRecord =
  | { readonly surface: "programme"; readonly campaign: unknown; readonly facts: ProgrammeFacts | null }
  | { readonly surface: "ad"; readonly ad: unknown; readonly facts: ProgrammeFacts | null }
  | { readonly surface: "promoCode"; readonly promoCode: unknown; readonly facts: ProgrammeFacts | null }
  | { readonly surface: "promotion"; readonly promotion: unknown; readonly facts: ProgrammeFacts | null }
  | {
      readonly surface: "product";
      readonly item: unknown;
      readonly catalog: CatalogFacts;
      readonly facts: ProgrammeFacts | null;
    };
