import { userCaller } from "../shared/access/caller.ts";
/** Facets in both hosts: over HTTP, and field by field as AppSync asks. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { policies } from "../shared/networks/policies.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { newRequest } from "./context.ts";
import { NOW, startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { appsyncHandler } from "./hosts/appsync.ts";
import { readResolvers } from "./resolvers/read.ts";
import { sampleSource } from "./stores.fixture.ts";

const LIMITED = "travelpayouts";
const tooOld = new Date(NOW.getTime() - 2 * (policies[LIMITED]?.maxAgeHours ?? 0) * 3_600_000).toISOString();

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.sources.sources.push(
    sampleSource({ id: "src", name: "Our Awin account" }),
    sampleSource({ id: "late", networkId: LIMITED, lastCompleteAt: tooOld }),
  );
  await api.store(
    sampleRecord({ sourceOfferId: "a", content: { countries: ["DE"], languages: ["en-GB"] } }),
    sampleRecord({
      sourceOfferId: "b",
      content: {
        kind: "COUPON",
        couponCode: "X",
        price: null,
        categories: ["Élégance"],
        merchant: { id: "boots.example", name: "Boots & Co", domain: "boots.example" },
      },
    }),
    sampleRecord({ sourceOfferId: "c", status: "HIDDEN" }),
    sampleRecord({ sourceId: "late", networkId: LIMITED, sourceOfferId: "d", changedAt: tooOld }),
  );
}, 60_000);
beforeEach(() => {
  api.role = "ADMIN";
});
afterAll(() => api.stop());

const ALL = `networks { value label count sandboxCount } sources { value label count } kinds { value label count }
  merchants { value label count } categories { value label count } countries { value label count }
  languages { value label count } coupons { value label count }
  prices { value label count currency minPrice maxPrice } exact`;

test("every facet has values, what people call them, and counts; hidden and stale offers are in none", async () => {
  const { data, errors } = await api.ask(`{ offerFacets { ${ALL} } }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    offerFacets: {
      networks: [{ value: "awin", label: "Awin", count: 2, sandboxCount: 0 }],
      sources: [{ value: "src", label: "Our Awin account", count: 2 }],
      kinds: [
        { value: "COUPON", label: "Coupon", count: 1 },
        { value: "PRODUCT", label: "Product", count: 1 },
      ],
      merchants: [
        { value: "boots.example", label: "Boots & Co", count: 1 },
        { value: "shop.example", label: "Shop", count: 1 },
      ],
      categories: [
        { value: "elegance", label: "Élégance", count: 1 },
        { value: "fashion", label: "Fashion", count: 1 },
        { value: "fashion > shoes", label: "Fashion > Shoes", count: 1 },
        { value: "shoes", label: "Shoes", count: 1 },
      ],
      countries: [
        { value: "DE", label: "Germany", count: 2 },
        { value: "*", label: "Every country", count: 1 },
      ],
      languages: [
        { value: "en", label: "English", count: 1 },
        { value: "en-gb", label: "British English", count: 1 },
      ],
      coupons: [
        { value: "false", label: "Without a code", count: 1 },
        { value: "true", label: "With a coupon code", count: 1 },
      ],
      prices: [
        {
          value: "EUR 50",
          label: "50 – 99.99 EUR",
          count: 1,
          currency: "EUR",
          minPrice: "50",
          maxPrice: "99.99",
        },
      ],
      exact: true,
    },
  });
});

test("a filter narrows the other facets and not its own", async () => {
  const { data } = await api.ask(
    `{ offerFacets(filter: { kinds: [COUPON] }, first: 5) { kinds { value } merchants { value } } }`,
  );
  expect(data).toEqual({
    offerFacets: {
      kinds: [{ value: "COUPON" }, { value: "PRODUCT" }],
      merchants: [{ value: "boots.example" }],
    },
  });
});

test.each([
  ["offerFacets(first: 0)", "first is 1 to 200, not 0."],
  ["offerFacets(first: 201)", "first is 1 to 200, not 201."],
  ['offerFacets(filter: { minPrice: "ten" })', 'minPrice is a decimal such as "12.50", not "ten".'],
])("a caller's mistake is one clear error: %s", async (field, message) => {
  const { errors } = await api.ask(`{ ${field} { kinds { value } coupons { value } } }`);
  expect(errors.map((error) => [error.extensions["code"], error.message])).toEqual([
    ["BAD_USER_INPUT", message],
  ]);
});

test("offers that are not active are counted for admins only", async () => {
  const query = "{ offerFacets(filter: { statuses: [HIDDEN] }) { networks { count } } }";
  expect((await api.ask(query)).data).toEqual({ offerFacets: { networks: [{ count: 1 }] } });
  api.role = "READER";
  expect((await api.ask(query)).errors[0]?.extensions["code"]).toBe("FORBIDDEN");
});

const appsync = () =>
  appsyncHandler(
    readResolvers,
    () => ({
      ...newRequest(userCaller("a", "ADMIN"), NOW),
      db: api.model.db,
      ledger: api.ledger,
      sources: api.sources,
      health: api.health,
    }),
    () => undefined,
  );
const event = (parentTypeName: string, fieldName: string, args: object, source: unknown) => ({
  info: { parentTypeName, fieldName },
  arguments: { ...args },
  source,
  identity: null,
});

test("AppSync asks for each facet by itself, with what the parent answered", async () => {
  const read = appsync();
  const { data: parent } = JSON.parse(
    JSON.stringify(
      await read(event("Query", "offerFacets", { filter: { hasCoupon: true }, first: 1 }, null)),
    ),
  ) as { data: unknown };
  expect(await read([event("OfferFacets", "kinds", {}, parent)])).toEqual([
    { data: [{ value: "COUPON", label: "Coupon", count: 1, sandboxCount: 0 }] },
  ]);
  expect(await read([event("OfferFacets", "coupons", {}, parent)])).toMatchObject([
    { data: [{ value: "false" }] },
  ]);
  expect(await read(event("Query", "offerFacets", { first: 0 }, null))).toMatchObject({
    errorType: "BAD_USER_INPUT",
  });
});

test("a list, its count, its facets and its changes say what a mistyped text was taken for", async () => {
  const mistaken = '(filter: { text: "runing Sheos" }, first: 1)';
  const { data, errors } = await api.ask(`{ offers${mistaken} { correctedText totalCount }
    offerFacets${mistaken} { correctedText networks { count } } offerChanges${mistaken} { correctedText } }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    offers: { correctedText: "running shoes", totalCount: 2 },
    offerFacets: { correctedText: "running shoes", networks: [{ count: 2 }] },
    offerChanges: { correctedText: "running shoes" },
  });
  const asTyped = await api.ask(`{ offers(filter: { text: "running Shoes" }) { correctedText } }`);
  expect(asTyped.data).toEqual({ offers: { correctedText: null } });
});

test("on AppSync the count of a corrected list goes by what its text was taken for", async () => {
  const read = appsync();
  const list = await read(event("Query", "offers", { filter: { text: "runing" } }, null));
  // AppSync hands a field its parent as JSON.
  const { data: parent } = JSON.parse(JSON.stringify(list)) as { data: unknown };
  expect(await read([event("OfferConnection", "totalCount", {}, parent)])).toEqual([{ data: 2 }]);
});
