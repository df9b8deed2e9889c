/** Separated values: CSV, TSV, pipes. A ragged row is one rejected record. */
import { Readable, pipeline } from "node:stream";
import { parse } from "csv-parse";
import type { CsvError, OptionsWithColumns, Parser } from "csv-parse";
import { FeedUnreadable } from "../networks/adapter.ts";
import { BatchCollector, tooLarge } from "./decoder.ts";
import type { Decoding, FeedRecord } from "./decoder.ts";
import { readHead } from "./detect.ts";

export interface CsvOptions {
  /** Null: the one of tab, semicolon, pipe and comma that the header line holds most of. */
  readonly delimiter: string | null;
  /** Null: quotes are ordinary characters. */
  readonly quote: string | null;
  /** Null: the first line names the columns. */
  readonly columns: readonly string[] | null;
  readonly skipLines: number;
  /** A line that begins with this is left out. */
  readonly comment: string | null;
  readonly relaxQuotes: boolean;
  readonly relaxColumnCount: boolean;
  readonly trim: boolean;
  readonly duplicateColumns: "last" | "group";
  /** Cells with exactly this content are empty ("NULL", "\\N"). */
  readonly setValuesToNone: readonly string[];
  readonly maxRecordBytes: number;
}

export const CSV_DEFAULTS: Omit<CsvOptions, "maxRecordBytes"> = {
  delimiter: null,
  quote: '"',
  columns: null,
  skipLines: 0,
  comment: null,
  relaxQuotes: false,
  relaxColumnCount: false,
  trim: false,
  duplicateColumns: "last",
  setValuesToNone: [],
};

const HEAD_CHARS = 64 * 1024;
const BATCH = 500;

type Row = Record<string, string | string[]>;

/**
 * The rows of a table as records, named by its header; every value stays text.
 * @throws FeedUnreadable when a quoted value never ends
 */
export async function* decodeCsv(text: AsyncIterable<string>, options: CsvOptions): Decoding {
  const { head, all } = await readHead(text, HEAD_CHARS);
  const dialect = dialectOf(head, options);
  const reader = new RowReader(dialect, options);
  const none = new Set(options.setValuesToNone);
  // A failure of the source or of the parser surfaces where the rows are read.
  pipeline(Readable.from(reader.feed(all)), reader.parser, () => undefined);
  let rows: FeedRecord[] = [];
  for await (const row of reader.parser as AsyncIterable<Row>) {
    rows.push(none.size === 0 ? row : withoutPlaceholders(row, none));
    if (rows.length < BATCH) continue;
    yield { records: rows, rejected: reader.rejected.take().rejected };
    rows = [];
  }
  const { rejected } = reader.rejected.take();
  if (rows.length > 0 || rejected.length > 0) yield { records: rows, rejected };
  return { doubt: reader.doubt() };
}

interface Dialect {
  readonly delimiter: string;
  readonly fromLine: number;
}

function dialectOf(head: string, options: CsvOptions): Dialect {
  const lines = head.split(/\r\n|\n|\r/);
  let skipped = options.skipLines;
  // Excel writes its delimiter into a line of its own before the header.
  const excel = /^"?sep=(.)"?$/.exec(lines[skipped] ?? "");
  if (excel !== null) skipped++;
  const header = lines
    .slice(skipped)
    .find((line) => line.trim() !== "" && (options.comment === null || !line.startsWith(options.comment)));
  return {
    delimiter: options.delimiter ?? excel?.[1] ?? sniffDelimiter(header ?? ""),
    fromLine: skipped + 1,
  };
}

function sniffDelimiter(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, "");
  const counts = [",", "\t", ";", "|"].map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/** The parser, with what it refuses and a guard against a quote that swallows the rest of the file. */
class RowReader {
  readonly parser: Parser;
  readonly rejected = new BatchCollector();
  readonly #limit: number;
  #charsSinceRow = 0;
  #bytesAtRow = 0;
  #lastChar = "\n";
  #lastRefusedLine = 0;
  #refusedAtEnd = false;

  constructor(dialect: Dialect, options: CsvOptions) {
    this.#limit = options.maxRecordBytes;
    const columns = options.columns;
    const settings: OptionsWithColumns<Row> = {
      delimiter: dialect.delimiter,
      from_line: dialect.fromLine,
      quote: options.quote,
      escape: options.quote,
      columns: columns === null ? (header: string[]) => header.map((name) => name.trim()) : [...columns],
      comment: options.comment ?? "",
      comment_no_infix: options.comment !== null,
      relax_quotes: options.relaxQuotes,
      relax_column_count: options.relaxColumnCount,
      trim: options.trim,
      group_columns_by_name: options.duplicateColumns === "group",
      skip_empty_lines: true,
      skip_records_with_error: true,
      // The parser's own size limit drops the rest of a chunk when records with errors are skipped.
      max_record_size: 0,
      on_skip: (error) => this.#refuse(error),
      on_record: (row) => this.#sized(row),
    };
    this.parser = parse(settings);
  }

  async *feed(text: AsyncIterable<string>): AsyncGenerator<string, void, void> {
    for await (const chunk of text) {
      this.#charsSinceRow += chunk.length;
      this.#lastChar = chunk.at(-1) ?? this.#lastChar;
      yield chunk;
      if (this.#charsSinceRow > 2 * this.#limit) {
        throw new FeedUnreadable(
          `A quoted value that begins near line ${this.parser.info.lines} does not end. ` +
            `Set decoder.relax_quotes to true, or decoder.quote to "" when quotes mean nothing in this file.`,
        );
      }
    }
  }

  /** Without a closing mark, a table that ends in the middle of a row is the only sign of a cut. */
  doubt(): string | null {
    return this.#refusedAtEnd && !/[\r\n]/.test(this.#lastChar)
      ? "the last row is incomplete and has no line end: the file may be cut off"
      : null;
  }

  #sized(row: Row): Row | null {
    const size = this.parser.info.bytes - this.#bytesAtRow;
    this.#bytesAtRow = this.parser.info.bytes;
    this.#charsSinceRow = 0;
    this.#refusedAtEnd = false;
    if (size <= this.#limit) return row;
    this.rejected.reject(`line ${this.parser.info.lines}`, tooLarge(this.#limit));
    return null;
  }

  #refuse(error: CsvError | undefined): undefined {
    const line = this.parser.info.lines;
    if (error?.code === "CSV_QUOTE_NOT_CLOSED") {
      throw new FeedUnreadable(
        `The table is cut off: a quoted value is still open at its end, line ${line}.`,
      );
    }
    this.#bytesAtRow = this.parser.info.bytes;
    this.#charsSinceRow = 0;
    this.#refusedAtEnd = true;
    // One row can break several rules; it is one rejected record.
    if (line === this.#lastRefusedLine) return undefined;
    this.#lastRefusedLine = line;
    this.rejected.reject(`line ${line}`, refusal(error));
    return undefined;
  }
}

function refusal(error: CsvError | undefined): string {
  if (error?.code !== "CSV_RECORD_INCONSISTENT_COLUMNS") return error?.message ?? "the row is malformed";
  const [, expected, got] = /length is (\d+), got (\d+)/.exec(error.message) ?? [];
  return `the row has ${got} values where the header names ${expected} columns`;
}

function withoutPlaceholders(row: Row, none: ReadonlySet<string>): FeedRecord {
  const clean: FeedRecord = {};
  for (const [name, value] of Object.entries(row)) {
    clean[name] = typeof value === "string" && none.has(value) ? null : value;
  }
  return clean;
}
