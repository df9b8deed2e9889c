/** Errors that callers of the API may see, as they are. Everything else is masked. */

export type ApiErrorCode = "BAD_USER_INPUT" | "FORBIDDEN" | "UNAUTHENTICATED" | "LIMIT_EXCEEDED" | "TIMEOUT";

/** graphql-js copies `extensions` to the response; AppSync gets `name` as the error's type. */
export class ApiError extends Error {
  readonly extensions: { readonly code: ApiErrorCode };

  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.extensions = { code };
  }
}

export const MASKED_MESSAGE =
  "Something went wrong on our side. Try again; if it stays, the feed's log says more.";
