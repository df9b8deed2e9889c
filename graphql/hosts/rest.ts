/** The REST API on the in-process host: Express before it, the Apollo server behind it. */
import type { ApolloServer } from "@apollo/server";
import express from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GraphqlContext } from "../context.ts";
import { GraphQLError } from "../graphql-js.ts";
import { problemResponse, type RestResponse } from "../rest/answers.ts";
import { restApi } from "../rest/api.ts";
import type { Execute, GraphqlAnswer } from "../rest/execute.ts";
import { openApiDocument } from "../rest/openapi.ts";
import { Problem } from "../rest/problems.ts";
import type { RestRequest } from "../rest/requests.ts";

export interface RestHostOptions {
  readonly apollo: ApolloServer<GraphqlContext>;
  readonly schemaText: string;
  /** @throws GraphQLError UNAUTHENTICATED */
  readonly context: (request: express.Request) => Promise<GraphqlContext>;
  /** Bytes. */
  readonly maxBody: number;
  readonly onError: (error: unknown) => void;
}

export function restRouter({
  apollo,
  schemaText,
  context,
  maxBody,
  onError,
}: RestHostOptions): express.Router {
  let document: string | null = null;
  const handle = restApi({
    openApi: async () => (document ??= JSON.stringify(openApiDocument(schemaText))),
    exportBounds: null,
    onError,
  });
  const router = express.Router();
  router.use(express.text({ limit: maxBody, type: () => true }));
  const answer = async (request: express.Request, response: express.Response): Promise<void> => {
    // Once a request, however many operations it runs.
    let caller: Promise<GraphqlContext> | null = null;
    const execute: Execute = async (operation) => {
      try {
        return await executed(apollo, operation, await (caller ??= context(request)));
      } catch (error) {
        if (error instanceof GraphQLError) return refused(error);
        throw error;
      }
    };
    await send(await handle(received(request), execute), response, onError);
  };
  // Express hears of it when the promise is broken.
  router.use((request, response) => answer(request, response));
  router.use(bodyRefused);
  return router;
}

function received(request: express.Request): RestRequest {
  const [path = "", query = ""] = request.url.split("?", 2);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, value?.toString()] as const);
  return {
    method: request.method,
    path: path === "/" ? "" : path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: typeof request.body === "string" ? request.body : "",
  };
}

async function executed(
  apollo: ApolloServer<GraphqlContext>,
  { query, variables }: Parameters<Execute>[0],
  contextValue: GraphqlContext,
): Promise<GraphqlAnswer> {
  const { body, http } = await apollo.executeOperation(
    { query, variables: { ...variables } },
    { contextValue },
  );
  if (body.kind !== "single") throw new Error("The API answered in parts, which nobody asked it for.");
  const { data = null, errors = [] } = body.singleResult;
  return {
    data,
    errors: errors.map(({ message, extensions }) => ({ message, code: String(extensions?.["code"]) })),
    retryAfter: http.headers.get("retry-after") ?? null,
  };
}

const refused = ({ message, extensions }: GraphQLError): GraphqlAnswer => ({
  data: null,
  errors: [{ message, code: String(extensions["code"]) }],
  retryAfter: retryAfterIn(extensions["http"]),
});

const retryAfterIn = (http: unknown): string | null => {
  const headers = typeof http === "object" && http !== null && "headers" in http ? http.headers : null;
  const value: unknown = headers instanceof Map ? headers.get("retry-after") : undefined;
  return typeof value === "string" ? value : null;
};

async function send(
  { status, headers, body }: RestResponse,
  response: express.Response,
  onError: (error: unknown) => void,
): Promise<void> {
  const { vary, ...others } = headers;
  response.status(status).set(others);
  if (vary !== undefined) response.vary(vary);
  if (body === null) return void response.end();
  if (typeof body === "string" || body instanceof Uint8Array) return void response.end(body);
  try {
    // A stream as it is: one around it would only end it once it has the next bytes.
    await pipeline(body instanceof Readable ? body : Readable.from(body), response);
  } catch (error) {
    // The reader went away, which is theirs to do; anything else has cut the answer off.
    if (!isClosedEarly(error)) onError(error);
  }
}

const isClosedEarly = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";

/** What Express's body parser refused. */
const bodyRefused: express.ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
  const problem = BODY_PROBLEMS.get(status);
  if (problem === undefined) return next(error);
  const { headers, body } = problemResponse(problem);
  response.status(problem.status).set(headers).end(body);
};

const BODY_PROBLEMS: ReadonlyMap<unknown, Problem> = new Map([
  [400, new Problem(400, "INVALID_BODY", "The body broke off or is not of the length that was announced.")],
  [413, new Problem(413, "PAYLOAD_TOO_LARGE", "The body is larger than 1 MB.")],
  [415, new Problem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json, in UTF-8.")],
]);
