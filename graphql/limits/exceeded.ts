/** The error of an operation that asks for more than one may. */
import { type ASTNode, GraphQLError } from "../graphql-js.ts";
import { inWords } from "./limits.ts";

/** Which limit it was: stands beside the code in the answer. */
export interface Exceeded {
  readonly limit: string;
  readonly most: number;
  readonly asked: number;
}

export const LIMIT_EXCEEDED = "LIMIT_EXCEEDED";

/**
 * @param what such as "aliases": what there are too many of
 * @returns an error that says how much was asked and how much may be, HTTP's 400
 */
export function limitExceeded(exceeded: Exceeded, what: string, node?: ASTNode): GraphQLError {
  const { asked, most } = exceeded;
  return new GraphQLError(
    `The operation has ${inWords(asked)} ${what}; at most ${inWords(most)} are allowed. Ask for less at once.`,
    {
      nodes: node ?? null,
      extensions: { code: LIMIT_EXCEEDED, ...exceeded, http: { status: 400 } },
    },
  );
}

/** @returns which limit an error tells of, by its extensions; null where it tells of none */
export function exceededIn(extensions: Readonly<Record<string, unknown>> | undefined): Exceeded | null {
  const { limit, most, asked } = extensions ?? {};
  if (typeof limit !== "string" || typeof most !== "number" || typeof asked !== "number") return null;
  return { limit, most, asked };
}
