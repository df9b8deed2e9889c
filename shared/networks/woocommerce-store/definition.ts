/** Any WooCommerce shop, as admins and the API see it. */
import * as z from "zod";
import { affiliateSettings, checkAffiliate } from "../../storefronts/affiliate.ts";
import { contactSetting, kindSetting, merchantNameSetting } from "../../storefronts/settings.ts";
import { shopAddress } from "../../storefronts/shop-address.ts";
import {
  type WooCredentials,
  wooCredentialFields,
  wooCredentials,
} from "../../storefronts/woocommerce/keys.ts";
import { categoryNames, wooDatesSetting, wooPullSetting } from "../../storefronts/woocommerce/settings.ts";
import type { NetworkDefinition } from "../adapter.ts";

export const settingsSchema = z
  .strictObject({
    baseUrl: shopAddress.describe("The shop's address, such as https://shop.example."),
    pull: wooPullSetting,
    kind: kindSetting("PRODUCT"),
    merchantName: merchantNameSetting,
    marketplace: z
      .boolean()
      .default(false)
      .describe("The shop sells what others make: a product's brand is its merchant, where it has one."),
    ...affiliateSettings,
    categories: categoryNames.describe(
      "Only products of these categories: their ids, or their slugs where the shop's WooCommerce is recent.",
    ),
    excludeCategories: categoryNames.describe(
      "Products in one of these categories are left out, such as “Expired Deals”: names or slugs.",
    ),
    technicalCategories: categoryNames.describe(
      "Categories that are not shown, such as “50% OFF” or “New Arrivals”: names or slugs.",
    ),
    dates: wooDatesSetting,
    contact: contactSetting,
  })
  .superRefine(checkAffiliate);
export type WooStoreSettings = z.output<typeof settingsSchema>;

export const definition: NetworkDefinition<WooCredentials, WooStoreSettings> = {
  id: "woocommerce-store",
  name: "WooCommerce shop",
  docsUrl: "https://developer.woocommerce.com/docs/apis/store-api/",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded pages of a live shop's Store API and of its product posts. LIVE is each shop's own: a week of syncs, and a click that its affiliate system counted.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: false,
    commission: false,
    incremental: true,
    subId: "affiliate.subIdParam",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "No terms come with the Store API, which is made for the shop's own pages: the shop's consent and its own terms hold.",
  },
  credentialFields: wooCredentialFields,
  credentialsSchema: wooCredentials,
  settingsSchema,
  defaultSchedule: "rate(6 hours)",
  // The limiter that shops may switch on allows 25 in 10 seconds; an importer keeps to one a second.
  rateLimits: [{ requests: 1, intervalMs: 1_000 }],
  // Dates without an offset are WordPress's …_gmt.
  timeZone: "UTC",
};
