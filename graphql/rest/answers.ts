/** Answers: their bodies, and the headers that say how long they hold and what comes next. */
import { hash } from "node:crypto";
import type { Problem } from "./problems.ts";
import type { RestRequest } from "./requests.ts";
import type { CachePolicy, Route } from "./route.ts";

/** Where the REST API is mounted. */
export const BASE_PATH = "/api";

export interface RestResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none. A stream ends early when its reader does. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array> | null;
}

const JSON_TYPE = "application/json; charset=utf-8";

export const problemResponse = (problem: Problem): RestResponse => ({
  status: problem.status,
  headers: {
    "content-type": "application/problem+json; charset=utf-8",
    "cache-control": "no-store",
    ...problem.headers,
  },
  body: JSON.stringify(problem),
});

/** A route's answer, or 304 to somebody who has it already. */
export function answer(route: Route, request: RestRequest, body: unknown): RestResponse {
  const next = linkToNext(route, request, body);
  return jsonResponse(request, JSON.stringify(body), {
    status: route.status,
    cache: route.cache,
    headers: {
      ...(next === null ? {} : { link: next }),
      ...(route.location === undefined ? {} : { location: BASE_PATH + route.location(body) }),
    },
  });
}

export function jsonResponse(
  request: RestRequest,
  body: string,
  {
    status,
    cache,
    headers,
  }: { readonly status: number; readonly cache: CachePolicy; readonly headers: object },
): RestResponse {
  const all = {
    "cache-control": cacheControl(cache, request.headers["authorization"] === undefined),
    vary: "Authorization",
    ...headers,
  };
  if (cache === "NEVER") return { status, headers: { ...all, "content-type": JSON_TYPE }, body };
  const etag = `"${hash("sha256", body, "base64url").slice(0, 27)}"`;
  if (matches(request.headers["if-none-match"], etag))
    return { status: 304, headers: { ...all, etag }, body: null };
  return { status, headers: { ...all, etag, "content-type": JSON_TYPE }, body };
}

export function cacheControl(policy: CachePolicy, anonymous: boolean): string {
  if (policy === "NEVER") return "no-store";
  return policy === "PUBLIC" && anonymous
    ? "public, max-age=30, stale-while-revalidate=300"
    : "private, no-cache";
}

/** RFC 9110: weak comparison, a list, or `*`. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = new Set(ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, "")));
  return tags.has("*") || tags.has(etag);
}

function linkToNext({ next }: Route, request: RestRequest, body: unknown): string | null {
  const cursor = next?.cursor(body) ?? null;
  return next === undefined || cursor === null ? null : nextLink(request, next.parameter, cursor);
}

/** RFC 8288; relative to the server that answers. */
export function nextLink({ path, query }: RestRequest, parameter: string, cursor: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set(parameter, cursor);
  return `<${BASE_PATH}${path}?${parameters}>; rel="next"`;
}
