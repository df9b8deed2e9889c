import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { EMBEDDED_CHANGES, keepUp } from "./upkeep.ts";

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
}, 60_000);
afterAll(() => model.stop());

/** Where the last checkpoint stands in the write-ahead log. */
async function checkpoint(): Promise<string | undefined> {
  const { rows } = await sql<{ lsn: string }>`
    select checkpoint_lsn::text as lsn from pg_control_checkpoint()`.execute(model.db);
  return rows[0]?.lsn;
}

/** So many changes since the last upkeep, in a table of so many rows. */
async function stand(changes: number, rows: number): Promise<void> {
  await sql`update meta set value = ${String(changes)} where key = ${EMBEDDED_CHANGES}`.execute(model.db);
  await sql`update pg_class set reltuples = ${rows} where oid = 'offers'::regclass`.execute(model.db);
}

async function counted(): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from meta where key = ${EMBEDDED_CHANGES}`.execute(model.db);
  return rows[0]?.value;
}

test("the write-ahead log is cut off every 20,000 changes, in a table of any size", async () => {
  await stand(19_700, 1_000_000);
  const before = await checkpoint();
  await keepUp(model.db, 200);
  expect(await checkpoint()).toBe(before);
  await keepUp(model.db, 200);
  expect(await checkpoint()).not.toBe(before);
  expect(await counted()).toBe("20100");
});

test("a table that has doubled is vacuumed, and its log cut off", async () => {
  await stand(4_900, 5_000);
  const before = await checkpoint();
  await keepUp(model.db, 200);
  expect(await counted()).toBe("0");
  expect(await checkpoint()).not.toBe(before);
});

test("a server of its own keeps itself up", async () => {
  await sql`delete from meta where key = ${EMBEDDED_CHANGES}`.execute(model.db);
  const before = await checkpoint();
  await keepUp(model.db, 50_000);
  expect(await checkpoint()).toBe(before);
});
