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
  memoryCuration,
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
    webhooks: new MemoryWebhooks(),
    networks: [],
    publisher: appsyncPublisher,
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
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("a field is answered by its resolver, and nested ones go by the parent's answer", async () => {
  const list = overTheWire(await read(event("Query.offers", { filter: { hasCoupon: false }, first: 1 })));
  expect(list).toMatchObject({ nodes: [{ id: "src:b" }], pageInfo: { hasNextPage: true } });
  expect(await read([event("OfferConnection.totalCount", {}, list)])).toEqual([2]);
});

test("a batch is answered in order, one entry an event, and loads what it shares once", async () => {
  sources.asked.length = 0;
  const offers = await Promise.all(["src:b", "src:a"].map((id) => read(event("Query.offer", { id }))));
  const answers = await control(offers.map((offer) => event("Offer.lastSeenAt", {}, overTheWire(offer))));
  expect(answers).toEqual(["2026-03-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"]);
  expect(sources.asked).toEqual(["get src"]);
  const versions = await read(
    offers.map((offer) => event("Offer.versions", { first: 5 }, overTheWire(offer))),
  );
  expect(versions).toMatchObject([
    { nodes: [{ offer: { id: "src:b" } }] },
    { nodes: [{ offer: { id: "src:a" } }] },
  ]);
});

test("a source's nested fields work on what its parent answered", async () => {
  const source = overTheWire(await control(event("Query.source", { id: "src" })));
  expect(await control([event("Source.health", {}, source)])).toEqual(["STALE"]);
  expect(await control([event("Source.healthReport", {}, source)])).toMatchObject([
    {
      state: "STALE",
      reason: expect.stringContaining("No sync has succeeded since"),
      staleAfterSeconds: 10_800,
    },
  ]);
  expect(await read([event("Source.offerCount", {}, source)])).toEqual([2]);
});

test("an entry that fails is null, and the others of its batch are answered", async () => {
  errors.length = 0;
  const [offer] = ledger.records;
  const answers = await read([
    event("Offer.versions", { after: "garbage" }, { id: offer?.offerId }),
    event("Offer.versions", {}, { id: offer?.offerId }),
  ]);
  expect(answers).toMatchObject([null, { nodes: [{ version: 1 }] }]);
});

test("a caller's mistake is an error of its type", async () => {
  await expect(read(event("Query.offers", { first: 999 }))).rejects.toMatchObject({ name: "BAD_USER_INPUT" });
});

test("an error of ours is masked and logged", async () => {
  errors.length = 0;
  await expect(read(event("Query.networks"))).rejects.toMatchObject({ name: "INTERNAL_SERVER_ERROR" });
  expect(errors.map(String)).toEqual(["Error: This function does not answer Query.networks."]);
});

test("a publication's answer is its payload, whether AppSync has parsed the JSON or not", async () => {
  const change = { offerId: "src:a", version: 1 };
  expect(await control(event("Mutation.publishOfferChange", { change }))).toEqual(change);
  expect(await control(event("Mutation.publishOfferChange", { change: JSON.stringify(change) }))).toEqual(
    change,
  );
});
