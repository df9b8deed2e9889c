import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { effectiveStatus, type OfferFilter, whereOffers } from "./filter.ts";
import { projectOffers } from "./project.ts";
import { sampleRecord } from "./records.fixture.ts";
import { tidy } from "./upkeep.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  const places = Array.from({ length: 3_000 }, (_, place) => String(place));
  await projectOffers(
    model.db,
    places.map((sourceOfferId) => sampleRecord({ sourceOfferId })),
  );
  await tidy(model.db);
}, 60_000);
afterAll(() => model.stop());

async function planOf(query: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${query}`.execute(model.db);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

test.each<[string, OfferFilter]>([
  ["every offer", {}],
  ["a kind", { kinds: ["PRODUCT"] }],
  ["a source", { sourceIds: ["src"] }],
])("counting %s reads an index and no row", async (_, filter) => {
  const plan = await planOf(sql`select count(*) from offers where ${whereOffers(filter, NOW)}`);
  expect(plan).toMatch(/Index Only Scan using offers_(counted|merchant_kinds)/);
});

test("counting by status reads an index and no row", async () => {
  const plan = await planOf(sql`select ${effectiveStatus(NOW)}, count(*) from offers group by 1`);
  expect(plan).toMatch(/Index Only Scan using offers_(counted|merchant_kinds)/);
});
