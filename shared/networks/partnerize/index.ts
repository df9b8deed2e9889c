/** Partnerize: the campaigns a publisher takes part in, their vouchers and deals. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition, type PartnerizeCredentials, type PartnerizeSettings } from "./definition.ts";
import { listing } from "./listing.ts";
import { partnerizeOffer } from "./map-offer.ts";
import type { PartnerizeRecord } from "./records.ts";

export const adapter: NetworkAdapter<PartnerizeCredentials, PartnerizeSettings, PartnerizeRecord> = {
  ...definition,
  quotaKey: ({ applicationKey, userApiKey }) => quotaKeyOf(applicationKey, userApiKey),
  fetchOffers: listing,
  toOffer: partnerizeOffer,
};
