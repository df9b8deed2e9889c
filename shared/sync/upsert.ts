/** Writes one chunk of changes to the ledger, whatever came before it and however often it comes. */
import {
  chunkName,
  type Counted,
  countedBefore,
  decide,
  placeOf,
  type SyncChange,
} from "../ledger/decide.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { ConditionalVersion } from "../ledger/write.ts";
import type { OfferId } from "../offer/model.ts";
import { isOrphan } from "../sources/items.ts";
import type { Source } from "../sources/records.ts";
import { type ChunkCounts, noCounts, type Tally } from "../sources/run-progress.ts";
import type { RunStore } from "../sources/run-store.ts";
import type { SourceStore } from "../sources/store.ts";
import type { OfferChunk } from "./message.ts";
import { digestOf } from "./seen-index.ts";

/** An offer that others keep changing between our reading and our writing is given up for this delivery. */
const MOST_ROUNDS = 10;

export interface UpsertTargets {
  readonly ledger: Ledger;
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly now: () => Date;
}

/**
 * Applies a chunk and counts it to its run. A chunk of a run that a newer one has followed is void: the newer run
 * compared with the ledger as it was and has said everything itself, so applying the old one late could only undo it.
 * The same goes for what a leg sent after the checkpoint that the next leg began from.
 */
export async function upsertChunk(targets: UpsertTargets, chunk: OfferChunk): Promise<ChunkCounts> {
  const { origin } = chunk;
  const source = await targets.sources.get(origin.sourceId);
  const ledger = targets.ledger.metered();
  const tally = isVoid(source, chunk)
    ? await writtenBefore(ledger, targets, chunk)
    : await applied(ledger, targets, chunk);
  const counts = { ...tally, readUnits: ledger.capacity.read, writeUnits: ledger.capacity.written };
  await targets.runs.chunkDone(origin.runId, chunkName(origin.leg, chunk.chunk), counts, targets.now());
  return counts;
}

function isVoid(source: Source | null, { origin, chunk }: OfferChunk): boolean {
  if (source === null || source.runSeq > origin.runSeq) return true;
  return source.runSeq === origin.runSeq && isOrphan(source.legs, origin.leg, chunk);
}

const placed = ({ origin, chunk, changes }: OfferChunk): Placed[] =>
  changes.map((change, at) => ({ change, place: placeOf(origin.leg, chunk, at) }));

/** A void chunk may have been written in part before it was void, by a function that died before it could count it. */
async function writtenBefore(ledger: Ledger, targets: UpsertTargets, chunk: OfferChunk): Promise<Tally> {
  const counts = noCounts();
  const current = await ledger.currentOf(chunk.changes.map(({ offerId }) => offerId));
  for (const { change, place } of placed(chunk)) {
    const before = current.get(change.offerId) ?? null;
    const { repeated } = decide(before, change, chunk.origin, place, targets.now());
    if (repeated && before !== null) await countAgain(ledger, counts, before);
    else counts.superseded += 1;
  }
  return counts;
}

interface Placed {
  readonly change: SyncChange;
  readonly place: string;
}

interface Planned {
  readonly placed: Placed;
  readonly counted: Counted;
  readonly before: VersionRecord | null;
}

async function applied(ledger: Ledger, targets: UpsertTargets, chunk: OfferChunk): Promise<Tally> {
  const { origin } = chunk;
  const counts = noCounts();
  let waiting: readonly Placed[] = placed(chunk);
  let trusting = true;
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round >= MOST_ROUNDS + chunk.changes.length) {
      throw new Error(
        `Offers such as ${waiting[0]?.change.offerId ?? "?"} change faster than they can be written.`,
      );
    }
    const { now: group, later } = firstOfEach(waiting);
    const current = await ledger.currentOf(toRead(group, trusting));
    const writes: ConditionalVersion[] = [];
    const planned = new Map<OfferId, Planned>();
    for (const each of group) {
      const { change, place } = each;
      const before = current.get(change.offerId) ?? null;
      const { write, counted, repeated } = decide(before, change, origin, place, targets.now());
      if (write !== null) {
        writes.push({ record: write, expected: before?.version ?? 0 });
        planned.set(change.offerId, { placed: each, counted, before });
        continue;
      }
      if (repeated && before !== null) await countAgain(ledger, counts, before);
      else counts[counted] += 1;
    }
    const { conflicts } = await ledger.write(writes);
    const again: Placed[] = [];
    for (const { record } of conflicts) {
      const plan = planned.get(record.offerId);
      planned.delete(record.offerId);
      if (plan) again.push(plan.placed);
    }
    for (const { record } of writes) {
      const plan = planned.get(record.offerId);
      if (!plan) continue;
      counts[plan.counted] += 1;
      account(counts, plan.before, record);
    }
    waiting = [...again, ...later];
    trusting = false;
  }
  return counts;
}

/** Counts a change that an earlier delivery of its message wrote, whatever has come on top of it since. */
async function countAgain(ledger: Ledger, counts: Tally, current: VersionRecord): Promise<void> {
  let written = current;
  let before: VersionRecord | null = null;
  while (written.version > 1) {
    before = await ledger.version(current.offerId, written.version - 1);
    if (before === null || before.runSeq !== current.runSeq || before.place !== current.place) break;
    written = before;
    before = null;
  }
  counts[countedBefore(written)] += 1;
  account(counts, before, written);
}

/** What a write did to the index of what the source lists. */
function account(
  counts: { listed: number; digest: number },
  before: VersionRecord | null,
  after: VersionRecord,
): void {
  if (before?.listed === true) {
    counts.listed -= 1;
    counts.digest -= digestOf(before.sourceOfferId, before.sourceFingerprint);
  }
  if (after.listed) {
    counts.listed += 1;
    counts.digest += digestOf(after.sourceOfferId, after.sourceFingerprint);
  }
}

/** What is said to be new is tried unread, at first: most of a first sync then costs no read at all. */
const toRead = (changes: readonly Placed[], trusting: boolean): OfferId[] =>
  changes
    .filter(({ change }) => !(trusting && change.op === "PUT" && change.isNew))
    .map(({ change }) => change.offerId);

/** A transaction takes an item once: a second change of the same offer waits for the next round. */
function firstOfEach(changes: readonly Placed[]): { now: Placed[]; later: Placed[] } {
  const seen = new Set<OfferId>();
  const now: Placed[] = [];
  const later: Placed[] = [];
  for (const placed of changes) {
    (seen.has(placed.change.offerId) ? later : now).push(placed);
    seen.add(placed.change.offerId);
  }
  return { now, later };
}
