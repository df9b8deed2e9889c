/** Generic feed: any partner with a JSON, XML, CSV, RSS or Atom feed, described by settings instead of code. */
import { createHash } from "node:crypto";
import type { NetworkAdapter } from "../adapter.ts";
import { credentialFields, credentialsSchema } from "./credentials.ts";
import type { FeedCredentials } from "./credentials.ts";
import type { FeedRecord } from "../../decoders/decoder.ts";
import { feedOf } from "./feed.ts";
import { listing, requesterOf } from "./listing.ts";
import { settingsSchema } from "./settings.ts";
import type { FeedSettings } from "./settings.ts";

export type { FeedCredentials, FeedRecord, FeedSettings };

export const genericFeed: NetworkAdapter<FeedCredentials, FeedSettings, FeedRecord> = {
  id: "generic-feed",
  name: "Generic feed",
  docsUrl: null,
  // Read against the formats' specifications and against files that shops publish.
  maturity: "RECORDED",
  credentialFields,
  credentialsSchema,
  settingsSchema,
  defaultSchedule: "rate(1 hour)",
  rateLimit: { requests: 60, intervalMs: 60_000 },
  // Naive dates of one feed are read in its own time_zone; what is left is UTC.
  timeZone: "UTC",
  // Feeds of one server share its patience; where the address is a secret, its host stays one.
  quotaKey: (credentials, settings) => `generic-feed:${shortHash(hostOf(credentials, settings))}`,
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

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
