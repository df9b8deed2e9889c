/** What the sandbox's REST API lists: goods, codes, sales and whole programmes of many shops, in words of its own. */
import { hash, type ItemState, itemsAt, pick, timeOfSlot, slotOf } from "../../../sandbox/catalogue.ts";
import { goodsOf } from "../../../sandbox/goods.ts";
import { promotionText } from "../../../sandbox/promotion-texts.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { GOODS, type Shop, SHOPS } from "../../../sandbox/shops.ts";

const SEED = "rest-api";
const OFFERS = 640;
/** Of ten offers, by their place. */
const TYPES = ["sku", "sku", "sku", "sku", "code", "code", "code", "sale", "sale", "brand"] as const;
type Type = (typeof TYPES)[number];
const DAY_MS = 86_400_000;

/** All that the account can see. */
export function listedAt(context: SandboxContext): readonly ItemState[] {
  return [...itemsAt(SEED, Math.round(OFFERS * context.scale), slotOf(context.now))];
}

export const changedAt = ({ changedSlot }: ItemState): Date => timeOfSlot(changedSlot);

export function recordOf(state: ItemState, context: SandboxContext): object {
  const { index, generation } = state;
  const bits = hash(SEED, index, generation);
  const type = pick(TYPES, index);
  const shop = pick(SHOPS, index >>> 2);
  const id = `${context.migratedIds ? "x" : ""}${index + 1}-${generation}`;
  const page = `https://www.${shop.domain}/${type}/${index + 1}-${generation}`;
  const shown = (date: Date): string => date.toISOString().slice(0, context.naiveDates ? 19 : undefined);
  return {
    // One in a hundred comes without its number.
    ref: index % 100 === 61 ? null : { type, number: id },
    shop: { name: shop.name, site: `https://www.${shop.domain}` },
    page,
    go: `https://go.partner-api.example/r?to=${encodeURIComponent(page)}`,
    pictures: [{ href: `https://cdn.${shop.domain}/${hash(SEED, index) % 1_000_000}.jpg` }],
    ...(type === "sku" ? goodsPart(state, shop) : promotionPart(type, bits, state, shop)),
    pays: payOf(bits, shop),
    partnership: pick(["approved", "approved", "open", "waiting"], bits >>> 6),
    markets: bits % 3 === 0 ? [] : [shop.country],
    language: shop.language,
    changed: shown(changedAt(state)),
    ...(type === "sku" || type === "brand"
      ? {}
      : {
          runs: {
            from: shown(timeOfSlot(state.bornSlot)),
            until: shown(new Date(timeOfSlot(state.bornSlot).getTime() + (30 + (bits % 30)) * DAY_MS - 1000)),
          },
        }),
  };
}

function goodsPart(state: ItemState, shop: Shop): object {
  const goods = goodsOf(SEED, state, shop);
  return {
    name: goods.title,
    text: `<p>${goods.description}</p>`,
    price: {
      now: cents(goods.price),
      before: goods.listPrice === null ? 0 : cents(goods.listPrice),
      currency: shop.currency,
    },
    stock: goods.inStock ? 1 : 0,
    topics: goods.category.split(" > "),
    barcode: goods.gtin,
  };
}

const cents = (amount: string): number => Math.round(Number(amount) * 100);

function promotionPart(type: Exclude<Type, "sku">, bits: number, state: ItemState, shop: Shop): object {
  const [goods, category] = pick(GOODS[shop.language] ?? GOODS["en"] ?? [], bits >>> 5);
  const percent = 5 + (bits % 10) * 5;
  if (type === "brand") return { name: shop.name, text: "", topics: category.split(" > ") };
  // The text follows the changes: a sale is extended, or made a better one.
  const text = promotionText(shop.language, bits >>> 9, percent + (state.revision % 4), goods, shop.name);
  return {
    name: text.title,
    text: text.description,
    small_print: text.terms,
    code: type === "code" ? `SAVE${percent}${(bits >>> 12).toString(36).toUpperCase()}` : null,
    topics: category.split(" > "),
  };
}

/** A share of the sale, a range of shares, or an amount for each. */
function payOf(bits: number, shop: Shop): object {
  const share = 2 + (bits % 9);
  if (bits % 5 === 0) return { kind: "fixed", from: (bits % 7) * 100 + 150, currency: shop.currency };
  return bits % 3 === 0 ? { kind: "range", from: share, to: share + 4 } : { kind: "percent", from: share };
}
