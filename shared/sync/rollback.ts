/** Takes a whole source back to what it was at an instant: one visible run, each change of it a version like any other. */
import { chunkName } from "../ledger/decide.ts";
import { heardAt, type VersionRecord } from "../ledger/records.ts";
import { saidFingerprint, sourceContent } from "../offer/editorial.ts";
import { type OfferId, offerIdOf } from "../offer/model.ts";
import { type FetchEnd, noCounts, type Tally } from "../sources/run-progress.ts";
import { Checkpoints } from "./checkpoints.ts";
import { CONTINUED, LAST_MS } from "./listing.ts";
import { RenamedOffers } from "./renamed.ts";
import { ended, type RunContext } from "./run-context.ts";
import { SeenIndex } from "./seen-index.ts";

/** Offers whose history is read at once. */
const AT_ONCE = 16;

interface Restoration {
  readonly offerId: OfferId;
  readonly sourceOfferId: string;
  /** What it was; null: not there yet, or gone. */
  readonly earlier: VersionRecord | null;
}

/** @returns CONTINUED: the next leg goes on from the last checkpoint */
export async function rollBack(
  context: RunContext,
  signal: AbortSignal,
): Promise<FetchEnd | typeof CONTINUED> {
  const { targets, source, run, sender, tally } = context;
  if (run.rollback === null) throw new Error(`Run ${run.id} does not say what it rolls back to.`);
  const { to, author } = run.rollback;
  const checkpoints = new Checkpoints(context);
  const counts = noCounts();
  for await (const page of targets.ledger.everyOffer(source.id, run.checkpoint?.cursor ?? null)) {
    tally.pages += 1;
    for await (const { offerId, sourceOfferId, earlier } of restorations(context, page.offers, to, signal)) {
      counts[earlier === null ? "removed" : "changed"] += 1;
      if (run.dryRun) continue;
      await sender.restore({
        offerId,
        sourceOfferId,
        content: earlier === null ? null : sourceContent(earlier),
        fingerprint: earlier === null ? null : saidFingerprint(earlier),
        saidAt: earlier === null ? null : heardAt(earlier),
        author,
        reason: `to ${to}`,
      });
    }
    const isLate = targets.remainingMs() < LAST_MS;
    if (run.dryRun && isLate) return shown(context, counts, `Not all of it was counted: the time was up. `);
    if (run.dryRun || !(isLate || checkpoints.isDue)) continue;
    await sender.flush();
    const { cursor } = page;
    const state = { cursor, chunks: sender.sent, known: 0, progress: tally.progress() };
    await checkpoints.save(state, new SeenIndex(), new RenamedOffers());
    if (isLate) return CONTINUED;
  }
  if (run.dryRun) return shown(context, counts, "");
  await sender.flush();
  return { ...ended("SUCCEEDED"), coverage: "COMPLETE", message: `Rolled back to ${to}.` };
}

/** A dry run's counts are what its chunks would have come back with. */
async function shown({ targets, run }: RunContext, counts: Tally, remark: string): Promise<FetchEnd> {
  const name = chunkName(run.leg, 0);
  await targets.runs.chunkDone(run.id, name, { ...counts, readUnits: 0, writeUnits: 0 }, targets.now());
  const message = `${remark}A dry run, nothing was written: a rollback to ${run.rollback?.to ?? ""} would change ${counts.changed} offers and remove ${counts.removed}.`;
  return { ...ended("SUCCEEDED"), coverage: remark === "" ? "COMPLETE" : "PARTIAL", message };
}

async function* restorations(
  { targets, source, tally }: RunContext,
  offers: readonly { readonly sourceOfferId: string; readonly changedAt: string }[],
  to: string,
  signal: AbortSignal,
): AsyncGenerator<Restoration> {
  const moved = offers.filter(({ changedAt }) => changedAt > to);
  tally.fetched += offers.length;
  tally.unchanged += offers.length - moved.length;
  for (let start = 0; start < moved.length; start += AT_ONCE) {
    signal.throwIfAborted();
    const found = await Promise.all(
      moved.slice(start, start + AT_ONCE).map(async ({ sourceOfferId }) => {
        const offerId = offerIdOf(source.id, sourceOfferId);
        return { offerId, sourceOfferId, ...(await targets.ledger.asOf(offerId, to)) };
      }),
    );
    for (const { offerId, sourceOfferId, now, earlier } of found) {
      const wanted = earlier?.removedAt === null ? earlier : null;
      const isSo =
        wanted === null
          ? now?.removedAt !== null
          : now?.removedAt === null && saidFingerprint(now) === saidFingerprint(wanted);
      if (isSo) tally.unchanged += 1;
      else yield { offerId, sourceOfferId, earlier: wanted };
    }
  }
}
