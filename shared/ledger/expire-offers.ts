/** One pass over the offers whose start or end has passed: each becomes a version, as any other change does. */
import type { OfferId } from "../offer/model.ts";
import { DUE_SHARDS } from "./due.ts";
import { transitioned } from "./expire.ts";
import { LedgerItemBroken } from "./item.ts";
import type { Ledger } from "./ledger.ts";
import { VersionRefused } from "./write.ts";

/** What a page of writes may take at worst: with less time than this left, the rest waits for the next pass. */
const RESERVE_MS = 10_000;

export interface ExpiryClock {
  readonly now: () => Date;
  /** Milliseconds that the caller has left. */
  readonly remainingMs: () => number;
}

export interface ExpiryPass {
  /** Offers that became EXPIRED. */
  expired: number;
  /** Offers that were SCHEDULED and became ACTIVE. */
  started: number;
  /** Offers that somebody else changed meanwhile: the next pass looks at them again, where they are still due. */
  conflicts: number;
  /** False: the time ran out, and the next pass goes on. */
  finished: boolean;
}

/**
 * Reads what is due from the index and writes it on condition. Two passes at once, a pass that dies half-way and syncs
 * at the same time are all safe: a version is written only onto the one that was read, and what is written is no longer
 * due.
 * @throws OffersNotExpired when the ledger takes the versions of some offers not; all others have been written
 */
export async function expireOffers(ledger: Ledger, clock: ExpiryClock): Promise<ExpiryPass> {
  const pass: ExpiryPass = { expired: 0, started: 0, conflicts: 0, finished: true };
  const failures: Failure[] = [];
  const until = clock.now();
  const shards = Array.from({ length: DUE_SHARDS }, async (_, shard) => {
    for await (const offerIds of ledger.due(shard, until)) {
      if (clock.remainingMs() < RESERVE_MS) {
        pass.finished = false;
        return;
      }
      await settle(ledger, offerIds, clock.now(), pass, failures);
    }
  });
  // All of them, also when one fails: nothing is still being written when the caller goes on.
  const ended = await Promise.allSettled(shards);
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  if (failures.length > 0) throw new OffersNotExpired(failures);
  return pass;
}

type Failure = LedgerItemBroken | VersionRefused;

/** One offer that can't be read or written must not keep the others waiting: the group is halved until it is alone. */
async function settle(
  ledger: Ledger,
  offerIds: readonly OfferId[],
  now: Date,
  pass: ExpiryPass,
  failures: Failure[],
): Promise<void> {
  try {
    await settleTogether(ledger, offerIds, now, pass);
  } catch (error) {
    if (!(error instanceof LedgerItemBroken || error instanceof VersionRefused)) throw error;
    if (offerIds.length === 1) {
      failures.push(error);
      return;
    }
    const half = Math.ceil(offerIds.length / 2);
    await settle(ledger, offerIds.slice(0, half), now, pass, failures);
    await settle(ledger, offerIds.slice(half), now, pass, failures);
  }
}

async function settleTogether(
  ledger: Ledger,
  offerIds: readonly OfferId[],
  now: Date,
  pass: ExpiryPass,
): Promise<void> {
  const current = await ledger.currentOf(offerIds);
  const versions = [...current.values()].flatMap((before) => {
    const record = transitioned(before, now);
    return record === null ? [] : [{ record, expected: before.version }];
  });
  const { conflicts } = await ledger.write(versions);
  const refused = new Set(conflicts.map(({ record }) => record.offerId));
  pass.conflicts += refused.size;
  for (const { record } of versions) {
    if (!refused.has(record.offerId)) pass[record.status === "EXPIRED" ? "expired" : "started"] += 1;
  }
}

/** Offers that stay due until somebody mends them: their reasons are in the message. */
export class OffersNotExpired extends Error {
  override readonly name = "OffersNotExpired";
  constructor(failures: readonly Error[]) {
    const reasons = failures.slice(0, 5).map(({ message }) => message);
    super(
      `${failures.length} offers whose dates have passed could not be changed, every other one was: ${reasons.join(" ")}`,
      { cause: failures[0] },
    );
  }
}
