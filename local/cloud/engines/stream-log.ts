/**
 * The change log of every streamed table, beside the engine's own.
 *
 * Dynoxide reads its whole `_stream_records` table on every write, to number the next record, so that table has to stay
 * nearly empty, however far a consumer lags. A trigger in the engine's own database therefore copies each record into a
 * log of ours and drops the one before it, within the engine's own transaction: nothing can be lost or doubled in
 * between, and nobody competes for the engine's write lock. Records leave the log when every consumer has passed them.
 */
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";

export interface StreamRow {
  /** 1, 2, 3 …: the order of the writes; never used twice. */
  readonly position: number;
  readonly eventName: string;
  /** JSON of DynamoDB's AttributeValues. */
  readonly keys: string;
  readonly newImage: string | null;
  readonly oldImage: string | null;
  /** Epoch seconds. */
  readonly writtenAt: number;
  /** JSON; null for a write by a client. */
  readonly userIdentity: string | null;
}

const COLUMNS = "table_name, event_name, keys_json, new_image, old_image, created_at, user_identity";
const NEW_COLUMNS = COLUMNS.replaceAll(/\w+/g, (name) => `NEW.${name}`);

const LOG = `
CREATE TABLE offerfeed_stream_log (
  position INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, event_name TEXT NOT NULL, keys_json TEXT NOT NULL,
  new_image TEXT, old_image TEXT, created_at INTEGER NOT NULL, user_identity TEXT);
INSERT INTO offerfeed_stream_log (${COLUMNS}) SELECT ${COLUMNS} FROM _stream_records ORDER BY id;
DELETE FROM _stream_records WHERE id NOT IN (SELECT max(id) FROM _stream_records GROUP BY table_name);
CREATE TRIGGER offerfeed_stream_log_copy AFTER INSERT ON _stream_records BEGIN
  INSERT INTO offerfeed_stream_log (${COLUMNS}) VALUES (${NEW_COLUMNS});
  DELETE FROM _stream_records WHERE table_name = NEW.table_name AND id < NEW.id;
END;`;

/** Only at the start does anybody wait for the engine's lock. */
const START_TIMEOUT_MS = 10_000;
const TRIM_INTERVAL_MS = 500;
/** Records dropped in one step: bounds how long the engine's writers wait. */
const TRIM_STEP = 2_000;
/** No record's position: what a table without a reader has been read up to. */
const NEVER = Number.MAX_SAFE_INTEGER;

interface Consumer {
  readonly tableName: string;
  position: number;
}

export class StreamLog {
  readonly #engine: DatabaseSync;
  readonly #state: DatabaseSync;
  readonly #read: StatementSync;
  readonly #newest: StatementSync;
  readonly #trim: StatementSync;
  readonly #tables: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #consumers = new Map<string, Consumer>();
  readonly #trimmer: NodeJS.Timeout;

  /**
   * @param engineFile Dynoxide's database, which must exist already
   * @param state where checkpoints are kept
   */
  constructor(engineFile: string, state: DatabaseSync) {
    this.#state = state;
    this.#engine = new DatabaseSync(engineFile, { timeout: START_TIMEOUT_MS });
    const known = this.#engine
      .prepare("SELECT 1 FROM sqlite_master WHERE name = 'offerfeed_stream_log'")
      .get();
    if (known === undefined) this.#engine.exec(`BEGIN IMMEDIATE; ${LOG} COMMIT;`);
    this.#engine.exec("PRAGMA busy_timeout = 0");
    this.#undoLostWrites();
    this.#read = this.#engine.prepare(`SELECT position, ${COLUMNS} FROM offerfeed_stream_log
      WHERE table_name = ? AND position > ? ORDER BY position LIMIT ?`);
    this.#newest = this.#engine.prepare(
      "SELECT max(position) AS position FROM offerfeed_stream_log WHERE table_name = ? AND position > ?",
    );
    this.#trim = this.#engine.prepare(`DELETE FROM offerfeed_stream_log WHERE position IN (
      SELECT position FROM offerfeed_stream_log WHERE table_name = ? AND position <= ? ORDER BY position LIMIT ${TRIM_STEP})`);
    this.#tables = this.#engine.prepare("SELECT table_name FROM _tables");
    this.#checkpoint = state.prepare("UPDATE stream_checkpoints SET position = ? WHERE consumer = ?");
    this.#trimmer = setInterval(() => this.#dropPassed(), TRIM_INTERVAL_MS);
  }

  /** After a power cut the engine may have lost its last writes, and gives their positions out again. */
  #undoLostWrites(): void {
    const last = this.#engine
      .prepare("SELECT seq FROM sqlite_sequence WHERE name = 'offerfeed_stream_log'")
      .get()?.["seq"];
    this.#state.prepare("UPDATE stream_checkpoints SET position = min(position, ?)").run(Number(last ?? 0));
  }

  /**
   * Registers a consumer: only registered ones keep records from being dropped.
   * @returns the position it has passed; for a new one, before the oldest record or after the newest
   */
  register(consumer: string, tableName: string, start: "TRIM_HORIZON" | "LATEST"): number {
    const known = this.#state
      .prepare("SELECT position FROM stream_checkpoints WHERE consumer = ? AND table_name = ?")
      .get(consumer, tableName);
    const position = known
      ? Number(known["position"])
      : start === "LATEST"
        ? this.#newestAfter(tableName, 0)
        : 0;
    if (known === undefined) {
      this.#state
        .prepare(
          "INSERT OR REPLACE INTO stream_checkpoints (consumer, table_name, position) VALUES (?, ?, ?)",
        )
        .run(consumer, tableName, position);
    }
    this.#consumers.set(consumer, { tableName, position });
    return position;
  }

  /** The newest position of a table after `position`, or `position` when there is none. */
  #newestAfter(tableName: string, position: number): number {
    return Number(this.#newest.get(tableName, position)?.["position"] ?? position);
  }

  /** Forgets consumers of earlier templates, which would keep records for ever. */
  retainConsumers(consumers: readonly string[]): void {
    const kept = new Set(consumers);
    const forget = this.#state.prepare("DELETE FROM stream_checkpoints WHERE consumer = ?");
    for (const row of this.#state.prepare("SELECT consumer FROM stream_checkpoints").all()) {
      const consumer = String(row["consumer"]);
      if (kept.has(consumer)) continue;
      forget.run(consumer);
      this.#consumers.delete(consumer);
    }
  }

  /** The next records of a table after `position`, in order. */
  read(tableName: string, position: number, limit: number): StreamRow[] {
    return this.#read.all(tableName, position, limit).map((row) => ({
      position: Number(row["position"]),
      eventName: String(row["event_name"]),
      keys: String(row["keys_json"]),
      newImage: textOrNull(row["new_image"]),
      oldImage: textOrNull(row["old_image"]),
      writtenAt: Number(row["created_at"]),
      userIdentity: textOrNull(row["user_identity"]),
    }));
  }

  /** Remembers, for good, that a consumer is done with everything up to `position`. */
  checkpoint(consumer: string, position: number): void {
    this.#checkpoint.run(position, consumer);
    const known = this.#consumers.get(consumer);
    if (known) known.position = position;
  }

  /** True when everything that the engine has written was read by all its consumers. */
  drained(): boolean {
    return [...this.#consumers.values()].every(
      ({ tableName, position }) => this.#newestAfter(tableName, position) === position,
    );
  }

  /** Drops what every consumer of a table has passed, unless the engine is writing: the next turn will do. */
  #dropPassed(): void {
    const read = Map.groupBy(this.#consumers.values(), (each) => each.tableName);
    try {
      for (const row of this.#tables.all()) {
        const tableName = String(row["table_name"]);
        const consumers = read.get(tableName) ?? [];
        this.#trim.run(tableName, Math.min(NEVER, ...consumers.map(({ position }) => position)));
      }
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#trimmer);
    this.#engine.close();
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

const isBusy = (error: unknown): boolean => error instanceof Error && /locked|busy/i.test(error.message);
