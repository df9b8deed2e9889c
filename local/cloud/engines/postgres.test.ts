import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres } from "./postgres.ts";
import type { PostgresEngine } from "./postgres.ts";

describe("the embedded PostgreSQL", () => {
  let directory: string;
  let engine: PostgresEngine;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "postgres-"));
    engine = await startPostgres(directory);
  });
  afterAll(async () => {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("keeps the unnamed statements of concurrent connections apart", async () => {
    const pool = new pg.Pool({ connectionString: engine.url, max: 8 });
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, n) => {
        // Different parameter counts and types, so that a Bind to another connection's Parse would fail or lie.
        const text = n % 2 === 0 ? "SELECT $1::int AS n" : "SELECT $1::text AS t, $2::int AS n";
        const { rows } = await pool.query(text, n % 2 === 0 ? [n] : [`t${n}`, n]);
        return Number(rows[0]?.n);
      }),
    );
    await pool.end();
    expect(answers).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  it("isolates transactions of concurrent connections", async () => {
    const pool = new pg.Pool({ connectionString: engine.url, max: 4 });
    await pool.query("CREATE TABLE counter (n int NOT NULL)");
    await pool.query("INSERT INTO counter VALUES (0)");
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const client = await pool.connect();
        await client.query("BEGIN");
        const { rows } = await client.query("SELECT n FROM counter");
        await client.query("UPDATE counter SET n = $1", [rows[0].n + 1]);
        await client.query("COMMIT");
        client.release();
      }),
    );
    const { rows } = await pool.query("SELECT n FROM counter");
    await pool.end();
    expect(rows).toEqual([{ n: 40 }]);
  });

  it("rolls back what a connection leaves open when it goes away, and serves the others", async () => {
    const [leaver, other] = [new pg.Client(engine.url), new pg.Client(engine.url)];
    await Promise.all([leaver.connect(), other.connect()]);
    await other.query("CREATE TABLE left_open (n int)");
    await leaver.query("BEGIN");
    await leaver.query("INSERT INTO left_open VALUES (1)");
    const waiting = other.query("SELECT count(*)::int AS n FROM left_open");
    await leaver.end();
    expect((await waiting).rows).toEqual([{ n: 0 }]);
    await other.end();
  });

  it("goes on after an error in the middle of an exchange", async () => {
    const client = new pg.Client(engine.url);
    await client.connect();
    await expect(client.query("SELECT 1 / $1::int", [0])).rejects.toThrow(/division by zero/);
    expect((await client.query("SELECT $1::int AS n", [7])).rows).toEqual([{ n: 7 }]);
    await client.end();
  });

  it("says what to do when its directory can't be opened", { timeout: 60_000 }, async () => {
    const damaged = await mkdtemp(join(tmpdir(), "postgres-"));
    await mkdir(join(damaged, "postgres"));
    await writeFile(join(damaged, "postgres", "PG_VERSION"), "9.1\n");
    await expect(startPostgres(damaged)).rejects.toThrow(/could not open .*offers rebuild/s);
    await rm(damaged, { recursive: true, force: true });
  });
});
