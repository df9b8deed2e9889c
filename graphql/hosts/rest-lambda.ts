/** The REST API behind an API Gateway HTTP API. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { BASE_PATH, type RestResponse } from "../rest/answers.ts";
import { restApi } from "../rest/api.ts";
import type { ExportBounds } from "../rest/exports.ts";
import { httpExecute } from "../rest/http-execute.ts";
import { openApiDocument } from "../rest/openapi.ts";
import type { RestRequest } from "../rest/requests.ts";

export interface RestLambdaOptions {
  readonly graphqlUrl: string;
  /** The GraphQL schema with its descriptions. */
  readonly schemaText: () => Promise<string>;
  readonly onError: (error: unknown) => void;
}

/** API Gateway waits 30 seconds. */
const TIMEOUT_MS = 27_000;

/** A function's answer has at most 6 MB. */
const EXPORT_BOUNDS: ExportBounds = { offers: 2_000, bytes: 3_000_000, ms: 12_000 };

export function restLambda({ graphqlUrl, schemaText, onError }: RestLambdaOptions) {
  let document: Promise<string> | null = null;
  const handle = restApi({
    openApi: () => (document ??= schemaText().then((text) => JSON.stringify(openApiDocument(text)))),
    exportBounds: EXPORT_BOUNDS,
    onError,
  });
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const request = received(event);
    const authorization = request.headers["authorization"] ?? null;
    const execute = httpExecute({ url: graphqlUrl, authorization, timeoutMs: TIMEOUT_MS });
    const answer = await handle(request, execute);
    return result(request.method === "HEAD" ? { ...answer, body: null } : answer);
  };
}

function received(event: APIGatewayProxyEventV2): RestRequest {
  const { method } = event.requestContext.http;
  // HTTP APIs hand on the path decoded; a `?` or `%` in it is then an id's own.
  const path = event.rawPath.split("/").map(encodeURIComponent).join("/");
  const body = event.body ?? "";
  return {
    method,
    path: path.startsWith(BASE_PATH) ? path.slice(BASE_PATH.length) : path,
    query: new URLSearchParams(event.rawQueryString),
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body,
  };
}

function result({ status, headers, body }: RestResponse): APIGatewayProxyStructuredResultV2 {
  const answer = { statusCode: status, headers: { ...headers } };
  if (body === null) return answer;
  if (typeof body === "string") return { ...answer, body };
  if (!(body instanceof Uint8Array)) throw new Error("An answer of a function is not a stream.");
  return { ...answer, body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
}
