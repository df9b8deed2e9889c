/** CJ's GraphQL: errors come with any status, and beside data. */
import * as z from "zod";
import type { JudgedAnswer, Judgement } from "../../http/client.ts";
import { FeedUnreadable } from "../adapter.ts";
import { credentialsRefused } from "./credentials.ts";
import { GRAPHQL } from "./limits.ts";
import type { CjContext } from "./rest.ts";

const URL = "https://ads.api.cj.com/query";
/** Large pages are slow. */
const TIMEOUT_MS = 120_000;

const errorsSchema = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string() })).min(1),
});

/**
 * @returns what stands under `data`
 * @throws CredentialsRefused, or FeedUnreadable with CJ's own words
 */
export async function ask<T>(
  { http, credentials }: CjContext,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  data: z.ZodType<T>,
): Promise<T> {
  const response = await http.request({
    url: URL,
    method: "POST",
    headers: {
      authorization: `Bearer ${credentials.personalAccessToken}`,
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify({ query, variables }),
    timeoutMs: TIMEOUT_MS,
    quota: GRAPHQL,
    judge,
  });
  const read = z.looseObject({ data }).safeParse(await response.json());
  if (read.success) return read.data.data;
  const issue = read.error.issues[0];
  throw new FeedUnreadable(
    `CJ's GraphQL answer is not as its schema says: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}

/** Not confirmed which statuses and words CJ uses: these are what they would mean. */
const AUTHENTICATION = /authenticat|authori[sz]|permission|access token|not a member|company/i;
const THROTTLED = /too many|rate limit|throttl/i;

/** Partial data beside errors is not taken: what is missing of it could look as if it were gone. */
function judge({ status, text }: JudgedAnswer): Judgement | null {
  if (status === 429 || status >= 500) return null;
  const messages = messagesOf(text);
  if (messages === null) {
    const isRefused = status === 401 || status === 403;
    return isRefused ? { kind: "REFUSED", error: credentialsRefused("") } : null;
  }
  const said = messages.join("; ");
  const error = new FeedUnreadable(`CJ's GraphQL answered with an error: “${said.slice(0, 300)}”`);
  if (THROTTLED.test(said)) return { kind: "THROTTLED", error };
  return { kind: "REFUSED", error: AUTHENTICATION.test(said) ? credentialsRefused(said) : error };
}

function messagesOf(text: string): string[] | null {
  try {
    const read = errorsSchema.safeParse(JSON.parse(text));
    return read.success ? read.data.errors.map(({ message }) => message) : null;
  } catch {
    // No JSON: whoever reads the answer says so, with how it begins.
    return null;
  }
}
