/** When an offer's dates next change its status: what the sparse index `by-due` is keyed by. */
import { hash } from "node:crypto";
import type { Item } from "./item.ts";
import type { VersionRecord } from "./records.ts";

export const BY_DUE = "by-due";

/** Many coupons end at the same midnight: this many partitions take their writes, at 1,000 a second each. */
export const DUE_SHARDS = 8;

/** Up to the year 9999, RFC 3339 sorts as text; beyond it nothing is ever due. */
const LAST_SORTABLE = Date.parse("9999-12-31T23:59:59.999Z");

export const dueShardKey = (shard: number): string => `due#${shard}`;

const shardOf = (offerId: string): number =>
  Number.parseInt(hash("md5", offerId, "hex").slice(0, 8), 16) % DUE_SHARDS;

/**
 * The instant at which an offer's dates make something else of it: its start while it is SCHEDULED, its end while it is
 * SCHEDULED or ACTIVE. Null for all others: a hidden or removed offer's dates count again once it is shown again.
 */
export function nextTransition({ status, content }: Pick<VersionRecord, "status" | "content">): Date | null {
  const { startsAt, endsAt } = content;
  const dates = status === "SCHEDULED" ? [startsAt, endsAt] : status === "ACTIVE" ? [endsAt] : [];
  const times = dates.flatMap((date) => (date === null ? [] : [Date.parse(date)]));
  const next = Math.min(...times);
  return next <= LAST_SORTABLE ? new Date(next) : null;
}

/** What puts a current record into the index; nothing for one that no date will change. Always with milliseconds. */
export function dueAttributes(record: VersionRecord): Item {
  const next = nextTransition(record);
  if (next === null) return {};
  return { dueShard: { S: dueShardKey(shardOf(record.offerId)) }, dueAt: { S: next.toISOString() } };
}
