/** CJ Affiliate: programmes from Advertiser Lookup, coupons and deals from Link Search, products from GraphQL. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { CjCredentials } from "./credentials.ts";
import { definition } from "./definition.ts";
import { listing } from "./listing.ts";
import { linkOffer } from "./map-link.ts";
import { productOffer } from "./map-product.ts";
import { programmeOffer } from "./map-programme.ts";
import type { CjRecord } from "./records.ts";
import type { CjSettings } from "./settings.ts";

export const adapter: NetworkAdapter<CjCredentials, CjSettings, CjRecord> = {
  ...definition,
  // CJ does not say what it counts calls by: the token is whoever calls.
  quotaKey: ({ personalAccessToken }) => quotaKeyOf(personalAccessToken),
  fetchOffers: listing,
  toOffer(record, { settings, now }) {
    switch (record.surface) {
      case "link":
        return linkOffer(record, settings);
      case "programme":
        return programmeOffer(record, settings);
      case "product":
        return productOffer(record, now);
    }
  },
};
