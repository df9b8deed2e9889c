/**
 * What a catalogue should come to, in the plainest terms: what each source lists and what was done to it, in order. It
 * knows nothing of queues, checkpoints, chunks or indexes; whatever happens there must not show.
 */
import type { ChangeCause, OfferStatus } from "../../shared/offer/model.ts";

/** What a feed says of an offer. */
export interface Said {
  readonly price: number;
  /** Hours after the model's beginning; null: no end. */
  readonly endsAt: number | null;
}

/** What editors put in its place, field by field. */
export type Overrides = Partial<Said>;

export interface ModelVersion {
  readonly cause: ChangeCause;
  readonly status: OfferStatus;
  readonly said: Said;
  readonly overrides: Overrides;
  readonly shown: Said;
  /** The tick of the clock at which it was made. */
  readonly at: number;
  readonly removed: boolean;
}

interface ModelOffer {
  readonly versions: ModelVersion[];
  said: Said;
  overrides: Overrides;
  /** What the source itself last said, which a rollback leaves alone. */
  sourceSaid: Said;
  listed: boolean;
  removed: boolean;
  hidden: boolean;
}

const shown = ({ said, overrides }: Pick<ModelOffer, "said" | "overrides">): Said => ({
  ...said,
  ...overrides,
});

const sameOverrides = (one: Overrides, other: Overrides): boolean =>
  one.price === other.price && one.endsAt === other.endsAt;

const same = (one: Said, other: Said): boolean => one.price === other.price && one.endsAt === other.endsAt;

const HELD_COUNT = 20;
const HELD_SHARE = 0.3;

export class Model {
  readonly offers = new Map<string, ModelOffer>();
  /** Ids that the newest held run would have removed; null: none is held. */
  held: ReadonlySet<string> | null = null;
  /** The clock, in ticks of half an hour. */
  now = 0;

  #byDates(said: Said): OfferStatus {
    return said.endsAt !== null && said.endsAt * 2 <= this.now ? "EXPIRED" : "ACTIVE";
  }

  #status(offer: ModelOffer): OfferStatus {
    if (offer.removed) return "REMOVED";
    return offer.hidden ? "HIDDEN" : this.#byDates(shown(offer));
  }

  #write(offer: ModelOffer, cause: ChangeCause): void {
    offer.versions.push({
      cause,
      status: this.#status(offer),
      said: offer.said,
      overrides: offer.overrides,
      shown: shown(offer),
      at: this.now,
      removed: offer.removed,
    });
  }

  known(): string[] {
    return [...this.offers].filter(([, { listed }]) => listed).map(([id]) => id);
  }

  /** The source lists an offer. */
  #listed(id: string, said: Said): void {
    const offer = this.offers.get(id);
    if (!offer) {
      const fresh: ModelOffer = {
        versions: [],
        said,
        overrides: {},
        sourceSaid: said,
        listed: true,
        removed: false,
        hidden: false,
      };
      this.offers.set(id, fresh);
      return this.#write(fresh, "SYNC");
    }
    if (offer.listed && same(offer.sourceSaid, said)) return;
    offer.said = said;
    offer.sourceSaid = said;
    offer.listed = true;
    offer.removed = false;
    this.#write(offer, "SYNC");
  }

  #gone(id: string): void {
    const offer = this.offers.get(id);
    if (!offer?.listed) return;
    offer.listed = false;
    offer.removed = true;
    this.#write(offer, "REMOVAL");
  }

  /**
   * A sync that took these records.
   * @param complete whether it saw everything, and may remove
   * @returns whether it is held
   */
  sync(feed: ReadonlyMap<string, Said>, complete: boolean): boolean {
    const known = this.known();
    for (const [id, said] of feed) this.#listed(id, said);
    if (!complete) return false;
    const unseen = known.filter((id) => !feed.has(id));
    const many = (count: number): boolean => count > HELD_COUNT && count > known.length * HELD_SHARE;
    if (many(unseen.length)) {
      const before = this.held;
      const agreed = before !== null && !many(unseen.filter((id) => !before.has(id)).length);
      if (!agreed) {
        this.held = new Set(unseen);
        return true;
      }
    }
    for (const id of unseen) this.#gone(id);
    this.held = null;
    return false;
  }

  release(): void {
    for (const id of this.held ?? []) this.#gone(id);
    this.held = null;
  }

  /** Everything whose end has passed. */
  expire(): void {
    for (const offer of this.offers.values()) {
      const last = offer.versions.at(-1);
      if (last?.status === "ACTIVE" && this.#byDates(shown(offer)) === "EXPIRED")
        this.#write(offer, "EXPIRY");
    }
  }

  hide(id: string, hidden: boolean): void {
    const offer = this.offers.get(id);
    if (!offer || offer.hidden === hidden) return;
    offer.hidden = hidden;
    this.#write(offer, "ADMIN");
  }

  /** @param edits on top of those that are there; nothing: they are all cleared */
  override(id: string, edits: Overrides): void {
    const offer = this.offers.get(id);
    if (!offer) return;
    const overrides = Object.keys(edits).length === 0 ? {} : { ...offer.overrides, ...edits };
    if (sameOverrides(offer.overrides, overrides)) return;
    offer.overrides = overrides;
    this.#write(offer, "ADMIN");
  }

  /** @param version from 1 */
  rollBackOffer(id: string, version: number): void {
    const offer = this.offers.get(id);
    const target = offer?.versions[version - 1];
    if (!offer || !target) return;
    if (
      same(shown(offer), target.shown) &&
      sameOverrides(offer.overrides, target.overrides) &&
      same(offer.said, target.said)
    )
      return;
    offer.said = target.said;
    offer.overrides = target.overrides;
    this.#write(offer, "ROLLBACK");
  }

  /** @param at a tick */
  rollBackSource(at: number): void {
    for (const offer of this.offers.values()) {
      if ((offer.versions.at(-1)?.at ?? 0) <= at) continue;
      const then = offer.versions.findLast((version) => version.at <= at);
      if (then === undefined || then.removed) {
        if (offer.removed) continue;
        offer.removed = true;
      } else {
        if (!offer.removed && same(offer.said, then.said)) continue;
        offer.removed = false;
        offer.said = then.said;
      }
      this.#write(offer, "ROLLBACK");
    }
  }
}
