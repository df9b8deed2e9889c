/** What to pull from eBay: it lists nothing by itself but its deals. */
import * as z from "zod";
import { MARKETPLACES } from "./marketplaces.ts";

const searchSchema = z
  .strictObject({
    q: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^*]*$/, "eBay takes no *")
      .optional(),
    categoryId: z.string().regex(/^\d+$/, "digits only").optional(),
    gtin: z
      .string()
      .regex(/^\d{8,14}$/, "8 to 14 digits")
      .optional(),
    /** As eBay writes it: "price:[10..50],priceCurrency:EUR,conditions:{NEW}". */
    filter: z.string().min(3).optional(),
    sort: z.enum(["price", "-price", "newlyListed", "endingSoonest"]).optional(),
  })
  .refine(({ q, categoryId, gtin }) => q !== undefined || categoryId !== undefined || gtin !== undefined, {
    error: "needs q, categoryId or gtin: eBay searches for nothing else",
  })
  .refine(({ q, gtin }) => q === undefined || gtin === undefined, {
    error: "cannot have q and gtin at once",
  })
  .refine(({ filter }) => !filter || /\bprice:/.test(filter) === /\bpriceCurrency:/.test(filter), {
    error: "price and priceCurrency go together in a filter",
    path: ["filter"],
  });

export const ebaySettings = z.strictObject({
  marketplaceId: z
    .enum(Object.keys(MARKETPLACES) as [string, ...string[]], {
      error: `must be one of ${Object.keys(MARKETPLACES).join(", ")}`,
    })
    .describe("The marketplace to pull from, such as EBAY_DE. One source is one marketplace."),
  searches: z
    .array(searchSchema)
    .max(500)
    .default([])
    .describe(
      "Searches to walk, each up to the 10,000 listings that eBay shows: q, categoryId (a leaf category, or with q) or gtin, and filter and sort as eBay writes them.",
    ),
  deals: z
    .boolean()
    .default(false)
    .describe(
      "Pull eBay's own deals and events, with their coupons, from the Deal API. Only for keysets that eBay has approved for it.",
    ),
  coupons: z
    .boolean()
    .default(false)
    .describe("Ask for the coupons of each found listing that has some: one more call for each of these."),
  referenceId: z
    .string()
    .max(256)
    .regex(/^[\w-]+$/, "letters, digits, - and _ only")
    .optional()
    .describe("Sub-id on every link: it comes back in reports as the custom id."),
});
export type EbaySettings = z.output<typeof ebaySettings>;
export type EbaySearch = EbaySettings["searches"][number];
