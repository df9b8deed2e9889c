/**
 * Behind AppSync a function sees one field at a time and not what the operation costs as a whole. What multiplies is a
 * page below each item of a list, and such a field comes as a batch: its pages together are bounded here.
 */
import { ApiError } from "../errors.ts";
import { inWords, LIMITS } from "./limits.ts";

/**
 * @param field `Type.field`
 * @param pages the arguments of each call in the batch
 * @throws ApiError LIMIT_EXCEEDED
 */
export function checkBatch(field: string, pages: readonly Readonly<Record<string, unknown>>[]): void {
  const asked = pages.reduce((items, { first }) => items + (typeof first === "number" ? first : 1), 0);
  if (asked <= LIMITS.batchItems) return;
  throw new ApiError(
    "LIMIT_EXCEEDED",
    `${field} is asked for ${inWords(asked)} items below one list; at most ${inWords(LIMITS.batchItems)} are allowed. ` +
      "Ask for shorter pages.",
  );
}
