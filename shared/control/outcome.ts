/** The answer to something an admin asked for: done, or why not and what to do. */
export interface ControlError {
  /** Stable, UPPER_SNAKE: clients may switch on it. */
  readonly code: ControlErrorCode;
  readonly message: string;
  /** The input that is at fault, as a path. */
  readonly field: readonly string[] | null;
}

export type ControlErrorCode =
  | "SOURCE_NOT_FOUND"
  | "SOURCE_EXISTS"
  | "SOURCE_DISABLED"
  | "SOURCE_ID_INVALID"
  | "NETWORK_NOT_FOUND"
  | "NETWORK_RETIRED"
  | "SETTINGS_INVALID"
  | "SCHEDULE_INVALID"
  | "CREDENTIALS_INVALID"
  | "TIME_INVALID"
  | "HEALTH_LIMITS_INVALID"
  | "RUN_NOT_FOUND"
  | "RUN_NOT_RUNNING"
  | "RUN_NOT_HELD"
  | "RUN_OVERTAKEN"
  | "ALREADY_RUNNING"
  | "OFFER_NOT_FOUND"
  | "VERSION_NOT_FOUND"
  | "API_KEY_NOT_FOUND"
  | "API_KEY_INVALID"
  | "SCOPE_EXCEEDED"
  | "WEBHOOK_NOT_FOUND"
  | "WEBHOOK_URL_INVALID"
  | "DESCRIPTION_TOO_LONG"
  | "FILTER_INVALID"
  | "CURSOR_INVALID"
  | "TOO_MANY_WEBHOOKS"
  | "OVERRIDE_INVALID"
  | "SOURCE_MANUAL"
  | "SOURCE_NOT_MANUAL"
  | "OFFER_INVALID";

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly error: ControlError;
  /** What else is wrong, where several things are. */
  readonly more?: readonly ControlError[];
}

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const refused = (
  code: ControlErrorCode,
  message: string,
  field: readonly string[] | null = null,
): Refusal => ({ ok: false, error: { code, message, field } });
