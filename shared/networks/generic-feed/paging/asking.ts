/** One request of a stream: who asks, which hosts may be asked, what the answer means. */
import type { HttpResponse } from "../../../http/client.ts";
import { HttpStatusError } from "../../../http/errors.ts";
import type { FeedContext } from "../listing.ts";
import { refusedFeed } from "../refusal.ts";
import { type Additions, DEFAULT_URL, feedRequest, type RequesterSettings } from "../requester.ts";
import { budgetJudgement, quotaOf } from "./api-budget.ts";
import { Authentication } from "./authenticator.ts";
import { type Config, configOf, filling, type Place } from "./config.ts";
import { TokenRefused, verdictOf } from "./error-handler.ts";
import { checkedFirst, checkedNext } from "./hosts.ts";

/** An API's page is read whole. */
const MOST_PAGE_BYTES = 64 * 1024 * 1024;

export interface Asked {
  readonly place: Place;
  readonly additions: Additions;
}

export interface Answered {
  readonly response: HttpResponse;
  readonly text: string;
  /** By the settings the answer counts as a page without records. */
  readonly ignored: boolean;
}

export class Asker {
  readonly #context: FeedContext;
  readonly #begunAt = performance.now();
  readonly #config: Config;
  readonly #authentications = new Map<RequesterSettings, Authentication>();
  /** Without the credentials: for what is kept, or shown to people. */
  readonly plain: Config;

  constructor(context: FeedContext) {
    this.#context = context;
    this.#config = configOf(context.settings.config, context.credentials);
    this.plain = configOf(context.settings.config);
  }

  /** An answer that is read whole, and looked at by the error handler. */
  async page(requester: RequesterSettings, asked: Asked): Promise<Answered> {
    return this.#renewing(requester, async (authentication) => {
      const request = await this.#request(requester, asked, authentication);
      const { max_retries } = requester.error_handler ?? {};
      let ignored = false;
      let tried = 0;
      const response = await this.#context.http.request({
        ...request,
        headers: { accept: "application/json, */*;q=0.5", ...request.headers },
        maxBytes: MOST_PAGE_BYTES,
        ...(max_retries !== undefined && { tries: max_retries + 1 }),
        judge: (answer) => {
          tried += 1;
          const judging = { config: this.plain, now: Date.now(), tried, random: Math.random };
          const verdict = verdictOf(requester.error_handler, answer, judging);
          ({ ignored } = verdict);
          return verdict.judgement ?? budgetJudgement(this.#context.settings.api_budget, answer, judging.now);
        },
      });
      return { response, text: await response.text(), ignored };
    });
  }

  /** An answer whose body is streamed. */
  async file(
    requester: RequesterSettings,
    asked: Asked,
    more: { readonly maxBytes: number; readonly ifModifiedSince?: Date | null },
  ): Promise<HttpResponse> {
    return this.#renewing(requester, async (authentication) => {
      const request = await this.#request(requester, asked, authentication);
      return this.#context.http.request({
        ...request,
        maxBytes: more.maxBytes,
        ...(more.ifModifiedSince && {
          accept: [304],
          headers: { ...request.headers, "if-modified-since": more.ifModifiedSince.toUTCString() },
        }),
      });
    });
  }

  async #request(
    requester: RequesterSettings,
    { place, additions }: Asked,
    authentication: Authentication,
  ): Promise<Awaited<ReturnType<typeof feedRequest>>> {
    const fill = filling(this.#config, place);
    const first = checkedFirst(fill(requester.url ?? DEFAULT_URL), requester);
    const url = additions.url === null ? null : checkedNext(additions.url, first, requester);
    const request = await feedRequest(requester, fill, authentication, this.#now(), {
      ...additions,
      url,
    });
    const quota = quotaOf(this.#context.settings.api_budget, request);
    return { ...request, ...(quota && { quota }) };
  }

  /** Of the run's clock: signatures hold for minutes, and a run may last longer. */
  #now(): Date {
    return new Date(this.#context.now.getTime() + performance.now() - this.#begunAt);
  }

  /** Once more with a new token, where tokens are issued and this one is refused. */
  async #renewing<T>(
    requester: RequesterSettings,
    ask: (authentication: Authentication) => Promise<T>,
  ): Promise<T> {
    const authentication = this.#authenticationOf(requester);
    try {
      return await ask(authentication);
    } catch (error) {
      const isRefused =
        error instanceof TokenRefused || (error instanceof HttpStatusError && error.status === 401);
      if (!isRefused || !authentication.renews) throw refusedFeed(error, requester);
      authentication.forget();
    }
    try {
      return await ask(authentication);
    } catch (error) {
      throw refusedFeed(error, requester);
    }
  }

  /** Of a run: tokens are kept for all requests of a stream. */
  #authenticationOf(requester: RequesterSettings): Authentication {
    let known = this.#authentications.get(requester);
    if (known === undefined) {
      known = new Authentication(requester.authenticator, filling(this.#config, {}), this.#context.http);
      this.#authentications.set(requester, known);
    }
    return known;
  }
}
