// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** What people call each network: the names of their definitions, without what else those bring along. */
export const networkNames: Readonly<Record<string, string>> = {
  amazon: "Amazon Associates",
  avantlink: "AvantLink",
  awin: "Awin",
  cj: "CJ Affiliate",
  clickbank: "ClickBank",
  dealmirror: "DealMirror",
  ebay: "eBay Partner Network",
  envato: "Envato Market",
  flexoffers: "FlexOffers",
  "generic-feed": "Generic feed",
  impact: "impact.com",
  partnerize: "Partnerize",
  partnerstack: "PartnerStack",
  pepperjam: "Pepperjam (Ascend by Partnerize)",
  rakuten: "Rakuten Advertising",
  saasmantra: "SaaS Mantra",
  saaswiz: "SaaSWiz",
  shareasale: "ShareASale (closed)",
  "shopify-products": "Shopify shop",
  skimlinks: "Skimlinks",
  sovrn: "Sovrn Commerce",
  tradedoubler: "Tradedoubler",
  travelpayouts: "Travelpayouts",
  "woocommerce-store": "WooCommerce shop",
};
