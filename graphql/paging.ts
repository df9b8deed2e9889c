/** Arguments of pages. */
import { ApiError } from "./errors.ts";

const MOST = 200;

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** @throws ApiError BAD_USER_INPUT outside of 1 to `most` */
export function pageSize(first: number | null | undefined, standard = 20, most = MOST): number {
  const size = first ?? standard;
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new ApiError("BAD_USER_INPUT", `first is 1 to ${most}, not ${size}.`);
  }
  return size;
}
