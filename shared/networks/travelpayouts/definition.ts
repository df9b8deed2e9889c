/** Travelpayouts, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

export const travelpayoutsCredentials = z.strictObject({
  token: z
    .string()
    .trim()
    .regex(/^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40})$/, "must be the token alone: 32 or 40 hexadecimal digits"),
  marker: z.string().trim().regex(/^\d+$/, "must be the number of the partner account"),
  trs: z.string().trim().regex(/^\d+$/, "must be the number of a project"),
});
export type TravelpayoutsCredentials = z.output<typeof travelpayoutsCredentials>;

export const TRAVELPAYOUTS_SURFACES = ["specialOffers", "fares", "brands"] as const;

export const travelpayoutsSettings = z.strictObject({
  origins: z
    .array(z.string().regex(/^[A-Z]{3}$/, "an IATA code such as LON"))
    .min(1)
    .max(200)
    .describe("IATA codes of the cities that fares are wanted from: Travelpayouts knows no “everywhere”."),
  pull: z
    .array(z.enum(TRAVELPAYOUTS_SURFACES))
    .min(1)
    .default(["specialOffers", "fares"])
    .describe(
      "What to pull. Brands are the programmes you have joined, by an undocumented list that may vanish.",
    ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "an ISO 4217 code such as EUR")
    .default("USD")
    .describe("The currency of all prices."),
  market: z
    .string()
    .regex(/^[a-z]{2}$/, "a lower-case country code such as uk")
    .default("us")
    .describe(
      "The market whose searches the fares come from. Without the right one, western origins look empty.",
    ),
  locale: z
    .string()
    .regex(/^[a-z]{2}$/, "an ISO 639-1 code such as en")
    .default("en")
    .describe("The language of city names and titles."),
  oneWay: z.boolean().default(false).describe("One-way fares instead of return fares."),
  subId: z
    .string()
    .max(200)
    .regex(/^\w+$/, "letters, digits and underscores only")
    .optional()
    .describe("Sub-id: put behind the marker of every tracking link, after a dot."),
});
export type TravelpayoutsSettings = z.output<typeof travelpayoutsSettings>;

export const definition: NetworkDefinition<TravelpayoutsCredentials, TravelpayoutsSettings> = {
  id: "travelpayouts",
  name: "Travelpayouts",
  docsUrl: "https://support.travelpayouts.com/hc/en-us/articles/203956163",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of special offers, fares and the list of brands with a live token. LIVE needs a week of syncs, and a click that was counted.",
  capabilities: {
    products: false,
    coupons: false,
    deals: true,
    programmes: true,
    commission: false,
    incremental: false,
    subId: "marker",
  },
  policy: {
    // The fares are a cache of what travellers searched, kept from two to seven days.
    maxAgeHours: 168,
    withheldFields: [],
    disclosure: null,
    source:
      "Travelpayouts' Data API: fares are cached for 2 to 7 days, and an older one is not to be advertised.",
  },
  credentialFields: [
    {
      name: "token",
      label: "API token",
      secret: true,
      required: true,
      help: "Profile > API token (https://app.travelpayouts.com/profile/api-token). The Aviasales programme has to be joined.",
    },
    {
      name: "marker",
      label: "Partner ID (marker)",
      secret: false,
      required: true,
      help: "The number in the bottom left corner of the dashboard.",
    },
    {
      name: "trs",
      label: "Project ID (trs)",
      secret: false,
      required: true,
      help: "The number of the project (website) in the list of your projects; it has to have joined Aviasales.",
    },
  ],
  credentialsSchema: travelpayoutsCredentials,
  settingsSchema: travelpayoutsSettings,
  defaultSchedule: "rate(6 hours)",
  // Per method 600 a minute; the slowest in use decides.
  rateLimits: [{ requests: 500, intervalMs: 60_000, burst: 60 }],
  timeZone: "UTC",
};
