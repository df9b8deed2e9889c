/** What to pull from a FlexOffers account, and how. */
import * as z from "zod";

export const FLEXOFFERS_SURFACES = ["programmes", "promotions", "products"] as const;

/** FlexOffers' own words for how a publisher stands with a programme. */
export const APPLICATION_STATUSES = [
  "Approved",
  "Pending",
  "Declined",
  "Suspended",
  "Deactivated",
  "Not Applied For",
] as const;

export const flexoffersSettings = z.strictObject({
  pull: z
    .array(z.enum(FLEXOFFERS_SURFACES))
    .min(1)
    .default(["programmes", "promotions"])
    .describe("What to pull. Products can be millions: best kept in a source of their own."),
  applicationStatuses: z
    .array(z.enum(APPLICATION_STATUSES))
    .min(1)
    .default(["Approved"])
    .describe(
      "Which programmes to pull, by how you stand with them. Not Applied For are thousands, 25 a call. Promotions and products do not depend on it.",
    ),
  approvedOnly: z
    .boolean()
    .default(false)
    .describe(
      "Leave out promotions and products of advertisers that are not among your approved programmes.",
    ),
  genericCreatives: z
    .boolean()
    .default(true)
    .describe(
      "Also links that promise nothing: type General Promotion, no code, no discount, no dates. They are tagged “generic creative”.",
    ),
  promotionsByAdvertiser: z
    .boolean()
    .default(false)
    .describe(
      "Ask for promotions one approved advertiser at a time, at least a call each: for accounts with so many links that the one long list breaks off.",
    ),
  productsFrom: z
    .enum(["catalogs", "feeds"])
    .default("catalogs")
    .describe(
      "Where products come from: catalogs asks the API for every catalogue, 100 products a call; feeds downloads the CSV files of the product feeds you have subscribed to, far cheaper for large catalogues.",
    ),
  catalogIds: z
    .array(z.string().regex(/^\d+$/, "a catalogue's number"))
    .default([])
    .describe(
      "Only these product catalogues (cid; with productsFrom feeds, catId); empty for all there are.",
    ),
  pageSize: z
    .union([z.literal(10), z.literal(50), z.literal(100)])
    .default(100)
    .describe("Promotions and products a call. FlexOffers allows 10, 50 or 100."),
  subId: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("Sub-id that is put on every tracking link and comes back in reports as subTracking."),
  subIdParameter: z
    .enum(["fobs", "fobs2", "fobs3", "fobs4", "fobs5"])
    .default("fobs")
    .describe("Which of FlexOffers' five sub-id parameters carries the sub-id."),
});

export type FlexoffersSettings = z.output<typeof flexoffersSettings>;
