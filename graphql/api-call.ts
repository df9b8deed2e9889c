/** A call of the API by one of the feed's own functions, signed. */
import type { Sign } from "./hosts/sigv4.ts";

export type ApiAnswer =
  | { readonly ok: true; readonly data: unknown }
  | {
      readonly ok: false;
      readonly reason: string;
      /** Of the first GraphQL error, on either host; null where none came. */
      readonly code: string | null;
      /** True: the same call may be answered later. */
      readonly retry: boolean;
    };

const TIMEOUT_MS = 20_000;

/**
 * Sends one operation once.
 * @param url the API's GraphQL endpoint
 * @param body JSON with `query` and `variables`
 */
export async function callApi(url: string, body: string, sign: Sign): Promise<ApiAnswer> {
  const request = { method: "POST", url, headers: { "content-type": "application/json" }, body };
  let response: Response;
  let text: string;
  try {
    const headers = await sign(request);
    response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, reason, code: null, retry: true };
  }
  const retry = response.status >= 500 || response.status === 429;
  if (!response.ok) {
    const reason = `it answered ${response.status}: ${text.slice(0, 300)}`;
    return { ok: false, reason, code: firstError(text)?.code ?? null, retry };
  }
  return answerIn(text);
}

/** GraphQL answers 200 with errors in the body. */
function answerIn(text: string): ApiAnswer {
  const error = firstError(text);
  if (error !== null) return { ok: false, ...error, retry: false };
  const { data } = JSON.parse(text) as { readonly data?: unknown };
  return { ok: true, data };
}

interface GraphqlError {
  readonly message?: string;
  readonly errorType?: string;
  readonly extensions?: { readonly code?: string };
}

function firstError(text: string): { readonly reason: string; readonly code: string | null } | null {
  let errors: readonly GraphqlError[];
  try {
    errors = (JSON.parse(text) as { errors?: readonly GraphqlError[] | null }).errors ?? [];
  } catch {
    return { reason: `it answered what is no JSON: ${text.slice(0, 100)}`, code: null };
  }
  const [error] = errors;
  if (error === undefined) return null;
  return {
    reason: error.message ?? "an error without a message",
    code: error.extensions?.code ?? error.errorType ?? null,
  };
}
