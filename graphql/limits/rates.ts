/** How often somebody may ask, counted in this process: by API key or user, else by address. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Caller } from "../../shared/access/caller.ts";
import { GraphQLError } from "../graphql-js.ts";
import { addressKey } from "./address-key.ts";
import { inWords } from "./limits.ts";

/** Points a minute. A request is one point; one of high complexity is more. */
export interface RateOptions {
  /** Of one address, without a token. */
  readonly anonymous: number;
  /** Of one user or API key. */
  readonly identified: number;
  /** Tokens and keys that did not hold, of one address. */
  readonly refused: number;
}

export const RATES: RateOptions = { anonymous: 600, identified: 3_000, refused: 60 };

/** So much complexity is worth one request more. */
const COMPLEXITY_OF_A_POINT = 1_000;

export const pointsOf = (complexity: number): number => Math.floor(complexity / COMPLEXITY_OF_A_POINT);

export class Rates {
  readonly #options: RateOptions;
  readonly #anonymous: RateLimiterMemory;
  readonly #identified: RateLimiterMemory;
  readonly #refused: RateLimiterMemory;

  constructor(options: RateOptions = RATES) {
    const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
    this.#options = options;
    this.#anonymous = perMinute(options.anonymous);
    this.#identified = perMinute(options.identified);
    this.#refused = perMinute(options.refused);
  }

  /** The feed's own functions are not counted. @throws GraphQLError RATE_LIMITED, HTTP's 429 */
  async spend({ kind, author, address }: Caller, points = 1): Promise<void> {
    if (kind === "IAM" || points === 0) return;
    const anonymous = kind === "ANONYMOUS";
    const limiter = anonymous ? this.#anonymous : this.#identified;
    const most = anonymous ? this.#options.anonymous : this.#options.identified;
    const key = anonymous ? addressKey(address) : author;
    await limiter.consume(key, points).catch((reason: unknown) => {
      throw refusal(reason, `At most ${inWords(most)} requests a minute are allowed`);
    });
  }

  /**
   * Finds out who calls, unless too much that did not hold came from the address before.
   * @param identify rejects for a token or key that does not hold
   * @throws GraphQLError RATE_LIMITED; what `identify` throws
   */
  async identified(address: string | null, identify: () => Promise<Caller>): Promise<Caller> {
    const key = addressKey(address);
    const before = await this.#refused.get(key);
    if (before !== null && before.consumedPoints >= this.#options.refused) {
      throw refusal(before, "Too many tokens from this address did not hold");
    }
    try {
      return await identify();
    } catch (error) {
      await this.#refused.penalty(key);
      throw error;
    }
  }
}

/** @param reason what the limiter rejects with: how long to wait, or an error of its own */
function refusal(reason: unknown, what: string): unknown {
  if (!(reason instanceof RateLimiterRes)) return reason;
  const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
  return new GraphQLError(`${what}. Try again in ${seconds} s.`, {
    extensions: {
      code: "RATE_LIMITED",
      http: { status: 429, headers: new Map([["retry-after", String(seconds)]]) },
    },
  });
}
