/** The catalogue behind the generic feeds: one made-up department store. */
import { hash, itemsAt, type ItemState, slotOf } from "../../../sandbox/catalogue.ts";
import { type Goods, goodsOf } from "../../../sandbox/goods.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";

export interface StoreItem {
  readonly state: ItemState;
  readonly goods: Goods;
  /** New when the item is replaced. */
  readonly id: string;
  readonly link: string;
  readonly image: string;
}

/** @param place which of the made-up shops runs this store */
export function storeAt(place: number): Shop {
  const shop = SHOPS[place];
  if (!shop) throw new RangeError(`there is no shop ${String(place)}`);
  return shop;
}

export function* storeItems(
  seed: string,
  shop: Shop,
  items: number,
  { now, scale, share, migratedIds }: SandboxContext,
): Generator<StoreItem, void, void> {
  const count = Math.ceil(Math.round(items * scale) * share);
  for (const state of itemsAt(seed, count, slotOf(now))) {
    const id = `${migratedIds ? "n" : ""}${String(state.index + 1)}-${String(state.generation)}`;
    yield {
      state,
      goods: goodsOf(seed, state, shop),
      id,
      link: `https://www.${shop.domain}/p/${id}?utm_source=feed&utm_medium=affiliate`,
      image: `https://cdn.${shop.domain}/${String(hash(seed, state.index, state.generation) % 1_000_000)}.jpg`,
    };
  }
}
