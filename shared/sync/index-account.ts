/**
 * Whether the index that a refresh compares with is whole. It is a copy of the ledger that follows with a delay, and a
 * change that an outdated copy hides would be lost. So the writes keep an account of it, count and digest, in the
 * source's item; a run that finds the two in disagreement trusts nothing and has everything compared with the ledger.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunItem } from "../sources/items.ts";
import type { IndexAccount } from "../sources/records.ts";
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
  // While an earlier leg's chunks are being written, the account moves: what the first leg found holds for the run.
  if (run.leg > 1) return { index: await fill(index), isWhole: !run.doubtful };
  for (let tries = 0; ; tries += 1) {
    const filled = await fill(new SeenIndex());
    const found: IndexAccount = { count: filled.known, digest: filled.digest };
    const source = await targets.sources.get(run.sourceId);
    const account = source?.account ?? null;
    if (account === null) await targets.runs.setAccount(run.id, found);
    if (account === null || same(account, found)) return { index: filled, isWhole: true };
    const wait = targets.indexPatienceMs[tries];
    if (wait !== undefined) {
      await sleep(wait);
      continue;
    }
    // Twice in a row the same, apart from what was written since: then it is the account that is wrong, since a chunk
    // that could not be written had done a part of its work.
    if (source?.doubt && same(source.doubt, found)) {
      await targets.runs.setAccount(run.id, found);
      return { index: filled, isWhole: true };
    }
    await targets.runs.setDoubt(run, found);
    return { index: filled, isWhole: false };
  }
}

const same = (one: IndexAccount, other: IndexAccount): boolean =>
  one.count === other.count && one.digest === other.digest;
