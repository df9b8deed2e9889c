/** Promotions, products and programmes of the made-up shops, as they are at one moment: what most sandboxes list. */
import { DateTime } from "luxon";
import { hash, type ItemState, itemsAt, pick, slotOf, stateOf, timeOfSlot } from "./catalogue.ts";
import { type Goods, goodsOf } from "./goods.ts";
import { type PromotionText, promotionText } from "./promotion-texts.ts";
import type { SandboxContext } from "./sandbox.ts";
import { GOODS, type Shop, SHOPS } from "./shops.ts";

/** Added to every id when a network's ids have migrated. */
const MIGRATION = 70_000_000;
/** An item in a hundred is broken on purpose: which field of it is missing is the sandbox's to say. */
const BROKEN_PLACE = 37;
const DAY_SLOTS = 144;

interface Item {
  readonly index: number;
  /** The network's number for it: new when the item is replaced, or when ids migrate. */
  readonly id: number;
  readonly shop: Shop;
  /** Stays while the item is the same. */
  readonly bits: number;
  readonly bornAt: Date;
  readonly changedAt: Date;
  readonly broken: boolean;
}

export interface SandboxPromotion extends Item {
  readonly percent: number;
  /** Null for a promotion without one. */
  readonly code: string | null;
  readonly text: PromotionText;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly landing: string;
}

export interface SandboxProduct extends Item {
  readonly sku: string;
  readonly goods: Goods;
  readonly landing: string;
  readonly image: string;
}

export interface SandboxProgramme extends Item {
  /** Percent of a sale. */
  readonly rate: number;
  readonly description: string;
}

/** A listing as its network shows it: `shown` may be a part, `total` what the network says there is. */
export interface Listing<T> {
  readonly shown: readonly T[];
  readonly total: number;
}

function listing<T>(all: readonly T[], { share, trueTotals }: SandboxContext): Listing<T> {
  const shown = all.slice(0, Math.ceil(all.length * share));
  return { shown, total: trueTotals ? all.length : shown.length };
}

const itemOf = (seed: string, state: ItemState, shop: Shop, { migratedIds }: SandboxContext): Item => ({
  index: state.index,
  id: 100_000 + state.index * 1_000 + (state.generation % 1_000) + (migratedIds ? MIGRATION : 0),
  shop,
  bits: hash(seed, state.index, state.generation + 10),
  bornAt: timeOfSlot(state.bornSlot),
  changedAt: timeOfSlot(state.changedSlot),
  broken: state.index % 100 === BROKEN_PLACE,
});

const shopOf = (seed: string, index: number, shops: readonly Shop[]): Shop =>
  pick(shops, hash(seed, index, 77));

/** @param count at scale 1 */
export function promotionsAt(
  seed: string,
  count: number,
  context: SandboxContext,
  shops: readonly Shop[] = SHOPS,
): Listing<SandboxPromotion> {
  const states = itemsAt(seed, Math.round(count * context.scale), slotOf(context.now));
  return listing(
    [...states].map((state) => promotionOf(seed, state, context, shops)),
    context,
  );
}

function promotionOf(
  seed: string,
  state: ItemState,
  context: SandboxContext,
  shops: readonly Shop[],
): SandboxPromotion {
  const item = itemOf(seed, state, shopOf(seed, state.index, shops), context);
  const { bits, shop } = item;
  const percent = 5 + (hash(seed, state.index, state.revision) % 10) * 5;
  const [goods] = pick(GOODS[shop.language] ?? GOODS["en"] ?? [], bits >>> 5);
  // One in ten is announced a few days before it begins; one in five has no end.
  const lead = bits % 10 === 0 ? DAY_SLOTS * (1 + (bits % 3)) : 0;
  const end = timeOfSlot(state.bornSlot + 1600 + (bits % 2000) + (state.revision % 3) * DAY_SLOTS);
  return {
    ...item,
    percent,
    code: bits % 3 === 0 ? null : `${pick(["SAVE", "WANDERN", "ÉTÉ", "NOWY"], bits)}${percent}${bits % 90}`,
    text: numbered(promotionText(shop.language, bits >>> 7, percent, goods, shop.name), state.index),
    startsAt: timeOfSlot(state.bornSlot + lead),
    endsAt: bits % 5 === 1 ? null : new Date(end.getTime() - 1000),
    landing: `https://www.${shop.domain}/${bits % 4 === 0 ? "sale" : `c/${bits % 97}`}`,
  };
}

/** Promotions of one shop are told apart by more than their number. */
const numbered = (text: PromotionText, index: number): PromotionText => ({
  ...text,
  title: `${text.title} (${index + 1})`,
});

/** @param count at scale 1 */
export function productsAt(
  seed: string,
  count: number,
  context: SandboxContext,
  shops: readonly Shop[] = SHOPS,
): Listing<SandboxProduct> {
  const states = itemsAt(seed, Math.round(count * context.scale), slotOf(context.now));
  return listing(
    [...states].map((state) => productOf(seed, state, context, shops)),
    context,
  );
}

function productOf(
  seed: string,
  state: ItemState,
  context: SandboxContext,
  shops: readonly Shop[],
): SandboxProduct {
  const item = itemOf(seed, state, shopOf(seed, state.index, shops), context);
  return {
    ...item,
    sku: `SKU-${state.index}-${state.generation}${context.migratedIds ? "-N" : ""}`,
    goods: goodsOf(seed, state, item.shop),
    landing: `https://www.${item.shop.domain}/p/${item.id}`,
    image: `https://cdn.${item.shop.domain}/${item.bits % 1_000_000}.jpg`,
  };
}

/** Programmes do not come and go: one a shop, with terms that change now and then. */
export function programmesAt(
  seed: string,
  context: SandboxContext,
  shops: readonly Shop[] = SHOPS,
): Listing<SandboxProgramme> {
  const slot = slotOf(context.now);
  const all = shops.map((shop, index) => {
    const { generation: _, ...state } = stateOf(seed, index, slot);
    const item = itemOf(seed, { ...state, generation: 0 }, shop, context);
    return {
      ...item,
      broken: false,
      rate: 3 + (hash(seed, index, state.revision) % 12),
      description: `${shop.name} &ndash; ${shop.countryName}.`,
    };
  });
  return listing(all, context);
}

/** The clock on the wall of a zone at an instant, in a format of Luxon's. */
export const wallClock = (time: Date, zone: string, format = "yyyy-MM-dd'T'HH:mm:ss"): string =>
  DateTime.fromJSDate(time, { zone }).toFormat(format);

/** The same with its offset, unless the sandbox leaves it off. */
export const zonedClock = (
  time: Date,
  zone: string,
  { naiveDates }: Pick<SandboxContext, "naiveDates">,
): string => wallClock(time, zone, naiveDates ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ssZZ");

/** A page of a list, by a number that counts from 1. */
export const pageOf = <T>(items: readonly T[], page: number, size: number): T[] =>
  items.slice((page - 1) * size, page * size);
