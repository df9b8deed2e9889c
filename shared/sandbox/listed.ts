/** A whole listing of an adapter from a sandbox, without the rest of a sync: for tests. */
import { createHttpClient } from "../http/create-client.ts";
import type { HttpClient, RateLimit } from "../http/client.ts";
import type { RateLimiter } from "../http/rate-limit.ts";
import { DEFAULT_RETRY_POLICY } from "../http/retry.ts";
import type {
  ListingEnd,
  NetworkAdapter,
  NetworkDefinition,
  OfferPage,
  SyncMode,
} from "../networks/adapter.ts";
import type { OfferDraft } from "../offer/model.ts";

export interface ListingRequest {
  readonly origin: string;
  readonly now: Date;
  readonly credentials: unknown;
  readonly settings: unknown;
  readonly cursor?: string | null;
  readonly mode?: SyncMode;
  readonly since?: Date | null;
  readonly signal?: AbortSignal;
  /** Ids that the ledger holds. Default none. */
  readonly known?: readonly string[];
  /** Told after each page. With it, records are mapped and let go of, so that memory can be watched: none is returned. */
  readonly onPage?: () => void;
}

export interface Listed<Item> {
  readonly pages: readonly OfferPage<Item>[];
  readonly offers: readonly OfferDraft[];
  /** What pages and mapping rejected, as text. */
  readonly rejected: readonly string[];
  readonly end: ListingEnd;
}

/** The real client, in a hurry: waits of the retries are cut to milliseconds, and nothing is held back by a quota. */
export const sandboxClient = (
  { retry }: Pick<NetworkDefinition, "retry">,
  origin: string,
  signal: AbortSignal,
): HttpClient =>
  createHttpClient({
    limiter: new EveryoneAdmitted(),
    quotaKey: "test",
    rateLimits: [],
    secrets: [],
    originOverride: origin,
    onCall: () => undefined,
    signal,
    retry: {
      ...DEFAULT_RETRY_POLICY,
      ...retry,
      baseMs: 1,
      capMs: 2,
      retryAfterCapMs: 1,
      throttlePauseMs: 1,
    },
  });

/** Also where a request has a quota of its own. */
class EveryoneAdmitted implements RateLimiter {
  async acquire(_key: string, _limit: RateLimit, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
  }

  async pause(): Promise<void> {
    // Nobody waits here.
  }
}

/** Waits of the retries are cut to milliseconds, and the rate limit admits everything at once. */
export async function listed<Credentials, Settings, Item>(
  adapter: NetworkAdapter<Credentials, Settings, Item>,
  request: ListingRequest,
): Promise<Listed<Item>> {
  const signal = request.signal ?? new AbortController().signal;
  const http = sandboxClient(adapter, request.origin, signal);
  const context = {
    credentials: adapter.credentialsSchema.parse(request.credentials),
    settings: adapter.settingsSchema.parse(request.settings),
    http,
    cursor: request.cursor ?? null,
    mode: request.mode ?? "FULL",
    since: request.since ?? null,
    known: async function* () {
      yield* request.known ?? [];
    },
    now: request.now,
    signal,
  };
  const pages: OfferPage<Item>[] = [];
  const listing = adapter.fetchOffers(context);
  for (;;) {
    const step = await listing.next();
    if (step.done) return { pages, ...mapped(adapter, pages, context), end: step.value };
    if (request.onPage) {
      mapped(adapter, [step.value], context);
      request.onPage();
    } else {
      pages.push(step.value);
    }
  }
}

function mapped<Credentials, Settings, Item>(
  adapter: NetworkAdapter<Credentials, Settings, Item>,
  pages: readonly OfferPage<Item>[],
  context: { readonly credentials: Credentials; readonly settings: Settings; readonly now: Date },
): Pick<Listed<Item>, "offers" | "rejected"> {
  const offers: OfferDraft[] = [];
  const rejected = pages
    .flatMap((page) => page.rejected ?? [])
    .map(({ record, reason }) => `${record}: ${reason}`);
  for (const record of pages.flatMap(({ records }) => records)) {
    try {
      const offer = adapter.toOffer(record, context);
      if (offer) offers.push(offer);
    } catch (error) {
      rejected.push(String(error));
    }
  }
  return { offers, rejected };
}
