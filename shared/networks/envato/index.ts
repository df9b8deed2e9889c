/** Envato Market: the items of its shops, by search. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition, type EnvatoCredentials, type EnvatoSettings } from "./definition.ts";
import { type EnvatoRecord, listing } from "./listing.ts";
import { itemOffer } from "./map-item.ts";

export const adapter: NetworkAdapter<EnvatoCredentials, EnvatoSettings, EnvatoRecord> = {
  ...definition,
  quotaKey: ({ personalToken }) => quotaKeyOf(personalToken),
  fetchOffers: listing,
  toOffer: itemOffer,
};
