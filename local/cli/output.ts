/** How the command line speaks: tables and plain lines for people, JSON for machines, one clear line for an error. */
import Table from "cli-table3";
import type { SyncRun } from "../../shared/sources/records.ts";

/** A mistake of the user's or a failure they can act on: its message is all that is shown. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

export const print = (line: string): void => console.log(line);
export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));
export const warn = (line: string): void => console.error(line);

const COUNT = new Intl.NumberFormat("en");
export const count = (value: number): string => COUNT.format(value);

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = head.length,
): string {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, place) => (place >= numbersFrom ? "right" : "left")),
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}

const seconds = (run: SyncRun): string => {
  const end = run.finishedAt === null ? Date.now() : Date.parse(run.finishedAt);
  return ((end - Date.parse(run.startedAt)) / 1000).toFixed(1);
};

const NUMBERS = ["fetched", "created", "changed", "unchanged", "removed", "rejected"] as const;

/** One row a source: what its run did. */
export function runsTable(runs: readonly { readonly run: SyncRun; readonly sandbox: boolean }[]): string {
  return table(
    ["source", "status", "coverage", ...NUMBERS, "seconds"],
    runs.map(({ run, sandbox }) => [
      sandbox ? `${run.sourceId} (sandbox)` : run.sourceId,
      run.status,
      run.coverage ?? "",
      ...NUMBERS.map((name) => count(run[name])),
      seconds(run),
    ]),
    3,
  );
}
