/** How long versions stay in the ledger. */

/** A message may wait in a queue for 14 days, and is counted by the version before the one that it made. */
export const LEAST_DAYS = 15;
