import { userCaller } from "../shared/access/caller.ts";
/** Merchants and categories in both hosts: over HTTP, and as AppSync asks. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { policies } from "../shared/networks/policies.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { newRequest } from "./context.ts";
import { NOW, startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { appsyncHandler } from "./hosts/appsync.ts";
import { readResolvers } from "./resolvers/read.ts";
import { sampleSource } from "./stores.fixture.ts";

const LIMITED = "travelpayouts";
const tooOld = new Date(NOW.getTime() - 2 * (policies[LIMITED]?.maxAgeHours ?? 0) * 3_600_000).toISOString();
const merchant = (id: string, name: string) => ({ id, name, domain: id });

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.sources.sources.push(sampleSource({ id: "late", networkId: LIMITED, lastCompleteAt: tooOld }));
  await api.store(
    sampleRecord({ sourceOfferId: "a", content: { merchant: merchant("a.example", "Alpha") } }),
    sampleRecord({ sourceOfferId: "b", content: { merchant: merchant("b.example", "Beta") } }),
    sampleRecord({ sourceOfferId: "c", status: "HIDDEN", content: { merchant: merchant("c.example", "C") } }),
    sampleRecord({
      sourceId: "late",
      networkId: LIMITED,
      sourceOfferId: "d",
      changedAt: tooOld,
      content: { merchant: merchant("d.example", "Delta"), categories: ["Late"] },
    }),
  );
}, 60_000);
afterAll(() => api.stop());

test("merchants are paged by name, and counted when that is asked for", async () => {
  const query = `query ($after: String) { merchants(first: 1, after: $after) {
    edges { cursor node { id } } nodes { id name domain offerCount sandboxOfferCount offersByKind { kind count } }
    pageInfo { hasNextPage endCursor } totalCount } }`;
  const first = await api.ask(query);
  const found = first.data?.["merchants"] as unknown as {
    edges: { cursor: string }[];
    pageInfo: { endCursor: string };
  };
  expect(found).toMatchObject({
    nodes: [
      {
        id: "a.example",
        name: "Alpha",
        domain: "a.example",
        offerCount: 1,
        sandboxOfferCount: 0,
        offersByKind: [{ kind: "PRODUCT", count: 1 }],
      },
    ],
    pageInfo: { hasNextPage: true, endCursor: found.edges[0]?.cursor },
    totalCount: 2,
  });
  const second = await api.ask(query, { after: found.pageInfo.endCursor });
  expect(second.data).toMatchObject({
    merchants: { nodes: [{ id: "b.example" }], pageInfo: { hasNextPage: false }, totalCount: 2 },
  });
});

test("a merchant of hidden or stale offers only is none, and neither is their category one", async () => {
  const { data } =
    await api.ask(`{ shown: merchant(id: "a.example") { name } hidden: merchant(id: "c.example") { name }
    stale: merchant(id: "d.example") { name } late: categories(prefix: "la") { value }
    below: categories(parent: "Fashion") { value label count sandboxCount } }`);
  expect(data).toEqual({
    shown: { name: "Alpha" },
    hidden: null,
    stale: null,
    late: [],
    below: [{ value: "shoes", label: "Shoes", count: 2, sandboxCount: 0 }],
  });
});

test("suggestions are merchants, categories and offers, none of them stale or hidden", async () => {
  const { data } = await api.ask(`{ typed: suggest(text: "SHO") { kind id text close sandbox }
    wrong: suggest(text: "alphaa") { id close } late: suggest(text: "late") { id } hidden: suggest(text: "delta") { id } }`);
  expect(data).toEqual({
    typed: [
      { kind: "CATEGORY", id: "shoes", text: "Shoes", close: false, sandbox: false },
      expect.objectContaining({ kind: "OFFER", text: "Trail running shoes" }),
    ],
    wrong: [{ id: "a.example", close: true }],
    late: [],
    hidden: [],
  });
});

test.each([
  ["merchants(first: 0) { totalCount }", "first is 1 to 200, not 0."],
  ["merchants(first: 201) { totalCount }", "first is 1 to 200, not 201."],
  ['suggest(text: " ") { id }', "text is what was typed: at least one letter or digit."],
  ['suggest(text: "a", first: 21) { id }', "first is 1 to 20, not 21."],
  ["categories(first: 201) { value }", "first is 1 to 200, not 201."],
  [
    'merchants(after: "garbage") { totalCount }',
    "This is not a cursor that this API made. Leave it out to start over.",
  ],
])("a caller's mistake is told clearly: %s", async (field, message) => {
  const { errors } = await api.ask(`{ ${field} }`);
  expect(errors.map((error) => [error.extensions["code"], error.message])).toEqual([
    ["BAD_USER_INPUT", message],
  ]);
});

test("AppSync gets the same, the total by what the parent answered", async () => {
  const read = appsyncHandler(
    readResolvers,
    () => ({
      ...newRequest(userCaller("a", "READER"), NOW),
      db: api.model.db,
      ledger: api.ledger,
      sources: api.sources,
      health: api.health,
    }),
    () => undefined,
  );
  const event = (parentTypeName: string, fieldName: string, args: object, source: unknown = null) => ({
    info: { parentTypeName, fieldName },
    arguments: { ...args },
    source,
    identity: null,
  });
  const answer = JSON.parse(JSON.stringify(await read(event("Query", "merchants", { search: "alp" })))) as {
    data: unknown;
  };
  const list = answer.data;
  expect(list).toMatchObject({ nodes: [{ id: "a.example" }], pageInfo: { hasNextPage: false } });
  expect(await read([event("MerchantConnection", "totalCount", {}, list)])).toEqual([{ data: 1 }]);
  expect(await read(event("Query", "merchant", { id: "b.example" }))).toMatchObject({
    data: { name: "Beta" },
  });
  expect(await read(event("Query", "suggest", { text: "alp" }))).toMatchObject({
    data: [{ id: "a.example" }],
  });
  expect(await read(event("Query", "categories", { prefix: "fa" }))).toMatchObject({
    data: [{ value: "fashion" }],
  });
  expect(await read(event("Query", "merchants", { after: "garbage" }))).toMatchObject({
    errorType: "BAD_USER_INPUT",
  });
});
