/** Products of a made-up shop: name, price and stock as they are at one moment. */
import { hash, type ItemState, pick } from "./catalogue.ts";
import { BRANDS, COLOURS, GOODS, type Shop } from "./shops.ts";

export interface Goods {
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly brand: string;
  readonly colour: string;
  /** Major units with two decimals, in the shop's currency. */
  readonly price: string;
  /** Before the reduction; null where there is none. */
  readonly listPrice: string | null;
  readonly inStock: boolean;
  /** A valid GTIN-13. */
  readonly gtin: string;
}

/** What an item is called and made of stays; its price and stock follow its revision. */
export function goodsOf(seed: string, state: ItemState, shop: Shop): Goods {
  const being = hash(seed, state.index, state.generation + 1000);
  const moment = hash(seed, state.index, state.revision + 50_000);
  const [name, category] = pick(GOODS[shop.language] ?? GOODS["en"] ?? [], being);
  const brand = pick(BRANDS, being >>> 4);
  const colour = pick(COLOURS, being >>> 8);
  const cents = 499 + (being % 29_500) + (moment % 40) * 25;
  const reduced = moment % 4 === 0;
  return {
    title: `${brand} ${name} ${colour} ${String(state.index + 1)}`,
    description: `${name} (${colour}), ${brand} &ndash; ${shop.name}. Ref. ${String(state.index + 1)}/${String(state.generation)}.`,
    category,
    brand,
    colour,
    price: amount(cents),
    listPrice: reduced ? amount(Math.round(cents * 1.25)) : null,
    inStock: moment % 20 !== 0,
    gtin: gtin13(being),
  };
}

const amount = (cents: number): string =>
  `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;

function gtin13(bits: number): string {
  const body = `40${String(bits % 10_000_000_000).padStart(10, "0")}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return body + String((10 - (sum % 10)) % 10);
}
