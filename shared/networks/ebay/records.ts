/** eBay's raw records. Keys are absent, not null; money is a string with a dot. */
import * as z from "zod";

const text = z.string().nullish();
const money = z.looseObject({ value: z.string(), currency: z.string() });
const image = z.looseObject({ imageUrl: text });
const marketingPrice = z.looseObject({
  originalPrice: money.nullish(),
  discountPercentage: text,
  discountAmount: money.nullish(),
});

const common = {
  title: z.string({ error: "is missing" }).min(1, "is empty"),
  itemWebUrl: text,
  itemAffiliateWebUrl: text,
  image: image.nullish(),
  additionalImages: z.array(image).nullish(),
  price: money.nullish(),
  marketingPrice: marketingPrice.nullish(),
};

export const summarySchema = z.looseObject({
  ...common,
  itemId: z.string({ error: "is missing" }),
  shortDescription: text,
  thumbnailImages: z.array(image).nullish(),
  currentBidPrice: money.nullish(),
  seller: z.looseObject({ username: text }).nullish(),
  condition: text,
  buyingOptions: z.array(z.string()).nullish(),
  priorityListing: z.boolean().nullish(),
  categories: z.array(z.looseObject({ categoryName: text })).nullish(),
  itemCreationDate: text,
  itemEndDate: text,
});

/** Deals of several variants have an itemGroupId in place of an itemId. */
export const dealSchema = z.looseObject({
  ...common,
  itemId: text,
  itemGroupId: text,
  commissionable: z.boolean().nullish(),
  dealWebUrl: text,
  dealAffiliateWebUrl: text,
  dealStartDate: text,
  dealEndDate: text,
});

const terms = z.looseObject({ summary: text, fullText: text }).nullish();

export const eventSchema = z.looseObject({
  eventId: z.string({ error: "is missing" }),
  title: z.string({ error: "is missing" }).min(1, "is empty"),
  description: text,
  startDate: text,
  endDate: text,
  eventWebUrl: text,
  eventAffiliateWebUrl: text,
  images: z.array(image).nullish(),
  applicableCoupons: z.array(z.looseObject({ redemptionCode: text, terms })).nullish(),
  terms,
});

export const couponSchema = z.looseObject({
  redemptionCode: z.string({ error: "is missing" }).min(1, "is empty"),
  discountAmount: money.nullish(),
  discountPercentage: text,
  message: text,
  termsWebUrl: text,
  constraint: z.looseObject({ expirationDate: text }).nullish(),
});

export type EbayRecord =
  | { readonly surface: "item"; readonly item: unknown }
  | { readonly surface: "deal"; readonly deal: unknown }
  /** An event, once for each of its coupons, and once where it has none. */
  | { readonly surface: "event"; readonly event: unknown; readonly coupon: number | null }
  /** A coupon of an item, which is known by the summary that the search showed. */
  | { readonly surface: "coupon"; readonly coupon: unknown; readonly item: unknown };
