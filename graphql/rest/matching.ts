/** Which route a path and method mean. */
import type { PathParameters, Route } from "./route.ts";

export type Match =
  | { readonly found: "ROUTE"; readonly route: Route; readonly path: PathParameters }
  /** There is the path, but not for this method. */
  | { readonly found: "PATH"; readonly methods: readonly string[] }
  | { readonly found: "NOTHING" };

interface Pattern {
  readonly segments: readonly string[];
  readonly routes: readonly Route[];
}

/** @throws URIError for a path with a broken percent-encoding */
export type MatchRoute = (method: string, path: string) => Match;

/**
 * @returns finds the route of a path as it was sent, percent-encoded. A word of a path comes before a parameter in its
 *   place. Offers' ids may hold slashes, which some servers decode before we see them: an id then takes up several
 *   segments.
 */
export function routeMatcher(routes: readonly Route[]): MatchRoute {
  const patterns = [...Map.groupBy(routes, ({ path }) => path)]
    .map(([path, own]): Pattern => ({ segments: split(path), routes: own }))
    .sort((a, b) => (specificity(a) < specificity(b) ? -1 : 1));
  const longestFirst = patterns.toSorted((a, b) => b.segments.length - a.segments.length);
  return (method, path) => {
    const segments = split(path).map(decodeURIComponent);
    for (const pattern of patterns) {
      const parameters = exact(pattern.segments, segments);
      if (parameters !== null) return chosen(pattern, method, parameters);
    }
    for (const pattern of longestFirst) {
      const id = spreadId(pattern.segments, segments);
      if (id !== null) return chosen(pattern, method, { id });
    }
    return { found: "NOTHING" };
  };
}

const split = (path: string): string[] => path.replace(/^\/|\/$/g, "").split("/");

const isParameter = (segment: string): boolean => segment.startsWith(":");

const specificity = ({ segments }: Pattern): string =>
  segments.map((segment) => (isParameter(segment) ? "1" : "0")).join("");

function chosen({ routes }: Pattern, method: string, path: PathParameters): Match {
  const wanted = method === "HEAD" ? "GET" : method;
  const route = routes.find((candidate) => candidate.method === wanted);
  if (route !== undefined) return { found: "ROUTE", route, path };
  return {
    found: "PATH",
    methods: routes.flatMap((own) => (own.method === "GET" ? ["GET", "HEAD"] : [own.method])),
  };
}

function exact(pattern: readonly string[], segments: readonly string[]): PathParameters | null {
  if (pattern.length !== segments.length) return null;
  const parameters: [string, string][] = [];
  for (const [at, expected] of pattern.entries()) {
    const segment = segments[at] ?? "";
    if (isParameter(expected) && segment !== "") parameters.push([expected.slice(1), segment]);
    else if (expected !== segment) return null;
  }
  return Object.fromEntries(parameters);
}

function spreadId(pattern: readonly string[], segments: readonly string[]): string | null {
  const at = pattern.indexOf(":id");
  const after = pattern.slice(at + 1);
  if (at < 0 || segments.length <= pattern.length) return null;
  const around = [...segments.slice(0, at), ...segments.slice(segments.length - after.length)];
  if ([...pattern.slice(0, at), ...after].some((word, place) => word !== around[place])) return null;
  const id = segments.slice(at, segments.length - after.length).join("/");
  return id.includes(":") ? id : null;
}
