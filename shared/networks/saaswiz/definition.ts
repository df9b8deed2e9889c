/** SaaSWiz, as admins and the API see it. */
import * as z from "zod";
import { checkFields } from "../../storefronts/affiliate.ts";
import { probedSettings } from "../../storefronts/probed/settings.ts";
import type { NetworkDefinition } from "../adapter.ts";

export const credentialsSchema = z.strictObject({});
export type SaasWizCredentials = z.output<typeof credentialsSchema>;

export const settingsSchema = z.strictObject(probedSettings).superRefine(checkFields);
export type SaasWizSettings = z.output<typeof settingsSchema>;

export const definition: NetworkDefinition<SaasWizCredentials, SaasWizSettings> = {
  id: "saaswiz",
  name: "SaaSWiz",
  docsUrl: null,
  maturity: "CONTRACT",
  maturityNote:
    "Nothing of the site is confirmed, not even that it is still open: what it runs on is found out. RECORDED needs its recorded answers; LIVE a week of syncs, and a click that its affiliate system counted.",
  capabilities: {
    products: false,
    coupons: false,
    deals: true,
    programmes: false,
    commission: false,
    incremental: false,
    subId: "subIdParam",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "No terms for importers were found, and no statement that they are welcome: ask SaaSWiz first.",
  },
  credentialFields: [],
  credentialsSchema,
  settingsSchema,
  defaultSchedule: "rate(1 day)",
  rateLimits: [{ requests: 1, intervalMs: 1_000 }],
  timeZone: "UTC",
};
