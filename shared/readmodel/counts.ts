/** Numbers over the whole read model. */
import { sql } from "kysely";
import { OFFER_STATUSES, type OfferStatus } from "../offer/model.ts";
import type { Database } from "./database.ts";
import { effectiveStatus } from "./filter.ts";

export type StatusCounts = Readonly<Record<OfferStatus, number>>;

/** How many offers there are of each status, as it reads at `now`. */
export async function statusCounts(db: Database, now: Date): Promise<StatusCounts> {
  const { rows } = await sql<{ status: OfferStatus; count: string }>`
    select ${effectiveStatus(now)} as status, count(*) as count from offers group by 1`.execute(db);
  const counts = new Map(rows.map((row) => [row.status, Number(row.count)]));
  return Object.fromEntries(
    OFFER_STATUSES.map((status) => [status, counts.get(status) ?? 0]),
  ) as StatusCounts;
}

/** How many offers each source holds that are not removed; a source that holds none is 0. */
export async function offerCounts(db: Database, sourceIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ source_id: string; count: string }>`
    select source_id, count(*) as count from offers
    where source_id = any(${sourceIds}::text[]) and status <> 'REMOVED' group by source_id`.execute(db);
  const counts = new Map(rows.map((row) => [row.source_id, Number(row.count)]));
  return new Map(sourceIds.map((id) => [id, counts.get(id) ?? 0]));
}
