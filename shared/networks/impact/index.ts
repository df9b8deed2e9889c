/** impact.com: programmes with their contracts, deals and codes, and products from catalogues. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition, type ImpactCredentials, type ImpactSettings } from "./definition.ts";
import { listing } from "./listing.ts";
import { impactOffer } from "./map-offer.ts";
import type { ImpactRecord } from "./records.ts";

export const adapter: NetworkAdapter<ImpactCredentials, ImpactSettings, ImpactRecord> = {
  ...definition,
  // Requests are counted for the account, whichever of its tokens makes them.
  quotaKey: ({ accountSid }) => quotaKeyOf(accountSid),
  fetchOffers: listing,
  toOffer: impactOffer,
};
