/**
 * Notices a network that has given its offers other ids. Taken at its word, such a listing would double the catalogue
 * and then remove the half that has the history. Records under new ids that look like offers already held wait for the
 * listing's end; if they are many, and the offers they look like are gone, they are those offers.
 */
import type { Ledger } from "../ledger/ledger.ts";
import { sourceContent } from "../offer/editorial.ts";
import { changedFields } from "../offer/fingerprint.ts";
import { type OfferContent, offerIdOf } from "../offer/model.ts";
import { IdentitySet } from "./identity-set.ts";
import type { SeenIndex } from "./seen-index.ts";

/** A few offers that are replaced by their likes are everyday business; more than this is the network's doing. */
const LEAST_COUNT = 20;
const LEAST_SHARE = 0.1;

/** Offers that wait with their content. Of further ones only the ids are kept, and the next run takes them. */
const MOST_KEPT = 5_000;
const MOST_NOTED = 100_000;

interface Waiting<Offer> {
  /** The network's id for it. */
  readonly networkId: string;
  readonly identity: string;
  readonly offer: Offer | null;
}

/** An offer that its network calls by another name than it has here. */
export interface RenamedOffer<Offer> {
  readonly networkId: string;
  /** Its id here. */
  readonly id: string;
  /** Null where its content was not kept: the next run brings it. */
  readonly offer: Offer | null;
}

interface Held {
  readonly id: string;
  /** Null where nothing has to be compared. */
  readonly content: OfferContent | null;
}

/** More offers of one identity than this are paired as they come: comparing each with each would take its square. */
const MOST_COMPARED = 200;

async function contentsOf(ledger: Ledger, sourceId: string, ids: readonly string[]): Promise<Held[]> {
  const held: Held[] = [];
  for (const id of ids) {
    const record = ids.length > MOST_COMPARED ? null : await ledger.current(offerIdOf(sourceId, id));
    held.push({ id, content: record === null ? null : sourceContent(record) });
  }
  return held;
}

/** Takes the one that differs in the fewest fields out of those held. @returns its id; null when none is left */
function mostAlike(held: Held[], content: OfferContent | null): string | null {
  const differences = held.map((each) =>
    each.content === null || content === null ? 0 : changedFields(each.content, content).length,
  );
  const [taken] = held.splice(differences.indexOf(Math.min(...differences)), 1);
  return taken?.id ?? null;
}

/** @typeParam Offer what is to be sent of an offer once it is clear what it is */
export class RenamedOffers<Offer extends { readonly content: OfferContent }> {
  readonly #identities = new IdentitySet();
  readonly #waiting: Waiting<Offer>[] = [];
  #left = 0;

  addKnown(identity: string): void {
    if (identity !== "") this.#identities.add(identity);
  }

  /** Whether a record under a new id looks like an offer that is held under another. */
  resembles(identity: string): boolean {
    return this.#identities.has(identity);
  }

  wait(networkId: string, identity: string, offer: Offer): void {
    if (this.#waiting.length === MOST_NOTED) {
      this.#left += 1;
      return;
    }
    this.#waiting.push({ networkId, identity, offer: this.#waiting.length < MOST_KEPT ? offer : null });
  }

  /** What waits, for another leg of the run to take up with `addWaiting`. */
  waitingText(): string {
    return JSON.stringify({ waiting: this.#waiting, left: this.#left });
  }

  addWaiting(text: string): void {
    const { waiting, left } = JSON.parse(text) as { waiting: Waiting<Offer>[]; left: number };
    for (const each of waiting) this.#waiting.push(each);
    this.#left += left;
  }

  get count(): number {
    return this.#waiting.length + this.#left;
  }

  /** Whether so many wait that the network must have changed its ids. */
  areMany(known: number): boolean {
    return this.count > LEAST_COUNT && this.count > known * LEAST_SHARE;
  }

  /** Those that wait and can be sent: offers of their own. */
  *alone(): Generator<Offer, void, void> {
    for (const { offer } of this.#waiting) if (offer !== null) yield offer;
  }

  /**
   * After a complete listing: which of them are offers that are held under another id, and were not seen under it. Of
   * several that share an identity, the most alike are the same.
   *
   * @returns the pairs, and those that are new after all
   */
  async paired(
    ledger: Ledger,
    sourceId: string,
    index: SeenIndex,
  ): Promise<{ readonly renamed: readonly RenamedOffer<Offer>[]; readonly others: readonly Offer[] }> {
    const missing = await this.#missing(ledger, sourceId, index);
    const renamed: RenamedOffer<Offer>[] = [];
    const others: Offer[] = [];
    for (const [identity, waiting] of Map.groupBy(this.#waiting, (each) => each.identity)) {
      const ids = missing.get(identity) ?? [];
      const alone = waiting.length === 1 && ids.length === 1;
      const held = alone ? ids.map((id) => ({ id, content: null })) : await contentsOf(ledger, sourceId, ids);
      for (const { networkId, offer } of waiting) {
        const same = mostAlike(held, offer?.content ?? null);
        if (same !== null) renamed.push({ networkId, id: same, offer });
        else if (offer !== null) others.push(offer);
      }
    }
    return { renamed, others };
  }

  /** Offers that the listing did not hold, by identity: only those that something waits for. */
  async #missing(ledger: Ledger, sourceId: string, index: SeenIndex): Promise<Map<string, string[]>> {
    const wanted = new Set(this.#waiting.map(({ identity }) => identity));
    const missing = new Map<string, string[]>();
    for await (const page of ledger.known(sourceId)) {
      for (const { sourceOfferId, identity } of page) {
        if (!wanted.has(identity) || !index.holds(sourceOfferId) || index.hasSeen(sourceOfferId)) continue;
        const same = missing.get(identity);
        if (same) same.push(sourceOfferId);
        else missing.set(identity, [sourceOfferId]);
      }
    }
    return missing;
  }
}
