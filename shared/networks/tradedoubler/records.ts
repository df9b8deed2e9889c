/** Tradedoubler's raw records, and what fetchOffers makes of them. */
import * as z from "zod";

const text = z.string().nullish();
const id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);
/** Epoch milliseconds, as a number or as a text, or ISO 8601: whichever was asked for. */
const time = z.union([z.number(), z.string()]).nullish();

export const voucherSchema = z.looseObject({
  id,
  programId: id.nullish(),
  programName: text,
  code: text,
  startDate: time,
  endDate: time,
  publishStartDate: time,
  publishEndDate: time,
  title: text,
  shortDescription: text,
  description: text,
  defaultTrackUri: z.string({ error: "is missing" }).min(1, "is empty"),
  siteSpecific: z.boolean().nullish(),
  exclusive: z.boolean().nullish(),
  landingUrl: text,
  discountAmount: z.number().nullish(),
  isPercentage: z.boolean().nullish(),
  languageId: text,
  currencyId: text,
  logoPath: text,
});

export const programmeSchema = z.looseObject({
  id,
  name: z.string(),
  countryCode: text,
  countryId: text,
  paused: z.boolean().nullish(),
  categoryIds: z.array(z.int()).nullish(),
  logoUrl: text,
  statusId: z.int().nullish(),
  currencyCode: text,
  homePage: text,
});

const tariff = z.looseObject({
  eventName: text,
  fixedFee: z.number().nullish(),
  percentageFee: z.number().nullish(),
});

export const detailSchema = z.looseObject({
  defaultTracker: text,
  defaultTracking: text,
  texts: z.array(z.looseObject({ textTypeId: z.int(), text })).nullish(),
  segmentTariffs: z.array(z.looseObject({ tariffs: z.array(tariff).nullish() })).nullish(),
});

/** What a programme pays for one event. */
export const termSchema = z.object({ event: z.string(), fixed: z.number(), percent: z.number() });
export type Term = z.output<typeof termSchema>;

/** What vouchers and products take from their programme. */
export const factsSchema = z.object({
  country: z.string().nullable(),
  categories: z.array(z.string()),
  homePage: z.string().nullable(),
  currency: z.string().nullable(),
  terms: z.array(termSchema),
});
export type ProgrammeFacts = z.output<typeof factsSchema>;

export interface FeedFacts {
  readonly programId: string | null;
  readonly language: string | null;
}

export type TradedoublerRecord =
  | { readonly surface: "programme"; readonly programme: unknown; readonly detail: unknown }
  | { readonly surface: "voucher"; readonly voucher: unknown; readonly facts: ProgrammeFacts | null }
  | {
      readonly surface: "product";
      readonly product: unknown;
      readonly feed: FeedFacts;
      readonly facts: ProgrammeFacts | null;
    };

/** Numbers come as texts out of a streamed feed. */
export const productSchema = z.looseObject({
  name: z.string(),
  description: text,
  shortDescription: text,
  brand: text,
  language: text,
  productImage: z.looseObject({ url: text }).nullish(),
  identifiers: z.looseObject({ ean: text }).nullish(),
  categories: z.array(z.looseObject({ name: text, tdCategoryName: text })).nullish(),
  fields: z
    .union([
      z.array(z.looseObject({ name: text, value: text })),
      z.record(z.string(), z.unknown()).transform((map) =>
        Object.entries(map).map(([name, value]) => ({
          name,
          value: typeof value === "string" ? value : null,
        })),
      ),
    ])
    .nullish(),
  offers: z
    .array(
      z.looseObject({
        id: text,
        feedId: z.coerce.string().nullish(),
        sourceProductId: text,
        productUrl: z.string(),
        sourceProductUrl: text,
        priceHistory: z
          .array(
            z.looseObject({
              date: z.union([z.number(), z.string()]).nullish(),
              price: z.looseObject({ value: z.coerce.string(), currency: z.string() }),
            }),
          )
          .nullish(),
        availability: text,
        inStock: z.union([z.number(), z.string(), z.boolean()]).nullish(),
        programName: text,
      }),
    )
    .min(1, "is empty"),
});
