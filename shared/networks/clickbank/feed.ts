/** The marketplace feed: one ZIP a day, the whole marketplace in it. */
import type { NamedQuota } from "../../http/client.ts";
import { unpacked } from "../../http/decompress.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable } from "../adapter.ts";
import type { StreamedPart } from "../kit/listing.ts";
import { feedSites, type FeedSite } from "./feed-xml.ts";
import type { ClickbankContext } from "./graphql.ts";
import type { ClickbankRecord, FeedPercentages } from "./records.ts";

const FEED_URL = "https://accounts.clickbank.com/feeds/marketplace_feed_v2.xml.zip";

/** ClickBank asks for no more than one download a day; the others are for retries and a second look. */
const FEED_QUOTA: NamedQuota = {
  name: "feed",
  limits: [{ requests: 1, intervalMs: 86_400_000, burst: 4 }],
};

/** Unpacked. The marketplace is some thousands of listings. */
const LARGEST_FEED = 256 * 2 ** 20;

const PAGE_SIZE = 500;

/**
 * A listing may stand under two categories, anywhere in the file: all of them are held, some megabytes, and come out
 * once each with the categories of both.
 */
export const feedPart = (context: ClickbankContext): StreamedPart<ClickbankRecord> => ({
  name: "feed",
  async *stream(notes) {
    const { categories } = context.settings;
    const listings = new Map<string, Listing>();
    let nameless = 0;
    for await (const site of downloaded(context)) {
      if (categories.length > 0 && !categories.includes(site.path[0] ?? "")) continue;
      const key = site.fields["Id"]?.toUpperCase() ?? `without an Id ${nameless++}`;
      listings.set(key, merged(listings.get(key), site));
    }
    if (listings.size === 0) notes.fallShort(NOTHING_LISTED);
    let records: ClickbankRecord[] = [];
    for (const { site, categories: paths } of listings.values()) {
      records.push({ source: "feed", site, categories: [...paths] });
      if (records.length < PAGE_SIZE) continue;
      yield { records };
      records = [];
    }
    if (records.length > 0) yield { records };
  },
});

export const NOTHING_LISTED =
  "ClickBank lists nothing at all: taken for its mistake, or for category names that are not ClickBank's";

interface Listing {
  readonly site: Readonly<Record<string, string>>;
  readonly categories: ReadonlySet<string>;
}

/** Of two entries of one vendor the better ranked is kept, with the categories of both. */
function merged(known: Listing | undefined, { fields, path }: FeedSite): Listing {
  if (known === undefined) return { site: fields, categories: new Set(path) };
  const better = rankOf(fields) < rankOf(known.site) ? fields : known.site;
  return { site: better, categories: new Set([...known.categories, ...path]) };
}

const rankOf = ({ PopularityRank = "" }: Readonly<Record<string, string>>): number =>
  PopularityRank === "" ? Number.POSITIVE_INFINITY : Number(PopularityRank);

/** What the feed says of commission, by upper-case nickname: three short texts for each vendor. */
export async function feedPercentages(
  context: ClickbankContext,
): Promise<ReadonlyMap<string, FeedPercentages>> {
  const known = new Map<string, FeedPercentages>();
  for await (const { fields } of downloaded(context)) {
    const { Id } = fields;
    if (Id !== undefined) known.set(Id.toUpperCase(), percentagesOf(fields));
  }
  return known;
}

export const percentagesOf = (site: Readonly<Record<string, string | undefined>>): FeedPercentages => ({
  perSale: site["PercentPerSale"] ?? "",
  perRebill: site["PercentPerRebill"] ?? "",
  hasRecurring: site["HasRecurringProducts"]?.toLowerCase() === "true",
});

async function* downloaded({ http }: ClickbankContext): AsyncGenerator<FeedSite, void, void> {
  let body: AsyncIterable<Uint8Array>;
  try {
    ({ body } = await http.request({ url: FEED_URL, quota: FEED_QUOTA }));
  } catch (error) {
    if (!(error instanceof HttpStatusError) || ![403, 404, 410].includes(error.status)) throw error;
    throw new FeedUnreadable(
      `ClickBank does not serve its marketplace feed here (HTTP ${error.status}). It has moved before; until it is found, the setting source graphql is the other way.`,
      { cause: error },
    );
  }
  yield* feedSites(unpacked(body, { maxBytes: LARGEST_FEED, entry: "*.xml" }));
}
