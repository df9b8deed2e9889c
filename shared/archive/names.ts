/** How versions and days are called wherever they are kept. */
import type { VersionRecord } from "../ledger/records.ts";

/** Identifies a version among all versions of all offers. */
export const versionId = (record: Pick<VersionRecord, "offerId" | "version">): string =>
  `${record.offerId}#${record.version}`;

/** `YYYY-MM-DD`: the UTC day of an RFC 3339 instant. */
export const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);
