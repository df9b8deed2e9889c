/** FlexOffers: coupons, deals, programmes and products from its publisher API and product feeds. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition, type FlexoffersCredentials } from "./definition.ts";
import { listing } from "./listing.ts";
import { productOffer } from "./map-product.ts";
import { programmeOffer } from "./map-programme.ts";
import { promotionOffer } from "./map-promotion.ts";
import type { FlexoffersRecord } from "./records.ts";
import type { FlexoffersSettings } from "./settings.ts";

export const adapter: NetworkAdapter<FlexoffersCredentials, FlexoffersSettings, FlexoffersRecord> = {
  ...definition,
  quotaKey: ({ apiKey }) => quotaKeyOf(apiKey.toLowerCase()),
  fetchOffers: listing,
  toOffer(record, { settings }) {
    switch (record.surface) {
      case "promotion":
        return promotionOffer(record, settings);
      case "programme":
        return programmeOffer(record, settings);
      case "product":
        return productOffer(record, settings);
    }
  },
};
