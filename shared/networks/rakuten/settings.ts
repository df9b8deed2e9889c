/** What to pull from a Rakuten account, and how. */
import * as z from "zod";

export const RAKUTEN_SURFACES = ["programmes", "coupons", "products"] as const;

/** Rakuten's own words for how a publisher stands with an advertiser. */
export const PARTNER_STATUSES = [
  "active",
  "pending",
  "extended",
  "self-removed",
  "temp-decline",
  "permanent-decline",
  "temp-remove",
  "permanent-remove",
] as const;

export const productSearchSchema = z
  .strictObject({
    keyword: z.string().min(1).optional().describe("Words that must all be there."),
    advertiserId: z.int().positive().optional().describe("Only this advertiser's (MID)."),
    category: z.string().min(1).optional().describe("Only this category, by its name."),
  })
  .refine(({ keyword, advertiserId }) => keyword !== undefined || advertiserId !== undefined, {
    error: "needs a keyword or an advertiserId: Rakuten searches for nothing else",
  });
export type ProductSearch = z.output<typeof productSearchSchema>;

export const rakutenSettings = z.strictObject({
  pull: z
    .array(z.enum(RAKUTEN_SURFACES))
    .min(1)
    .default(["programmes", "coupons"])
    .describe(
      "What to pull. Products come from a search that shows about 1,000 results each: keep them in a source of their own.",
    ),
  partnerStatuses: z
    .array(z.enum(PARTNER_STATUSES))
    .min(1)
    .default(["active"])
    .describe(
      "Which programmes to pull, by how you stand with them. Coupons and products are those of active ones, whatever stands here.",
    ),
  networks: z
    .array(z.int().positive())
    .default([])
    .describe(
      "Only coupons of these networks, by number: 1 US, 3 UK, 5 Canada, 41 Australia, 11 Japan; empty for all.",
    ),
  advertiserIds: z
    .array(z.int().positive())
    .max(200)
    .default([])
    .describe("Only these advertisers' coupons (MIDs); empty for all you work with."),
  terms: z
    .boolean()
    .default(true)
    .describe("Ask for commission terms, and put them on all offers of the advertiser."),
  advertiserDetails: z
    .boolean()
    .default(true)
    .describe(
      "Look advertisers up for their site, description and countries. Off, programmes carry a name alone, and a text link.",
    ),
  siteId: z
    .string()
    .regex(/^[\w*/+.-]{5,30}$/, "the value of id= in any of your links, such as AbCdEfGhIj0")
    .optional()
    .describe(
      "The encoded site id: the value of id= in any of your links. With it, the links of programmes are formed without a call for each.",
    ),
  productSearches: z
    .array(productSearchSchema)
    .max(500)
    .default([])
    .describe("The searches that products come from; empty for one by each advertiser you work with."),
  productLanguage: z
    .enum(["en_US", "fr_FR", "de_DE", "pt_BR"])
    .optional()
    .describe("Only products in this language."),
  u1: z
    .string()
    .max(72)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that is put on every tracking link."),
});
export type RakutenSettings = z.output<typeof rakutenSettings>;
