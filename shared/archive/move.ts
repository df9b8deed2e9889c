/**
 * Moving old versions out of the ledger. A version is old when the one after it was made more than so many days ago, so the
 * current one never is. The versions to move are found from the archive: whatever changed on a day that has just passed
 * the limit had a version before it, and no other has become old. The ledger is never scanned.
 */
import { getItems, type OffersTable, writeItems } from "../ledger/batches.ts";
import { CURRENT, type Item, offerKey, recordFromItem, versionKey } from "../ledger/item.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { OfferId } from "../offer/model.ts";
import type { Archive } from "./archive.ts";
import { dayOf, versionId } from "./names.ts";
import { ArchiveDigests } from "./digests.ts";
import { LEAST_DAYS } from "./retention.ts";
import type { MovedVersions } from "./moved.ts";
import { movedShard } from "./past.ts";

const DAY_MS = 86_400_000;
/** What the copy and the deletion of one shard may take. */
const RESERVE_MS = 60_000;
const NAMED = 20;

export interface MoveTargets {
  readonly offers: OffersTable;
  readonly archive: Archive;
  readonly moved: MovedVersions;
}

export interface MoveLimits {
  /** Whole days that a version stays in the ledger after the next one was made; at least 15. */
  readonly days: number;
  readonly now: () => Date;
  readonly remainingMs: () => number;
}

export interface MovePass {
  /** Versions that left the ledger. */
  readonly moved: number;
  /** Versions that the archive lacks or holds otherwise: they stay, and so does all that came later of their source. */
  readonly unarchived: number;
  /** `<offerId>#<version>` of those; at most 20. */
  readonly missing: readonly string[];
  /** False: the time was up; the next pass goes on. */
  readonly finished: boolean;
}

/**
 * One pass over what has become old. Copies a shard of a day, reads the copy back, and only then deletes it from the
 * ledger: interrupted anywhere, the next pass does the rest, and doing it twice changes nothing.
 * @throws RangeError for a limit below 15 days; CopyBroken
 */
export async function moveOldVersions(targets: MoveTargets, limits: MoveLimits): Promise<MovePass> {
  if (!Number.isInteger(limits.days) || limits.days < LEAST_DAYS)
    throw new RangeError(
      `Versions stay in the ledger for ${LEAST_DAYS} days or more, in whole days; not ${limits.days}.`,
    );
  const lastDay = dayOf(new Date(limits.now().getTime() - (limits.days + 1) * DAY_MS).toISOString());
  const total = { moved: 0, unarchived: 0 };
  const missing: string[] = [];
  for (const sourceId of await targets.archive.sources()) {
    const done = await targets.moved.doneDays(sourceId);
    const days = (await targets.archive.days(sourceId)).filter((day) => day <= lastDay && !done.has(day));
    const digests = new ArchiveDigests(targets.archive, sourceId);
    for (const day of days) {
      const outcome = await moveDay(targets, limits, digests, { sourceId, day });
      total.moved += outcome.moved;
      total.unarchived += outcome.missing.length;
      missing.push(...outcome.missing.slice(0, NAMED - missing.length));
      if (!outcome.finished) return { ...total, missing, finished: false };
      // Later days would leave a hole in the histories of the offers that stay.
      if (outcome.missing.length > 0) break;
      await targets.moved.markDone(sourceId, day, outcome.moved);
    }
  }
  return { ...total, missing, finished: true };
}

/** The archive is not what the ledger needs it to be; a person has to look. */
export class ArchiveLacks extends Error {
  override readonly name = "ArchiveLacks";
  constructor({ unarchived, missing }: MovePass) {
    super(
      `The archive lacks ${unarchived} versions of the ledger or holds them otherwise, such as ${missing.join(", ")}. They stay, and what came later of their sources: \`offers history repair\` writes them to the archive.`,
    );
  }
}

/** @throws ArchiveLacks after a pass that left versions behind */
export function allArchived(pass: MovePass): MovePass {
  if (pass.unarchived > 0) throw new ArchiveLacks(pass);
  return pass;
}

interface Place {
  readonly sourceId: string;
  /** On which the versions after those to move were made. */
  readonly day: string;
}

interface Replaced {
  readonly offerId: OfferId;
  readonly version: number;
}

async function moveDay(
  targets: MoveTargets,
  limits: MoveLimits,
  digests: ArchiveDigests,
  place: Place,
): Promise<{ moved: number; missing: string[]; finished: boolean }> {
  const missing: string[] = [];
  let moved = 0;
  for (const [shard, replaced] of await replacedOn(targets.archive, place)) {
    if (limits.remainingMs() < RESERVE_MS) return { moved, missing, finished: false };
    const held = await heldAndReplaced(targets.offers, replaced);
    const { whole, lacking } = await verified(digests, held);
    missing.push(...lacking.map(versionId));
    if (whole.length === 0) continue;
    await targets.moved.add(place.sourceId, shard, place.day, whole);
    await writeItems(
      targets.offers,
      whole.map(({ offerId, version }) => ({ DeleteRequest: { Key: keyOf(offerId, versionKey(version)) } })),
    );
    moved += whole.length;
  }
  return { moved, missing, finished: true };
}

/** The versions that were replaced on a day, by shard: each the one before a version that was made then. */
async function replacedOn(archive: Archive, { sourceId, day }: Place): Promise<Map<string, Replaced[]>> {
  const byShard = new Map<string, Replaced[]>();
  for await (const records of archive.readOnce({ sourceId, from: day, to: day })) {
    for (const { offerId, version } of records) {
      if (version === 1) continue;
      const shard = movedShard(offerId);
      const known = byShard.get(shard);
      if (known === undefined) byShard.set(shard, [{ offerId, version: version - 1 }]);
      else known.push({ offerId, version: version - 1 });
    }
  }
  return byShard;
}

const keyOf = (offerId: OfferId, sk: string): Item => ({ pk: { S: offerKey(offerId) }, sk: { S: sk } });

/**
 * Those that the ledger still holds, oldest first, and only where its current version is a later one: a table that was put
 * back to an earlier time may be behind the archive.
 */
async function heldAndReplaced(offers: OffersTable, replaced: readonly Replaced[]): Promise<VersionRecord[]> {
  const items = await getItems(
    offers,
    replaced.map(({ offerId, version }) => keyOf(offerId, versionKey(version))),
  );
  const records = items.map(recordFromItem);
  const ids = [...new Set(records.map(({ offerId }) => offerId))];
  const current = await getItems(
    offers,
    ids.map((offerId) => keyOf(offerId, CURRENT)),
  );
  const newest = new Map(current.map(recordFromItem).map(({ offerId, version }) => [offerId, version]));
  return records
    .filter(({ offerId, version }) => version < (newest.get(offerId) ?? 0))
    .sort((a, b) => a.version - b.version);
}

/** An offer's versions leave in their order: where one is not in the archive, the later ones stay with it. */
async function verified(
  digests: ArchiveDigests,
  held: readonly VersionRecord[],
): Promise<{ whole: VersionRecord[]; lacking: VersionRecord[] }> {
  const whole: VersionRecord[] = [];
  const lacking: VersionRecord[] = [];
  const stays = new Set<OfferId>();
  for (const record of held) {
    if (stays.has(record.offerId)) continue;
    if (await digests.holds(record)) whole.push(record);
    else {
      stays.add(record.offerId);
      lacking.push(record);
    }
  }
  return { whole, lacking };
}
