/** A Google Merchant feed in XML, with the habits such feeds have: CDATA, entities, sale prices, a few items without a price. */
import { SLOT_MS, slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { storeAt, type StoreItem, storeItems } from "./items.ts";
import { element, escaped } from "../../../sandbox/xml.ts";

const ITEMS = 1000;
const SHOP = storeAt(16);

export function* googleMerchantXml(context: SandboxContext): Generator<string, void, void> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
<title>${escaped(SHOP.name)}</title>
<link>https://www.${SHOP.domain}</link>
<description>Every product of ${escaped(SHOP.name)}</description>
`;
  for (const item of storeItems("google-merchant", SHOP, ITEMS, context)) yield xmlItem(item, context.now);
  yield "</channel>\n</rss>\n";
}

/** One item in a hundred has no price, which its shop will be told by Google too. */
function xmlItem({ id, goods, link, image, state }: StoreItem, now: Date): string {
  const price = (amount: string): string => `${amount} ${SHOP.currency}`;
  const sale = goods.listPrice !== null;
  return [
    "<item>",
    element("g:id", id),
    element("title", goods.title),
    `<description><![CDATA[<p>${goods.description}</p>]]></description>`,
    element("link", link),
    element("g:image_link", image),
    element(
      "g:availability",
      state.revision % 7 === 0 && goods.inStock ? "in stock" : goods.inStock ? "in_stock" : "out_of_stock",
    ),
    state.index % 100 === 73 ? "" : element("g:price", price(goods.listPrice ?? goods.price)),
    sale ? element("g:sale_price", price(goods.price)) : "",
    sale && state.index % 2 === 0
      ? element("g:sale_price_effective_date", salePeriod(state.changedSlot, now))
      : "",
    element("g:brand", goods.brand),
    element("g:gtin", goods.gtin),
    element("g:mpn", `M-${String(state.index)}`),
    element("g:condition", "new"),
    element("g:google_product_category", goods.category),
    element("g:product_type", `${goods.category} > ${goods.brand}`),
    element("g:color", goods.colour),
    `<g:shipping>${element("g:country", SHOP.country)}${element("g:price", price("3.95"))}</g:shipping>`,
    "</item>\n",
  ].join("");
}

/** From the change that brought it until long after the next one. */
function salePeriod(changedSlot: number, now: Date): string {
  const start = timeOfSlot(Math.min(changedSlot, slotOf(now)));
  const end = new Date(start.getTime() + 400 * SLOT_MS);
  return `${minute(start)}/${minute(end)}`;
}

const minute = (time: Date): string => `${time.toISOString().slice(0, 16)}+0000`;
