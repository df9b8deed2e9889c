/** Requests to a shop that never asked for them: who asks is said, and a "no" is taken for one. */
import type { HttpClient, HttpRequest, JudgedAnswer, Judgement, NamedQuota } from "../http/client.ts";
import { DEFAULT_USER_AGENT } from "../http/create-client.ts";
import { FeedUnreadable } from "../networks/adapter.ts";

/** A whole answer; a 4xx is one, for readers to make sense of. */
export interface ShopAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly text: string;
}

export interface ShopClientOptions {
  /** Who is to be asked about these requests. */
  readonly contact?: string | undefined;
  /** A slower pace than the network's, such as robots.txt may ask for. */
  readonly quota?: NamedQuota;
}

const ACCEPT = {
  json: "application/json",
  html: "text/html,application/xhtml+xml",
  text: "text/plain,*/*;q=0.5",
  xml: "application/xml,text/xml,*/*;q=0.5",
} as const;
export type Wanted = keyof typeof ACCEPT;

const LARGEST_ANSWER = 64 * 1024 * 1024;
/** All of 4xx but the ones that mean "later". */
const ANSWERS = [400, 401, 402, 403, 404, 405, 406, 410, 415, 421, 422, 423, 451];
/** Shopify's "security rejection" of what looks like a robot: minutes, not seconds. */
const SECURITY_REJECTION = { status: 430, restMs: 180_000 } as const;

export class ShopClient {
  readonly #http: HttpClient;
  readonly #options: ShopClientOptions;

  constructor(http: HttpClient, options: ShopClientOptions = {}) {
    this.#http = http;
    this.#options = options;
  }

  /** @throws FeedUnreadable when the shop answers with a challenge for browsers, or goes on throttling */
  async get(
    url: string,
    wanted: Wanted,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ShopAnswer> {
    const response = await this.#http.request({
      ...this.request(url, wanted, headers),
      accept: ANSWERS,
      maxBytes: LARGEST_ANSWER,
      judge: (answer) => judged(answer, new URL(url).host),
    });
    return {
      status: response.status,
      headers: response.headers,
      url: response.url,
      text: await response.text(),
    };
  }

  /** A request in this client's name, for whoever streams its answer. */
  request(url: string, wanted: Wanted, headers: Readonly<Record<string, string>> = {}): HttpRequest {
    const { contact, quota } = this.#options;
    return {
      url,
      headers: {
        accept: ACCEPT[wanted],
        ...(contact !== undefined && { "user-agent": `${DEFAULT_USER_AGENT} (+${contact})` }),
        ...headers,
      },
      ...(quota && { quota }),
    };
  }

  /** The same client at another pace. */
  at(quota: NamedQuota): ShopClient {
    return new ShopClient(this.#http, { ...this.#options, quota });
  }

  get http(): HttpClient {
    return this.#http;
  }
}

function judged(answer: JudgedAnswer, host: string): Judgement | null {
  if (isChallenge(answer)) {
    return {
      kind: "REFUSED",
      error: new FeedUnreadable(
        `${host} answers with a challenge for browsers (HTTP ${answer.status}). Nothing was read, and nothing more is asked: ask the shop to let Offerfeed's requests through.`,
      ),
    };
  }
  const restMs = restAfter(answer);
  if (restMs === undefined) return null;
  const error = new FeedUnreadable(
    `${host} throttles and goes on throttling (HTTP ${answer.status}). The next run asks again; sync this source less often.`,
  );
  return { kind: "THROTTLED", error, retryAfterMs: restMs };
}

const isHtml = ({ headers, text }: Pick<JudgedAnswer, "headers" | "text">): boolean =>
  /\bhtml\b/i.test(headers.get("content-type") ?? "") || /^\s*<(?:!doctype\s+html|html)/i.test(text);

const isChallenge = (answer: JudgedAnswer): boolean =>
  answer.headers.get("cf-mitigated") === "challenge" ||
  (isHtml(answer) && /<title>\s*Just a moment/i.test(answer.text));

/** Milliseconds to wait; null: not said; undefined: this is no throttling that the status alone would not tell. */
function restAfter({ status, headers, text }: JudgedAnswer): number | null | undefined {
  if (status === SECURITY_REJECTION.status) return SECURITY_REJECTION.restMs;
  if (status !== 400 || !text.includes("rate_limit_exceeded")) return undefined;
  // WooCommerce throttles with 400, and has a header of its own to say for how long.
  const seconds = headers.get("ratelimit-retry-after") ?? headers.get("retry-after");
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : null;
}

/** The answer as JSON; undefined when it is a web page or no JSON. */
export function jsonOf(answer: ShopAnswer): unknown {
  if (isHtml(answer)) return undefined;
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    return undefined;
  }
}

/** What came, for a message. */
export function shown(answer: ShopAnswer): string {
  const what = isHtml(answer) ? "a web page" : `“${answer.text.trim().slice(0, 80)}”`;
  return `HTTP ${answer.status}, ${answer.text.trim() === "" ? "an empty body" : what}`;
}
