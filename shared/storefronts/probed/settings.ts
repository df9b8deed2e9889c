/** Settings of a shop whose system is not known: what to look for, and where. */
import * as z from "zod";
import { affiliateFields } from "../affiliate.ts";
import { contactSetting, currencySetting } from "../settings.ts";
import { shopAddress } from "../shop-address.ts";

export const PLATFORMS = ["auto", "woocommerce", "shopify", "jsonld"] as const;
export type Platform = (typeof PLATFORMS)[number];

const pattern = z
  .string()
  .max(500)
  .refine((source) => {
    try {
      return RegExp(source) !== undefined;
    } catch {
      return false;
    }
  }, "is not a valid regular expression");

export const probedSettings = {
  baseUrl: shopAddress.optional().describe("The site's address, where it has moved from the usual one."),
  platform: z
    .enum(PLATFORMS)
    .default("auto")
    .describe(
      "The shop's system. auto finds out: WooCommerce, Shopify, or pages with schema.org markup (jsonld).",
    ),
  startUrls: z
    .array(z.string().regex(/^\/\S*$/, "a path such as /deals"))
    .min(1)
    .max(50)
    .default(["/deals"])
    .describe("Paths of pages that list the offers, for jsonld where there is no sitemap."),
  sitemapUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where the sitemap is, if robots.txt does not say it."),
  include: pattern
    .default("^/deals?/[^/]+/?$")
    .describe("Paths of offers, as a regular expression, for jsonld."),
  exclude: pattern.optional().describe("Paths that are left out, as a regular expression, for jsonld."),
  maxPages: z.int().min(1).max(5_000).default(500).describe("The most pages that a run opens, for jsonld."),
  currency: currencySetting,
  ...affiliateFields,
  contact: contactSetting,
};

/** What the walk reads of them. */
export interface ProbedSettings {
  readonly baseUrl?: string | undefined;
  readonly platform: Platform;
  readonly startUrls: readonly string[];
  readonly sitemapUrl?: string | undefined;
  readonly include: string;
  readonly exclude?: string | undefined;
  readonly maxPages: number;
  readonly currency?: string | undefined;
  readonly contact?: string | undefined;
}
