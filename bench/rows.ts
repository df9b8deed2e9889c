/** What a benchmark reports: figures of one run, each beside what it is compared with. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Table from "cli-table3";

export interface Row {
  readonly what: string;
  readonly measured: string;
  /** The bare number, for machines. */
  readonly value: number;
  readonly comparedWith: string;
  readonly target: string;
  readonly met: boolean | null;
}

const RESULTS = join(import.meta.dirname, "results");

/** Prints the table and writes the same to `bench/results/<name>.json`. */
export async function report(
  name: string,
  rows: readonly Row[],
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const table = new Table({
    head: ["what", "measured", "compared with", "target", "met"],
    style: { head: [], border: [] },
  });
  table.push(
    ...rows.map((row) => [
      row.what,
      row.measured,
      row.comparedWith,
      row.target,
      row.met === null ? "" : row.met ? "yes" : "NO",
    ]),
  );
  console.log(table.toString());
  await mkdir(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  await writeFile(
    file,
    `${JSON.stringify({ at: new Date().toISOString(), node: process.version, ...details, rows }, null, 2)}\n`,
  );
  console.log(`Written to ${file}`);
}

const NUMBER = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
export const number = (value: number): string => NUMBER.format(value);

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
