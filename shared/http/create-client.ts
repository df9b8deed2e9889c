/** The HTTP client that adapters call networks with. */
import type { HttpCall, HttpClient, RateLimit } from "./client.ts";
import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import { Conversation } from "./conversation.ts";
import { EgressGuard, PUBLIC_ONLY } from "./egress.ts";
import type { EgressPolicy, Resolve } from "./egress.ts";
import { createMask } from "./mask.ts";
import { HttpMeter } from "./meter.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { responseOf } from "./response.ts";
import { DEFAULT_RETRY_POLICY } from "./retry.ts";
import type { RetryPolicy } from "./retry.ts";

export interface HttpClientOptions {
  readonly limiter: RateLimiter;
  /** The bucket of the credential in use; see `NetworkAdapter.quotaKey`. */
  readonly quotaKey: string;
  /** All of them hold at once. */
  readonly rateLimits: readonly RateLimit[];
  /** Values that must appear in no log and no error. */
  readonly secrets: readonly string[];
  /** Sends every request to this origin instead, path and query unchanged, redirects too. */
  readonly originOverride: string | null;
  /** Where requests may go, except to the override's origin. Default: to public addresses only. */
  readonly egress?: EgressPolicy;
  /** Told of each exchange when it is over. */
  onCall(call: HttpCall): void;
  /** Ends everything that is under way, waits included, with its reason. */
  readonly signal: AbortSignal;
  readonly retry?: RetryPolicy;
  readonly userAgent?: string;
  readonly clock?: Clock;
  /** Looks up the addresses of a name. Default: the system does. */
  readonly resolve?: Resolve;
  /** From 0 to 1: the jitter of waits. */
  readonly random?: () => number;
}

export const DEFAULT_USER_AGENT = "Offerfeed/0.1";
/** Largest streamed body where the request names no limit of its own. */
const STREAM_MAX_BYTES = 2 * 1024 ** 3;

/**
 * Makes a client for one source: one quota key, one rate limit, one set of secrets.
 *
 * @example
 * const http = createHttpClient({ limiter, quotaKey: "awin:774411", rateLimits: [{ requests: 20, intervalMs: 60_000 }],
 *   secrets: [token], originOverride: null, onCall: (call) => logger.info("call", { call }), signal });
 * const page = await (await http.request({ url, headers: { authorization: `Bearer ${token}` } })).json();
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const secrets = [...options.secrets];
  let known = createMask(secrets);
  const mask = (text: string): string => known(text);
  const meter = new HttpMeter((call) => options.onCall({ ...call, error: call.error && mask(call.error) }));
  const line = {
    ...options,
    retry: options.retry ?? DEFAULT_RETRY_POLICY,
    userAgent: options.userAgent ?? DEFAULT_USER_AGENT,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    guard: new EgressGuard(options.egress ?? PUBLIC_ONLY, mask, options.resolve),
    mask,
    meter,
  };
  return {
    async request(request) {
      const answer = await new Conversation(line, request).answer();
      return responseOf(answer, request.maxBytes ?? STREAM_MAX_BYTES, mask);
    },
    conceal(secret) {
      if (secrets.includes(secret)) return;
      secrets.push(secret);
      known = createMask(secrets);
    },
    totals: () => meter.totals(),
  };
}
