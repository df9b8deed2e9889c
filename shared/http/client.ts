/** The HTTP client that adapters call networks with: its shape. `createHttpClient` in create-client.ts makes one. */

/** `requests` per `intervalMs`, with up to `burst` at once (default 1: evenly spaced). */
export interface RateLimit {
  readonly requests: number;
  readonly intervalMs: number;
  readonly burst?: number;
}

/** A quota that a network counts apart from its others, such as one of a single endpoint. */
export interface NamedQuota {
  /** Unique within the network; part of the bucket's key. */
  readonly name: string;
  /** All of them hold at once. */
  readonly limits: readonly RateLimit[];
}

/** What a network answered, as `HttpRequest.judge` sees it: the whole body, as text. */
export interface JudgedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * What an answer means that its status does not say. THROTTLED and BUSY are sent again, within the request's tries;
 * THROTTLED also holds everyone who shares the quota, as an ANSWER that was the last one admitted does by `pauseMs`.
 * `error` is thrown when the tries are used up, or at once.
 */
export type Judgement =
  | { readonly kind: "ANSWER"; readonly pauseMs?: number }
  | { readonly kind: "THROTTLED"; readonly error: Error; readonly retryAfterMs?: number | null }
  | { readonly kind: "BUSY"; readonly error: Error; readonly retryAfterMs?: number | null }
  | { readonly kind: "REFUSED"; readonly error: Error };

export interface HttpRequest {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until the response's headers are there, and then between two chunks of its body. Default 60,000. */
  readonly timeoutMs?: number;
  /** Largest body after decompression, in bytes. Default 2 GiB. */
  readonly maxBytes?: number;
  /** Statuses besides 2xx that are answers here, not errors (304 for a conditional GET, 404 for "no such feed"). */
  readonly accept?: readonly number[];
  /** False: the network does not count it against the quota, such as a file on its download host. Default true. */
  readonly metered?: boolean;
  /** Counted against this quota instead of the network's general one. */
  readonly quota?: NamedQuota;
  /**
   * For networks that answer errors with 200, or throttle with a status of their own: looks at the whole answer,
   * whatever its status, before anyone else does. Null: the status says it all. The body is read into memory for it,
   * so a request of a feed file has none.
   */
  readonly judge?: (answer: JudgedAnswer) => Judgement | null;
  /** False: the request is not repeated, whatever it answers. Default true. */
  readonly retry?: boolean;
  /** How often it is sent at most, the first time included. Default: the network's retry policy's. */
  readonly tries?: number;
  /** How many redirects are followed. Default 5. */
  readonly maxRedirects?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The address that answered, after redirects, without the origin override. */
  readonly url: string;
  /** Content-Encoding undone, size-limited. A body that breaks off throws; read it once. */
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** @throws FeedUnreadable when the body is not JSON, saying how it begins */
  json(): Promise<unknown>;
}

/** One exchange as it is logged: no secret in it. */
export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly ms: number;
  readonly bytes: number;
  readonly attempt: number;
  readonly error: string | null;
}

export interface HttpTotals {
  readonly calls: number;
  readonly retries: number;
  readonly throttles: number;
  readonly bytes: number;
}

export interface HttpClient {
  /**
   * Sends a request within the network's rate limit and repeats it on 408, 429, 5xx and broken connections.
   * @throws HttpStatusError for any other status outside 2xx and `accept`, or when the tries are used up
   * @throws EgressRefused when the address, or one that it redirects to, is none of the public internet
   * @throws HttpConnectionError when no answer came
   * @throws QuotaUsedUp when the network's quota admits no request for longer than a run can wait
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** From here on this value is masked in logs and errors too: a token that the network has just issued. */
  conceal(secret: string): void;
  totals(): HttpTotals;
}
