/** What a benchmark reports: figures of one run, each beside what it is compared with. */

export interface Row {
  readonly what: string;
  readonly measured: string;
  /** The bare number, for machines. */
  readonly value: number;
  readonly comparedWith: string;
  /** What is aimed at, in words; empty where nothing is. */
  readonly target: string;
  /** Null: there is no target, or the run was too small to tell. */
  readonly met: boolean | null;
}

/** Figures that stand side by side. */
export interface Grid {
  readonly title: string;
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
}

/** One part of the benchmarks, as it is printed and kept. */
export interface Report {
  readonly name: "targets" | "cost" | "growth" | "api";
  readonly rows: readonly Row[];
  readonly grids: readonly Grid[];
  /** What the figures hold for: sizes, assumptions. A sentence each. */
  readonly notes: readonly string[];
  /** For machines: what the figures were made from. */
  readonly details: Readonly<Record<string, unknown>>;
}

const NUMBER = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
export const number = (value: number): string => NUMBER.format(value);

/** Four decimals below a dollar, two above. */
export const dollars = (value: number): string => `$${value.toFixed(value < 1 ? 4 : 2)}`;

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
