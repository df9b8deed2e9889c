/** Amazon Associates, by the Creators API: products and deals of feeds, searches and lists of items. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { AmazonCredentials } from "./credentials.ts";
import { definition } from "./definition.ts";
import { listing } from "./listing.ts";
import { amazonOffer } from "./map-offer.ts";
import type { AmazonRecord } from "./records.ts";
import type { AmazonSettings } from "./settings.ts";

export const adapter: NetworkAdapter<AmazonCredentials, AmazonSettings, AmazonRecord> = {
  ...definition,
  quotaKey: ({ credentialId }) => quotaKeyOf(credentialId),
  fetchOffers: listing,
  toOffer: amazonOffer,
};
