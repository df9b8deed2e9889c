/** FlexOffers' lists: envelope, page sizes, 204 in place of an empty list, 400 for what it does not take. */
import { pageOf } from "../../../sandbox/items.ts";
import { type Answer, json } from "../../../sandbox/sandbox.ts";

export const badRequest = (message: string): Answer => json({ message }, 400);

/** No content, no body, no type. */
const NOTHING: Answer = { status: 204, headers: {}, body: "" };

export interface ListRules {
  /** Case-sensitive: "Page" for advertisers, "page" for the rest. */
  readonly pageParameter: "page" | "Page";
  readonly sizes: readonly number[];
}

export const PAGES_OF_100: ListRules = { pageParameter: "page", sizes: [10, 50, 100] };
export const PAGES_OF_25: ListRules = { pageParameter: "Page", sizes: [10, 25] };

export function listAnswer<T>(
  { shown, total }: { readonly shown: readonly T[]; readonly total: number },
  query: URLSearchParams,
  { pageParameter, sizes }: ListRules,
  written: (item: T) => object,
): Answer {
  const page = Number(query.get(pageParameter));
  const size = Number(query.get("pageSize"));
  if (!Number.isInteger(page) || page < 1) return badRequest(`The field ${pageParameter} is required.`);
  if (!sizes.includes(size)) return badRequest(`pageSize must be one of ${sizes.join(", ")}.`);
  const items = pageOf(shown, page, size);
  if (items.length === 0) return NOTHING;
  return json({
    messages: null,
    pageNumber: page,
    pageSize: size,
    totalCount: total,
    resultType: "Success",
    results: items.map(written),
  });
}
