/** Errors as callers see them: what they can act on as it is, everything else masked, no stack traces. */
import { GraphQLError, type GraphQLFormattedError } from "../graphql-js.ts";
import { MASKED_MESSAGE } from "../errors.ts";
import { exceededIn, LIMIT_EXCEEDED } from "../limits/exceeded.ts";

const INTERNAL = "INTERNAL_SERVER_ERROR";

/** True: no mistake of the caller's, so its message may say what is not theirs to know. */
const isInternal = (error: unknown, code: unknown): boolean =>
  code === INTERNAL ||
  (error instanceof GraphQLError && error.originalError !== undefined && code === undefined);

/** @param log told of each masked error, with its cause */
export function formatErrors(log: (error: unknown) => void) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { message, locations, path, extensions } = formatted;
    const code = extensions?.["code"];
    const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
    if (isInternal(error, code)) {
      log(error instanceof GraphQLError ? (error.originalError ?? error) : error);
      return { message: MASKED_MESSAGE, ...place, extensions: { code: INTERNAL } };
    }
    // Apollo gives every rule's error the code of a validation that failed.
    const exceeded = exceededIn(extensions);
    if (exceeded !== null) return { message, ...place, extensions: { code: LIMIT_EXCEEDED, ...exceeded } };
    return { message, ...place, extensions: { code: code ?? "GRAPHQL_VALIDATION_FAILED" } };
  };
}
