/** A generic feed over the benchmark catalogue. */

export interface BenchCatalogue {
  readonly items: number;
  /** Percent of the items that each revision changes. Default 1. */
  readonly changed?: number;
  /** Default 0. */
  readonly revision?: number;
}

export function benchSettings({ items, changed = 1, revision = 0 }: BenchCatalogue): Record<string, unknown> {
  return {
    preset: "google-tsv",
    url: `https://feeds.sandbox.example/bench.jsonl?items=${items}&changed=${changed}&revision=${revision}`,
    merchant: { name: "Bench shop", url: "https://www.bench-shop.example" },
    decoder: { type: "JsonlDecoder" },
  };
}
