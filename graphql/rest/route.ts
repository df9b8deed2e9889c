/** What a REST route is: data, from which both the router and the OpenAPI document are made. */
import type * as z from "zod";
import type { Respond } from "./exports.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

/**
 * How long an answer may be kept.
 * PUBLIC: by shared caches too, for a short while, when nobody said who they are.
 * REVALIDATED: by the caller alone, who asks each time whether it still holds.
 * NEVER: not at all.
 */
export type CachePolicy = "PUBLIC" | "REVALIDATED" | "NEVER";

/** Path parameters by name, decoded. */
export type PathParameters = Readonly<Record<string, string>>;

/** A parameter of the query, which a route's own parameters replace to ask for the next page. */
export interface NextPage {
  /** Such as `after`. */
  readonly parameter: string;
  /** The cursor, or null after the last page. */
  readonly cursor: (body: unknown) => string | null;
}

interface RouteBase {
  /** Stands as `operationId` in the OpenAPI document. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Below `/api`; `:name` is a parameter. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The GraphQL document that is run. */
  readonly document: string;
  /** Where in its data the answer's body is. A list there becomes `{ "nodes": […] }`. */
  readonly answer: readonly string[];
  readonly status: 200 | 201 | 202;
  readonly cache: CachePolicy;
  /** Of a route that pages. */
  readonly next?: NextPage;
  /** True: what a mutation did stands beside its `userErrors`, as long as its `run` says that it did something. */
  readonly partial?: true;
  /** What is missing where the answer is null. */
  readonly missing?: { readonly code: string; readonly what: string };
  /** Makes an answer that is no JSON, by running the document as often as it takes. */
  readonly respond?: Respond;
  /** The content types of such an answer. */
  readonly contentTypes?: readonly string[];
  /** Of what was created: its address below `/api`. */
  readonly location?: (body: unknown) => string;
}

/** A route with the types of what it reads. */
export interface RouteDefinition<Q extends z.ZodObject, B extends z.ZodType> extends RouteBase {
  readonly query?: Q;
  /** JSON; left out by callers only where it takes `undefined`. */
  readonly body?: B;
  readonly variables?: (input: {
    readonly path: PathParameters;
    readonly query: z.output<Q>;
    readonly body: z.output<B>;
  }) => Readonly<Record<string, unknown>>;
}

export interface Route extends RouteBase {
  readonly query: z.ZodObject | null;
  readonly body: z.ZodType | null;
  readonly variables: (input: {
    readonly path: PathParameters;
    readonly query: unknown;
    readonly body: unknown;
  }) => Readonly<Record<string, unknown>>;
}

/** Checks a definition's types, and forgets them. */
export const route = <
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
  B extends z.ZodType = z.ZodUndefined,
>(
  definition: RouteDefinition<Q, B>,
): Route => ({
  ...definition,
  query: definition.query ?? null,
  body: definition.body ?? null,
  variables: (definition.variables ?? (() => ({}))) as Route["variables"],
});
