// Written by `npm run generate` from the folders of shared/networks; do not edit.

/**
 * The networks that get a fetch function: each id has its entry at `functions/fetch/<id>.ts`.
 *
 * A plain list, so that synthesizing the stack loads no adapter.
 */
export const networkIds = [
  "amazon",
  "avantlink",
  "awin",
  "cj",
  "clickbank",
  "dealmirror",
  "ebay",
  "envato",
  "flexoffers",
  "generic-feed",
  "impact",
  "manual",
  "partnerize",
  "partnerstack",
  "pepperjam",
  "rakuten",
  "saasmantra",
  "saaswiz",
  "shareasale",
  "shopify-products",
  "skimlinks",
  "sovrn",
  "tradedoubler",
  "travelpayouts",
  "woocommerce-store",
] as const;

export type NetworkId = (typeof networkIds)[number];
