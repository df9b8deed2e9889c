/** Envato Market, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

export const envatoCredentials = z.strictObject({
  personalToken: z.string().trim().min(1).regex(/^\S+$/, "must be the token alone, without blanks"),
  impactPartnerId: z.string().trim().regex(/^\d+$/, "must be the number of your impact.com account"),
  impactAdId: z.string().trim().regex(/^\d+$/, "must be the number of Envato Market's ad"),
  impactCampaignId: z
    .string()
    .trim()
    .regex(/^\d*$/, "must be the number of Envato Market's programme")
    .transform((id) => id || "4415")
    .default("4415"),
});
export type EnvatoCredentials = z.output<typeof envatoCredentials>;

export const ENVATO_SITES = [
  "themeforest.net",
  "codecanyon.net",
  "videohive.net",
  "audiojungle.net",
  "graphicriver.net",
  "photodune.net",
  "3docean.net",
] as const;
export type EnvatoSite = (typeof ENVATO_SITES)[number];

export const envatoSettings = z.strictObject({
  sites: z
    .array(z.enum(ENVATO_SITES))
    .min(1)
    .default(["themeforest.net", "codecanyon.net"])
    .describe("Which of the seven shops to pull."),
  categories: z
    .array(z.string().regex(/^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/, "a path such as wordpress/ecommerce"))
    .max(100)
    .default([])
    .describe("Only items of these categories, by their path; empty for all."),
  discountsAsDeals: z
    .boolean()
    .default(false)
    .describe(
      "Show items as deals while they are reduced. Envato's affiliate terms forbid to advertise its discounts without approval: ask first.",
    ),
  commissionPercent: z
    .number()
    .min(0)
    .max(100)
    .default(30)
    .describe("What Envato pays for the first purchase of a new customer: its API does not say. 0 for none."),
  subId: z
    .string()
    .max(100)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id (impact.com's subId1) that is put on every tracking link."),
});
export type EnvatoSettings = z.output<typeof envatoSettings>;

export const definition: NetworkDefinition<EnvatoCredentials, EnvatoSettings> = {
  id: "envato",
  name: "Envato Market",
  docsUrl: "https://build.envato.com/api/",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded searches with a live token, one with a discount, and a link that was counted. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: false,
    deals: true,
    programmes: false,
    commission: true,
    incremental: true,
    subId: "subId1",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "Envato's API terms name no limit of age; its affiliate terms forbid to advertise coupons, deals and discounts without approval.",
  },
  credentialFields: [
    {
      name: "personalToken",
      label: "Personal token",
      secret: true,
      required: true,
      help: "Create one at https://build.envato.com/create-token/ with the permission “View and search Envato sites”.",
    },
    {
      name: "impactPartnerId",
      label: "impact.com partner ID",
      secret: false,
      required: true,
      help: "Links are tracked by impact.com: the first number behind /c/ in a link made there for Envato Market.",
    },
    {
      name: "impactAdId",
      label: "impact.com ad ID",
      secret: false,
      required: true,
      help: "The second number behind /c/ in a link made on impact.com for Envato Market, such as 275988.",
    },
    {
      name: "impactCampaignId",
      label: "impact.com programme ID",
      secret: false,
      required: false,
      help: "The third number behind /c/ in such a link; 4415 unless impact.com shows another.",
    },
  ],
  credentialsSchema: envatoCredentials,
  settingsSchema: envatoSettings,
  defaultSchedule: "rate(6 hours)",
  // Not published. One search a second is what Envato told the author of a client.
  rateLimits: [{ requests: 1, intervalMs: 1000, burst: 3 }],
  // Retry-After is often missing: the window behaves like a minute.
  retry: { throttlePauseMs: 65_000 },
  timeZone: "Australia/Melbourne",
};
