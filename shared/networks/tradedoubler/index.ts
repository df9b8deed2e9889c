/** Tradedoubler: vouchers and products from its Open API, programmes from Connect. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { TradedoublerCredentials } from "./credentials.ts";
import { definition } from "./definition.ts";
import { listing } from "./listing.ts";
import { tradedoublerOffer } from "./map-offer.ts";
import type { TradedoublerRecord } from "./records.ts";
import type { TradedoublerSettings } from "./settings.ts";

export const adapter: NetworkAdapter<TradedoublerCredentials, TradedoublerSettings, TradedoublerRecord> = {
  ...definition,
  quotaKey: ({ clientId, vouchersToken, productsToken }) =>
    quotaKeyOf(clientId ?? vouchersToken ?? productsToken ?? ""),
  fetchOffers: listing,
  toOffer: tradedoublerOffer,
};
