/** What a walk adds to a request: of what, of when, and which page. */
import type { Additions } from "../requester.ts";
import type { StreamSettings } from "../settings.ts";
import type { Place } from "./config.ts";
import type { Period } from "./incremental.ts";
import { type PageToken, pageSizeOf, saysToken } from "./paginator.ts";
import type { Walk } from "./partitions.ts";

/** Where a walk is. */
export interface Position {
  readonly walk: Walk;
  /** Only what changed within it is wanted; null: everything. */
  readonly period: Period | null;
  readonly token: PageToken | null;
  /** Pages of this walk before. */
  readonly page: number;
}

export const placeOf = ({ walk, period, token }: Position): Place => ({
  stream_partition: { ...walk.extra, ...walk.partition },
  stream_interval: period === null ? null : { start_time: period.start_time, end_time: period.end_time },
  next_page_token: token,
});

type Option = Additions["options"][number];

export function additionsOf(
  { paginator }: StreamSettings,
  { walk, period, token, page }: Position,
): Additions {
  const options: Option[] = [...walk.options, ...(period?.options ?? [])];
  if (paginator?.type !== "DefaultPaginator") return { options, url: null };
  const { page_token_option: where, page_size_option: sizeWhere, pagination_strategy } = paginator;
  const isAddress = pagination_strategy.type === "LinkPagination" || where?.type === "RequestPath";
  // An address that the partner gave says all of it already.
  if (token !== null && isAddress) return { options: [], url: String(token) };
  if (token !== null && where !== undefined && where.type !== "RequestPath" && saysToken(paginator, page)) {
    options.push([where, token]);
  }
  const size = pageSizeOf(paginator);
  if (sizeWhere !== undefined && size !== null) options.push([sizeWhere, size]);
  return { options, url: null };
}
