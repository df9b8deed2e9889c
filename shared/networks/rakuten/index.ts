/** Rakuten Advertising: programmes from partnerships, coupons and deals from the coupon feed, products from its search. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { RakutenCredentials } from "./credentials.ts";
import { definition } from "./definition.ts";
import { listing } from "./listing.ts";
import { couponOffer } from "./map-coupon.ts";
import { productOffer } from "./map-product.ts";
import { programmeOffer } from "./map-programme.ts";
import type { RakutenRecord } from "./records.ts";
import type { RakutenSettings } from "./settings.ts";

export const adapter: NetworkAdapter<RakutenCredentials, RakutenSettings, RakutenRecord> = {
  ...definition,
  quotaKey: ({ clientId }) => quotaKeyOf(clientId),
  fetchOffers: listing,
  toOffer(record, { settings }) {
    switch (record.surface) {
      case "programme":
        return programmeOffer(record, settings);
      case "coupon":
        return couponOffer(record, settings);
      case "product":
        return productOffer(record, settings);
    }
  },
};
