/** Pepperjam (Ascend by Partnerize), as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

const KEY_PAGE = "https://ascend.pepperjam.com/affiliate/api/ (Resources > API Keys)";

export const pepperjamCredentials = z.strictObject({
  apiKey: z
    .string()
    .trim()
    .regex(/^\w{16,128}$/, "must be the key alone: letters and digits"),
});
export type PepperjamCredentials = z.output<typeof pepperjamCredentials>;

export const PEPPERJAM_SURFACES = ["programmes", "coupons", "textLinks", "products"] as const;
/** Pepperjam's words for how a publisher stands with a programme. */
export const STATUSES = [
  "joined",
  "applied",
  "invited",
  "no_relationship",
  "declined_advertiser",
  "declined_publisher",
  "revoked_advertiser",
  "revoked_publisher",
] as const;

export const pepperjamSettings = z.strictObject({
  pull: z
    .array(z.enum(PEPPERJAM_SURFACES))
    .min(1)
    .default(["programmes", "coupons", "textLinks"])
    .describe(
      "What to pull. Products are asked for programme by programme, which counts against the day's quota.",
    ),
  statuses: z
    .array(z.enum(STATUSES))
    .min(1)
    .default(["joined"])
    .describe(
      "Which programmes to pull, by how you stand with them. Coupons, text links and products are those of joined ones.",
    ),
  programIds: z
    .array(z.int().positive())
    .max(1_000)
    .default([])
    .describe("Only products of these programmes; empty for all joined ones."),
  suppressedCodes: z
    .boolean()
    .default(true)
    .describe(
      "Leave out codes that a brand forbids to publish: one call for each programme that has coupons with codes.",
    ),
  websiteId: z
    .string()
    .regex(/^\d+$/, "digits only")
    .optional()
    .describe("The website of your account that links are to credit."),
  sid: z
    .string()
    .max(100)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that Pepperjam puts on every tracking link (sid)."),
});
export type PepperjamSettings = z.output<typeof pepperjamSettings>;

export const definition: NetworkDefinition<PepperjamCredentials, PepperjamSettings> = {
  id: "pepperjam",
  name: "Pepperjam (Ascend by Partnerize)",
  docsUrl: "https://ascendpartner.zendesk.com/hc/en-us/articles/13501008650909",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of advertisers, coupons, text links and products with a live key, and of a spent quota. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "sid",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "Ascend's help pages: codes that a brand has suppressed are not published. They name no limit of age and no sentence of their own.",
  },
  credentialFields: [
    {
      name: "apiKey",
      label: "API Key",
      secret: true,
      required: true,
      help: `${KEY_PAGE} > Generate New Key. Keys expire: a new one is made by hand.`,
    },
  ],
  credentialsSchema: pepperjamCredentials,
  settingsSchema: pepperjamSettings,
  defaultSchedule: "rate(6 hours)",
  // Accounts have 1,000 or 1,500 requests a day; the answers count them, and a run stops when they are used up.
  rateLimits: [
    { requests: 2, intervalMs: 1_000, burst: 5 },
    { requests: 1_000, intervalMs: 86_400_000, burst: 500 },
  ],
  // Zone of all dates, which carry no offset.
  timeZone: "America/New_York",
};

export const REMEDY = `Pepperjam refused apiKey: it is wrong, it has expired, or it is an advertiser's. Make a new one at ${KEY_PAGE}. If all of your programmes have moved to Partnerize, use the network partnerize.`;
