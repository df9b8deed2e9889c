/** Partnerize, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

const KEYS = "console.partnerize.com > Settings > Account settings";

const word = z.string().trim().min(1).regex(/^\S+$/, "must be the value alone, without blanks");

export const partnerizeCredentials = z.strictObject({
  applicationKey: word,
  userApiKey: word,
  publisherId: z.string().trim().regex(/^\w+$/, "must be the id alone, such as 1l1007802"),
});
export type PartnerizeCredentials = z.output<typeof partnerizeCredentials>;

export const PARTNERIZE_SURFACES = ["programmes", "vouchers", "deals"] as const;
/** How a publisher stands with a campaign, and the letter that the API has for it. */
export const STATUSES = { joined: "a", pending: "p", rejected: "r" } as const;
export type Status = keyof typeof STATUSES;

export const partnerizeSettings = z.strictObject({
  pull: z
    .array(z.enum(PARTNERIZE_SURFACES))
    .min(1)
    .default(["programmes", "vouchers", "deals"])
    .describe("What to pull. Vouchers are asked for campaign by campaign."),
  statuses: z
    .array(z.enum(Object.keys(STATUSES) as [Status, ...Status[]]))
    .min(1)
    .default(["joined"])
    .describe(
      "Which programmes to pull, by how you stand with them. Vouchers and deals are those of joined ones.",
    ),
  campaignIds: z.array(word).max(1_000).default([]).describe("Only these campaigns; empty for all."),
  commission: z
    .boolean()
    .default(true)
    .describe("Ask for the commissions of each joined campaign: one call for each."),
  pubref: z
    .string()
    .max(100)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that is put on every tracking link (pubref)."),
});
export type PartnerizeSettings = z.output<typeof partnerizeSettings>;

export const definition: NetworkDefinition<PartnerizeCredentials, PartnerizeSettings> = {
  id: "partnerize",
  name: "Partnerize",
  docsUrl: "https://api-docs.partnerize.com",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of participations, commissions, vouchers and deals with a live account. LIVE needs a week of syncs.",
  capabilities: {
    products: false,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "pubref",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Partnerize's API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields: [
    {
      name: "applicationKey",
      label: "User Application Key",
      secret: true,
      required: true,
      help: `${KEYS}: User Application Key.`,
    },
    {
      name: "userApiKey",
      label: "User API key",
      secret: true,
      required: true,
      help: `${KEYS}: User API key.`,
    },
    {
      name: "publisherId",
      label: "Publisher ID",
      secret: false,
      required: true,
      help: `The id of your publisher account, such as 1l1007802: it stands in the addresses of the console, and in ${KEYS}.`,
    },
  ],
  credentialsSchema: partnerizeCredentials,
  settingsSchema: partnerizeSettings,
  defaultSchedule: "rate(2 hours)",
  // Its limit is not published: answers say when it is reached.
  rateLimits: [{ requests: 2, intervalMs: 1_000, burst: 5 }],
  // Not confirmed: dates carry no zone.
  timeZone: "UTC",
};

export const REMEDY = {
  keys: `Partnerize refused applicationKey and userApiKey. Compare both with ${KEYS}.`,
  publisher: `Partnerize knows no publisher of this publisherId, or these keys may not read it. Compare it with ${KEYS}.`,
} as const;
