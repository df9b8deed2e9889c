/** FlexOffers, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";
import { type FlexoffersSettings, flexoffersSettings } from "./settings.ts";

export const flexoffersCredentials = z.strictObject({
  apiKey: z
    .string()
    .trim()
    .regex(
      /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
      "must be the key alone, in the form 0f6c2a1e-7d34-4b0c-9a55-3c1d2e4f5a6b",
    ),
});
export type FlexoffersCredentials = z.output<typeof flexoffersCredentials>;

/**
 * FlexOffers' servers run on Eastern Standard Time, summer and winter: UTC-05:00 without daylight saving. It says so of
 * its reports; that links follow is not confirmed.
 */
export const FLEXOFFERS_ZONE = "Etc/GMT+5";

export const definition: NetworkDefinition<FlexoffersCredentials, FlexoffersSettings> = {
  id: "flexoffers",
  name: "FlexOffers",
  docsUrl: "https://supportpro.flexoffers.com/flexoffers-api-authentication",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs exchanges recorded with a live publisher account: one page each of /promotions, /advertisers and /products/full, one feed file, and the bodies of 401, 403 and 429. LIVE needs a week of syncs against it.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "fobs",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "FlexOffers' API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields: [
    {
      name: "apiKey",
      label: "API key",
      secret: true,
      required: true,
      help: "In the publisher portal: Links > Data Feeds > Web Services. Each of your websites (domains) has a key of its own; it decides which programmes are yours and which ids stand in the links. Several websites are several sources.",
    },
  ],
  credentialsSchema: flexoffersCredentials,
  settingsSchema: flexoffersSettings,
  defaultSchedule: "rate(2 hours)",
  // No number is published. One request at a time, and no more than one a second once the burst is spent.
  rateLimits: [{ requests: 60, intervalMs: 60_000, burst: 20 }],
  // A 429 names no time: 30 seconds, as a client in production waits. A 403 is judged request by request in api.ts.
  retry: { tries: 6, throttlePauseMs: 30_000 },
  timeZone: FLEXOFFERS_ZONE,
};
