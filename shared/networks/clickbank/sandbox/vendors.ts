/** The marketplace's vendors at one moment. */
import { hash, itemsAt, pick, slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { GOODS, type Shop, SHOPS } from "../../../sandbox/shops.ts";

export interface Vendor {
  readonly index: number;
  /** Upper case, as the marketplace writes it. */
  readonly nickname: string;
  readonly title: string;
  readonly description: string;
  readonly shop: Shop;
  readonly category: string;
  readonly subCategory: string | null;
  /** A second category that the feed lists it under as well. */
  readonly secondCategory: string | null;
  /** Average US dollars an affiliate earns by a sale. */
  readonly initialDollars: number;
  readonly rebillDollars: number;
  readonly percent: number;
  readonly activatedAt: Date;
  readonly bits: number;
}

/** Vendors as shown, and how many there are. */
export interface Marketplace {
  readonly vendors: readonly Vendor[];
  readonly total: number;
}

const SEED = "clickbank";
const COUNT = 560;

const TREE: readonly (readonly [string, readonly string[]])[] = [
  ["Health & Fitness", ["Sleep and Dreams", "Diets & Weight Loss", "Yoga"]],
  ["E-business & E-marketing", ["Email Marketing", "Affiliate Marketing"]],
  ["Home & Garden", ["Animal Care & Pets", "Gardening"]],
  ["Self-Help", ["Motivational / Transformational", "Time Management"]],
  ["Cooking, Food & Wine", ["Baking", "Vegetables / Vegetarian"]],
];

export const CATEGORIES: readonly string[] = TREE.map(([name]) => name);

export function marketplaceAt(context: SandboxContext): Marketplace {
  const all = [...itemsAt(SEED, Math.round(COUNT * context.scale), slotOf(context.now))].map(
    (state): Vendor => {
      const bits = hash(SEED, state.index, state.generation + 10);
      const moment = hash(SEED, state.index, state.revision);
      const shop = pick(SHOPS, bits);
      const [goods] = pick(GOODS[shop.language] ?? GOODS["en"] ?? [], bits >>> 5);
      const [category, subCategories] = pick(TREE, bits >>> 8);
      return {
        index: state.index,
        nickname:
          `${context.migratedIds ? "N" : "V"}${bits.toString(36)}${state.index.toString(36)}`.toUpperCase(),
        title: `${goods} – ${shop.name} “${state.index + 1}”`,
        description: `${goods}: ${shop.name} & friends. 2% conversions… links at https://www.${shop.domain}/aff`,
        shop,
        category,
        subCategory: bits % 9 === 0 ? null : pick(subCategories, bits >>> 11),
        secondCategory: bits % 13 === 0 ? "Self-Help" : null,
        initialDollars: 8 + (moment % 9_000_000) / 100_000,
        rebillDollars: bits % 4 === 0 ? (bits % 4_000_000) / 100_000 : 0,
        percent: 20 + (moment % 12) * 5,
        activatedAt: timeOfSlot(state.bornSlot),
        bits,
      };
    },
  );
  const vendors = all.slice(0, Math.ceil(all.length * context.share));
  return { vendors, total: context.trueTotals ? all.length : vendors.length };
}

/** One in a hundred has lost its nickname. */
export const isBroken = ({ index }: Vendor): boolean => index % 100 === 63;
