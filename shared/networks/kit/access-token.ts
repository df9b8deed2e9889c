/** OAuth 2.0 access tokens: asked for once, kept for as long as they are good, asked for again when one is refused. */
import * as z from "zod";
import type { HttpClient, HttpRequest } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable } from "../adapter.ts";
import { refusedOr } from "./refusal.ts";

/** Before its end, so that a request on its way does not arrive with a token that has run out. */
const SPARE_MS = 60_000;

export interface AccessTokenOptions {
  readonly http: HttpClient;
  /** The token request, as the network wants it. */
  readonly request: HttpRequest;
  /** What to say when the network refuses: names the credential fields and where to find them. */
  readonly remedy: string;
  /** Statuses of the token request that mean a refusal. OAuth answers a wrong client with 400 or 401. */
  readonly refusedStatuses?: readonly number[];
  /** Seconds a token is good for where the network does not say (RFC 6749 leaves `expires_in` out at will). */
  readonly defaultLifeSeconds?: number;
  /** Reads the life out of an answer that has it elsewhere, in seconds; null: it is not there. */
  readonly lifeSeconds?: (answer: unknown, nowMs: number) => number | null;
  readonly now?: () => number;
}

const answerSchema = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.union([z.number(), z.string().regex(/^\d+$/)]).nullish(),
});

/**
 * One token for one listing.
 *
 * @example
 * const token = new AccessToken({ http, request: { url: TOKEN_URL, method: "POST", … }, remedy: "…" });
 * await http.request({ url, headers: { authorization: `Bearer ${await token.value()}` } });
 */
export class AccessToken {
  readonly #options: AccessTokenOptions;
  #known: { readonly token: string; readonly until: number } | null = null;

  constructor(options: AccessTokenOptions) {
    this.#options = options;
  }

  /** @throws CredentialsRefused when the network refuses the client; FeedUnreadable when it answers no token */
  async value(): Promise<string> {
    const { now = Date.now } = this.#options;
    if (this.#known !== null && now() < this.#known.until) return this.#known.token;
    return this.#fetched(now());
  }

  /** The next `value` asks anew: the network refused the token before its time. */
  forget(): void {
    this.#known = null;
  }

  async #fetched(now: number): Promise<string> {
    const { http, request, remedy, refusedStatuses = [400, 401, 403] } = this.#options;
    let answer: unknown;
    try {
      answer = await (await http.request(request)).json();
    } catch (error) {
      throw refusedOr(error, remedy, refusedStatuses);
    }
    const read = answerSchema.safeParse(answer);
    if (!read.success) throw new FeedUnreadable("The token request was answered without an access_token.");
    const { access_token: token, expires_in } = read.data;
    http.conceal(token);
    const { lifeSeconds, defaultLifeSeconds = 3600 } = this.#options;
    const lifeMs = Number(lifeSeconds?.(answer, now) ?? expires_in ?? defaultLifeSeconds) * 1000;
    this.#known = { token, until: now + Math.max(lifeMs - SPARE_MS, lifeMs / 2) };
    return token;
  }
}

/**
 * Makes a call with the token, and once more with a new one when the network refuses it: tokens are revoked before
 * their time.
 *
 * @param statuses those that mean a refused token
 */
export async function withToken<T>(
  token: AccessToken,
  call: (value: string) => Promise<T>,
  statuses: readonly number[] = [401],
): Promise<T> {
  try {
    return await call(await token.value());
  } catch (error) {
    if (!(error instanceof HttpStatusError) || !statuses.includes(error.status)) throw error;
    token.forget();
    return call(await token.value());
  }
}
