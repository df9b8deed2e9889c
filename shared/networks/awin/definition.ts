/** Awin, as admins and the API see it. */
import type { NetworkDefinition } from "../adapter.ts";
import { type AwinCredentials, awinCredentials, credentialFields } from "./credentials.ts";
import { type AwinSettings, awinSettings } from "./settings.ts";

export const definition: NetworkDefinition<AwinCredentials, AwinSettings> = {
  id: "awin",
  name: "Awin",
  docsUrl: "https://help.awin.com/apidocs",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs exchanges recorded with a live publisher account: promotions, programmes, one feed of each format. LIVE needs a week of syncs against it.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: true,
    subId: "clickref",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Awin's publisher terms name no limit of age and no sentence of their own.",
  },
  credentialFields,
  credentialsSchema: awinCredentials,
  settingsSchema: awinSettings,
  defaultSchedule: "rate(30 minutes)",
  // Calls to api.awin.com: 20 a minute for each Awin user, whoever makes them. Two seconds over the minute, so that a
  // clock that runs ahead of Awin's does not earn a 429.
  rateLimits: [{ requests: 20, intervalMs: 62_000, burst: 20 }],
  timeZone: "UTC",
};
