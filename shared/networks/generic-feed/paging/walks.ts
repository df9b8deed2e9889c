/** The walks that make up a listing: one, or one for each partition. */
import type { FeedRecord } from "../../../decoders/decoder.ts";
import type { Partition } from "./config.ts";

/** One of the walks that make up a listing. */
export interface Walk {
  /** What requests read as `stream_partition`. */
  readonly partition: Partition;
  /** More of the parent's record, for the map. */
  readonly extra: FeedRecord;
}

/** The same walk twice would be two parts of one name. */
export function onceEach(walks: readonly Walk[]): Walk[] {
  return [...new Map(walks.map((walk) => [JSON.stringify(walk.partition), walk])).values()];
}
