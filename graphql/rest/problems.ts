/** Errors of the REST API: one shape (RFC 9457), stable codes, GraphQL's errors among them. */
import { STATUS_CODES } from "node:http";
import { MASKED_MESSAGE } from "../errors.ts";
import type { GraphqlError } from "./execute.ts";

export interface InputError {
  /** Of a query parameter at fault. */
  readonly parameter?: string;
  /** Of a body: the JSON Pointer of the value at fault. */
  readonly pointer?: string;
  readonly message: string;
  readonly code?: string;
}

interface ProblemOptions {
  readonly errors?: readonly InputError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Becomes an answer of the type `application/problem+json`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  /** Stable, UPPER_SNAKE. */
  readonly code: string;
  readonly errors: readonly InputError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    { errors = [], headers = {} }: ProblemOptions = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }

  toJSON(): object {
    return {
      type: "about:blank",
      title: STATUS_CODES[this.status] ?? "Error",
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(this.errors.length === 0 ? {} : { errors: this.errors }),
    };
  }
}

const CHALLENGE = { "www-authenticate": 'Bearer realm="offerfeed"' };

/** Seconds to wait where nobody said how many. */
const RETRY_AFTER_SECONDS = "10";

/** Something is in a state that does not allow what was asked. */
const CONFLICTS = new Set([
  "ALREADY_RUNNING",
  "SOURCE_EXISTS",
  "SOURCE_DISABLED",
  "SOURCE_MANUAL",
  "SOURCE_NOT_MANUAL",
  "RUN_NOT_RUNNING",
  "RUN_NOT_HELD",
  "RUN_OVERTAKEN",
]);

export const internalProblem = (): Problem => new Problem(500, "INTERNAL_SERVER_ERROR", MASKED_MESSAGE);

/** Why GraphQL refused an operation as a whole. @param retryAfter seconds, where the API said so */
export function problemOfError({ code, message }: GraphqlError, retryAfter: string | null): Problem {
  switch (code) {
    case "UNAUTHENTICATED":
    case "UnauthorizedException":
      return new Problem(401, "UNAUTHENTICATED", message, { headers: CHALLENGE });
    case "FORBIDDEN":
    case "Unauthorized":
    case "WAFForbiddenException":
      return new Problem(403, "FORBIDDEN", message);
    case "RATE_LIMITED":
    case "ThrottlingException":
    case "LimitExceededException":
      return new Problem(429, "RATE_LIMITED", message, {
        headers: { "retry-after": retryAfter ?? RETRY_AFTER_SECONDS },
      });
    case "TIMEOUT":
    case "ExecutionTimeout":
      return new Problem(504, "TIMEOUT", message);
    default:
      return isOurs(code) ? internalProblem() : new Problem(statusOf(code, 400), code, message);
  }
}

/** What a mutation refused, by its `userErrors`. */
export function problemOfUserErrors(
  errors: readonly {
    readonly field: readonly string[] | null;
    readonly code: string;
    readonly message: string;
  }[],
): Problem {
  const [first] = errors;
  if (first === undefined) return internalProblem();
  return new Problem(statusOf(first.code, 422), first.code, first.message, {
    errors: errors.map(({ field, code, message }) => ({
      ...placeOf(field ?? []),
      code,
      message,
    })),
  });
}

/** Arguments that a route takes from its path. */
const IN_PATH = new Set(["id", "sourceId", "runId"]);
/** Arguments that are the body as a whole. */
const WHOLE_BODY = new Set(["input", "credentials"]);

function placeOf([argument = "", ...within]: readonly string[]): Pick<InputError, "pointer"> {
  if (argument === "" || IN_PATH.has(argument)) return {};
  const path = WHOLE_BODY.has(argument) ? within : [argument, ...within];
  return { pointer: jsonPointer(path) };
}

/** RFC 6901 */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The routes' documents fit the schema, so one that is refused is a fault of ours; so is what says nothing of itself. */
const isOurs = (code: string): boolean =>
  ["INTERNAL_SERVER_ERROR", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"].includes(code) ||
  !/^[A-Z][A-Z_]*$/.test(code);

function statusOf(code: string, otherwise: number): number {
  if (code.endsWith("_NOT_FOUND")) return 404;
  return CONFLICTS.has(code) ? 409 : otherwise;
}
