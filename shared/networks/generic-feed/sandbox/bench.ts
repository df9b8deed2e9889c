/**
 * A catalogue of any size for benchmarks: `/bench.jsonl?items=N&changed=P&revision=R` streams N products, of which P
 * percent differ from those of revision R - 1. They are as large as real feeds' products: about 1,050 bytes once normalised.
 */
import { hash } from "../../../sandbox/catalogue.ts";
import { benchTexts } from "./bench-texts.ts";

export interface BenchOptions {
  readonly items: number;
  /** Percent of the items that each revision changes. */
  readonly changed: number;
  readonly revision: number;
}

const MOST_ITEMS = 10_000_000;
const MOST_REVISIONS = 1000;

/** @throws RangeError for a parameter that is out of its range */
export function benchOptions(query: URLSearchParams): BenchOptions {
  const number = (name: string, fallback: number, most: number): number => {
    const value = Number(query.get(name) ?? fallback);
    if (!(value >= 0 && value <= most))
      throw new RangeError(`${name} must be a number from 0 to ${String(most)}`);
    return value;
  };
  return {
    items: Math.floor(number("items", 10_000, MOST_ITEMS)),
    changed: number("changed", 1, 100),
    revision: Math.floor(number("revision", 0, MOST_REVISIONS)),
  };
}

/** The last revision, up to the one asked for, that changed this item; 0 for none. */
function changedIn(index: number, { changed, revision }: BenchOptions): number {
  for (let candidate = revision; candidate > 0; candidate -= 1) {
    if (hash("bench", index, candidate) % 10_000 < changed * 100) return candidate;
  }
  return 0;
}

const CHUNK_RECORDS = 500;

/** @param from the index to begin at */
export function* benchLines(options: BenchOptions, from = 0): Generator<string, void, void> {
  let chunk = "";
  for (let index = from; index < options.items; index += 1) {
    chunk += benchLine(index, changedIn(index, options));
    if ((index + 1) % CHUNK_RECORDS !== 0) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Google's attribute names, so that the preset for them reads it. */
function benchLine(index: number, change: number): string {
  const bits = hash("bench-item", index);
  const more = hash("bench-more", index);
  const { brand, title, description, category } = benchTexts(index, bits, more);
  const cents = 199 + (bits % 49_800) + change;
  const id = String(index);
  const slug = title
    .slice(0, 40)
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
  return `${JSON.stringify({
    id: `B${id}`,
    title,
    description,
    link: `https://www.bench-shop.example/products/${slug}/${id}?utm_source=feed&utm_medium=affiliate`,
    image_link: `https://cdn.bench-shop.example/images/${more.toString(16)}${bits.toString(16)}._AC_UL640_.jpg`,
    price: euros(bits % 4 === 0 ? Math.round(cents * 1.25) : cents),
    ...(bits % 4 === 0 ? { sale_price: euros(cents) } : {}),
    availability: bits % 20 === 0 ? "out_of_stock" : "in_stock",
    brand,
    product_type: category,
    mpn: `M${id}`,
  })}\n`;
}

const euros = (cents: number): string =>
  `${String(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, "0")} EUR`;
