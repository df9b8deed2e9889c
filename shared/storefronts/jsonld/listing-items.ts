/** What a listing page lists. */
import { textOf, things } from "./nodes.ts";
import { absolute, isOfType, type JsonLdNode, type ShopPage } from "./page.ts";

export interface ListedItem {
  /** Null: an item without an address. */
  readonly url: string | null;
  /** The whole offer, where the list has it; null: it stands on its own page. */
  readonly node: JsonLdNode | null;
}

const LISTS = new Set(["ItemList"]);

/**
 * The items of its `ItemList`s; without any, its links.
 *
 * @param isWanted which links lead to offers; null: links are not looked at
 * @returns null where the page has neither
 */
export function listedItems(
  page: ShopPage,
  url: string,
  isWanted: ((link: string) => boolean) | null,
): ListedItem[] | null {
  const lists = page.nodes.filter((node) => isOfType(node, LISTS));
  if (lists.length > 0) {
    return lists.flatMap((list) => [list["itemListElement"]].flat().flatMap((entry) => itemOf(entry, url)));
  }
  const links = isWanted === null ? [] : page.links.filter(isWanted);
  return links.length === 0 ? null : links.map((link) => ({ url: link, node: null }));
}

function itemOf(entry: unknown, base: string): ListedItem[] {
  if (typeof entry === "string") return [{ url: absolute(entry, base), node: null }];
  const [element] = things(entry);
  if (element === undefined) return [];
  const [inner] = things(element["item"]);
  const item = inner ?? element;
  const written =
    textOf(item["url"]) ?? textOf(item["@id"]) ?? textOf(element["url"]) ?? textOf(element["item"]);
  const isFull = item["name"] !== undefined && item["offers"] !== undefined;
  return [{ url: written === null ? null : absolute(written, base), node: isFull ? item : null }];
}
