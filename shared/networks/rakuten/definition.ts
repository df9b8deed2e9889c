/** Rakuten Advertising, as admins and the API see it. */
import type { NetworkDefinition } from "../adapter.ts";
import { credentialFields, type RakutenCredentials, rakutenCredentials } from "./credentials.ts";
import { type RakutenSettings, rakutenSettings } from "./settings.ts";

export const definition: NetworkDefinition<RakutenCredentials, RakutenSettings> = {
  id: "rakuten",
  name: "Rakuten Advertising",
  docsUrl: "https://developers.rakutenadvertising.com",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs exchanges recorded with a live publisher account: the token request, one page of each list, a fault, and a throttled answer. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "u1",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Rakuten Advertising's API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields,
  credentialsSchema: rakutenCredentials,
  settingsSchema: rakutenSettings,
  defaultSchedule: "rate(1 hour)",
  // The number is not published. Others call twice a second; once a second is on the safe side.
  rateLimits: [{ requests: 60, intervalMs: 60_000, burst: 5 }],
  // The coupon feed's dates are GMT, whichever network they are from.
  timeZone: "UTC",
};
