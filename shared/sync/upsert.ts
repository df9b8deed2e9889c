/** Writes one chunk of changes to the ledger, whatever came before it and however often it comes. */
import { type Counted, decide, type SyncChange } from "../ledger/decide.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { ConditionalVersion } from "../ledger/write.ts";
import type { OfferId } from "../offer/model.ts";
import type { ChunkCounts } from "../sources/run-progress.ts";
import type { RunStore } from "../sources/run-store.ts";
import type { SourceStore } from "../sources/store.ts";
import type { OfferChunk } from "./message.ts";

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
 */
export async function upsertChunk(targets: UpsertTargets, chunk: OfferChunk): Promise<ChunkCounts> {
  const { origin } = chunk;
  const source = await targets.sources.get(origin.sourceId);
  const overtaken = source === null || source.runSeq > origin.runSeq;
  const ledger = targets.ledger.metered();
  const tally = overtaken
    ? { ...noCounts(), superseded: chunk.changes.length }
    : await applied(ledger, targets, chunk);
  const counts = { ...tally, readUnits: ledger.capacity.read, writeUnits: ledger.capacity.written };
  await targets.runs.chunkDone(origin.runId, chunk.chunk, counts, targets.now());
  return counts;
}

const noCounts = (): Record<Counted, number> => ({
  created: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  superseded: 0,
});

async function applied(
  ledger: Ledger,
  targets: UpsertTargets,
  chunk: OfferChunk,
): Promise<Record<Counted, number>> {
  const counts = noCounts();
  let waiting: readonly SyncChange[] = chunk.changes;
  let trusting = true;
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round >= MOST_ROUNDS + chunk.changes.length) {
      throw new Error(`Offers such as ${waiting[0]?.offerId ?? "?"} change faster than they can be written.`);
    }
    const { now: group, later } = firstOfEach(waiting);
    const current = await ledger.currentOf(toRead(group, trusting));
    const writes: ConditionalVersion[] = [];
    const changeOf = new Map<OfferId, SyncChange>();
    const countOf = new Map<OfferId, Counted>();
    for (const change of group) {
      const before: VersionRecord | null = current.get(change.offerId) ?? null;
      const decision = decide(before, change, chunk.origin, targets.now());
      if (decision.write === null) {
        counts[decision.counted] += 1;
        continue;
      }
      writes.push({ record: decision.write, expected: before?.version ?? 0 });
      changeOf.set(change.offerId, change);
      countOf.set(change.offerId, decision.counted);
    }
    const { conflicts } = await ledger.write(writes);
    const again: SyncChange[] = [];
    for (const { record } of conflicts) {
      countOf.delete(record.offerId);
      const change = changeOf.get(record.offerId);
      if (change) again.push(change);
    }
    for (const counted of countOf.values()) counts[counted] += 1;
    waiting = [...again, ...later];
    trusting = false;
  }
  return counts;
}

/** What is said to be new is tried unread, at first: most of a first sync then costs no read at all. */
const toRead = (changes: readonly SyncChange[], trusting: boolean): OfferId[] =>
  changes
    .filter((change) => !(trusting && change.op === "PUT" && change.isNew))
    .map((change) => change.offerId);

/** A transaction takes an item once: a second change of the same offer waits for the next round. */
function firstOfEach(changes: readonly SyncChange[]): { now: SyncChange[]; later: SyncChange[] } {
  const seen = new Set<OfferId>();
  const now: SyncChange[] = [];
  const later: SyncChange[] = [];
  for (const change of changes) {
    (seen.has(change.offerId) ? later : now).push(change);
    seen.add(change.offerId);
  }
  return { now, later };
}
