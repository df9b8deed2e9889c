/** The sandbox's product feeds: which there are, and what is in them at one moment. */
import { hash, type ItemState, itemsAt, slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import { type Goods, goodsOf } from "../../../sandbox/goods.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { ADVERTISERS, type Advertiser } from "./programmes.ts";

export interface SandboxFeed {
  readonly id: number;
  readonly advertiser: Advertiser;
  /** Joined feeds are "active" in live data and "Joined" in the documentation. */
  readonly membership: string;
  readonly format: "classic" | "google-csv" | "google-jsonl";
  readonly items: number;
  readonly language: string;
}

const feed = (
  id: number,
  advertiserIndex: number,
  membership: string,
  format: SandboxFeed["format"],
  items: number,
  language: string,
): SandboxFeed => {
  const advertiser = ADVERTISERS[advertiserIndex];
  if (!advertiser) throw new RangeError(`there is no advertiser ${String(advertiserIndex)}`);
  return { id, advertiser, membership, format, items, language };
};

export const FEEDS: readonly SandboxFeed[] = [
  feed(20_101, 0, "active", "classic", 1234, "German"),
  feed(20_102, 8, "Joined", "classic", 500, "fr"),
  feed(20_103, 24, "active", "classic", 266, "Polish"),
  feed(20_204, 16, "active", "google-csv", 300, "English"),
  feed(20_205, 32, "active", "google-jsonl", 60, "ar"),
  feed(20_301, 45, "Not Joined", "classic", 900, "English"),
  feed(20_302, 47, "Not Joined", "google-csv", 120, "German"),
];

export interface FeedItem {
  readonly state: ItemState;
  readonly goods: Goods;
  /** Awin's own number: new when the item is replaced. */
  readonly productId: number;
  /** The advertiser's own number. */
  readonly shopId: string;
  readonly adult: boolean;
}

const HOUR_SLOTS = 6;

/** Awin imports each feed once an hour; between two imports it does not move. */
export function importedSlot({ id }: SandboxFeed, now: Date): number {
  const phase = hash("awin-import", id) % HOUR_SLOTS;
  return Math.floor((slotOf(now) - phase) / HOUR_SLOTS) * HOUR_SLOTS + phase;
}

export const importedAt = (which: SandboxFeed, now: Date): Date => timeOfSlot(importedSlot(which, now));

const seedOf = ({ id }: SandboxFeed): string => `awin-feed-${String(id)}`;

export function* feedItems(which: SandboxFeed, context: SandboxContext): Generator<FeedItem, void, void> {
  const seed = seedOf(which);
  const count = Math.ceil(Math.round(which.items * context.scale) * context.share);
  const moved = context.migratedIds ? 1 : 0;
  for (const state of itemsAt(seed, count, importedSlot(which, context.now))) {
    yield {
      state,
      goods: goodsOf(seed, state, which.advertiser.shop),
      productId: which.id * 10_000_000_000 + moved * 5_000_000_000 + state.index * 2000 + state.generation,
      shopId: `${String(state.index)}-${String(state.generation)}${moved === 1 ? "-new" : ""}`,
      adult: hash(seed, state.index, 8) % 100 === 0,
    };
  }
}

export function productCount(which: SandboxFeed, context: SandboxContext): number {
  const share = context.trueTotals ? 1 : context.share;
  const count = Math.ceil(Math.round(which.items * context.scale) * share);
  return [...itemsAt(seedOf(which), count, importedSlot(which, context.now))].length;
}
