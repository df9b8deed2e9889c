/** A shop's own JSON export: nobody's standard, prices in cents, the list two levels deep. */
import { slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { storeAt, type StoreItem, storeItems } from "./items.ts";

const ITEMS = 3000;
const SHOP = storeAt(0);

export function* productsJson(context: SandboxContext): Generator<string, void, void> {
  const shop = JSON.stringify({ name: SHOP.name, url: `https://www.${SHOP.domain}` });
  const generated = timeOfSlot(slotOf(context.now)).toISOString();
  yield `{"generatedAt":"${generated}","shop":${shop},"catalogue":{"products":[`;
  let first = true;
  for (const item of storeItems("products-json", SHOP, ITEMS, context)) {
    yield (first ? "\n" : ",\n") + JSON.stringify(product(item));
    first = false;
  }
  yield "\n]}}\n";
}

const cents = (amount: string): number => Math.round(Number(amount) * 100);

/** One record in a hundred has an empty sku. */
function product({ id, goods, link, image, state }: StoreItem): object {
  return {
    sku: state.index % 100 === 19 ? "" : id,
    name: goods.title,
    text: goods.description,
    link,
    affiliateLink: `https://go.${SHOP.domain}/?to=${encodeURIComponent(link)}`,
    pictures: [
      { url: image, width: 800 },
      { url: image.replace(".jpg", "-2.jpg"), width: 800 },
    ],
    price: {
      now: cents(goods.price),
      before: goods.listPrice === null ? null : cents(goods.listPrice),
      currency: SHOP.currency,
    },
    stock: goods.inStock ? "yes" : "no",
    categories: goods.category.split(" > "),
    brand: goods.brand,
    ean: goods.gtin,
    language: SHOP.language,
  };
}
