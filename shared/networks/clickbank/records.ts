/** ClickBank's raw records: what fetchOffers yields and toOffer reads. */
import * as z from "zod";

const text = z.string().nullish();
const dollars = z.number().nullish();
const flag = z.boolean().nullish();

export const LANGUAGES = ["de", "en", "es", "fr", "it", "pt"] as const;
export const PRODUCT_KINDS = ["standard", "physical", "rebill", "upsell"] as const;

export const hitSchema = z.looseObject({
  /** The vendor's nickname. */
  site: z.string({ error: "is missing" }).trim().min(1, "is missing"),
  title: text,
  description: text,
  url: text,
  offerImageUrl: text,
  marketplaceStats: z
    .looseObject({
      activateDate: text,
      category: text,
      subCategory: text,
      initialDollarsPerSale: dollars,
      averageDollarsPerSale: dollars,
      de: flag,
      en: flag,
      es: flag,
      fr: flag,
      it: flag,
      pt: flag,
      standard: flag,
      physical: flag,
      rebill: flag,
      upsell: flag,
    })
    .nullish(),
});

export const siteSchema = z.looseObject({
  Id: z.string({ error: "is missing" }),
  Title: text,
  Description: text,
  HasRecurringProducts: text,
  PercentPerSale: text,
  PercentPerRebill: text,
  ActivateDate: text,
});

/** What the feed says of commission, in percent points as it writes them; empty where it says nothing. */
export interface FeedPercentages {
  readonly perSale: string;
  readonly perRebill: string;
  readonly hasRecurring: boolean;
}

export interface HitRecord {
  readonly source: "graphql";
  readonly hit: unknown;
  /** Null: the feed was not asked, or does not list the vendor. */
  readonly percentages: FeedPercentages | null;
}

export interface SiteRecord {
  readonly source: "feed";
  /** The elements of a Site; empty ones are left out. */
  readonly site: Readonly<Record<string, string>>;
  /** Names of the categories that the listing stands under, outermost first. */
  readonly categories: readonly string[];
}

export type ClickbankRecord = HitRecord | SiteRecord;
