/** Awin: coupons, deals and programmes from its publisher API, products from its feeds. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { AwinCredentials } from "./credentials.ts";
import { definition } from "./definition.ts";
import { listing } from "./listing.ts";
import { productOffer } from "./map-product.ts";
import { programmeOffer } from "./map-programme.ts";
import { promotionOffer } from "./map-promotion.ts";
import type { AwinRecord } from "./records.ts";
import type { AwinSettings } from "./settings.ts";

export const adapter: NetworkAdapter<AwinCredentials, AwinSettings, AwinRecord> = {
  ...definition,
  // Awin counts calls by user, and a user has one token, whichever publisher accounts it is used for.
  quotaKey: ({ accessToken }) => quotaKeyOf(accessToken),
  fetchOffers: listing,
  toOffer(record, { settings, now }) {
    switch (record.surface) {
      case "promotion":
        return promotionOffer(record, settings);
      case "programme":
        return programmeOffer(record, settings);
      case "product":
        return productOffer(record, settings, now);
    }
  },
};
