/** eBay Partner Network: listings, deals and coupons of eBay's Buy APIs, with links that pay. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition, type EbayCredentials } from "./definition.ts";
import { listing } from "./listing.ts";
import { ebayOffer } from "./map-offer.ts";
import type { EbayRecord } from "./records.ts";
import type { EbaySettings } from "./settings.ts";

export const adapter: NetworkAdapter<EbayCredentials, EbaySettings, EbayRecord> = {
  ...definition,
  quotaKey: ({ clientId }) => quotaKeyOf(clientId),
  fetchOffers: listing,
  toOffer: ebayOffer,
};
