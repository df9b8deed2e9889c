/**
 * Whether the index that a refresh compares with is whole. It is a copy of the ledger that follows with a delay, and a
 * change that an outdated copy hides would be lost. So the writes keep an account of it, count and digest, in the
 * source's item; a run that finds the two in disagreement trusts nothing and has everything compared with the ledger.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunItem } from "../sources/items.ts";
import type { IndexAccount, Source } from "../sources/records.ts";
import type { RunTargets } from "./run-context.ts";
import { SeenIndex } from "./seen-index.ts";

export interface LoadedIndex {
  readonly index: SeenIndex;
  readonly isWhole: boolean;
}

/**
 * Reads what the ledger holds of a run's source.
 * @param index with what earlier legs of the run saw
 * @param onIdentity told of each offer's identity that no earlier leg saw, perhaps more than once
 */
export async function loadIndex(
  targets: RunTargets,
  run: Pick<RunItem, "id" | "sourceId" | "leg" | "doubtful">,
  index: SeenIndex,
  onIdentity: (identity: string) => void,
): Promise<LoadedIndex> {
  const fill = async (filled: SeenIndex): Promise<SeenIndex> => {
    for await (const page of targets.ledger.known(run.sourceId)) {
      for (const offer of page) {
        filled.addKnown(offer.sourceOfferId, offer.sourceFingerprint);
        if (!filled.hasSeen(offer.sourceOfferId)) onIdentity(offer.identity);
      }
    }
    return filled;
  };
  // While an earlier leg's chunks are being written, the account moves: what was found at the beginning holds.
  if (run.doubtful !== null) return { index: await fill(index), isWhole: !run.doubtful };
  for (let tries = 0; ; tries += 1) {
    const filled = await fill(new SeenIndex());
    const found: IndexAccount = { count: filled.known, digest: filled.digest };
    const source = await targets.sources.get(run.sourceId);
    const isWhole = agreesWith(source, found);
    const wait = targets.indexPatienceMs[tries];
    if (!isWhole && wait !== undefined) {
      await sleep(wait);
      continue;
    }
    // A doubt of an earlier run is over once the two agree again.
    const isSettled = [source?.account, source?.doubt].every((each) => each != null && same(each, found));
    if (isWhole && !isSettled) await targets.runs.setAccount(run.id, found);
    // Before the doubt is kept: a leg that began anew would take its own first look for the run before.
    await targets.runs.indexRead(run, !isWhole);
    if (!isWhole) await targets.runs.setDoubt(run.id, found);
    return { index: filled, isWhole };
  }
}

/**
 * Where the index shows twice in a row what the account does not, apart from what was written since, it is the account
 * that is wrong: a chunk that could not be written had done a part of its work.
 */
function agreesWith(source: Source | null, found: IndexAccount): boolean {
  if (source === null || source.account === null || same(source.account, found)) return true;
  return source.doubt !== null && same(source.doubt, found);
}

const same = (one: IndexAccount, other: IndexAccount): boolean =>
  one.count === other.count && one.digest === other.digest;
