import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArchiveEngine, startArchiveEngine } from "../../shared/archive/engine.fixture.ts";
import { SAVED_QUESTIONS } from "../../shared/archive/questions.ts";
import { edited } from "../../shared/offer/editorial.ts";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { openHistory } from "./engine.ts";

let engine: ArchiveEngine;
let directory: string;

const version = (sourceId: string, id: string, number: number, amount: string, day: string) =>
  sampleRecord({
    sourceId,
    sourceOfferId: id,
    version: number,
    changedAt: `${day}T10:00:00.000Z`,
    changedFields: number === 1 ? ["title", "price"] : ["price"],
    content: {
      price: { amount, currency: "EUR" },
      title: `Quote's "best", ${id}`,
      categories: ["A, b", "C"],
      commission: {
        type: "PERCENT",
        min: number === 1 ? "5" : "4.5",
        max: null,
        currency: null,
        basis: "SALE",
      },
    },
  });
const a1 = version("one", "a", 1, "10.00", "2026-01-01");
const a2 = version("one", "a", 2, "9.50", "2026-01-02");
const b1 = version("one", "b", 1, "5.00", "2026-01-02");
const c1 = version("two", "c", 1, "7.00", "2026-01-02");

const ANSWERS: Readonly<Record<string, unknown>> = {
  "price-history": [
    ["one:a", "1", a1.changedAt, "10.00", "EUR"],
    ["one:a", "2", a2.changedAt, "9.50", "EUR"],
    ["one:b", "1", b1.changedAt, "5.00", "EUR"],
  ],
  "commission-cuts": [["one:a", a2.changedAt, a2.content.title, "5.0000", "4.5000"]],
  "changes-a-day": [
    ["2026-01-01", "SYNC", "1", "1"],
    ["2026-01-02", "SYNC", "2", "2"],
  ],
};

beforeAll(async () => {
  engine = await startArchiveEngine();
  directory = await mkdtemp(join(tmpdir(), "offerfeed-export-"));
  await engine.archive.write([a1, c1]);
  // The stream's batch was repeated in another cut: a2 lies in two objects.
  await engine.archive.write([a2]);
  await engine.archive.write([a2, b1]);
});
afterAll(async () => {
  await engine.stop();
  await rm(directory, { recursive: true, force: true });
});

describe("the history", () => {
  it("holds a version once, though two objects hold it", async () => {
    await using history = await openHistory(engine.archive, {});
    const { rows } = await history.query(`
      SELECT (SELECT count(*) FROM offer_versions) AS stored, (SELECT count(*) FROM offer_history) AS versions`);
    expect(rows).toEqual([{ stored: "5", versions: "4" }]);
  });

  it("is asked by column, money and nested fields too, whatever the case of their names", async () => {
    await using history = await openHistory(engine.archive, {});
    const { columns, rows } = await history.query(`
      SELECT offerId, version, content.price.amount AS price,
        CAST(content.price.amount AS DECIMAL(18, 2))
          - lag(CAST(content.price.amount AS DECIMAL(18, 2))) OVER (PARTITION BY offerId ORDER BY version) AS moved
      FROM offer_history WHERE source = 'one' AND "date" >= '2026-01-01' AND STATUS = 'ACTIVE'
      ORDER BY offerId, version`);
    expect(columns.map((name) => name.toLowerCase())).toEqual(["offerid", "version", "price", "moved"]);
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["one:a", "1", "10.00", null],
      ["one:a", "2", "9.50", "-0.50"],
      ["one:b", "1", "5.00", null],
    ]);
  });

  it("copies the asked source and days only", async () => {
    await using history = await openHistory(engine.archive, {
      sourceId: "one",
      from: "2026-01-02",
      to: "2026-01-02",
    });
    const { rows } = await history.query("SELECT DISTINCT source, date FROM offer_versions");
    expect(rows).toEqual([{ source: "one", date: "2026-01-02" }]);
  });

  it("is empty where nothing was archived", async () => {
    await using history = await openHistory(engine.archive, { sourceId: "none" });
    expect((await history.query("SELECT content.title FROM offer_history")).rows).toEqual([]);
  });

  it("answers a wrong statement with the engine's word on it", async () => {
    await using history = await openHistory(engine.archive, {});
    await expect(history.query("SELECT prize FROM offer_history")).rejects.toThrow(/"prize" not found/);
  });

  it("shows a statement no other file of the machine", async () => {
    await using history = await openHistory(engine.archive, {});
    await expect(history.query("SELECT * FROM read_text('/etc/hostname')")).rejects.toThrow(
      /disabled|Permission/,
    );
    await expect(history.query(`COPY (SELECT 1) TO '${directory}/x.csv'`)).rejects.toThrow(
      /disabled|Permission/,
    );
    await expect(history.query("SET enable_external_access = true")).rejects.toThrow(/Cannot/);
  });
});

describe("an export", () => {
  it("to CSV is flat, by offer and version", async () => {
    await using history = await openHistory(engine.archive, { sourceId: "one" });
    const file = join(directory, "history.csv");
    expect(await history.write(file, "csv")).toBe(3);
    const [head, first] = (await readFile(file, "utf8")).split("\n");
    expect(head).toMatch(/^offerId,sourceId,.*,content_price_amount,content_price_currency,/);
    expect(first).toMatch(/^one:a,one,.*"Quote's ""best"", a".*,10\.00,EUR,/);
  });

  it("to Parquet reads back as the versions that were archived", async () => {
    await using history = await openHistory(engine.archive, {});
    const file = join(directory, "history.parquet");
    expect(await history.write(file, "parquet")).toBe(4);
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const reader = await connection.runAndReadAll(`SELECT to_json(t) AS line FROM '${file}' t`);
    const rows = reader.getRowObjectsJson().map(({ line }) => JSON.parse(String(line)) as unknown);
    expect(rows).toEqual([a1, a2, b1, c1].map((record) => ({ ...record, editorial: null })));
    connection.closeSync();
  });
});

describe("the saved questions", () => {
  it.each(SAVED_QUESTIONS)("$name is answered by the text that Athena has", async ({ name, sql }) => {
    await using history = await openHistory(engine.archive, {});
    const { rows } = await history.query(sql.replace("SOURCE", "one"));
    expect(rows.map((row) => Object.values(row))).toEqual(ANSWERS[name]);
  });
});

describe("an overridden version", () => {
  it("is asked for by its fields, and by what its source says of them", async () => {
    const said = sampleRecord({ sourceId: "three" });
    await engine.archive.write([{ ...said, ...edited(said, { title: "Ours", tags: ["pick"] }) }]);
    await using history = await openHistory(engine.archive, { sourceId: "three" });
    const { rows } = await history.query(
      "SELECT content.title AS shown, editorial.source.title AS said FROM offer_history WHERE list_contains(editorial.overridden, 'tags')",
    );
    expect(rows).toEqual([{ shown: "Ours", said: said.content.title }]);
  });
});
