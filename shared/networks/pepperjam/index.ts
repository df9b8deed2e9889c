/** Pepperjam (Ascend by Partnerize): programmes, coupons, text links and products of the publisher API. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition, type PepperjamCredentials, type PepperjamSettings } from "./definition.ts";
import { listing } from "./listing.ts";
import { pepperjamOffer } from "./map-offer.ts";
import type { PepperjamRecord } from "./records.ts";

export const adapter: NetworkAdapter<PepperjamCredentials, PepperjamSettings, PepperjamRecord> = {
  ...definition,
  quotaKey: ({ apiKey }) => quotaKeyOf(apiKey),
  fetchOffers: listing,
  toOffer: pepperjamOffer,
};
