/** Listing a feed: one file is streamed, an API is walked; and whether what came was all there is. */
import type { HttpResponse } from "../../http/client.ts";
import { decodePlan } from "../../decoders/choose.ts";
import type { FeedRecord } from "../../decoders/decoder.ts";
import type { FetchContext, ListingEnd, OfferPage } from "../adapter.ts";
import { changesSince } from "../kit/incremental.ts";
import type { FeedCredentials } from "./credentials.ts";
import { feedOf } from "./feed.ts";
import { recordsOf } from "./files.ts";
import { Asker } from "./paging/asking.ts";
import { isWalked } from "./paging/shape.ts";
import { walkedListing } from "./paging/walk.ts";
import type { RequesterSettings } from "./requester.ts";
import type { FeedSettings } from "./settings.ts";

export type FeedContext = FetchContext<FeedCredentials, FeedSettings>;
type Pages = AsyncGenerator<OfferPage<FeedRecord>, ListingEnd, void>;

/**
 * @throws CredentialsRefused when a credential is missing or the server refuses it
 * @throws FeedUnreadable when what came is not the feed, or breaks off
 */
export async function* listing(context: FeedContext): Pages {
  const { settings: given } = feedOf(context.settings);
  const settings = { ...given, requester: requesterOf(given) };
  const pages = isWalked(settings) ? walkedListing(context, settings) : fileListing(context, settings);
  const counted = { records: 0 };
  const end = yield* counting(pages, counted);
  return judgedEnd(end, settings, counted.records, context);
}

/** `url` is short for `requester.url`. */
export const requesterOf = (settings: FeedSettings): RequesterSettings => ({
  ...settings.requester,
  url: settings.url ?? settings.requester?.url,
});

/** A file's date is of its server's clock, which may be behind. */
const CLOCKS_APART_MS = 300_000;

/**
 * Yields the feed's records as they are, 500 at a time.
 *
 * A single file cannot be entered in its middle, so every page's cursor is null: a run that stops starts again.
 */
async function* fileListing(
  context: FeedContext,
  settings: FeedSettings & { readonly requester: RequesterSettings },
): Pages {
  const plan = decodePlan(settings.decoder);
  const since = settings.http_validators === true ? changesSince(context, CLOCKS_APART_MS) : null;
  const response = await new Asker(context).file(
    settings.requester,
    { place: {}, additions: { options: [], url: null } },
    { maxBytes: plan.maxBytes, ifModifiedSince: since },
  );
  if (response.status === 304) return unchanged(response, since);
  const batches = recordsOf(response, plan, settings);
  for (;;) {
    const next = await batches.next();
    context.signal.throwIfAborted();
    if (next.done === true) {
      return next.value === null ? { coverage: "COMPLETE" } : { coverage: "PARTIAL", reason: next.value };
    }
    yield { ...next.value, cursor: null };
  }
}

/** Nothing was seen, so nothing is gone: the offers stay as the last listing left them. */
async function unchanged(response: HttpResponse, since: Date | null): Promise<ListingEnd> {
  await response.text();
  return {
    coverage: "STALE",
    reason: `the feed has not changed since ${since?.toISOString() ?? "the last listing"}`,
  };
}

async function* counting(pages: Pages, counted: { records: number }): Pages {
  for (;;) {
    const next = await pages.next();
    if (next.done === true) return next.value;
    counted.records += next.value.records.length;
    yield next.value;
  }
}

/** Only a listing that came to its end can be all there is; by its settings it may be less. */
async function judgedEnd(
  end: ListingEnd,
  { snapshot }: FeedSettings,
  records: number,
  context: FeedContext,
): Promise<ListingEnd> {
  if (end.coverage !== "COMPLETE") return end;
  if (snapshot?.mode === "delta") {
    return {
      coverage: "PARTIAL",
      reason: "the feed lists only its newest records, so a record that is absent is not gone",
    };
  }
  if (snapshot?.min_ratio === undefined) return end;
  let known = 0;
  for await (const _ of context.known()) known += 1;
  if (records >= known * snapshot.min_ratio) return end;
  return {
    coverage: "PARTIAL",
    reason: `the feed lists ${records} records where ${known} offers are held: fewer than snapshot.min_ratio, ${snapshot.min_ratio}, allows`,
  };
}
