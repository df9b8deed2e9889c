/** Operations that take too long are answered without what is still missing. */
import { ApiError } from "../errors.ts";
import { LIMITS } from "./limits.ts";

interface Deadline {
  /** Never resolves; rejects when the time is up. */
  readonly passed: Promise<never>;
}

const deadlines = new WeakMap<object, Deadline>();

/** PostgreSQL's code of a statement that it was told to give up, by its own timeout too. */
const QUERY_CANCELED = "57014";

const seconds = (ms: number): string => `${ms / 1000} s`;

const timedOut = (ms: number): ApiError =>
  new ApiError(
    "TIMEOUT",
    `The operation took longer than ${seconds(ms)} and was given up: ask for less at once.`,
  );

/**
 * Gives an operation its time.
 * @param context the operation's own
 * @returns ends the watch; to be called when the operation is answered
 */
export function startDeadline(context: object, ms: number): () => void {
  const { promise, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when the time is up.
  promise.catch(() => undefined);
  deadlines.set(context, { passed: promise });
  const timer = setTimeout(() => reject(timedOut(ms)), ms);
  return () => clearTimeout(timer);
}

/** @throws ApiError TIMEOUT when the operation's time is up first */
export const withinDeadline = async <T>(context: object, work: Promise<T>): Promise<T> => {
  const deadline = deadlines.get(context);
  return deadline === undefined ? work : Promise.race([deadline.passed, work]);
};

/** @returns the error of a statement that the database gave up as such an error; any other as it is */
export function asTimeout(error: unknown): unknown {
  const given = error instanceof Error && "code" in error && error.code === QUERY_CANCELED;
  return given ? timedOut(LIMITS.operationMs) : error;
}
