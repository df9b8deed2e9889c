/** Operations over HTTP. */
import { errorOf, type GraphqlErrorEntry, isTransient, OfferfeedError } from "./errors.ts";
import { retryAfterSeconds, retryDelayMs, wait } from "./waiting.ts";

/** A token or API key; null for none. A function is asked before each call, so that it may renew it. */
export type Token = string | null | (() => Promise<string | null> | string | null);

export interface HttpOptions {
  readonly url: string;
  readonly token: Token;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  /** How often a query is tried again. */
  readonly retries: number;
}

export interface Operation {
  readonly query: string;
  readonly variables: unknown;
  /** True: it may be sent again when it failed, as it changes nothing. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** @returns the value of `authorization`; null without a token */
export async function authorization(token: Token): Promise<string | null> {
  const value = typeof token === "function" ? await token() : token;
  return value === null ? null : `Bearer ${value}`;
}

/**
 * @returns the response's `data`
 * @throws OfferfeedError; the signal's reason when it was aborted
 */
export async function send(options: HttpOptions, operation: Operation): Promise<unknown> {
  const tries = operation.repeatable ? options.retries : 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sendOnce(options, operation);
    } catch (error) {
      if (attempt >= tries || !isTransient(error)) throw error;
      await wait(retryDelayMs(attempt, error.retryAfterSeconds), operation.signal);
    }
  }
}

async function sendOnce(options: HttpOptions, operation: Operation): Promise<unknown> {
  const { query, variables = {}, signal } = operation;
  const authorized = await authorization(options.token);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await options.fetch(options.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        ...(authorized === null ? {} : { authorization: authorized }),
      },
      body: JSON.stringify({ query, variables }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return dataOf(response, await response.text());
  } catch (error) {
    if (error instanceof OfferfeedError) throw error;
    signal?.throwIfAborted();
    throw new OfferfeedError("NETWORK_ERROR", noAnswer(options, timeout, error), { cause: error });
  }
}

const noAnswer = ({ url, timeoutMs }: HttpOptions, timeout: AbortSignal, error: unknown): string =>
  timeout.aborted
    ? `${url} did not answer within ${timeoutMs / 1000} seconds.`
    : `${url} cannot be reached (${error instanceof Error ? error.message : String(error)}): check the address, and that pages of this origin may call it.`;

function dataOf(response: Response, text: string): unknown {
  const body = parsed(text);
  const details = {
    status: response.status,
    data: body?.data,
    retryAfterSeconds: retryAfterSeconds(response.headers.get("retry-after")),
  };
  const error = errorOf(body?.errors, details);
  if (error !== null) throw error;
  if (body !== null && response.ok && body.data !== undefined) return body.data;
  const what = body === null ? "no JSON" : "no GraphQL response";
  throw new OfferfeedError("HTTP_ERROR", `The host answered ${response.status} with ${what}.`, details);
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlErrorEntry[];
}

/** @returns null for what is no JSON object */
function parsed(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
