/** DealMirror, as admins and the API see it. */
import * as z from "zod";
import { affiliateFields, checkFields } from "../../storefronts/affiliate.ts";
import { contactSetting } from "../../storefronts/settings.ts";
import {
  type WooCredentials,
  wooCredentialFields,
  wooCredentials,
} from "../../storefronts/woocommerce/keys.ts";
import { categoryNames, wooDatesSetting, wooPullSetting } from "../../storefronts/woocommerce/settings.ts";
import type { NetworkDefinition } from "../adapter.ts";

export const settingsSchema = z
  .strictObject({
    pull: wooPullSetting,
    ...affiliateFields,
    excludeCategories: categoryNames.describe(
      "Deals in one of these categories are left out too, besides “Expired Deals”: names or slugs.",
    ),
    dates: wooDatesSetting,
    contact: contactSetting,
  })
  .superRefine(checkFields);
export type DealMirrorSettings = z.output<typeof settingsSchema>;

export const definition: NetworkDefinition<WooCredentials, DealMirrorSettings> = {
  id: "dealmirror",
  name: "DealMirror",
  docsUrl: null,
  maturity: "CONTRACT",
  maturityNote:
    "The catalogue's form is known from a public project's reading of March 2026. RECORDED needs recorded pages of today, of products and of their posts; LIVE DealMirror's consent, a week of syncs, and a click that was credited.",
  capabilities: {
    products: false,
    coupons: true,
    deals: true,
    programmes: false,
    commission: false,
    incremental: true,
    subId: "subIdParam",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "No terms for importers were found, and no statement that they are welcome: ask DealMirror before production use.",
  },
  credentialFields: wooCredentialFields,
  credentialsSchema: wooCredentials,
  settingsSchema,
  defaultSchedule: "rate(6 hours)",
  // 0.5 to 1.5 seconds between pages were let through every night.
  rateLimits: [{ requests: 1, intervalMs: 1_000 }],
  // Dates without an offset are WordPress's …_gmt.
  timeZone: "UTC",
};
