/** CSV feeds: Awin's classic columns, and the Google columns of advertisers who moved to that format. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CsvError, parse } from "csv-parse";
import { FeedUnreadable } from "../adapter.ts";
import type { FeedRow, Reject } from "./feed-rows.ts";

const DELIMITERS = [",", "|", ";", "\t"];
const CLASSIC = ["aw_product_id", "product_name", "aw_deep_link"];
const GOOGLE = ["id", "title", "link"];
const LONGEST_ROW = 1_000_000;

/**
 * @param header the file's first line, from which the delimiter is read
 * @throws FeedUnreadable when the header is of neither kind, or the file ends in the middle of a row
 */
export async function* csvRows(
  body: AsyncIterable<Uint8Array>,
  header: string,
  reject: Reject,
): AsyncGenerator<FeedRow, void, void> {
  let unfinished: string | null = null;
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(header),
    columns: checkedColumns,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    on_record: (row) => {
      unfinished = null;
      return row;
    },
    on_skip: (error: CsvError | undefined) => {
      unfinished = error?.message ?? "unreadable row";
      reject({ record: `line ${String(error?.["lines"] ?? "?")}`, reason: unfinished.slice(0, 200) });
      return undefined;
    },
  });
  // The pipeline's failure also ends the loop below, with the same error.
  const piped = pipeline(Readable.from(body), parser).catch((error: unknown) => error);
  try {
    for await (const row of parser) yield withoutBlanks(row as Record<string, string>);
  } finally {
    parser.destroy();
    await piped;
  }
  if (unfinished !== null)
    throw new FeedUnreadable(`the file ends in the middle of a row: ${String(unfinished)}`);
}

/** The one that splits the header most often. */
function delimiterOf(header: string): string {
  const pieces = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (pieces(delimiter) > pieces(best) ? delimiter : best));
}

function checkedColumns(header: string[]): string[] {
  const columns = header.map((name) => name.trim());
  const has = (needed: readonly string[]): boolean => needed.every((name) => columns.includes(name));
  if (has(CLASSIC) || has(GOOGLE)) return columns;
  throw new FeedUnreadable(
    `expected the columns ${CLASSIC.join(", ")} (or ${GOOGLE.join(", ")}) and got "${columns.join(", ").slice(0, 80)}"`,
  );
}

/** Most of the hundred columns of a feed are empty in most rows. */
function withoutBlanks(row: Readonly<Record<string, string>>): FeedRow {
  const kept: Record<string, string> = {};
  for (const column in row) {
    const value = row[column];
    if (value !== undefined && value !== "") kept[column] = value;
  }
  return kept;
}
