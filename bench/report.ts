/** Printing what was measured, keeping it for machines, and writing it into the documentation. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import type { Grid, Report, Row } from "./rows.ts";

const RESULTS = join(import.meta.dirname, "results");
const DOCUMENT = join(import.meta.dirname, "../docs/performance.md");

const HEAD = ["what", "measured", "compared with", "target", "met"];
const cells = (row: Row): string[] => [
  row.what,
  row.measured,
  row.comparedWith,
  row.target,
  row.met === null ? "" : row.met ? "yes" : "NO",
];
const gridsOf = ({ rows, grids }: Report): Grid[] => [
  ...(rows.length === 0 ? [] : [{ title: "", head: HEAD, body: rows.map(cells) }]),
  ...grids,
];

export function print(report: Report): void {
  for (const { title, head, body } of gridsOf(report)) {
    if (title !== "") console.log(title);
    const table = new Table({ head: [...head], style: { head: [], border: [] } });
    table.push(...body.map((row) => [...row]));
    console.log(table.toString());
  }
  for (const note of report.notes) console.log(`- ${note}`);
}

/** What the figures were measured on, and how busy it was, in words. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, load average ${loadavg()[2]?.toFixed(1)}`;

/** Writes a report to `bench/results/<report>.json`, or `<report>-smoke.json`. @returns the file */
export async function keep(report: Report, smoke: boolean): Promise<string> {
  await mkdir(RESULTS, { recursive: true });
  const file = join(RESULTS, `${report.name}${smoke ? "-smoke" : ""}.json`);
  const kept = { at: new Date().toISOString(), machine: machine(), ...report };
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
}

/** Puts a report into its place in `docs/performance.md`. */
export async function writeDocument(report: Report): Promise<void> {
  const text = await readFile(DOCUMENT, "utf8");
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(DOCUMENT, documentWith(text, report, `Measured on ${day}: ${machine()}.`));
}

/**
 * A document with a report's tables between its marks, in Markdown.
 * @throws Error when the document has no place for the report
 */
export function documentWith(text: string, report: Report, caption: string): string {
  const [begin, end] = [`<!-- measured: ${report.name} -->`, `<!-- end: ${report.name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from)
    throw new Error(
      `The document has no "${begin}" followed by "${end}": there is no place for the figures.`,
    );
  const notes = report.notes.map((note) => `- ${note}`).join("\n");
  const parts = [caption, ...gridsOf(report).map(markdown), ...(notes === "" ? [] : [notes])];
  return `${text.slice(0, from)}${begin}\n\n${parts.join("\n\n")}\n\n${text.slice(to)}`;
}

/** Padded, as the formatter would have it. */
function markdown({ title, head, body }: Grid): string {
  const escaped = [head, ...body].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...escaped.map((row) => width(row[column] ?? ""))));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((most, column) => padded(row[column] ?? "", most)).join(" | ")} |`;
  const rule = `| ${widths.map((most) => "-".repeat(most)).join(" | ")} |`;
  const [first = [], ...rest] = escaped;
  const table = [line(first), rule, ...rest.map(line)].join("\n");
  return title === "" ? table : `${title}\n\n${table}`;
}

const width = (text: string): number => [...text].length;
const padded = (text: string, most: number): string => text + " ".repeat(most - width(text));
