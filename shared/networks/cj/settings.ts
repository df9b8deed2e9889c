/** What to pull from a CJ account, and how. */
import * as z from "zod";

export const CJ_SURFACES = ["programmes", "promotions", "products"] as const;

/** CJ's own words for what a link promotes. */
export const PROMOTION_TYPES = [
  "coupon",
  "sale/discount",
  "free shipping",
  "seasonal link",
  "sweepstakes",
  "product",
  "site to store",
] as const;

export const RELATIONSHIPS = ["joined", "notjoined"] as const;

const ids = z.array(z.int().positive()).max(500).default([]);

export const cjSettings = z.strictObject({
  pull: z
    .array(z.enum(CJ_SURFACES))
    .min(1)
    .default(["programmes", "promotions"])
    .describe("What to pull. Products can be millions: narrow them down with the settings below."),
  promotionTypes: z
    .array(z.enum(PROMOTION_TYPES))
    .min(1)
    .default([...PROMOTION_TYPES])
    .describe("Which promotions to pull, by CJ's types. Each is a search of its own."),
  relationships: z
    .array(z.enum(RELATIONSHIPS))
    .min(1)
    .default(["joined"])
    .describe(
      "Which programmes to pull, by how you stand with them; those not joined are thousands. Promotions and products are those of joined ones, whatever stands here.",
    ),
  advertiserIds: ids.describe("Only these advertisers (CIDs); empty for all you have joined."),
  targetedCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, "an ISO 3166-1 alpha-2 code such as US")
    .optional()
    .describe("Only promotions meant for this country."),
  feedIds: ids.describe("Only products of these feeds (CJ's adId); empty for all."),
  productKeywords: z
    .array(z.string().min(1))
    .max(50)
    .default([])
    .describe("Only products that match these keywords; empty for all."),
  productCountries: z
    .array(z.string().regex(/^[A-Z]{2}$/, "an ISO 3166-1 alpha-2 code such as US"))
    .default([])
    .describe("Only products that can be bought in one of these countries; empty for all."),
  sid: z
    .string()
    .max(100)
    .regex(/^[\w-]+$/, "letters, digits, _ and - only")
    .optional()
    .describe("Sub-id (SID) that is put on every tracking link. No personal data: CJ refuses it."),
});
export type CjSettings = z.output<typeof cjSettings>;
