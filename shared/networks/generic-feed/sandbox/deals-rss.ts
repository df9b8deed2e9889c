/** A deals blog's RSS feed: the newest posts only, so that what is not in it is not gone. */
import { hash, itemsAt, pick, slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import { promotionText } from "../../../sandbox/promotion-texts.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { GOODS, SHOPS } from "../../../sandbox/shops.ts";
import { element, escaped } from "../../../sandbox/xml.ts";

const SEED = "deals-rss";
const POSTS = 60;

export function* dealsRss(context: SandboxContext): Generator<string, void, void> {
  const { now, scale, share } = context;
  const count = Math.ceil(Math.round(POSTS * scale) * share);
  const posts = [...itemsAt(SEED, count, slotOf(now))].sort(
    (a, b) => b.bornSlot - a.bornSlot || a.index - b.index,
  );
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n<title>Sandbox Deals</title>\n<link>https://feeds.sandbox.example/</link>\n<description>Deals &amp; codes</description>\n`;
  for (const { index, generation, bornSlot } of posts) {
    const bits = hash(SEED, index, generation);
    const shop = pick(SHOPS, bits);
    const [goods, category] = pick(GOODS[shop.language] ?? GOODS["en"] ?? [], bits >>> 5);
    const { title, description } = promotionText(
      shop.language,
      bits >>> 9,
      5 + (bits % 10) * 5,
      goods,
      shop.name,
    );
    const link = `https://www.${shop.domain}/deals/${String(index)}-${String(generation)}`;
    yield [
      "<item>",
      element("title", `${title} – ${shop.name}`),
      element("link", link),
      `<guid isPermaLink="false">deal-${String(index)}-${String(generation)}</guid>`,
      `<pubDate>${timeOfSlot(bornSlot).toUTCString()}</pubDate>`,
      element("category", category),
      `<description>${escaped(description)}</description>`,
      "</item>\n",
    ].join("");
  }
  yield "</channel>\n</rss>\n";
}
