/** Apollo and AppSync answer alike, from the same stores. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, userCaller } from "../shared/access/caller.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import {
  type Ask,
  comparable,
  mistakes,
  mutations,
  type Operation,
  queries,
  refusals,
  type Subject,
} from "./battery.fixture.ts";
import { appsyncPublisher } from "./context.ts";
import { schemaText, startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { appsyncWalk, type AppsyncWalk } from "./hosts/appsync-walk.fixture.ts";
import { appsyncHandler } from "./hosts/appsync.ts";
import { routes } from "./rest/routes.ts";
import { controlResolvers } from "./resolvers/control.ts";
import { readResolvers } from "./resolvers/read.ts";
import { sampleRun, sampleSource } from "./stores.fixture.ts";

const subject: Subject = {
  offerId: "src:a",
  sourceId: "src",
  merchantId: "shop.example",
  word: "shoes",
  newSource: () => ({ id: "src", networkId: "awin", settings: { url: "https://shop.example/" } }),
};

let api: TestApi;
let appsync: AppsyncWalk;
const appsyncErrors: unknown[] = [];

beforeAll(async () => {
  api = await startTestApi();
  const caller = (): Caller => userCaller("tester", api.role, null);
  const context = async () => ({ ...(await api.context(caller())), publisher: appsyncPublisher });
  const note = (error: unknown) => void appsyncErrors.push(error);
  const functions = {
    read: appsyncHandler(readResolvers, context, note),
    control: appsyncHandler(controlResolvers, context, note),
  };
  appsync = appsyncWalk(schemaText, functions, caller);
  api.sources.sources.push(
    sampleSource({ lastCompleteAt: "2026-05-31T00:00:00.000Z", settings: { url: "https://shop.example/" } }),
    sampleSource({ id: "other", enabled: false }),
  );
  api.sources.runs.push(sampleRun(), sampleRun({ id: "src:run2", status: "RUNNING" }));
  await api.store(
    sampleRecord({ sourceOfferId: "a" }),
    sampleRecord({
      sourceOfferId: "a",
      version: 2,
      cause: "ADMIN",
      author: "Ada",
      changedAt: "2026-05-01T00:00:00.000Z",
      changedFields: ["price"],
      content: { price: { amount: "60.00", currency: "EUR" } },
    }),
    sampleRecord({ sourceOfferId: "b", content: { kind: "COUPON", couponCode: "X", price: null } }),
    sampleRecord({ sourceOfferId: "c", content: { title: "Boots and shoes", countries: ["DE"] } }),
    sampleRecord({ sourceOfferId: "d", status: "HIDDEN" }),
  );
}, 60_000);
beforeEach(() => {
  api.role = "ADMIN";
});
afterAll(() => api.stop());

/** @returns what AppSync answered, as it compares */
async function answeredAlike(operation: Operation): Promise<string> {
  const fromAppsync = await operation.run(appsync.ask, "appsync");
  const fromApollo = await operation.run((query, variables) => api.ask(query, variables), "apollo");
  const answers = fromAppsync.map((answer) => comparable(answer, "appsync"));
  expect(answers).toEqual(fromApollo.map((answer) => comparable(answer, "apollo")));
  return JSON.stringify(answers);
}

describe("the same answer from both hosts:", () => {
  test.each([...queries(subject), ...mutations(subject)])("$name", async (operation) => {
    expect(await answeredAlike(operation)).not.toContain(`"errors":[{`);
  });
});

describe("the same answer from both hosts to what REST asks:", () => {
  const reading = routes.filter(({ method }) => method === "GET");
  test.each(reading.map((route) => [route.path, route] as const))("%s", async (name, route) => {
    const given = { first: 3, q: "shoes" };
    const known = Object.entries(given).filter(([parameter]) => parameter in (route.query?.shape ?? {}));
    const query = route.query?.parse(Object.fromEntries(known)) ?? {};
    const variables =
      route.respond === undefined
        ? route.variables({ path: { id: "src:a", slug: "src" }, query, body: undefined })
        : { filter: {}, first: 3, after: null, offers: true };
    const operation = {
      name,
      run: async (ask: Ask) => [await ask(route.document, variables)],
    };
    expect(await answeredAlike(operation)).not.toMatch(/"code\\?":/);
  });
});

describe("the same error from both hosts:", () => {
  test.each(mistakes)("$name", async (operation) => {
    expect(await answeredAlike(operation)).toMatch(/INVALID|BAD_USER_INPUT|LIMIT_EXCEEDED/);
  });
});

describe("refused to readers by both hosts:", () => {
  beforeEach(() => {
    api.role = "READER";
  });
  test.each(refusals(subject))("$name", async (operation) => {
    expect(await answeredAlike(operation)).toContain("REFUSED");
  });
});

test("what goes wrong inside is masked by both hosts, and told to the operator", async () => {
  const getRun = api.sources.getRun.bind(api.sources);
  api.sources.getRun = () => Promise.reject(new Error("table runs-prod is gone"));
  try {
    const query = `{ syncRun(id: "any") { id } stats { active } }`;
    const fromAppsync = await appsync.ask(query);
    expect(comparable(fromAppsync, "appsync")).toEqual(comparable(await api.ask(query), "apollo"));
    expect(JSON.stringify(fromAppsync)).not.toContain("runs-prod");
    expect([appsyncErrors, api.errors].map((errors) => String(errors.at(-1)))).toEqual([
      "Error: table runs-prod is gone",
      "Error: table runs-prod is gone",
    ]);
  } finally {
    api.sources.getRun = getRun;
  }
});

test("a list asks once for each nested field, however long it is", async () => {
  appsync.calls.length = 0;
  await appsync.ask(`{ offers { nodes { id lastSeenAt versions { nodes { version } } } totalCount } }`);
  expect(appsync.calls.toSorted((a, b) => a.field.localeCompare(b.field))).toEqual([
    { field: "Offer.lastSeenAt", events: 3 },
    { field: "Offer.versions", events: 3 },
    { field: "OfferConnection.totalCount", events: 1 },
    { field: "Query.offers", events: 1 },
  ]);
});
