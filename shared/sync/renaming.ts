/** What becomes, at a listing's end, of records under new ids that look like offers already held. */
import type { ListingEnd } from "../networks/adapter.ts";
import { offerIdOf } from "../offer/model.ts";
import type { Aliases } from "./aliases.ts";
import type { UnplacedOffer } from "./chunks.ts";
import { needsHolding } from "./removal.ts";
import { lastHeld } from "./removals-of-run.ts";
import type { RenamedOffers } from "./renamed.ts";
import type { RunContext } from "./run-context.ts";
import type { SeenIndex } from "./seen-index.ts";

export interface Renaming {
  readonly renamed: RenamedOffers<UnplacedOffer>;
  readonly aliases: Aliases;
  readonly index: SeenIndex;
  /** How many offers the source listed when the run began. */
  readonly known: number;
}

export async function sendUnplaced({ sender, source }: RunContext, offer: UnplacedOffer): Promise<void> {
  await sender.put({ ...offer, offerId: offerIdOf(source.id, offer.sourceOfferId) });
}

/** @returns why some of them were not taken, for people; null where all were */
export async function settleRenamed(
  context: RunContext,
  { renamed, aliases, index, known }: Renaming,
  end: ListingEnd,
): Promise<string | null> {
  const { targets, source } = context;
  await aliases.save();
  const isRenaming = renamed.areMany(known);
  if (isRenaming && end.coverage !== "COMPLETE" && source.lastCompleteAt !== null) {
    return `${renamed.count} offers came under new ids and look like offers that are held under old ones: they are taken when a complete listing shows that the old ids are gone`;
  }
  if (!isRenaming || end.coverage !== "COMPLETE") {
    for (const offer of renamed.alone()) await sendUnplaced(context, offer);
    return null;
  }
  const found = await renamed.paired(targets.ledger, source.id, index);
  for (const { networkId, id } of found.renamed) aliases.add(networkId, id);
  await aliases.save();
  for (const { id, offer } of found.renamed) {
    index.keep(id);
    if (offer !== null) await sendUnplaced(context, { ...offer, sourceOfferId: id, isNew: false });
  }
  const doubtful = found.others.length > 0 && needsHolding(index.unseen, known);
  if (doubtful && (await lastHeld(context)) === null) {
    return `${found.others.length} offers came under new ids and cannot be told apart: they are taken once the removal of the old ones is released, or a second run agrees`;
  }
  for (const offer of found.others) await sendUnplaced(context, offer);
  if (found.renamed.length === 0) return null;
  return `${found.renamed.length} offers came under new ids; they keep the ids and the history that they have here`;
}
