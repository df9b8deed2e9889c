/** The REST API: each request runs its route's GraphQL document as its caller, under GraphQL's own rules. */
import { answer, jsonResponse, problemResponse, type RestResponse } from "./answers.ts";
import type { Execute } from "./execute.ts";
import type { ExportBounds, Run } from "./exports.ts";
import { type MatchRoute, routeMatcher } from "./matching.ts";
import { internalProblem, Problem, problemOfError, problemOfUserErrors } from "./problems.ts";
import { readBody, readQuery, type RestRequest } from "./requests.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

export interface RestOptions {
  /** The OpenAPI document, as JSON. */
  readonly openApi: () => Promise<string>;
  /** What one answer of an export may hold; null: as much as there is. */
  readonly exportBounds: ExportBounds | null;
  /** Told of errors that callers see masked. */
  readonly onError: (error: unknown) => void;
}

/** @param execute runs operations as the request's caller */
export type HandleRest = (request: RestRequest, execute: Execute) => Promise<RestResponse>;

export function restApi({ openApi, exportBounds, onError }: RestOptions): HandleRest {
  const match = routeMatcher(routes);
  return async (request, execute) => {
    try {
      if (request.path === "/openapi.json" && ["GET", "HEAD"].includes(request.method)) {
        return jsonResponse(request, await openApi(), { status: 200, cache: "PUBLIC", headers: {} });
      }
      return await respond(match, request, { execute, exportBounds });
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      if (error instanceof Error && error.name === "TimeoutError") {
        return problemResponse(
          new Problem(504, "TIMEOUT", "The answer took too long. Ask for less, or try again."),
        );
      }
      onError(error);
      return problemResponse(internalProblem());
    }
  };
}

async function respond(
  match: MatchRoute,
  request: RestRequest,
  { execute, exportBounds }: Pick<RestOptions, "exportBounds"> & { readonly execute: Execute },
): Promise<RestResponse> {
  const found = matched(match, request);
  if (found.found === "NOTHING") {
    throw new Problem(404, "ROUTE_NOT_FOUND", "There is no such address. /api/openapi.json lists them all.");
  }
  if (found.found === "PATH") {
    const allow = { allow: found.methods.join(", ") };
    if (request.method === "OPTIONS") return { status: 204, headers: allow, body: null };
    throw new Problem(405, "METHOD_NOT_ALLOWED", `This address takes ${allow.allow}.`, { headers: allow });
  }
  const { route, path } = found;
  const query = readQuery(route.query, request.query);
  const body = route.method === "GET" ? undefined : readBody(route.body, request);
  const run: Run = async (variables) => {
    const { data, errors, retryAfter } = await execute({ query: route.document, variables });
    const [error] = errors;
    if (error !== undefined) throw problemOfError(error, retryAfter);
    return data;
  };
  if (route.respond !== undefined) {
    return route.respond({ request, query, body, run, bounds: exportBounds });
  }
  const data = await run(route.variables({ path, query, body }));
  return answer(route, request, bodyOf(route, data));
}

function matched(match: MatchRoute, { method, path }: RestRequest): ReturnType<MatchRoute> {
  try {
    return match(method, path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new Problem(400, "INVALID_PATH", "The path's percent-encoding is broken.");
  }
}

/** What a mutation answers with, as far as it matters here. */
interface Payload {
  readonly userErrors?: Parameters<typeof problemOfUserErrors>[0];
  readonly run?: unknown;
}

/** @throws Problem what the mutation refused, or 404 where there is nothing */
function bodyOf({ answer: at, missing, partial }: Route, data: unknown): unknown {
  let value: unknown = data;
  for (const name of at) {
    value = (value as Readonly<Record<string, unknown>>)[name] ?? null;
    const { userErrors = [], run = null } = (value ?? {}) as Payload;
    if (userErrors.length > 0 && !(partial && run !== null)) throw problemOfUserErrors(userErrors);
    if (value === null && missing !== undefined) {
      throw new Problem(404, missing.code, `There is no such ${missing.what}.`);
    }
    if (value === null) throw new Error(`${at.join(".")} is null without an error that says why.`);
  }
  return withJson(Array.isArray(value) ? { nodes: value } : value);
}

/** Fields of the type AWSJSON, which GraphQL has as texts. */
export const JSON_FIELDS: ReadonlySet<string> = new Set(["settings", "settingsSchema"]);

function withJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      JSON_FIELDS.has(name) && typeof inner === "string" ? JSON.parse(inner) : withJson(inner),
    ]),
  );
}
