/** impact.com, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

export const impactCredentials = z.strictObject({
  accountSid: z
    .string()
    .trim()
    .regex(/^IR[A-Za-z0-9]{10,60}$/, "must be the Account SID: it begins with IR"),
  authToken: z.string().trim().min(1).regex(/^\S+$/, "must be the token alone, without blanks"),
});
export type ImpactCredentials = z.output<typeof impactCredentials>;

export const IMPACT_SURFACES = ["programmes", "ads", "promoCodes", "promotions", "products"] as const;

export const impactSettings = z.strictObject({
  pull: z
    .array(z.enum(IMPACT_SURFACES))
    .min(1)
    .default(["programmes", "ads", "promoCodes"])
    .describe("What to pull. Products come from catalogues and can be hundreds of thousands."),
  commission: z
    .boolean()
    .default(true)
    .describe(
      "Whether to read the contracts, for what the programmes pay. A scoped token needs the scope Contracts for it.",
    ),
  campaignIds: z
    .array(z.int().positive())
    .max(500)
    .default([])
    .describe("Only these programmes and their offers; empty for all."),
  catalogIds: z.array(z.int().positive()).default([]).describe("Only these catalogues; empty for all."),
  skipUnmovedCatalogs: z
    .boolean()
    .default(true)
    .describe(
      "In an incremental run, leave out catalogues that have not changed. Such a run removes nothing; a whole one follows at least once a day.",
    ),
  subId1: z
    .string()
    .max(100)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that is put on every tracking link."),
});
export type ImpactSettings = z.output<typeof impactSettings>;

const WHERE = "impact.com > Settings > Technical > API (newer accounts: Create Access Token)";

export const definition: NetworkDefinition<ImpactCredentials, ImpactSettings> = {
  id: "impact",
  name: "impact.com",
  docsUrl: "https://integrations.impact.com/impact-publisher/reference",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded pages of campaigns, ads, promo codes, catalogues and contracts with a live partner account. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: true,
    subId: "subId1",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "impact.com's partner API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields: [
    {
      name: "accountSid",
      label: "Account SID",
      secret: false,
      required: true,
      help: `${WHERE}. It begins with IR.`,
    },
    {
      name: "authToken",
      label: "Auth Token",
      secret: true,
      required: true,
      help: `${WHERE}. A scoped token needs to read Programs, Ads, Deals, Promotions, Promo Codes, Catalogs and Contracts.`,
    },
  ],
  credentialsSchema: impactCredentials,
  settingsSchema: impactSettings,
  defaultSchedule: "rate(1 hour)",
  // A thousand requests an hour for each account; catalogues are counted apart.
  rateLimits: [{ requests: 950, intervalMs: 3_600_000, burst: 100 }],
  // For dates without an offset, which are few.
  timeZone: "UTC",
};
