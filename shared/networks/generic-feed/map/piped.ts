/** Expressions written in code. */
import { KEYS } from "./schema.ts";
import type { Expression, ExpressionObject, MapFunction } from "./schema.ts";

/** A source (a path, or the object of an expression) and the functions its value goes through. */
export const piped = (source: string | ExpressionObject, ...steps: MapFunction[]): Expression => ({
  ...(typeof source === "string" ? { path: source } : source),
  [KEYS.steps]: steps,
});
