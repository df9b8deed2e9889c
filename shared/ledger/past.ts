/** Where an offer's versions go on that have left the ledger. */
import type { VersionRecord } from "./records.ts";

export interface PastVersions {
  /** The versions of the same offer before `successor`, newest first, without a gap, as far as they are there. */
  before(successor: VersionRecord): AsyncIterable<VersionRecord>;
}
