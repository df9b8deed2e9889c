/** One request until its answer is there: its tries, the waits between them, the redirects it is sent along. */
import { readBody } from "./body.ts";
import type { HttpRequest, Judgement, RateLimit } from "./client.ts";
import type { Clock } from "./clock.ts";
import type { EgressGuard } from "./egress.ts";
import {
  BodyCutOff,
  BodyStalled,
  HttpConnectionError,
  HttpRedirectError,
  HttpStatusError,
} from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { exchange } from "./exchange.ts";
import type { Incoming } from "./exchange.ts";
import type { Mask } from "./mask.ts";
import type { CallMeter, HttpMeter } from "./meter.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { type OpenAnswer, TEXT_MAX_BYTES, textOf } from "./response.ts";
import { backoffMs, retryAfterMs } from "./retry.ts";
import type { RetryPolicy } from "./retry.ts";
import { firstHop, isRedirect, overridden, redirected } from "./route.ts";
import type { Hop } from "./route.ts";

/** What all conversations of a client share. */
export interface Line {
  readonly limiter: RateLimiter;
  readonly quotaKey: string;
  readonly rateLimits: readonly RateLimit[];
  readonly originOverride: string | null;
  readonly signal: AbortSignal;
  readonly retry: RetryPolicy;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly mask: Mask;
  readonly guard: EgressGuard;
  readonly meter: HttpMeter;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;
/** How much of a refusal's body is read to quote from, in characters. */
const QUOTED_FROM = 16 * 1024;

/** One exchange that was answered, with its address and its running log entry. */
interface Arrival {
  readonly url: URL;
  readonly incoming: Incoming;
  readonly call: CallMeter;
}

export class Conversation {
  readonly #line: Line;
  readonly #request: HttpRequest;
  readonly #first: Hop;
  #tries = 0;

  /** @throws HttpRequestInvalid for an address or a header that cannot be sent */
  constructor(line: Line, request: HttpRequest) {
    this.#line = line;
    this.#request = request;
    this.#first = firstHop(request, line.userAgent, line.mask);
  }

  /** Sends the request until it is answered. @throws see `HttpClient.request` */
  async answer(): Promise<OpenAnswer> {
    for (;;) {
      this.#tries += 1;
      if (this.#tries > 1) this.#line.meter.retried();
      try {
        const arrival = await this.#arrival();
        if (this.#request.judge) return await this.#judged(arrival);
        if (this.#isAnswer(arrival.incoming.status)) return this.#open(arrival);
        throw await this.#statusError(arrival);
      } catch (error) {
        await this.#waitAfter(error);
      }
    }
  }

  /** Sends the request and follows where it is sent on to. */
  async #arrival(): Promise<Arrival> {
    const { originOverride, mask } = this.#line;
    const seen = new Set<string>();
    let hop = this.#first;
    for (;;) {
      seen.add(`${hop.method} ${hop.url.href}`);
      const arrival = await this.#exchange(hop);
      const { status, headers } = arrival.incoming;
      const location = headers.get("location");
      if (!isRedirect(status, location) || this.#request.accept?.includes(status)) return arrival;
      drop(arrival);
      hop = redirected(hop, { status, location }, { originOverride, mask });
      const shownUrl = mask(this.#first.url.href);
      if (seen.has(`${hop.method} ${hop.url.href}`))
        throw new HttpRedirectError(shownUrl, "redirects in a circle");
      const most = this.#request.maxRedirects ?? MAX_REDIRECTS;
      if (seen.size > most) {
        throw new HttpRedirectError(shownUrl, `redirects more than ${most} times`);
      }
    }
  }

  async #exchange(hop: Hop): Promise<Arrival> {
    const { originOverride, signal, mask, meter } = this.#line;
    // A download that moves on to a storage host does not count against the network's quota.
    if (this.#request.metered !== false && hop.url.host === this.#first.url.host) await this.#admitted();
    signal.throwIfAborted();
    const shownUrl = mask(hop.url.href);
    const call = meter.begin({ method: hop.method, url: shownUrl, attempt: this.#tries });
    const sentAt = performance.now();
    try {
      const incoming = await exchange({
        ...overridden(hop, originOverride),
        // The operator named the override's origin: whatever its address, it is meant.
        connection: originOverride === null ? this.#line.guard.connection(hop.url) : {},
        shownUrl,
        method: hop.method,
        body: hop.body,
        timeoutMs: this.#request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        signal,
        mask,
      });
      call.answered(incoming.status, performance.now() - sentAt);
      return { url: hop.url, incoming, call };
    } catch (error) {
      call.end(error);
      throw error;
    }
  }

  /** Waits for every limit of the request's quota. */
  async #admitted(): Promise<void> {
    const { limiter, rateLimits, signal } = this.#line;
    for (const [place, limit] of (this.#request.quota?.limits ?? rateLimits).entries()) {
      await limiter.acquire(this.#bucketKey(place), limit, signal);
    }
  }

  /** The first limit's bucket has the quota's own name, so that a pause and a single limit share it. */
  #bucketKey(place: number): string {
    const { quotaKey } = this.#line;
    const key = this.#request.quota ? `${quotaKey}:${this.#request.quota.name}` : quotaKey;
    return place === 0 ? key : `${key}#${place}`;
  }

  /** The answer as the network means it, whatever its status. */
  async #judged(arrival: Arrival): Promise<OpenAnswer> {
    const { status, headers } = arrival.incoming;
    const text = await textOf(headers, this.#read(arrival, this.#request.maxBytes ?? TEXT_MAX_BYTES));
    const judgement = this.#request.judge?.({ status, headers, text }) ?? null;
    if (judgement !== null && judgement.kind !== "ANSWER") throw new Judged(judgement);
    if (judgement?.pauseMs)
      await this.#line.limiter.pause(this.#bucketKey(0), this.#capped(judgement.pauseMs));
    if (judgement === null && !this.#isAnswer(status)) throw this.#statusErrorOf(arrival, text);
    return {
      status,
      headers: utf8(headers),
      url: arrival.url.href,
      read: async function* () {
        yield Buffer.from(text);
      },
      drop: () => undefined,
      again: (reason) => {
        throw reason;
      },
    };
  }

  #isAnswer(status: number): boolean {
    return (status >= 200 && status < 300) || (this.#request.accept?.includes(status) ?? false);
  }

  #open(arrival: Arrival): OpenAnswer {
    const { status, headers } = arrival.incoming;
    return {
      status,
      headers,
      url: arrival.url.href,
      read: (defaultMaxBytes) => this.#read(arrival, this.#request.maxBytes ?? defaultMaxBytes),
      drop: () => drop(arrival),
      again: async (error) => {
        await this.#waitAfter(error);
        return this.answer();
      },
    };
  }

  #read({ url, incoming, call }: Arrival, maxBytes: number): AsyncGenerator<Uint8Array, void, void> {
    const idleMs = this.#request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return readBody(
      incoming,
      { shownUrl: this.#line.mask(url.href), maxBytes, idleMs, signal: this.#line.signal },
      call,
    );
  }

  async #statusError(arrival: Arrival): Promise<HttpStatusError> {
    const { signal } = this.#line;
    const decoder = new TextDecoder();
    let text = "";
    try {
      for await (const chunk of this.#read(arrival, Number.POSITIVE_INFINITY)) {
        text += decoder.decode(chunk, { stream: true });
        // A word that is cut in two may be half a secret.
        if (text.length > QUOTED_FROM) text = text.slice(0, QUOTED_FROM).replace(/\S*$/, "");
        if (text.length >= QUOTED_FROM) break;
      }
    } catch {
      // A refusal whose body breaks off is still that refusal.
      signal.throwIfAborted();
    }
    return this.#statusErrorOf(arrival, text);
  }

  #statusErrorOf(arrival: Arrival, text: string): HttpStatusError {
    const { mask, retry, clock } = this.#line;
    const { status, headers } = arrival.incoming;
    return new HttpStatusError({
      status,
      url: mask(arrival.url.href),
      body: excerpt(text, mask),
      retryAfterMs: retryAfterMs(headers.get("retry-after"), retry, clock.now()),
    });
  }

  /** Waits until the request may be sent again. @throws `failure`, or what it stands for, when it may not */
  async #waitAfter(failure: unknown): Promise<void> {
    const { limiter, signal, retry, clock, random, meter } = this.#line;
    const asked = this.#askedWait(failure);
    const backoff = backoffMs(retry, this.#tries, random);
    const isThrottled = this.#isThrottled(failure);
    if (isThrottled) {
      meter.throttled();
      // Everyone who shares the key waits, this request too when it next asks the limiter.
      await limiter.pause(this.#bucketKey(0), Math.max(asked ?? retry.throttlePauseMs, backoff));
    }
    if (!this.#mayRetry(failure)) throw failure instanceof Judged ? failure.judgement.error : failure;
    if (!isThrottled) await clock.sleep(Math.max(asked ?? 0, backoff), signal);
  }

  #askedWait(failure: unknown): number | null {
    if (failure instanceof HttpStatusError) return failure.retryAfterMs;
    if (!(failure instanceof Judged) || failure.judgement.kind === "REFUSED") return null;
    const { retryAfterMs } = failure.judgement;
    return typeof retryAfterMs === "number" ? this.#capped(retryAfterMs) : null;
  }

  #capped(ms: number): number {
    return Math.min(ms, this.#line.retry.retryAfterCapMs);
  }

  #isThrottled(failure: unknown): boolean {
    if (failure instanceof Judged) return failure.judgement.kind === "THROTTLED";
    return failure instanceof HttpStatusError && this.#line.retry.throttleStatuses.includes(failure.status);
  }

  #mayRetry(error: unknown): boolean {
    const { retry } = this.#line;
    if (this.#request.retry === false || this.#tries >= (this.#request.tries ?? retry.tries)) return false;
    if (error instanceof Judged) return error.judgement.kind !== "REFUSED";
    if (error instanceof HttpStatusError) return retry.statuses.includes(error.status);
    return [HttpConnectionError, BodyCutOff, BodyStalled].some((kind) => error instanceof kind);
  }
}

/** What a judge made of an answer, on its way to whoever waits or gives up. */
class Judged extends Error {
  readonly judgement: Exclude<Judgement, { readonly kind: "ANSWER" }>;

  constructor(judgement: Exclude<Judgement, { readonly kind: "ANSWER" }>) {
    super(judgement.error.message);
    this.judgement = judgement;
  }
}

/** Headers of a body that was decoded and is handed on as UTF-8. */
function utf8(headers: Headers): Headers {
  const sent = new Headers(headers);
  const type = (headers.get("content-type") ?? "text/plain").split(";")[0] ?? "text/plain";
  sent.set("content-type", `${type}; charset=utf-8`);
  return sent;
}

function drop({ incoming, call }: Arrival): void {
  incoming.stream.destroy();
  call.end(null);
}
