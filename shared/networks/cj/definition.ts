/** CJ, as admins and the API see it. */
import type { NetworkDefinition } from "../adapter.ts";
import { type CjCredentials, cjCredentials, credentialFields } from "./credentials.ts";
import { REST_LIMITS } from "./limits.ts";
import { type CjSettings, cjSettings } from "./settings.ts";

export const definition: NetworkDefinition<CjCredentials, CjSettings> = {
  id: "cj",
  name: "CJ Affiliate",
  docsUrl: "https://developers.cj.com",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs exchanges recorded with a live publisher account: Link Search of each promotion type, Advertiser Lookup, one page of products, and a throttled answer. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: true,
    subId: "sid",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "CJ's API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields,
  credentialsSchema: cjCredentials,
  settingsSchema: cjSettings,
  defaultSchedule: "rate(1 hour)",
  rateLimits: REST_LIMITS,
  // CJ does not say which zone its naive dates are in; those who work with them read them as UTC.
  timeZone: "UTC",
};
