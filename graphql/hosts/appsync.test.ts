import { iamCaller } from "../../shared/access/caller.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "../../shared/readmodel/embedded.fixture.ts";
import { projectOffers } from "../../shared/readmodel/project.ts";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { newRequest } from "../context.ts";
import { controlResolvers } from "../resolvers/control.ts";
import { readResolvers } from "../resolvers/read.ts";
import { appsyncPublisher } from "../context.ts";
import {
  MemoryControl,
  MemoryAudit,
  memoryCuration,
  memoryEntry,
  MemoryHealth,
  MemoryHealthControl,
  MemoryLedger,
  MemorySources,
  MemoryWebhooks,
  sampleSource,
} from "../stores.fixture.ts";
import { type AppsyncEvent, appsyncHandler } from "./appsync.ts";

let model: EmbeddedReadModel;
const ledger = new MemoryLedger();
const sources = new MemorySources();
const health = new MemoryHealth();
const errors: unknown[] = [];
const caller = iamCaller("arn:aws:iam::1:role/admin");

const read = appsyncHandler(
  readResolvers,
  () => ({ ...newRequest(caller, new Date("2026-06-01T00:00:00Z")), db: model.db, ledger, sources, health }),
  (error) => errors.push(error),
);
const control = appsyncHandler(
  controlResolvers,
  () => ({
    ...newRequest(caller),
    sources,
    health,
    healthControl: new MemoryHealthControl(),
    control: new MemoryControl(),
    curation: memoryCuration(ledger),
    entry: memoryEntry(),
    webhooks: new MemoryWebhooks(),
    networks: [],
    publisher: appsyncPublisher,
    audit: new MemoryAudit(),
  }),
  (error) => errors.push(error),
);

beforeAll(async () => {
  model = await startEmbeddedReadModel();
  const records = ["a", "b"].map((sourceOfferId) => sampleRecord({ sourceOfferId }));
  ledger.records.push(...records);
  sources.sources.push(sampleSource({ lastCompleteAt: "2026-03-01T00:00:00.000Z" }));
  await projectOffers(model.db, records);
}, 60_000);
afterAll(() => model.stop());

const event = (field: string, args: Record<string, unknown> = {}, source: unknown = null): AppsyncEvent => {
  const [parentTypeName = "", fieldName = ""] = field.split(".");
  return { info: { parentTypeName, fieldName }, arguments: args, source, identity: null, prev: null };
};
/** What AppSync does between a parent's answer and a nested field's call. */
const parentIn = (answer: unknown): unknown => (JSON.parse(JSON.stringify(answer)) as { data: unknown }).data;

test("a field is answered by its resolver, and nested ones go by the parent's answer", async () => {
  const list = parentIn(await read(event("Query.offers", { filter: { hasCoupon: false }, first: 1 })));
  expect(list).toMatchObject({ nodes: [{ id: "src:b" }], pageInfo: { hasNextPage: true } });
  expect(await read([event("OfferConnection.totalCount", {}, list)])).toEqual([{ data: 2 }]);
});

test("a batch is answered in order, one entry an event, and loads what it shares once", async () => {
  sources.asked.length = 0;
  const offers = await Promise.all(["src:b", "src:a"].map((id) => read(event("Query.offer", { id }))));
  const answers = await control(offers.map((offer) => event("Offer.lastSeenAt", {}, parentIn(offer))));
  expect(answers).toEqual([{ data: "2026-03-01T00:00:00.000Z" }, { data: "2026-03-01T00:00:00.000Z" }]);
  expect(sources.asked).toEqual(["get src"]);
  const versions = await read(offers.map((offer) => event("Offer.versions", { first: 5 }, parentIn(offer))));
  expect(versions).toMatchObject([
    { data: { nodes: [{ offer: { id: "src:b" } }] } },
    { data: { nodes: [{ offer: { id: "src:a" } }] } },
  ]);
});

test("a source's nested fields work on what its parent answered", async () => {
  const source = parentIn(await control(event("Query.source", { id: "src" })));
  expect(await control([event("Source.health", {}, source)])).toEqual([{ data: "STALE" }]);
  expect(await control([event("Source.healthReport", {}, source)])).toMatchObject([
    {
      data: {
        state: "STALE",
        reason: expect.stringContaining("No sync has succeeded since"),
        staleAfterSeconds: 10_800,
      },
    },
  ]);
  expect(await read([event("Source.offerCount", {}, source)])).toEqual([{ data: 2 }]);
});

test("an override is a mutation like any other", async () => {
  const input = { title: "Ours" };
  expect(parentIn(await control(event("Mutation.overrideOffer", { id: "src:b", input })))).toMatchObject({
    offer: { title: "Ours", overriddenFields: ["title"] },
    userErrors: [],
  });
  expect(parentIn(await control(event("Mutation.clearOverrides", { id: "src:b" })))).toMatchObject({
    offer: { title: "Trail running shoes", overriddenFields: [] },
    userErrors: [],
  });
});

test("offers that are entered come back beside what is wrong with the others", async () => {
  const offers = ["One", "bad"].map((title, place) => ({ sourceOfferId: `m${place}`, title }));
  expect(parentIn(await control(event("Mutation.createOffers", { sourceId: "src", offers })))).toMatchObject({
    run: { sourceId: "src" },
    offers: [{ id: "src:m0", title: "One" }],
    userErrors: [{ code: "OFFER_INVALID", field: ["offers", "1", "title"] }],
  });
  const removed = await control(event("Mutation.removeOffers", { sourceId: "x", sourceOfferIds: ["a"] }));
  expect(parentIn(removed)).toEqual({
    run: null,
    offers: [],
    userErrors: [{ code: "SOURCE_NOT_MANUAL", message: "Not here.", field: ["sourceId"] }],
  });
});

test("an entry that fails says why, and the others of its batch are answered", async () => {
  errors.length = 0;
  const [offer] = ledger.records;
  const answers = await read([
    event("Offer.versions", { after: "garbage" }, { id: offer?.offerId }),
    event("Offer.versions", {}, { id: offer?.offerId }),
  ]);
  expect(answers).toMatchObject([{ errorType: "BAD_USER_INPUT" }, { data: { nodes: [{ version: 1 }] } }]);
  expect(errors).toEqual([]);
});

test("a caller's mistake is an answer, and no failed invocation", async () => {
  expect(await read(event("Query.offers", { first: 999 }))).toEqual({
    errorType: "BAD_USER_INPUT",
    errorMessage: "first is 1 to 200, not 999.",
  });
});

test("pages below one list that are too many together are refused, each of them", async () => {
  const pages = Array.from({ length: 200 }, () => event("Offer.versions", { first: 200 }, { id: "src:a" }));
  const answers = await read(pages);
  expect(answers).toHaveLength(200);
  expect(new Set((answers as { errorType: string }[]).map(({ errorType }) => errorType))).toEqual(
    new Set(["LIMIT_EXCEEDED"]),
  );
});

test("an error of ours is masked and logged, and the invocation counts as failed", async () => {
  errors.length = 0;
  await expect(read(event("Query.networks"))).rejects.toMatchObject({ name: "INTERNAL_SERVER_ERROR" });
  await expect(read([event("Query.networks")])).rejects.toMatchObject({ name: "INTERNAL_SERVER_ERROR" });
  expect(errors.map(String)).toEqual([
    "Error: This function does not answer Query.networks.",
    "Error: This function does not answer Query.networks.",
  ]);
});

test("an error of ours in one entry is masked, and the others are answered", async () => {
  errors.length = 0;
  const answers = await control([
    event("Offer.lastSeenAt", {}, null),
    event("Offer.lastSeenAt", {}, { sourceId: "src" }),
  ]);
  expect(answers).toMatchObject([{ errorType: "INTERNAL_SERVER_ERROR" }, { data: null }]);
  expect(errors).toHaveLength(1);
});

test("a publication's answer is its payload, whether AppSync has parsed the JSON or not", async () => {
  const change = { offerId: "src:a", version: 1 };
  expect(await control(event("Mutation.publishOfferChange", { change }))).toEqual({ data: change });
  expect(await control(event("Mutation.publishOfferChange", { change: JSON.stringify(change) }))).toEqual({
    data: change,
  });
});
