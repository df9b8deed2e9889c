// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** What each network's terms allow to be shown, by network: the policies of their definitions. */
import type { DisplayPolicy } from "./adapter.ts";

export const policies: Readonly<Record<string, DisplayPolicy>> = {
  amazon: {
    maxAgeHours: 24,
    withheldFields: [],
    disclosure: "As an Amazon Associate I earn from qualifying purchases.",
    source:
      "Amazon Associates Program Policies: product content may be cached for 24 hours at most, images are linked and not stored, and the Associate is identified by this sentence.",
  },
  avantlink: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "AvantLink's help pages name no limit of age and no sentence of their own.",
  },
  awin: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Awin's publisher terms name no limit of age and no sentence of their own.",
  },
  cj: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "CJ's API documentation names no limit of age and no sentence of its own.",
  },
  clickbank: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "ClickBank's marketplace feed and API articles name no limit of age and no sentence of their own; listings are written for affiliates.",
  },
  dealmirror: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "No terms for importers were found, and no statement that they are welcome: ask DealMirror before production use.",
  },
  ebay: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "eBay's Buy API requirements: a coupon's message and terms are shown together with its code.",
  },
  envato: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "Envato's API terms name no limit of age; its affiliate terms forbid to advertise coupons, deals and discounts without approval.",
  },
  flexoffers: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "FlexOffers' API documentation names no limit of age and no sentence of its own.",
  },
  "generic-feed": {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "The partner's own terms hold; the feed's formats state none.",
  },
  impact: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "impact.com's partner API documentation names no limit of age and no sentence of its own.",
  },
  manual: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Your own agreement with each merchant: nobody else's terms are known here.",
  },
  partnerize: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Partnerize's API documentation names no limit of age and no sentence of its own.",
  },
  partnerstack: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "PartnerStack's API documentation names no limit of age and no sentence of its own.",
  },
  pepperjam: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "Ascend's help pages: codes that a brand has suppressed are not published. They name no limit of age and no sentence of their own.",
  },
  rakuten: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Rakuten Advertising's API documentation names no limit of age and no sentence of its own.",
  },
  saasmantra: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "No terms for importers were found, and no statement that they are welcome: ask SaaS Mantra first.",
  },
  saaswiz: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "No terms for importers were found, and no statement that they are welcome: ask SaaSWiz first.",
  },
  shareasale: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "ShareASale's terms ended with it; Awin's hold for what moved there.",
  },
  "shopify-products": {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "No terms come with the public product list: the shop's consent and its own terms hold.",
  },
  skimlinks: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Skimlinks' API documentation names no limit of age and no sentence of its own.",
  },
  sovrn: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Sovrn's developer pages name no limit of age and no sentence of their own.",
  },
  tradedoubler: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Tradedoubler's developer pages name no limit of age and no sentence of their own.",
  },
  travelpayouts: {
    maxAgeHours: 168,
    withheldFields: [],
    disclosure: null,
    source:
      "Travelpayouts' Data API: fares are cached for 2 to 7 days, and an older one is not to be advertised.",
  },
  "woocommerce-store": {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "No terms come with the Store API, which is made for the shop's own pages: the shop's consent and its own terms hold.",
  },
};
