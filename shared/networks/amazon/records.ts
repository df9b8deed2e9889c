/** Amazon's raw records: every field is optional in Amazon's own model. */
import * as z from "zod";

const text = z.string().nullish();
const display = z.looseObject({ displayValue: text, locale: text }).nullish();
const money = z.looseObject({ money: z.looseObject({ amount: z.number(), currency: z.string() }) });
const image = z
  .looseObject({
    hiRes: z.looseObject({ url: text }).nullish(),
    large: z.looseObject({ url: text }).nullish(),
    medium: z.looseObject({ url: text }).nullish(),
  })
  .nullish();

const listing = z.looseObject({
  isBuyBoxWinner: z.boolean().nullish(),
  type: text,
  availability: z.looseObject({ type: text }).nullish(),
  condition: z.looseObject({ value: text }).nullish(),
  merchantInfo: z.looseObject({ name: text }).nullish(),
  price: money
    .extend({
      savingBasis: money.nullish(),
      savings: z.looseObject({ percentage: z.number().nullish() }).nullish(),
    })
    .nullish(),
  dealDetails: z.looseObject({ accessType: text, badge: text, startTime: text, endTime: text }).nullish(),
});
export type Listing = z.output<typeof listing>;

const node = z.looseObject({
  contextFreeName: text,
  ancestor: z.looseObject({ contextFreeName: text }).nullish(),
});

export const itemSchema = z.looseObject({
  asin: z.string({ error: "is missing" }),
  detailPageURL: z.string({ error: "is missing" }),
  itemInfo: z
    .looseObject({
      title: display,
      features: z.looseObject({ displayValues: z.array(z.string()).nullish() }).nullish(),
      byLineInfo: z.looseObject({ brand: display }).nullish(),
      classifications: z.looseObject({ productGroup: display }).nullish(),
      externalIds: z
        .looseObject({ eans: z.looseObject({ displayValues: z.array(z.string()).nullish() }).nullish() })
        .nullish(),
    })
    .nullish(),
  images: z.looseObject({ primary: image, variants: z.array(image).nullish() }).nullish(),
  browseNodeInfo: z.looseObject({ browseNodes: z.array(node).nullish() }).nullish(),
  offersV2: z.looseObject({ listings: z.array(listing).nullish() }).nullish(),
});

/** A row of a feed file, by the columns of its header. Deals have a dealID, products do not. */
export const feedRowSchema = z.looseObject({
  asin: z.string({ error: "is missing" }).min(1, "is empty"),
  dealID: text,
  dealState: text,
  dealTitle: text,
  title: text,
  dealStartTime: text,
  dealEndTime: text,
  referencePrice: text,
  dealPrice: text,
  itemPrice: text,
  listPrice: text,
  dealURL: text,
  imageURL: text,
  largeImageURL: text,
  ean: text,
  category: text,
  subcategoryPath1: text,
  marketingMessage: text,
  dealType: text,
});

export type AmazonRecord =
  { readonly surface: "item"; readonly item: unknown } | { readonly surface: "feed"; readonly row: unknown };

/** Only what is asked for comes back. */
export const RESOURCES = [
  "itemInfo.title",
  "itemInfo.features",
  "itemInfo.byLineInfo",
  "itemInfo.classifications",
  "itemInfo.externalIds",
  "itemInfo.productInfo",
  "images.primary.large",
  "images.primary.medium",
  "images.variants.large",
  "browseNodeInfo.browseNodes",
  "browseNodeInfo.browseNodes.ancestor",
  "parentASIN",
  "offersV2.listings.price",
  "offersV2.listings.availability",
  "offersV2.listings.condition",
  "offersV2.listings.dealDetails",
  "offersV2.listings.isBuyBoxWinner",
  "offersV2.listings.merchantInfo",
  "offersV2.listings.type",
] as const;
