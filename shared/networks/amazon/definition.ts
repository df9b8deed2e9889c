/** Amazon Associates, as admins and the API see it. */
import type { NetworkDefinition } from "../adapter.ts";
import { type AmazonCredentials, amazonCredentials, credentialFields } from "./credentials.ts";
import { type AmazonSettings, amazonSettings } from "./settings.ts";

export const definition: NetworkDefinition<AmazonCredentials, AmazonSettings> = {
  id: "amazon",
  name: "Amazon Associates",
  docsUrl: "https://affiliate-program.amazon.com/creatorsapi/docs",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded answers of searches, items and a feed file with an eligible account, above all the file's format. LIVE needs a week of syncs within its quota.",
  capabilities: {
    products: true,
    coupons: false,
    deals: true,
    programmes: false,
    // Rates stand on a page of each marketplace only, by category.
    commission: false,
    incremental: false,
    subId: "ascsubtag",
  },
  policy: {
    maxAgeHours: 24,
    withheldFields: [],
    disclosure: "As an Amazon Associate I earn from qualifying purchases.",
    source:
      "Amazon Associates Program Policies: product content may be cached for 24 hours at most, images are linked and not stored, and the Associate is identified by this sentence.",
  },
  credentialFields,
  credentialsSchema: amazonCredentials,
  settingsSchema: amazonSettings,
  // Twice in the 24 hours that content may be shown for, and once more.
  defaultSchedule: "rate(8 hours)",
  // Where an account begins; its later quota follows its shipped revenue.
  rateLimits: [
    { requests: 1, intervalMs: 1_050 },
    { requests: 8_600, intervalMs: 86_400_000, burst: 2_000 },
  ],
  // A spent daily quota answers 429 too: after a few tries the next run goes on.
  retry: { tries: 4, throttlePauseMs: 10_000 },
  timeZone: "UTC",
};
