/** Reaches GraphQL over HTTP, as the caller: what AppSync lets nobody do, the REST API does for nobody. */
import * as z from "zod";
import type { Execute, GraphqlAnswer } from "./execute.ts";

export interface HttpExecuteOptions {
  /** The GraphQL endpoint. */
  readonly url: string;
  /** The caller's header; null without one. */
  readonly authorization: string | null;
  /** For everything that one request runs. It ends with a `TimeoutError`. */
  readonly timeoutMs: number;
}

/** @throws Error when the answer is none of GraphQL's; with the name TimeoutError when it does not come in time */
export function httpExecute({ url, authorization, timeoutMs }: HttpExecuteOptions): Execute {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = {
    "content-type": "application/json",
    // AppSync takes the token without the name of the scheme.
    ...(authorization === null ? {} : { authorization: authorization.replace(/^Bearer\s+/i, "") }),
  };
  return async (operation) => {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(operation), signal });
    const answer = answerSchema.safeParse(parsed(await response.text())).data ?? {};
    const { data = null, errors } = answer;
    if (data === null && (errors ?? []).length === 0) {
      throw new Error(`The GraphQL API answered ${response.status} without data or errors.`);
    }
    return { data, errors: (errors ?? []).map(toError), retryAfter: response.headers.get("retry-after") };
  };
}

/** AppSync names an error's kind in `errorType`, others in `extensions.code`. */
const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string().nullish(),
        errorType: z.string().nullish(),
        extensions: z.looseObject({ code: z.string().optional() }).nullish(),
      }),
    )
    .nullish(),
});

type WireError = NonNullable<NonNullable<z.output<typeof answerSchema>["errors"]>[number]>;

const toError = ({ message, errorType, extensions }: WireError): GraphqlAnswer["errors"][number] => ({
  code: extensions?.code ?? errorType ?? "",
  message: message ?? "",
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
