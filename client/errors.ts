/** What can go wrong with a call, as exceptions with stable codes. */
import type { UserErrorFieldsFragment } from "./generated/operations.ts";

/** Of the API's own codes the stable ones; other hosts and later versions may send more. */
export type ErrorCode =
  /** An argument cannot be used; the message says which and why. */
  | "BAD_USER_INPUT"
  /** The token or API key does not hold, or none was sent where one is needed. */
  | "UNAUTHENTICATED"
  /** The caller has not the scope that the message names. */
  | "FORBIDDEN"
  /** Too many calls: `retryAfterSeconds` says when to come back. */
  | "RATE_LIMITED"
  | "GRAPHQL_PARSE_FAILED"
  | "GRAPHQL_VALIDATION_FAILED"
  | "INTERNAL_SERVER_ERROR"
  /** No answer: the host is out of reach, or took too long. */
  | "NETWORK_ERROR"
  /** An answer that is not GraphQL's, such as a proxy's page; `status` says more. */
  | "HTTP_ERROR"
  | (string & Record<never, never>);

/** One entry of a response's `errors`. */
export interface GraphqlErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** AppSync's place for the code. */
  readonly errorType?: string;
}

export interface ErrorDetails {
  /** HTTP status; null over a WebSocket and when there was no answer. */
  readonly status?: number | null;
  readonly errors?: readonly GraphqlErrorEntry[];
  /** What was answered all the same, where only a part of it failed. */
  readonly data?: unknown;
  /** Seconds to wait, where the host said so. */
  readonly retryAfterSeconds?: number | null;
  readonly cause?: unknown;
}

/** A call that failed. */
export class OfferfeedError extends Error {
  override readonly name: string = "OfferfeedError";
  readonly code: ErrorCode;
  readonly status: number | null;
  readonly errors: readonly GraphqlErrorEntry[];
  readonly data: unknown;
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.errors = details.errors ?? [];
    this.data = details.data ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** A mutation that did nothing, since the input was wrong. `code` and `message` are the first user error's. */
export class MutationRefused extends OfferfeedError {
  override readonly name = "MutationRefused";
  readonly userErrors: readonly UserErrorFieldsFragment[];

  constructor(first: UserErrorFieldsFragment, userErrors: readonly UserErrorFieldsFragment[], data: unknown) {
    super(first.code, first.message, { status: 200, data });
    this.userErrors = userErrors;
  }
}

/** @returns the error that a response's `errors` make; null for none */
export function errorOf(
  errors: readonly GraphqlErrorEntry[] | undefined,
  details: ErrorDetails = {},
): OfferfeedError | null {
  const first = errors?.[0];
  if (errors === undefined || first === undefined) return null;
  const code = first.extensions?.["code"] ?? first.errorType;
  return new OfferfeedError(typeof code === "string" ? code : "HTTP_ERROR", first.message, {
    ...details,
    errors,
  });
}

/** True: the same call may succeed later. */
export const isTransient = (error: unknown): error is OfferfeedError =>
  error instanceof OfferfeedError &&
  (error.code === "NETWORK_ERROR" ||
    error.code === "RATE_LIMITED" ||
    error.status === 429 ||
    (error.status ?? 0) >= 500);
