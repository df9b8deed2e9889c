/** Which texts go where, so that all arguments together have had all of them in a few seconds. */
import { type GraphQLSchema, parse } from "../../graphql/graphql-js.ts";
import { complexityOf } from "../../graphql/limits/complexity.ts";
import { LIMITS } from "../../graphql/limits/limits.ts";
import type { Probe } from "./every-argument.ts";

export const thirdOf = (texts: readonly string[], turn: number): readonly string[] =>
  texts.filter((_, index) => index % 3 === turn % 3);

/** As many texts in one operation as its complexity allows. */
export function groups(schema: GraphQLSchema, probe: Probe, texts: readonly string[]): (readonly string[])[] {
  let size = 25;
  const cost = () => {
    const document = parse(probe.operation(size));
    const variables = Object.fromEntries(Array.from({ length: size }, (_, index) => [`v${index}`, "x"]));
    return complexityOf(schema, { document, operationName: null, variables });
  };
  while (size > 1 && cost() > LIMITS.complexity) size = Math.floor(size / 2);
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, index) =>
    texts.slice(index * size, (index + 1) * size),
  );
}
