/** How a run ends that may remove: a complete listing, a released HELD run, a source that is being retired. */
import { offerIdOf } from "../offer/model.ts";
import type { RunItem } from "../sources/items.ts";
import type { SyncRun } from "../sources/records.ts";
import type { FetchEnd } from "../sources/run-progress.ts";
import { agrees, heldIds, heldKeyOf, keepHeldIds, needsHolding, unseenIds } from "./removal.ts";
import { ended, type RunContext } from "./run-context.ts";
import type { SeenIndex } from "./seen-index.ts";

const RUNS_LOOKED_BACK = 20;

/**
 * After a complete listing: tombstones for what it no longer holds, unless they are suspiciously many.
 * @param known how many offers the source listed before the run
 */
export async function removeUnseen(context: RunContext, index: SeenIndex, known: number): Promise<FetchEnd> {
  const { targets, source, run } = context;
  const held = await lastHeld(context);
  if (needsHolding(index.unseen, known)) {
    const agreed =
      held?.heldKey != null &&
      (await agrees(
        unseenIds(targets.ledger, source.id, index),
        await heldIds(targets, held.heldKey),
        known,
      ));
    if (!agreed) {
      const end = await hold(context, index, known);
      // The newest word counts: a later run agrees with this one or with none.
      if (held) await targets.runs.closeHeld(held.id, "CANCELLED", `Overtaken by the held run ${run.id}.`);
      return end;
    }
  }
  if (index.unseen > 0) await sendRemovals(context, unseenIds(targets.ledger, source.id, index));
  if (held) await targets.runs.closeHeld(held.id, "CANCELLED", `Overtaken by the complete run ${run.id}.`);
  return { ...ended("SUCCEEDED"), coverage: "COMPLETE" };
}

async function hold(context: RunContext, index: SeenIndex, known: number): Promise<FetchEnd> {
  const { targets, source, run } = context;
  const heldKey = heldKeyOf(run.id);
  const heldRemovals = await keepHeldIds(targets, heldKey, unseenIds(targets.ledger, source.id, index));
  const share = Math.round((heldRemovals / known) * 100);
  return {
    outcome: "HELD",
    coverage: "COMPLETE",
    heldRemovals,
    heldKey,
    message:
      `It would remove ${heldRemovals} of ${known} offers (${share} %), so nothing was removed. ` +
      `Release it with: offers release ${run.id} (or the mutation releaseHeldRun), or wait for a second complete run that agrees.`,
  };
}

/** The source's newest run that waits to be released. */
export async function lastHeld({
  targets,
  source,
}: Pick<RunContext, "targets" | "source">): Promise<RunItem | null> {
  const { runs } = await targets.sources.listRuns({
    sourceId: source.id,
    first: RUNS_LOOKED_BACK,
    after: null,
  });
  const held: SyncRun | undefined = runs.find((run) => run.status === "HELD");
  return held ? targets.sources.getRunItem(held.id) : null;
}

/** Carries out what a HELD run wanted to remove. */
export async function releaseHeld(context: RunContext): Promise<FetchEnd> {
  const { targets, run } = context;
  const heldRunId = run.releases ?? "";
  const held = await targets.sources.getRunItem(heldRunId);
  if (held?.heldKey == null || held.id !== run.previousRunId) {
    return {
      ...ended("FAILED"),
      coverage: "PARTIAL",
      message: `Run ${heldRunId} can no longer be released: a newer run has begun. Sync the source again.`,
    };
  }
  const ids = await heldIds(targets, held.heldKey);
  await sendRemovals(
    context,
    (async function* () {
      yield ids;
    })(),
  );
  await targets.runs.closeHeld(heldRunId, "SUCCEEDED", `Released as run ${run.id}.`);
  return { ...ended("SUCCEEDED"), coverage: "COMPLETE", message: `Released run ${heldRunId}.` };
}

/** Tombstones for everything a source listed, since the source itself is being removed. */
export async function retireAll(context: RunContext): Promise<FetchEnd> {
  const { targets, source } = context;
  const ids = async function* (): AsyncGenerator<string[]> {
    for await (const page of targets.ledger.known(source.id)) yield page.map((offer) => offer.sourceOfferId);
  };
  await sendRemovals(context, ids());
  return { ...ended("SUCCEEDED"), coverage: "COMPLETE", message: "The source was removed." };
}

async function sendRemovals({ source, sender }: RunContext, pages: AsyncIterable<string[]>): Promise<void> {
  for await (const ids of pages) {
    for (const id of ids) {
      await sender.remove({ offerId: offerIdOf(source.id, id), sourceOfferId: id }, source.lastCompleteAt);
    }
  }
  await sender.flush();
}
