/** Tradedoubler, as admins and the API see it. */
import type { NetworkDefinition } from "../adapter.ts";
import { credentialFields, type TradedoublerCredentials, tradedoublerCredentials } from "./credentials.ts";
import { type TradedoublerSettings, tradedoublerSettings } from "./settings.ts";

export const definition: NetworkDefinition<TradedoublerCredentials, TradedoublerSettings> = {
  id: "tradedoubler",
  name: "Tradedoubler",
  docsUrl: "https://dev.tradedoubler.com",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of vouchers, feeds, products and Connect's programmes with a live account. LIVE needs a week of syncs.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: true,
    subId: "epi",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Tradedoubler's developer pages name no limit of age and no sentence of their own.",
  },
  credentialFields,
  credentialsSchema: tradedoublerCredentials,
  settingsSchema: tradedoublerSettings,
  // Vouchers are best asked for hourly at most.
  defaultSchedule: "rate(1 hour)",
  // The Open API states no number.
  rateLimits: [{ requests: 30, intervalMs: 60_000, burst: 20 }],
  timeZone: "UTC",
};
