/** What a walk adds to a request: where it is, and of what. */
import { FeedUnreadable } from "../../adapter.ts";
import type { Additions, RequesterSettings } from "../requester.ts";
import type { StreamSettings } from "../settings.ts";
import type { Partition } from "./config.ts";
import { shownSince } from "./incremental.ts";
import { type PageToken, pageSizeOf, saysToken } from "./paginator.ts";

/** Where a walk is. */
export interface Place {
  readonly partition: Partition;
  /** Only what changed since then is wanted; null: everything. */
  readonly since: Date | null;
  readonly token: PageToken | null;
  /** Pages of this walk before. */
  readonly page: number;
}

export function additionsOf(
  { paginator, partition_router: router, incremental_sync: incremental }: StreamSettings,
  { partition, since, token, page }: Place,
): Additions {
  const options: (readonly [NonNullable<Additions["options"][number]>[0], string | number])[] = [];
  let url: string | null = null;
  const routed =
    router?.type === "ListPartitionRouter"
      ? ([router.request_option, router.cursor_field] as const)
      : ([
          router?.parent_stream_configs[0]?.request_option,
          router?.parent_stream_configs[0]?.partition_field ?? "",
        ] as const);
  if (routed[0] !== undefined) options.push([routed[0], partition[routed[1]] ?? ""]);
  if (incremental?.start_time_option !== undefined && since !== null) {
    options.push([incremental.start_time_option, shownSince(incremental, since)]);
  }
  if (paginator?.type === "DefaultPaginator") {
    const { page_token_option: where, page_size_option: sizeWhere, pagination_strategy } = paginator;
    const isAddress = pagination_strategy.type === "LinkPagination" || where?.type === "RequestPath";
    if (token !== null && isAddress) url = String(token);
    else if (
      token !== null &&
      where !== undefined &&
      where.type !== "RequestPath" &&
      saysToken(paginator, page)
    ) {
      options.push([where, token]);
    }
    const size = pageSizeOf(paginator);
    if (sizeWhere !== undefined && size !== null && url === null) options.push([sizeWhere, size]);
  }
  return { options, url };
}

/** Credentials go to the hosts of the settings only, whatever a next page says. @throws FeedUnreadable */
export function allowedAddress(
  token: string,
  own: string,
  { allowed_hosts = [] }: RequesterSettings,
): string {
  const address = URL.parse(token, own);
  if (address === null) throw new FeedUnreadable("the next page's address cannot be read");
  const { host } = new URL(own);
  if (
    address.host === host ||
    allowed_hosts.includes(address.host) ||
    allowed_hosts.includes(address.hostname)
  ) {
    return address.href;
  }
  throw new FeedUnreadable(
    `the next page is on ${address.host}, and the credentials are for ${host}: if it is the partner's too, add it to requester.allowed_hosts`,
  );
}
