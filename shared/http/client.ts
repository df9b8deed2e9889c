/** The HTTP client that adapters call networks with: its shape. `createHttpClient` in create-client.ts makes one. */

/** `requests` per `intervalMs`, with up to `burst` at once (default 1: evenly spaced). */
export interface RateLimit {
  readonly requests: number;
  readonly intervalMs: number;
  readonly burst?: number;
}

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
  /** False: the request is not repeated, whatever it answers. Default true. */
  readonly retry?: boolean;
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
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  totals(): HttpTotals;
}
