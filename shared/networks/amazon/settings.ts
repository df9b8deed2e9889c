/** What to pull from Amazon: it lists nothing by itself but the feeds that it granted. */
import * as z from "zod";

export const SORTS = [
  "Featured",
  "NewestArrivals",
  "Relevance",
  "AvgCustomerReviews",
  "Price:LowToHigh",
  "Price:HighToLow",
] as const;

const searchSchema = z.strictObject({
  keywords: z.string().min(2).max(200),
  searchIndex: z.string().min(1).optional(),
  browseNodeId: z.string().regex(/^\d+$/, "digits only").optional(),
  brand: z.string().min(1).optional(),
  minSavingPercent: z.int().min(1).max(99).optional(),
  /** In the lowest unit of the currency: 3241 is 32.41. */
  minPrice: z.int().positive().optional(),
  maxPrice: z.int().positive().optional(),
});

export const amazonSettings = z.strictObject({
  feeds: z
    .boolean()
    .default(true)
    .describe("Read the feeds of deals and products that Amazon granted to the store, where there are any."),
  searches: z
    .array(searchSchema)
    .max(200)
    .default([])
    .describe(
      "Searches to walk, each as far as Amazon shows: 100 items. keywords, and what narrows them; prices are in the currency's lowest unit.",
    ),
  sorts: z
    .array(z.enum(SORTS))
    .min(1)
    .default(["Featured", "NewestArrivals"])
    .describe("In which orders each search is walked: another order shows other items."),
  asins: z
    .array(z.string().regex(/^[A-Z0-9]{10}$/, "an ASIN such as B0EXMPL001"))
    .max(20_000)
    .default([])
    .describe("Items that are always pulled, ten a call."),
  itemsPerPage: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe("Items a page of a search. Amazon documents at most 10; some accounts get more."),
  refreshKnown: z
    .boolean()
    .default(true)
    .describe(
      "Ask again for items that are known and that no search showed: their content may be shown for 24 hours only, and what is gone is noticed.",
    ),
  ascsubtag: z
    .string()
    .max(100)
    .regex(/^[\w.-]+$/, "letters, digits and . _ - only")
    .optional()
    .describe("Sub-id on every link. Amazon honours it only for accounts that it enabled for it."),
});
export type AmazonSettings = z.output<typeof amazonSettings>;
export type AmazonSearch = AmazonSettings["searches"][number];
