/** How a source wants a shop's records to be read. */
import type { LinkSettings } from "../affiliate.ts";
import type { SellerSettings } from "../merchant.ts";
import type { WooTerm } from "./records.ts";

export interface WooReading extends SellerSettings {
  readonly kind: "PRODUCT" | "DEAL";
  readonly links: LinkSettings;
  /** Products in such a category are no offers (any more). */
  leavesOut(category: WooTerm): boolean;
  /** Products that are free, and were never anything else, are teasers. */
  readonly leavesOutFree: boolean;
  /** Categories that say nothing of what the product is ("50% OFF"). */
  isTechnical(category: WooTerm): boolean;
  /** Further tags, out of a product's texts. */
  tagsOf(title: string, description: string): readonly string[];
}

/** Matches categories by name or slug, whatever the case. */
export function categoryNamed(names: readonly string[]): (category: WooTerm) => boolean {
  const wanted = new Set(names.map((name) => name.trim().toLowerCase()));
  return ({ name, slug }) =>
    wanted.has(plainName(name)) || (slug !== null && slug !== undefined && wanted.has(slug.toLowerCase()));
}

/** Names are raw text out of the database: an ampersand comes as `&amp;`. */
export const plainName = (name: string): string => name.replaceAll("&amp;", "&").trim().toLowerCase();
