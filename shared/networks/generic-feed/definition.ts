/** Generic feed, as admins and the API see it. */
import type { NetworkDefinition } from "../adapter.ts";
import { type FeedCredentials, credentialFields, credentialsSchema } from "./credentials.ts";
import { type FeedSettings, settingsSchema } from "./settings.ts";

export const definition: NetworkDefinition<FeedCredentials, FeedSettings> = {
  id: "generic-feed",
  name: "Generic feed",
  docsUrl: null,
  // Read against the formats' specifications and against files that shops publish.
  maturity: "RECORDED",
  maturityNote: "LIVE is each partner's own: a settings document is proven by a week of syncs of its source.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: true,
    subId: "tracking_parameters",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "The partner's own terms hold; the feed's formats state none.",
  },
  credentialFields,
  credentialsSchema,
  settingsSchema,
  defaultSchedule: "rate(1 hour)",
  rateLimits: [{ requests: 60, intervalMs: 60_000 }],
  // Naive dates of one feed are read in its own time_zone; what is left is UTC.
  timeZone: "UTC",
};
