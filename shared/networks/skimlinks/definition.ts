/** Skimlinks, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

const WHERE = "Publisher Hub (https://hub.skimlinks.com) > Toolbox > APIs > API Authentication credentials";

export const skimlinksCredentials = z.strictObject({
  clientId: z.string().trim().min(1),
  clientSecret: z.string().trim().min(1),
  publisherId: z.string().trim().regex(/^\d+$/, "must be the number of the publisher account"),
  publisherDomainId: z.string().trim().regex(/^\d+$/, "must be the number of one of your sites"),
});
export type SkimlinksCredentials = z.output<typeof skimlinksCredentials>;

export const SKIMLINKS_SURFACES = ["offers", "merchants"] as const;

export const skimlinksSettings = z.strictObject({
  pull: z
    .array(z.enum(SKIMLINKS_SURFACES))
    .min(1)
    .default(["offers"])
    .describe(
      "What to pull. Merchants are programmes: tens of thousands, at 200 a call and 40 calls a minute.",
    ),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "an ISO 3166-1 alpha-2 code such as GB")
    .optional()
    .describe("Only merchants of this country and their offers."),
  favouritesOnly: z
    .boolean()
    .default(false)
    .describe("Only merchants that you marked as favourites, and their offers."),
  xcust: z
    .string()
    .max(50)
    .regex(/^[\w.-]+$/, "letters, digits and . _ - only")
    .optional()
    .describe("Sub-id that is put on every tracking link and comes back as custom_id."),
  pageUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The page that the links stand on (sref), where there is one for all of them."),
});
export type SkimlinksSettings = z.output<typeof skimlinksSettings>;

export const definition: NetworkDefinition<SkimlinksCredentials, SkimlinksSettings> = {
  id: "skimlinks",
  name: "Skimlinks",
  docsUrl: "https://developers.skimlinks.com/merchant.html",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded pages of offers and merchants with a live account, above all dates and the unit of rates. LIVE needs a week of syncs.",
  capabilities: {
    products: false,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "xcust",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Skimlinks' API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields: [
    {
      name: "clientId",
      label: "Client ID",
      secret: true,
      required: true,
      help: `${WHERE}: “Client ID”, 32 characters.`,
    },
    {
      name: "clientSecret",
      label: "Client Secret",
      secret: true,
      required: true,
      help: `${WHERE}: “Client Secret”, 32 characters.`,
    },
    {
      name: "publisherId",
      label: "Publisher ID",
      secret: false,
      required: true,
      help: `${WHERE}: “Publisher ID”; in widgets it stands before the X of 12345X1234567.`,
    },
    {
      name: "publisherDomainId",
      label: "Site / Domain ID",
      secret: false,
      required: true,
      help: `${WHERE}: the id of the website that the links stand on; in widgets it stands after the X of 12345X1234567.`,
    },
  ],
  credentialsSchema: skimlinksCredentials,
  settingsSchema: skimlinksSettings,
  defaultSchedule: "rate(1 hour)",
  // Per key: 40 a minute and 1,000 an hour.
  rateLimits: [
    { requests: 38, intervalMs: 60_000, burst: 10 },
    { requests: 950, intervalMs: 3_600_000, burst: 200 },
  ],
  // 406 is how an older version of the API throttles.
  retry: { statuses: [406, 408, 429, 500, 502, 503, 504], throttleStatuses: [406, 429] },
  timeZone: "UTC",
};
