/** What a resolver is, the same for every host: parent, arguments and context in, plain JSON out. */
import { authorise } from "./access.ts";
import { type Audited, audited } from "./audited.ts";
import { ApiError } from "./errors.ts";
import { checkArguments } from "./limits/arguments.ts";
import { asTimeout, withinDeadline } from "./limits/timeout.ts";

/** Declared as a method, so that a resolver may name the parent and arguments that the schema promises it. */
export type FieldResolver<Context> = {
  resolve(parent: unknown, args: unknown, context: Context): unknown;
}["resolve"];

/** By type, then by field. Fields that are not here are read off their parent. */
export type Resolvers<Context> = Readonly<Record<string, Readonly<Record<string, FieldResolver<Context>>>>>;

// By name, so that no host has to bundle the stores that throw them.
const CALLERS_MISTAKES = new Set(["BadCursor", "BadRunCursor", "BadAuditCursor", "InvalidFilter"]);

/**
 * Calls a resolver, if the caller may use its field.
 * @param field `Type.field`
 * @throws ApiError UNAUTHENTICATED or FORBIDDEN, BAD_USER_INPUT and LIMIT_EXCEEDED for what the caller can put right,
 *   TIMEOUT for what took too long; anything else as it was thrown
 */
export async function callResolver<Context extends Audited>(
  field: string,
  resolver: FieldResolver<Context>,
  parent: unknown,
  args: unknown,
  context: Context,
): Promise<unknown> {
  const act = (): unknown => {
    authorise(field, context);
    checkArguments(args);
    return resolver(parent, args, context);
  };
  try {
    return await withinDeadline(context, audited(field, args, context, act));
  } catch (error) {
    if (error instanceof Error && CALLERS_MISTAKES.has(error.name)) {
      throw new ApiError("BAD_USER_INPUT", error.message, { cause: error });
    }
    throw asTimeout(error);
  }
}
