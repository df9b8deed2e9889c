/** What to pull from an Awin account, and how. */
import * as z from "zod";

export const AWIN_SURFACES = ["programmes", "promotions", "products"] as const;
export type AwinSurface = (typeof AWIN_SURFACES)[number];

/** Awin's own words for how a publisher stands with a programme. */
export const AWIN_MEMBERSHIPS = ["joined", "pending", "suspended", "rejected", "notjoined"] as const;
export type AwinMembership = (typeof AWIN_MEMBERSHIPS)[number];

export const awinSettings = z.strictObject({
  pull: z
    .array(z.enum(AWIN_SURFACES))
    .min(1)
    .default(["programmes", "promotions"])
    .describe("What to pull. Products come from feed files, need dataFeedApiKey and can be millions."),
  memberships: z
    .array(z.enum(AWIN_MEMBERSHIPS))
    .min(1)
    .default(["joined"])
    .describe(
      "Which programmes to pull, by how you stand with them. Each is a call; notjoined are thousands. Promotions and products are those of joined programmes, whatever stands here.",
    ),
  clickref: z
    .string()
    .max(50)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that is put on every tracking link and comes back with each transaction."),
  regionCodes: z
    .array(z.string().regex(/^[A-Z]{2}$/, "an ISO 3166-1 alpha-2 code such as DE"))
    .default([])
    .describe("Only promotions valid in one of these countries; empty for all."),
  advertiserIds: z
    .array(z.int().positive())
    .max(500)
    .default([])
    .describe("Only these advertisers' promotions, programmes and feeds; empty for all you have joined."),
  upcoming: z.boolean().default(true).describe("Also promotions that have not begun."),
  programmeTerms: z
    .int()
    .min(0)
    .max(500)
    .default(40)
    .describe(
      "For how many programmes to ask the commission terms in each run, lowest id first. Each is a call of its own, at 20 a minute. 0 turns terms off.",
    ),
  feedLanguages: z
    .array(z.string().regex(/^[a-z]{2}$/, "an ISO 639-1 code such as de"))
    .default([])
    .describe("Only product feeds in these languages; empty for all."),
  feedIds: z.array(z.int().positive()).default([]).describe("Only these product feeds; empty for all."),
  adultContent: z.boolean().default(false).describe("Also products that their merchant marked as adult."),
  skipUnmovedFeeds: z
    .boolean()
    .default(true)
    .describe(
      "In an incremental run, leave out feeds that Awin has not imported anew. Such a run removes nothing; a full one follows at least once a day.",
    ),
});

export type AwinSettings = z.output<typeof awinSettings>;
