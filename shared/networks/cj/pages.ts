/** Where a walk by page number is. */
import * as z from "zod";

export const pagePosition = z.object({
  page: z.int().positive(),
  /** Rows of the pages before. */
  rows: z.int().nonnegative(),
});
export type PagePosition = z.output<typeof pagePosition>;

/** CJ's list ends when as many rows were received as match, or with an empty page. */
export function nextPage(
  { page, rows }: PagePosition,
  received: number,
  total: number | null,
): PagePosition | null {
  const all = rows + received;
  return received === 0 || (total !== null && all >= total) ? null : { page: page + 1, rows: all };
}
