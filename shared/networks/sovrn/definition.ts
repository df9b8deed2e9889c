/** Sovrn Commerce, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";
import { CATEGORIES, MARKETS, type Market } from "./vocabulary.ts";

const WHERE = "Commerce > Settings > key icon of the site";

export const sovrnCredentials = z.strictObject({
  secretKey: z.string().trim().min(1).regex(/^\S+$/, "must be the key alone, without the word “secret”"),
  apiKey: z
    .string()
    .trim()
    .regex(/^[0-9a-fA-F]{32}$/, "must be the site's API key: 32 hexadecimal digits"),
  campaignId: z.string().trim().regex(/^\d+$/, "must be the number of the site"),
});
export type SovrnCredentials = z.output<typeof sovrnCredentials>;

const lookup = z
  .strictObject({
    market: z.enum(MARKETS),
    barcode: z.string().min(8).max(14).optional(),
    plainlink: z.url({ protocol: /^https?$/ }).optional(),
    keywords: z.string().min(2).max(200).optional(),
  })
  .refine(
    ({ barcode, plainlink, keywords }) =>
      barcode !== undefined || plainlink !== undefined || keywords !== undefined,
    "needs a barcode, a plainlink or keywords",
  );

export const sovrnSettings = z.strictObject({
  merchants: z
    .boolean()
    .default(true)
    .describe(
      "Approved merchants, as programmes: tens of thousands, 2,500 a call, a call every ten seconds.",
    ),
  geos: z
    .array(z.string().regex(/^[A-Z]{2}$/, "an ISO 3166-1 alpha-2 code such as US"))
    .default([])
    .describe("Only merchants that pay in one of these countries; empty for all."),
  categories: z
    .array(z.enum(Object.keys(CATEGORIES) as [string, ...string[]]))
    .default([])
    .describe("Only merchants of these categories, by Sovrn's two letters; empty for all."),
  sensitive: z
    .boolean()
    .default(false)
    .describe("Also merchants of Adult & Gambling and of Firearms & Hunting."),
  lookups: z
    .array(lookup)
    .max(500)
    .default([])
    .describe(
      "Products to compare prices of: each a market and a barcode, a product's plainlink, or keywords. Sovrn lists no products by itself.",
    ),
  perLookup: z.int().min(1).max(100).default(20).describe("At most so many offers of each lookup."),
  productUrls: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(500)
    .default([])
    .describe(
      "Product pages to ask promo codes for. Sovrn lists no codes by itself; your account has to be registered for it.",
    ),
  unverifiedCodes: z.boolean().default(false).describe("Also codes that Sovrn has not verified."),
  cuid: z
    .string()
    .max(32)
    .regex(/^[\w.~-]+$/, "letters, digits and - _ . ~ only")
    .optional()
    .describe("Sub-id that is put on every tracking link."),
});
export type SovrnSettings = z.output<typeof sovrnSettings>;
export type SovrnLookup = SovrnSettings["lookups"][number] & { readonly market: Market };

export const definition: NetworkDefinition<SovrnCredentials, SovrnSettings> = {
  id: "sovrn",
  name: "Sovrn Commerce",
  docsUrl: "https://developer.sovrn.com",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of merchants, delta, price comparisons and promo codes with an approved site. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: false,
    programmes: true,
    commission: true,
    incremental: true,
    subId: "cuid",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Sovrn's developer pages name no limit of age and no sentence of their own.",
  },
  credentialFields: [
    {
      name: "secretKey",
      label: "Secret Key",
      secret: true,
      required: true,
      help: `${WHERE} > generate secret key. Generating a new one ends the old one at once.`,
    },
    {
      name: "apiKey",
      label: "Site API Key",
      secret: false,
      required: true,
      help: `${WHERE}: 32 hexadecimal digits. It is public: it stands in every link.`,
    },
    {
      name: "campaignId",
      label: "Site ID (Campaign ID)",
      secret: false,
      required: true,
      help: "The number behind selectedSite= in the address of the site's settings page. The site has to be approved.",
    },
  ],
  credentialsSchema: sovrnCredentials,
  settingsSchema: sovrnSettings,
  defaultSchedule: "rate(6 hours)",
  // Price comparisons may be asked 100 times a second; promo codes state no number.
  rateLimits: [{ requests: 10, intervalMs: 1000, burst: 10 }],
  timeZone: "UTC",
};
