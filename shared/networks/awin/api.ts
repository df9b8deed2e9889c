/** Calls to api.awin.com: 20 a minute for each Awin user, whoever makes them. */
import type { HttpResponse } from "../../http/client.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { type AwinCredentials, refusedOr } from "./credentials.ts";
import type { AwinSettings } from "./settings.ts";

export type AwinContext = FetchContext<AwinCredentials, AwinSettings>;

const BASE = "https://api.awin.com";

/**
 * The token goes into the header and never into the query: the promotions call answers a token in the query with
 * 200 and an empty list, which looks like an account without offers.
 */
export const bearer = (credentials: AwinCredentials): Record<string, string> => ({
  authorization: `Bearer ${credentials.accessToken}`,
  accept: "application/json",
});

interface ApiCall {
  readonly path: string;
  /** Sent as a JSON POST; left out, the call is a GET. */
  readonly body?: unknown;
  readonly accept?: readonly number[];
}

/**
 * @returns the answer's JSON, or null for a status of `accept`
 * @throws CredentialsRefused on 401 and 403; FeedUnreadable when the body is an error in spite of a status of 200
 */
export async function callApi(context: AwinContext, call: ApiCall): Promise<unknown> {
  context.signal.throwIfAborted();
  const response = await send(context, call);
  if (response.status >= 300) {
    await response.text();
    return null;
  }
  const answer = await response.json();
  const error = errorText(answer);
  if (error !== null) throw new FeedUnreadable(`Awin answered ${call.path} with an error: ${error}`);
  return answer;
}

async function send(context: AwinContext, { path, body, accept = [] }: ApiCall): Promise<HttpResponse> {
  const headers = bearer(context.credentials);
  const url = `${BASE}${path}`;
  try {
    if (body === undefined) return await context.http.request({ url, headers, accept });
    return await context.http.request({
      url,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
      accept,
    });
  } catch (error) {
    throw refusedOr("accessToken", error);
  }
}

function errorText(answer: unknown): string | null {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return null;
  const { error, description, message } = answer as Record<string, unknown>;
  return [error, description ?? message]
    .filter((part) => part !== undefined)
    .join(", ")
    .slice(0, 300);
}
