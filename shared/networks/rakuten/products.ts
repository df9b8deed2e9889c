/** The walk over Product Search: a search, not a feed, that shows the first results of each query. */
import * as z from "zod";
import { type AnyPart, type ListingNotes, part } from "../kit/listing.ts";
import type { XmlElement } from "../kit/xml.ts";
import { type Account, isActive } from "./account.ts";
import type { Query, RakutenApi, RakutenContext } from "./api.ts";
import type { RakutenRecord } from "./records.ts";
import type { ProductSearch } from "./settings.ts";

const PATH = "/productsearch/1.0";
/** The most that a page gives in practice. */
const PAGE_SIZE = 100;

const positionSchema = z.object({
  search: z.int().nonnegative(),
  page: z.int().positive(),
  /** Rows of this search's pages before. */
  rows: z.int().nonnegative(),
});

/** All searches, one after the other. */
export function productsPart(
  api: RakutenApi,
  context: RakutenContext,
  account: Account,
): AnyPart<RakutenRecord> {
  const searches = searchesOf(context, account);
  return part({
    name: "products",
    position: positionSchema,
    first: { search: 0, page: 1, rows: 0 },
    async page(at, notes) {
      const search = searches[at.search];
      if (search === undefined) return { records: [], next: null };
      const answer = await api.xml(PATH, "result", queryOf(context, search, at.page));
      const products = answer.all("item").map(productOf);
      const rows = at.rows + products.length;
      const isLast = endsWith(notes, search, answer, { page: at.page, received: products.length, rows });
      doubtOtherAdvertisers(notes, search, products);
      const another = at.search + 1 < searches.length ? { search: at.search + 1, page: 1, rows: 0 } : null;
      return {
        records: products.map((product) => ({
          surface: "product" as const,
          product,
          terms: account.terms.get(product.mid ?? "") ?? [],
        })),
        // Two searches may rightly find the same.
        identity: [at.search, ...products.map(({ mid, linkid, sku }) => [mid, linkid, sku])],
        next: isLast ? another : { ...at, page: at.page + 1, rows },
      };
    },
  });
}

/** Those of the settings, else one for each advertiser the publisher works with. */
const searchesOf = ({ settings }: RakutenContext, { partners }: Account): readonly ProductSearch[] =>
  settings.productSearches.length > 0
    ? settings.productSearches
    : [...partners]
        .filter(([, partnership]) => isActive(partnership))
        .map(([mid]) => Number(mid))
        .toSorted((a, b) => a - b)
        .map((advertiserId) => ({ advertiserId }));

function queryOf({ settings }: RakutenContext, search: ProductSearch, page: number): Query {
  const { keyword, advertiserId, category } = search;
  return {
    ...(keyword !== undefined && { keyword }),
    ...(advertiserId !== undefined && { mid: String(advertiserId) }),
    ...(category !== undefined && { cat: category }),
    ...(settings.productLanguage !== undefined && { language: settings.productLanguage }),
    max: String(PAGE_SIZE),
    pagenumber: String(page),
  };
}

const labelOf = (search: ProductSearch): string => `products of ${JSON.stringify(search)}`;

/**
 * Whether this is the search's last page. The window is 1,000 results, or 4,000, or 5,000, as one reads: it ends where
 * a page is empty, or an error. `TotalPages` may promise far more, and `TotalMatches` of -1 means "more than I count".
 */
function endsWith(
  notes: ListingNotes,
  search: ProductSearch,
  answer: XmlElement,
  { page, received, rows }: { readonly page: number; readonly received: number; readonly rows: number },
): boolean {
  const error = answer.first("Errors")?.textOf("ErrorText") ?? null;
  if (error !== null && page === 1) {
    notes.fallShort(`${labelOf(search)}: Rakuten answers “${error}”`);
    return true;
  }
  const total = Number(answer.textOf("TotalMatches") ?? Number.NaN);
  const pages = Number(answer.textOf("TotalPages") ?? 0);
  const isLast = error !== null || received === 0 || page >= pages;
  if (isLast && (error !== null || total < 0 || rows < total)) {
    const all = total > 0 ? String(total) : "more";
    notes.fallShort(`${labelOf(search)}: Rakuten shows ${rows} of ${all}`, "CAPPED");
  }
  return isLast;
}

/** A search by advertiser that brings another's products has not been answered. */
function doubtOtherAdvertisers(
  notes: ListingNotes,
  search: ProductSearch,
  products: readonly { readonly mid?: string }[],
): void {
  const { advertiserId } = search;
  if (advertiserId === undefined || products.every(({ mid }) => mid === String(advertiserId))) return;
  notes.fallShort(`${labelOf(search)}: Rakuten answers products of other advertisers`);
}

interface Product {
  readonly [field: string]: unknown;
  readonly mid?: string;
  readonly linkid?: string;
  readonly sku?: string;
}

function productOf(item: XmlElement): Product {
  const category = item.first("category");
  const description = item.first("description");
  const amountOf = (name: string): { value: string; currency: string } | null => {
    const value = item.textOf(name);
    return value === null ? null : { value, currency: item.first(name)?.attributes["currency"] ?? "" };
  };
  return {
    ...item.flat(),
    categories: [category?.textOf("primary") ?? null, category?.textOf("secondary") ?? null],
    description: description?.textOf("long") ?? description?.textOf("short") ?? null,
    price: amountOf("price"),
    saleprice: amountOf("saleprice"),
  };
}
