/** ClickBank: the listings of its marketplace, from the daily feed or from the search behind its page. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { type ClickbankCredentials, definition } from "./definition.ts";
import { listing } from "./listing.ts";
import { hitOffer, siteOffer } from "./map-listing.ts";
import type { ClickbankRecord } from "./records.ts";
import type { ClickbankSettings } from "./settings.ts";

export const adapter: NetworkAdapter<ClickbankCredentials, ClickbankSettings, ClickbankRecord> = {
  ...definition,
  // Nobody logs in: whoever asks from here is one caller to ClickBank.
  quotaKey: () => quotaKeyOf("marketplace"),
  fetchOffers: listing,
  toOffer(record, { credentials, settings }) {
    return record.source === "graphql"
      ? hitOffer(record, credentials, settings)
      : siteOffer(record, credentials, settings);
  },
};
