/** Fetching a feed: one request, its records a page at a time, and whether what came was all there is. */
import type { HttpResponse } from "../../http/client.ts";
import { unpacked } from "../../http/decompress.ts";
import type { FetchContext, ListingEnd, OfferPage, Rejection } from "../adapter.ts";
import type { FeedCredentials } from "./credentials.ts";
import { decodeFeed, decodePlan } from "../../decoders/choose.ts";
import type { Decoding, FeedRecord } from "../../decoders/decoder.ts";
import type { FeedFormat } from "../../decoders/detect.ts";
import { feedOf } from "./feed.ts";
import type { Feed } from "./feed.ts";
import { quotaOf } from "./paging/api-budget.ts";
import { Authentication } from "./paging/authenticator.ts";
import { type Config, configOf, filling } from "./paging/config.ts";
import { isWalked, walkedListing } from "./paging/pages.ts";
import { expandRecords } from "./paging/record-expander.ts";
import { refusedFeed } from "./refusal.ts";
import { feedRequest } from "./requester.ts";
import type { RequesterSettings } from "./requester.ts";
import type { FeedSettings } from "./settings.ts";

const PAGE_RECORDS = 500;

export type FeedContext = FetchContext<FeedCredentials, FeedSettings>;

/** One file is streamed; an API is walked. */
export function listing(context: FeedContext): AsyncGenerator<OfferPage<FeedRecord>, ListingEnd, void> {
  const { settings } = feedOf(context.settings);
  const config = configOf(settings.config, context.credentials);
  if (!isWalked(settings)) return fileListing(context, config);
  return walkedListing(context, { ...settings, requester: requesterOf(settings) }, config);
}

/**
 * Yields the feed's records as they are, 500 at a time.
 *
 * A single file cannot be entered in its middle, so every page's cursor is null: a run that stops starts again.
 *
 * @throws CredentialsRefused when a credential is missing or the server refuses it
 * @throws FeedUnreadable when what came is not the feed, or breaks off
 */
async function* fileListing(
  context: FeedContext,
  config: Config,
): AsyncGenerator<OfferPage<FeedRecord>, ListingEnd, void> {
  const feed = feedOf(context.settings);
  const requester = requesterOf(feed.settings);
  const plan = decodePlan(feed.settings.decoder);
  const response = await answered(context, requester, config, plan.maxBytes);
  const transfer = new Transfer(response);
  const body = unpacked(transfer.body(), {
    maxBytes: plan.maxBytes,
    ...(plan.entry === null ? {} : { entry: plan.entry }),
  });
  const selector = feed.settings.record_selector;
  const { format, records } = await decodeFeed(body, plan, response.headers.get("content-type"), {
    fieldPath: selector?.extractor?.field_path ?? [],
    wrapSingle: selector?.wrap_single ?? null,
  });
  const doubt = yield* pages(records, feed, context.signal);
  return listingEnd(feed, doubt ?? unprovenEnd(format, transfer));
}

/** `url` is short for `requester.url`. */
export const requesterOf = (settings: FeedSettings): RequesterSettings => ({
  ...settings.requester,
  url: settings.url ?? settings.requester?.url,
});

async function answered(
  context: FeedContext,
  requester: RequesterSettings,
  config: Config,
  maxBytes: number,
): Promise<HttpResponse> {
  const fill = filling(config, {});
  const authentication = new Authentication(requester.authenticator, fill, context.http);
  const request = await feedRequest(requester, fill, authentication, context.now);
  const quota = quotaOf(context.settings.api_budget, request.url);
  try {
    return await context.http.request({ ...request, maxBytes, ...(quota && { quota }) });
  } catch (error) {
    throw refusedFeed(error, requester);
  }
}

async function* pages(
  batches: Decoding,
  { settings }: Feed,
  signal: AbortSignal,
): AsyncGenerator<OfferPage<FeedRecord>, string | null, void> {
  let records: FeedRecord[] = [];
  let rejected: Rejection[] = [];
  for (;;) {
    const next = await batches.next();
    signal.throwIfAborted();
    if (next.done === true) {
      if (records.length > 0 || rejected.length > 0) yield { records, cursor: null, rejected };
      return next.value.doubt;
    }
    for (const record of expandRecords(next.value.records, settings.record_selector)) {
      records.push(record);
      if (records.length < PAGE_RECORDS) continue;
      yield { records, cursor: null, rejected };
      records = [];
      rejected = [];
    }
    rejected.push(...next.value.rejected);
  }
}

/** A response's body, and whether its end can be told from a cut. */
class Transfer {
  readonly #response: HttpResponse;
  #packed = false;

  constructor(response: HttpResponse) {
    this.#response = response;
  }

  async *body(): AsyncGenerator<Uint8Array, void, void> {
    let first = true;
    for await (const chunk of this.#response.body) {
      if (first) this.#packed = isPacked(chunk);
      first = false;
      yield chunk;
    }
  }

  /** A length, a last chunk or a checksum: without one of them a broken connection looks like the end. */
  get endIsProven(): boolean {
    const { headers } = this.#response;
    return (
      this.#packed ||
      headers.has("content-length") ||
      headers.has("content-encoding") ||
      /\bchunked\b/i.test(headers.get("transfer-encoding") ?? "")
    );
  }
}

/** By the magic bytes of gzip and zip: both end with a checksum. */
const isPacked = (start: Uint8Array): boolean =>
  (start[0] === 0x1f && start[1] === 0x8b) || (start[0] === 0x50 && start[1] === 0x4b);

/** Lines have no closing mark, so only the transfer can prove that the last one came. */
function unprovenEnd(format: FeedFormat, transfer: Transfer): string | null {
  if (format === "json" || format === "xml" || transfer.endIsProven) return null;
  return "the server does not say how long the file is, so a cut could not be told";
}

function listingEnd(feed: Feed, doubt: string | null): ListingEnd {
  if (feed.settings.snapshot?.mode === "delta") {
    return {
      coverage: "PARTIAL",
      reason: "the feed lists only its newest records, so a record that is absent is not gone",
    };
  }
  return doubt === null ? { coverage: "COMPLETE" } : { coverage: "PARTIAL", reason: doubt };
}
