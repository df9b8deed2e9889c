/** Products: every feed of a joined advertiser, one after the other, row by row. */
import { unpacked } from "../../http/decompress.ts";
import { CredentialsRefused, FeedUnreadable, type OfferPage, type Rejection } from "../adapter.ts";
import type { AwinContext } from "./api.ts";
import { refusedOr } from "./credentials.ts";
import { feedAddress } from "./feed-address.ts";
import { joinedFeeds, type ProductFeed } from "./feed-list.ts";
import { type FeedRow, feedRows } from "./feed-rows.ts";
import {
  expectedTotal,
  fallShort,
  type PositionOf,
  positionIn,
  type Progress,
  writeCursor,
} from "./progress.ts";
import type { ProductRecord } from "./records.ts";
import { unmoved } from "./unmoved-feeds.ts";

type ProductPage = OfferPage<ProductRecord>;

const PAGE_SIZE = 500;
/** Unpacked. Feeds of two million products exist. */
const LARGEST_FEED = 16 * 2 ** 30;
/** A feed with less than this share of the products the list counts is taken for broken off. */
const LEAST_SHARE = 0.5;

/**
 * One feed that fails costs the listing its completeness, not the other feeds; if all fail, the listing does.
 * @throws FeedUnreadable when the list, or every feed on it, cannot be read; CredentialsRefused
 */
export async function* productPages(
  context: AwinContext,
  progress: Progress,
): AsyncGenerator<ProductPage, void, void> {
  const feeds = await joinedFeeds(context);
  const resumed = positionIn(progress, "products");
  const left = feeds.filter((feed) => resumed === null || feed.id >= resumed.feed);
  const skipped = new Set(unmoved(feeds, context));
  if (skipped.size > 0 && resumed === null) {
    fallShort(progress, `${skipped.size} of ${feeds.length} product feeds have not moved and were left out`);
  }
  const reading = left.filter((feed) => !skipped.has(feed));
  let failed = 0;
  for (const feed of reading) {
    progress.expected[`feed ${feed.id}`] = feed.products ?? 0;
    try {
      yield* feedPages(context, feed, progress, resumed);
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof CredentialsRefused) throw error;
      failed += 1;
      if (failed === feeds.length) throw allFailed(feeds, error);
      fallShort(progress, `product feed ${feed.id} (${feed.origin.advertiserName}): ${messageOf(error)}`);
    }
  }
}

async function* feedPages(
  context: AwinContext,
  feed: ProductFeed,
  progress: Progress,
  resumed: PositionOf<"products"> | null,
): AsyncGenerator<ProductPage, void, void> {
  const taken = resumed?.feed === feed.id && resumed.imported === feed.imported ? resumed.rows : 0;
  let rejected: Rejection[] = [];
  let records: ProductRecord[] = [];
  let rows = 0;
  const page = (): ProductPage => {
    const at = { surface: "products", feed: feed.id, imported: feed.imported, rows } as const;
    return { records, rejected, cursor: writeCursor(progress, at), total: expectedTotal(progress) };
  };
  for await (const row of rowsOf(context, feed, (rejection) => rejected.push(rejection))) {
    rows += 1;
    if (rows <= taken) {
      rejected = [];
      continue;
    }
    records.push({ surface: "product", feed: feed.origin, row });
    if (records.length < PAGE_SIZE) continue;
    context.signal.throwIfAborted();
    yield page();
    records = [];
    rejected = [];
  }
  if (records.length > 0 || rejected.length > 0) yield page();
  if (feed.products !== null && rows < feed.products * LEAST_SHARE) {
    fallShort(
      progress,
      `product feed ${feed.id} (${feed.origin.advertiserName}): the list counts ${feed.products} products, the file holds ${rows}`,
    );
  }
}

async function* rowsOf(
  context: AwinContext,
  feed: ProductFeed,
  reject: (rejection: Rejection) => void,
): AsyncGenerator<FeedRow, void, void> {
  const { url, headers, credential } = feedAddress(context, feed);
  let body: AsyncIterable<Uint8Array>;
  try {
    ({ body } = await context.http.request({ url, headers, metered: credential === "accessToken" }));
  } catch (error) {
    // The list has just accepted the key: a 403 is about this one feed.
    throw statusOf(error) === 403 ? error : refusedOr(credential, error);
  }
  const place = (rejection: Rejection): void =>
    reject({ ...rejection, record: `feed ${feed.id}, ${rejection.record}` });
  yield* feedRows(unpacked(body, { maxBytes: LARGEST_FEED }), place);
}

const statusOf = (error: unknown): unknown => (error as { status?: unknown } | null)?.status;

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);

const allFailed = (feeds: readonly ProductFeed[], cause: unknown): FeedUnreadable =>
  new FeedUnreadable(
    `None of the ${feeds.length} product feeds could be read; ${feeds.at(-1)?.id ?? ""}: ${messageOf(cause)}`,
    { cause },
  );
