/** The cloud's own memory: one SQLite file, held exclusively, so that it is the data directory's lock as well. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { DataDirLocked } from "./errors.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS schedules (
  group_name TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
  created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (group_name, name));
CREATE TABLE IF NOT EXISTS schedule_groups (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (
  name TEXT PRIMARY KEY, arn TEXT NOT NULL, description TEXT, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  deleted_at INTEGER);
CREATE TABLE IF NOT EXISTS secret_versions (
  secret_name TEXT NOT NULL REFERENCES secrets(name) ON DELETE CASCADE, version_id TEXT NOT NULL, stage TEXT,
  sealed BLOB NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY (secret_name, version_id));
CREATE TABLE IF NOT EXISTS stream_checkpoints (
  consumer TEXT PRIMARY KEY, table_name TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS async_invocations (
  request_id TEXT PRIMARY KEY, function_name TEXT NOT NULL, payload TEXT NOT NULL, accepted_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0);
`;

const holderSchema = z.object({ pid: z.number(), since: z.string() });

/**
 * Opens (and makes) the data directory's state and holds it until it is closed or the process dies, however it dies:
 * the lock is the operating system's on the file, so a killed process leaves nothing stale.
 * @throws DataDirLocked saying which process holds it
 */
export function openState(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(dataDir, "state.db"), {
    enableForeignKeyConstraints: true,
    timeout: 0,
  });
  try {
    // In WAL mode the lock of EXCLUSIVE is taken at the first access and kept.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message))
      throw new DataDirLocked(lockedMessage(dataDir));
    throw error;
  }
  const holder = { pid: process.pid, since: new Date().toISOString() };
  writeFileSync(join(dataDir, "lock.json"), `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  return database;
}

function lockedMessage(dataDir: string): string {
  const advice = "Stop it first, or use another data directory.";
  try {
    const holder = holderSchema.parse(JSON.parse(readFileSync(join(dataDir, "lock.json"), "utf8")));
    return `${dataDir} is in use by process ${holder.pid}, running since ${holder.since}. ${advice}`;
  } catch {
    return `${dataDir} is in use by another process. ${advice}`;
  }
}
