/**
 * One listing: the feeds that Amazon granted, the searches and items of the settings, and then whatever is known and has
 * not been seen. Nothing lists all of Amazon; but every offer that is held has been asked for, so what is gone is known.
 */
import * as z from "zod";
import { decodeFeed, decodePlan } from "../../decoders/choose.ts";
import { unpacked } from "../../http/decompress.ts";
import { CredentialsRefused, FeedUnreadable, type ListingEnd, type OfferPage } from "../adapter.ts";
import type { AccessToken } from "../kit/access-token.ts";
import { type AnyPart, listParts, part, type StreamedPart } from "../kit/listing.ts";
import { type AmazonContext, amazonToken, operation } from "./api.ts";
import { type AmazonRecord, RESOURCES } from "./records.ts";

const LAST_PAGE = 10;
const ITEMS_PER_CALL = 10;
const PAGE_RECORDS = 500;

export async function* listing(
  context: AmazonContext,
): AsyncGenerator<OfferPage<AmazonRecord>, ListingEnd, void> {
  const { settings } = context;
  const token = amazonToken(context);
  const seen = new Set<string>();
  const parts: AnyPart<AmazonRecord>[] = [];
  if (settings.feeds)
    for (const feed of await grantedFeeds(context, token)) parts.push(feedFile(context, token, feed, seen));
  if (settings.searches.length > 0) parts.push(searches(context, token, seen));
  if (settings.asins.length > 0)
    parts.push(items(context, token, "items", () => Promise.resolve(settings.asins), seen));
  if (settings.refreshKnown)
    parts.push(items(context, token, "known items", () => knownAsins(context), seen));
  if (parts.length === 0) return { coverage: "PARTIAL", reason: "the settings ask for nothing" };
  return yield* listParts(parts, context);
}

const feedSchema = z.looseObject({ feedName: z.string(), feedType: z.string().nullish() });
type GrantedFeed = z.output<typeof feedSchema>;

/** No feeds are an empty object. */
async function grantedFeeds(context: AmazonContext, token: AccessToken): Promise<GrantedFeed[]> {
  const answer = await operation(context, token, "/catalog/v1/listFeeds", null);
  const read = z.looseObject({ feeds: z.array(feedSchema).nullish() }).safeParse(answer ?? {});
  if (!read.success) throw new FeedUnreadable("Amazon's list of feeds cannot be read");
  return read.data.feeds ?? [];
}

/** A feed that fails costs the listing its completeness, not the rest. Format and packing are told by its content. */
const feedFile = (
  context: AmazonContext,
  token: AccessToken,
  { feedName, feedType }: GrantedFeed,
  seen: Set<string>,
): StreamedPart<AmazonRecord> => ({
  name: `feed ${feedName}`,
  async *stream(notes) {
    try {
      const answer = await operation(context, token, "/catalog/v1/getFeed", {
        feedName,
        ...(feedType && { feedType }),
      });
      const { url } = z.looseObject({ url: z.string() }).parse(answer);
      const plan = decodePlan({ type: "AutoDecoder" });
      // A temporary address on a storage host, which wants no token and counts no call.
      const file = await context.http.request({ url, metered: false });
      const { records } = await decodeFeed(
        unpacked(file.body, { maxBytes: plan.maxBytes }),
        plan,
        file.headers.get("content-type"),
        {
          fieldPath: [],
          wrapSingle: null,
        },
      );
      for (let batch = await records.next(); ; batch = await records.next()) {
        if (batch.done) {
          if (batch.value.doubt !== null) notes.fallShort(`feed ${feedName}: ${batch.value.doubt}`);
          return;
        }
        const { records: rows, rejected } = batch.value;
        for (let start = 0; start < Math.max(rows.length, 1); start += PAGE_RECORDS) {
          const fresh = rows
            .slice(start, start + PAGE_RECORDS)
            .filter((row) => isNew(`${textOf(row["dealID"])}:${textOf(row["asin"])}`, seen));
          yield {
            records: fresh.map((row): AmazonRecord => ({ surface: "feed", row })),
            rejected: start === 0 ? rejected : [],
          };
        }
      }
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof CredentialsRefused) throw error;
      const says = error instanceof Error ? error.message.slice(0, 200) : String(error);
      notes.fallShort(`feed ${feedName}: ${says}`);
    }
  },
});

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function isNew(key: string, seen: Set<string>): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

const searchPosition = z.object({ search: z.int(), sort: z.int(), page: z.int() });

const searchAnswer = z.looseObject({
  searchResult: z
    .looseObject({ totalResultCount: z.number().nullish(), items: z.array(z.unknown()).nullish() })
    .nullish(),
});

/** Each search in each order, ten pages: results shift between them, so an item comes once. */
const searches = (context: AmazonContext, token: AccessToken, seen: Set<string>): AnyPart<AmazonRecord> =>
  part<z.output<typeof searchPosition>, AmazonRecord>({
    name: "searches",
    position: searchPosition,
    first: { search: 0, sort: 0, page: 1 },
    async page(at) {
      const { searches: rows, sorts, itemsPerPage } = context.settings;
      const answer = await operation(context, token, "/catalog/v1/searchItems", {
        ...rows[at.search],
        sortBy: sorts[at.sort],
        itemCount: itemsPerPage,
        itemPage: at.page,
        resources: RESOURCES,
      });
      const read = searchAnswer.safeParse(answer ?? {});
      if (!read.success || (answer !== null && read.data.searchResult === undefined)) {
        throw new FeedUnreadable('Amazon\'s answer to a search holds no "searchResult"');
      }
      const found = read.data.searchResult?.items ?? [];
      const total = read.data.searchResult?.totalResultCount ?? 0;
      const isLast = found.length === 0 || at.page === LAST_PAGE || at.page * itemsPerPage >= total;
      return {
        records: fresh(found, seen),
        rows: found.length,
        next: isLast ? following(at, rows.length, sorts.length) : { ...at, page: at.page + 1 },
        // Two orders may rightly begin with the same items.
        identity: found.length === 0 ? null : [at.search, at.sort, found.map(asinOf)],
      };
    },
  });

function following(
  { search, sort }: z.output<typeof searchPosition>,
  searchCount: number,
  sortCount: number,
) {
  if (sort + 1 < sortCount) return { search, sort: sort + 1, page: 1 };
  return search + 1 < searchCount ? { search: search + 1, sort: 0, page: 1 } : null;
}

const asinOf = (item: unknown): string => textOf((item as { asin?: unknown } | null)?.asin);

const fresh = (found: readonly unknown[], seen: Set<string>): AmazonRecord[] =>
  found
    .filter((item) => asinOf(item) === "" || isNew(`:${asinOf(item)}`, seen))
    .map((item) => ({ surface: "item", item }));

/** Of the offers that the ledger lists, the items of this marketplace. Deals of feeds have three numbers. */
async function knownAsins({ known, credentials }: AmazonContext): Promise<string[]> {
  const asins: string[] = [];
  for await (const id of known()) {
    const [marketplace, asin, more] = id.split(":");
    if (marketplace === credentials.marketplace && asin !== undefined && more === undefined) asins.push(asin);
  }
  return asins.sort();
}

const itemsAnswer = z.looseObject({
  itemsResult: z.looseObject({ items: z.array(z.unknown()).nullish() }).nullish(),
});

/** Ten to a call. One that does not come back is gone, or may not be shown any more. */
function items(
  context: AmazonContext,
  token: AccessToken,
  name: string,
  asinsOf: () => Promise<readonly string[]>,
  seen: Set<string>,
): AnyPart<AmazonRecord> {
  let asins: readonly string[] | null = null;
  return part<number, AmazonRecord>({
    name,
    position: z.int(),
    first: 0,
    async page(start) {
      asins ??= (await asinsOf()).filter((asin) => !seen.has(`:${asin}`));
      const itemIds = asins.slice(start, start + ITEMS_PER_CALL);
      if (itemIds.length === 0) return { records: [], next: null };
      const answer = await operation(context, token, "/catalog/v1/getItems", {
        itemIds,
        resources: RESOURCES,
      });
      const read = itemsAnswer.safeParse(answer ?? {});
      if (!read.success || (answer !== null && read.data.itemsResult === undefined)) {
        throw new FeedUnreadable('Amazon\'s answer for items holds no "itemsResult"');
      }
      const next = start + ITEMS_PER_CALL;
      return {
        records: fresh(read.data.itemsResult?.items ?? [], seen),
        next: next < asins.length ? next : null,
        identity: [start, read.data],
      };
    },
  });
}
