/** DuckDB over a local copy of a part of the archive: the tables and the SQL that Athena has on AWS. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DuckDBConnection, DuckDBInstance, Json } from "@duckdb/node-api";
import { type Archive, type ArchiveRange, ARCHIVE_PREFIX } from "../../shared/archive/archive.ts";
import {
  COLUMNS,
  duckDbType,
  flatColumns,
  HISTORY_SQL,
  HISTORY_VIEW,
  PARTITIONS,
  STORED_TABLE,
} from "../../shared/archive/table.ts";
import { LINES_SUFFIX } from "../../shared/archive/objects.ts";

const DOWNLOADS_AT_ONCE = 16;

/** A statement that DuckDB refuses, or a platform that it has no build for: the message says what to do. */
export class HistoryUnavailable extends Error {
  override readonly name = "HistoryUnavailable";
}

export interface HistoryRows {
  readonly columns: readonly string[];
  /** As JSON: exact numbers beyond 2^53 are texts. */
  readonly rows: readonly Readonly<Record<string, Json>>[];
}

export type HistoryFile = "csv" | "parquet";

export interface HistoryEngine extends AsyncDisposable {
  /** Runs one or more SQL statements. They reach the archive's copy and no other file. @throws HistoryUnavailable with DuckDB's word on it */
  query(sql: string): Promise<HistoryRows>;
  /** Writes every version once, by offer and version: CSV flat, Parquet nested. @returns how many */
  write(file: string, format: HistoryFile): Promise<number>;
}

/**
 * Copies a part of the archive to a directory of its own and opens DuckDB on it; both are gone when it is disposed of.
 * DuckDB could read S3 by itself only with an extension that it would download.
 *
 * @param archive where the objects come from
 * @param range which of them
 */
export async function openHistory(archive: Archive, range: ArchiveRange): Promise<HistoryEngine> {
  await using opening = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), "offerfeed-history-"));
  opening.defer(() => rm(directory, { recursive: true, force: true }));
  const objects = await download(archive, range, directory);
  const instance = await startDuckDb();
  opening.defer(() => instance.closeSync());
  const writer = await instance.connect();
  opening.defer(() => writer.closeSync());
  await writer.run(`SET temp_directory = ${quoted(join(directory, "spill"))}`);
  await writer.run(`CREATE VIEW ${STORED_TABLE} AS ${objects === 0 ? NOTHING : storedSql(directory)}`);
  await writer.run(`CREATE VIEW ${HISTORY_VIEW} AS ${HISTORY_SQL}`);
  const opened = opening.move();
  return {
    query: async (sql) => {
      await confine(writer, directory);
      return rowsOf(writer, sql);
    },
    write: (file, format) => exportTo(writer, file, format),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function startDuckDb(): Promise<DuckDBInstance> {
  try {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    return await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
  } catch (cause) {
    throw new HistoryUnavailable(
      `DuckDB does not start on ${process.platform}-${process.arch}: run "npm ci" again without --omit=optional. ` +
        "Where it has no build, `offers history export` still writes JSON lines.",
      { cause },
    );
  }
}

/** @returns how many objects there are */
async function download(archive: Archive, range: ArchiveRange, directory: string): Promise<number> {
  let count = 0;
  for await (const keys of archive.keys(range)) {
    for (let start = 0; start < keys.length; start += DOWNLOADS_AT_ONCE) {
      await Promise.all(
        keys.slice(start, start + DOWNLOADS_AT_ONCE).map((key) => save(archive, key, directory)),
      );
    }
    count += keys.length;
  }
  return count;
}

async function save(archive: Archive, key: string, directory: string): Promise<void> {
  const bytes = await archive.objects.bytes(key);
  if (bytes === null) throw new Error(`The archive object ${key} was there and is gone.`);
  const file = join(directory, key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const columnTypes = Object.entries(COLUMNS).map(([name, type]) => [name, duckDbType(type)] as const);

/** The columns are named and typed as in Glue and never guessed from the rows. */
const storedSql = (directory: string): string =>
  `SELECT * FROM read_json(${quoted(join(directory, ARCHIVE_PREFIX, `*/*/*${LINES_SUFFIX}`))},
    format = 'newline_delimited', compression = 'gzip', maximum_object_size = 67108864,
    columns = {${columnTypes.map(([name, type]) => `${quoted(name)}: ${quoted(type)}`).join(", ")}},
    hive_partitioning = true, hive_types = {${PARTITIONS.map((name) => `${quoted(name)}: VARCHAR`).join(", ")}})`;

/** An archive without an object is a table without a row. */
const NOTHING = `SELECT ${[...columnTypes, ...PARTITIONS.map((name) => [name, "VARCHAR"] as const)]
  .map(([name, type]) => `CAST(NULL AS ${type}) AS "${name}"`)
  .join(", ")} WHERE false`;

/** From here on the statements are the user's: they see the copy, and nothing else of the machine or the network. */
async function confine(connection: DuckDBConnection, directory: string): Promise<void> {
  await connection.run(`SET allowed_directories = [${quoted(`${directory}/`)}]`);
  await connection.run("SET enable_external_access = false");
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<HistoryRows> {
  try {
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.deduplicatedColumnNames(), rows: reader.getRowObjectsJson() };
  } catch (cause) {
    // What DuckDB says names the place in the statement, or the file.
    throw new HistoryUnavailable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function exportTo(connection: DuckDBConnection, file: string, format: HistoryFile): Promise<number> {
  const columns =
    format === "csv"
      ? flatColumns().map(({ name, expression }) => `${expression} AS "${name}"`)
      : Object.keys(COLUMNS).map((name) => `"${name}"`);
  const options = format === "csv" ? "FORMAT csv, HEADER true" : "FORMAT parquet, COMPRESSION zstd";
  const { rows } = await rowsOf(
    connection,
    `COPY (SELECT ${columns.join(", ")} FROM ${HISTORY_VIEW} ORDER BY "offerId", "version") TO ${quoted(file)} (${options})`,
  );
  return Number(rows[0]?.["Count"] ?? 0);
}
