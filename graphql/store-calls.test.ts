/** What a page costs its stores: as many calls for fifty offers as for one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { sampleSource } from "./stores.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const sources = Array.from({ length: 7 }, (_, index) => `s${index}`);
  api.sources.sources.push(...sources.map((id) => sampleSource({ id })));
  await api.store(
    ...Array.from({ length: 60 }, (_, index) =>
      sampleRecord({ sourceId: sources[index % 7]!, sourceOfferId: String(index) }),
    ),
  );
}, 60_000);
afterAll(() => api.stop());

const FIELDS = `nodes {
  id merchant { id name } lastVerifiedAt lastSeenAt source { id name health lagSeconds offerCount lastRun { status } }
}`;

/** SQL statements and calls of the source, health and ledger stores that an operation took. */
async function callsOf(query: string) {
  api.sources.asked.length = 0;
  api.health.asked = 0;
  const before = api.model.statements();
  const { data, errors } = await api.ask(query);
  expect(errors).toEqual([]);
  const nodes = (data!["offers"] as unknown as { nodes: { source: unknown }[] }).nodes;
  expect(nodes.filter(({ source }) => source === null)).toEqual([]);
  return {
    offers: nodes.length,
    sql: api.model.statements() - before,
    sources: api.sources.asked.length,
    health: api.health.asked,
  };
}

test("fifty offers with merchant, source and times take as many calls as one", async () => {
  const one = await callsOf(`{ offers(first: 1) { ${FIELDS} } }`);
  const fifty = await callsOf(`{ offers(first: 50) { ${FIELDS} } }`);
  expect([one.offers, fifty.offers]).toEqual([1, 50]);
  // The page, and the offer counts of its sources.
  expect([one.sql, fifty.sql]).toEqual([2, 2]);
  expect([one.sources, fifty.sources]).toEqual([1, 1]);
  expect([one.health, fifty.health]).toEqual([1, 1]);
});
