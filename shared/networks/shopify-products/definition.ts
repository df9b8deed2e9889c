/** Any Shopify shop, as admins and the API see it. */
import * as z from "zod";
import { affiliateSettings, checkAffiliate } from "../../storefronts/affiliate.ts";
import {
  contactSetting,
  currencySetting,
  kindSetting,
  merchantNameSetting,
} from "../../storefronts/settings.ts";
import { shopAddress } from "../../storefronts/shop-address.ts";
import type { NetworkDefinition } from "../adapter.ts";

/** Reading a shop needs no key. */
export const credentialsSchema = z.strictObject({});
export type ShopifyCredentials = z.output<typeof credentialsSchema>;

const names = z.array(z.string().trim().min(1).max(200)).max(200);

export const settingsSchema = z
  .strictObject({
    baseUrl: shopAddress.describe(
      "The shop's address, such as https://shop.example. Where that serves no product list, the one that ends in .myshopify.com.",
    ),
    publicUrl: shopAddress
      .optional()
      .describe("Where the shop's pages are, if not at baseUrl: links lead there."),
    currency: currencySetting,
    collections: names
      .default([])
      .describe(
        "Only products of these collections: the handles out of their addresses. Empty: everything, up to the 25,000 products that Shopify shows.",
      ),
    offersPer: z
      .enum(["product", "variant"])
      .default("product")
      .describe("Whether a product is one offer, at its lowest price, or each of its variants is one."),
    kind: kindSetting("PRODUCT"),
    merchantName: merchantNameSetting,
    marketplace: z
      .boolean()
      .default(false)
      .describe("The shop sells what others make: a product's vendor is its merchant."),
    ...affiliateSettings,
    excludeTypes: names
      .default(["Gift Card", "Gift Cards"])
      .describe(
        "Product types that are left out: gift cards and insurances are ordinary products in the list.",
      ),
    contact: contactSetting,
  })
  .superRefine(checkAffiliate);
export type ShopifySettings = z.output<typeof settingsSchema>;

export const definition: NetworkDefinition<ShopifyCredentials, ShopifySettings> = {
  id: "shopify-products",
  name: "Shopify shop",
  docsUrl: null,
  maturity: "CONTRACT",
  maturityNote:
    "Shopify documents the product list nowhere. RECORDED needs recorded pages of live shops, with /meta.json and /cart.js. LIVE is each shop's own: a week of syncs, and a click that its affiliate app counted.",
  capabilities: {
    products: true,
    coupons: false,
    deals: true,
    programmes: false,
    commission: false,
    incremental: false,
    subId: "affiliate.subIdParam",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "No terms come with the public product list: the shop's consent and its own terms hold.",
  },
  credentialFields: [],
  credentialsSchema,
  settingsSchema,
  defaultSchedule: "rate(6 hours)",
  // No number is published; importers that are let through keep a second between pages.
  rateLimits: [{ requests: 1, intervalMs: 1_000 }],
  // Dates have the shop's offset.
  timeZone: "UTC",
};
