/** Offers that editors enter themselves: no network, so nothing is ever fetched. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

export const definition: NetworkDefinition<Record<string, never>, Record<string, never>> = {
  id: "manual",
  name: "Manual entry",
  docsUrl: null,
  maturity: "LIVE",
  maturityNote: "There is no contract to prove: what editors enter is what is there.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: true,
    commission: true,
    incremental: false,
    subId: null,
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Your own agreement with each merchant: nobody else's terms are known here.",
  },
  entered: true,
  credentialFields: [],
  credentialsSchema: z.strictObject({}),
  settingsSchema: z.strictObject({}),
  defaultSchedule: "none",
  rateLimits: [{ requests: 1, intervalMs: 1000 }],
  timeZone: "UTC",
};
