/** What to pull from a Tradedoubler account, and how. */
import * as z from "zod";

export const TRADEDOUBLER_SURFACES = ["programmes", "vouchers", "products"] as const;

/** How a source stands with a programme: Tradedoubler's numbers. */
export const STATUS_IDS = {
  notApplied: 0,
  underConsideration: 1,
  accepted: 3,
  denied: 5,
  onHold: 6,
} as const;
export type ProgrammeStatus = keyof typeof STATUS_IDS;

export const tradedoublerSettings = z.strictObject({
  pull: z
    .array(z.enum(TRADEDOUBLER_SURFACES))
    .min(1)
    .default(["vouchers"])
    .describe(
      "What to pull. Vouchers need vouchersToken, products productsToken, programmes the Connect credentials.",
    ),
  statuses: z
    .array(z.enum(Object.keys(STATUS_IDS) as [ProgrammeStatus, ...ProgrammeStatus[]]))
    .min(1)
    .default(["accepted"])
    .describe("Which programmes to pull, by how your source stands with them."),
  programmeTerms: z
    .int()
    .min(0)
    .max(2000)
    .default(40)
    .describe(
      "For how many programmes to ask the tariffs in each run, lowest id first: a call each, at 60 a minute.",
    ),
  programIds: z
    .array(z.int().positive())
    .max(500)
    .default([])
    .describe("Only these programmes' offers; empty for all."),
  feedIds: z
    .array(z.int().positive())
    .default([])
    .describe("Only these product feeds; empty for all that are active."),
  previousPriceFields: z
    .array(z.string().min(1))
    .default(["PreviousPrice", "PreviousPRICE", "strike_price"])
    .describe("Names of feed fields that hold the price before a reduction: each advertiser has its own."),
  skipUnmovedFeeds: z
    .boolean()
    .default(true)
    .describe(
      "In an incremental run, leave out feeds that have not changed: one version may be downloaded three times a day.",
    ),
  epi: z
    .string()
    .max(64)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that is put on every tracking link."),
});
export type TradedoublerSettings = z.output<typeof tradedoublerSettings>;
