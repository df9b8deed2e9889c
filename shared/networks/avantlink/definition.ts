/** AvantLink, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

const KEY_PAGE = "https://classic.avantlink.com/affiliate/view_edit_auth_key.php";

export const avantlinkCredentials = z.strictObject({
  affiliateId: z.string().trim().regex(/^\d+$/, "must be the number of the affiliate account"),
  websiteId: z.string().trim().regex(/^\d+$/, "must be the number of a website of the account"),
  authKey: z
    .string()
    .trim()
    .regex(/^\w{8,64}$/, "must be the key alone: letters and digits"),
});
export type AvantlinkCredentials = z.output<typeof avantlinkCredentials>;

export const AVANTLINK_SURFACES = ["programmes", "coupons", "products", "dealOfTheDay"] as const;
/** AvantLink's words for how a publisher stands with a merchant. */
export const ASSOCIATIONS = ["active", "pending", "denied", "none"] as const;
export type Association = (typeof ASSOCIATIONS)[number];

export const avantlinkSettings = z.strictObject({
  pull: z
    .array(z.enum(AVANTLINK_SURFACES))
    .min(1)
    .default(["programmes", "coupons", "dealOfTheDay"])
    .describe("What to pull. Products are searched merchant by merchant, 200 a call."),
  network: z
    .enum(["US", "CA", "AU"])
    .default("US")
    .describe("The network of your account: it decides the host and the currency of all prices."),
  associations: z
    .array(z.enum(ASSOCIATIONS))
    .min(1)
    .default(["active"])
    .describe(
      "Which programmes to pull, by how you stand with them. Coupons and products are those of active ones.",
    ),
  merchantIds: z
    .array(z.int().positive())
    .max(500)
    .default([])
    .describe("Only these merchants; empty for all."),
  onSaleOnly: z
    .boolean()
    .default(true)
    .describe(
      "Only products that are on sale. Off, whole catalogues are searched, of which AvantLink shows the first 1,000 a merchant.",
    ),
  customTrackingCode: z
    .string()
    .max(50)
    .regex(/^[\w.~-]+$/, "letters, digits and . _ ~ - only")
    .optional()
    .describe("Sub-id that AvantLink puts on every tracking link (ctc)."),
});
export type AvantlinkSettings = z.output<typeof avantlinkSettings>;

export const definition: NetworkDefinition<AvantlinkCredentials, AvantlinkSettings> = {
  id: "avantlink",
  name: "AvantLink",
  docsUrl: "https://classic.avantlink.com/api.php?help=1",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of AdSearch, AssociationFeed, ProductSearch and DotdFeed with a live account, and of a refused key. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "ctc",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "AvantLink's help pages name no limit of age and no sentence of their own.",
  },
  credentialFields: [
    {
      name: "affiliateId",
      label: "Affiliate ID",
      secret: false,
      required: true,
      help: "The number of your affiliate account, at the top of AvantLink's affiliate interface.",
    },
    {
      name: "websiteId",
      label: "Website ID",
      secret: false,
      required: true,
      help: "The number of the website that the links are to credit: Account > Websites. A wrong one pays somebody else.",
    },
    {
      name: "authKey",
      label: "API Authorization Key",
      secret: true,
      required: true,
      help: `Shown at ${KEY_PAGE} (Canada: the same page on classic.avantlink.ca).`,
    },
  ],
  credentialsSchema: avantlinkCredentials,
  settingsSchema: avantlinkSettings,
  defaultSchedule: "rate(2 hours)",
  // ProductSearch, the busiest of the modules, may be called 3,600 times an hour and 15,000 a day; clients wait 200 ms.
  rateLimits: [
    { requests: 4, intervalMs: 1000, burst: 4 },
    { requests: 15_000, intervalMs: 86_400_000, burst: 3_600 },
  ],
  // What AvantLink answers beyond its limits is not documented: both of these are taken for it.
  retry: { throttleStatuses: [429, 503] },
  // The company's seat. Not confirmed: AvantLink states no zone.
  timeZone: "America/Denver",
};
