/** Generic feed: any partner with a JSON, XML, CSV, RSS or Atom feed, described by settings instead of code. */
import type { FeedRecord } from "../../decoders/decoder.ts";
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { FeedCredentials } from "./credentials.ts";
import { definition } from "./definition.ts";
import { feedOf } from "./feed.ts";
import { listing, requesterOf } from "./listing.ts";
import type { FeedSettings } from "./settings.ts";

export type { FeedCredentials, FeedRecord, FeedSettings };

export const adapter: NetworkAdapter<FeedCredentials, FeedSettings, FeedRecord> = {
  ...definition,
  // Feeds of one server share its patience; where the address is a secret, its host stays one.
  quotaKey: (credentials, settings) => quotaKeyOf(hostOf(credentials, settings)),
  fetchOffers: listing,
  toOffer(record, { settings, now }) {
    const feed = feedOf(settings);
    const transformed = feed.transform === null ? record : feed.transform(record);
    return feed.keeps(transformed) ? feed.mapper(transformed, now) : null;
  },
};

function hostOf(credentials: FeedCredentials, settings: FeedSettings): string {
  const url = requesterOf(settings).url ?? credentials.feedUrl ?? "";
  return URL.canParse(url) ? new URL(url).host : url;
}
