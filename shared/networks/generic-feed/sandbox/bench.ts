/**
 * A catalogue of any size for benchmarks: `/bench.jsonl?items=N&changed=P&revision=R` streams N products, of which P
 * percent differ from those of revision R - 1.
 */
import { hash, pick } from "../../../sandbox/catalogue.ts";
import { BRANDS, COLOURS } from "../../../sandbox/shops.ts";

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

export function* benchLines(options: BenchOptions): Generator<string, void, void> {
  let chunk = "";
  for (let index = 0; index < options.items; index += 1) {
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
  const cents = 199 + (bits % 49_800) + change;
  const id = String(index);
  return `${JSON.stringify({
    id: `B${id}`,
    title: `${pick(BRANDS, bits)} item ${id} ${pick(COLOURS, bits >>> 4)}`,
    description: `Benchmark product number ${id}, made to be read, compared and stored, of average length as descriptions go.`,
    link: `https://www.bench-shop.example/p/${id}`,
    image_link: `https://cdn.bench-shop.example/${id}.jpg`,
    price: `${String(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, "0")} EUR`,
    availability: bits % 20 === 0 ? "out_of_stock" : "in_stock",
    brand: pick(BRANDS, bits),
    product_type: `Department ${String(bits % 20)} > Aisle ${String(bits % 400)}`,
    mpn: `M${id}`,
  })}\n`;
}
