/** DealMirror's categories are topics, price shelves, seasons and states, all in one list. */
import { categoryNamed, plainName } from "../../storefronts/woocommerce/reading.ts";
import type { WooTerm } from "../../storefronts/woocommerce/records.ts";

/** An ended deal stays published, priced and in stock: only this category, in whatever place, says that it has ended. */
export const isExpired = categoryNamed(["Expired Deals"]);

const SHELVES: ReadonlySet<string> = new Set([
  "expired deals",
  "all deals",
  "default",
  "more",
  "dealmirror exclusive",
  "dealmirror assured",
  "new arrivals",
  "halloween",
  "all in one template-woopricing",
]);
const PRICE_SHELVES: readonly RegExp[] = [
  /\d+ ?(?:%|percent) off/,
  /^deals (?:under|at) \$?\d+/,
  /^\$?\d+ ?- ?\$?\d+ store/,
];

/** Categories that say nothing of what is sold. */
export function isShelf({ name }: WooTerm): boolean {
  const plain = plainName(name);
  return SHELVES.has(plain) || PRICE_SHELVES.some((pattern) => pattern.test(plain));
}
