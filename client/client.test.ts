import { afterAll, beforeAll, beforeEach, expect, expectTypeOf, test } from "vitest";
import { userCaller } from "../shared/access/caller.ts";
import { Unauthenticated } from "../shared/access/unauthenticated.ts";
import { startTestApi, type TestApi } from "../graphql/hosts/api.fixture.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import {
  createOfferfeedClient,
  HideOfferDocument,
  MutationRefused,
  type OfferfeedClient,
  OfferfeedError,
  type OffersDocument,
  type OffersQuery,
  type ResultOf,
  type Schema,
  TypedDocumentString,
  type VariablesOf,
} from "./index.ts";

let api: TestApi;
let offerfeed: OfferfeedClient;
beforeAll(async () => {
  api = await startTestApi();
  offerfeed = createOfferfeedClient({ url: api.server.url });
}, 60_000);
beforeEach(async () => {
  await api.model.clear();
  api.ledger.records.length = 0;
  api.control.calls.length = 0;
  api.role = "ADMIN";
});
afterAll(() => api.stop());

const storeSome = (...ids: string[]) =>
  api.store(...ids.map((sourceOfferId) => sampleRecord({ sourceOfferId })));

/** Answers of a host or proxy before the API's own, and what was asked. */
function interrupted(...answers: (Response | Error)[]) {
  const bodies: string[] = [];
  const client = createOfferfeedClient({
    url: api.server.url,
    fetch: async (input, init) => {
      bodies.push(String(init?.body));
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? fetch(input, init);
    },
  });
  return { client, bodies };
}

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("the call succeeded"),
    (error: unknown) => error,
  );

test("one page of offers, and all of them page after page", async () => {
  await storeSome("a", "b", "c", "d", "e");
  const { nodes, pageInfo } = await offerfeed.offers({ first: 2, filter: { kinds: ["PRODUCT"] } });
  expect([nodes.length, pageInfo.hasNextPage]).toEqual([2, true]);
  const ids: string[] = [];
  for await (const { id } of offerfeed.allOffers({ first: 2 })) ids.push(id);
  expect(ids.toSorted()).toEqual(["src:a", "src:b", "src:c", "src:d", "src:e"]);
});

test("an offer, a count, facets and suggestions", async () => {
  await storeSome("a", "b");
  expect(await offerfeed.offer("src:a")).toMatchObject({
    title: "Trail running shoes",
    price: { amount: "80.00" },
  });
  expect(await offerfeed.offer("src:none")).toBeNull();
  expect(await offerfeed.offerCount({ kinds: ["COUPON"] })).toBe(0);
  expect((await offerfeed.offerFacets()).kinds).toMatchObject([{ value: "PRODUCT", count: 2 }]);
  expect((await offerfeed.suggest("trail", 1))[0]).toMatchObject({
    kind: "OFFER",
    text: "Trail running shoes",
  });
});

test("the change log from a cursor to its end, then from there on", async () => {
  await storeSome("a", "b", "c");
  const told: string[] = [];
  let since: string | null = null;
  for await (const page of offerfeed.offerChanges({ first: 2 })) {
    told.push(...page.nodes.map(({ offerId }) => offerId));
    since = page.cursor;
  }
  await storeSome("d");
  for await (const page of offerfeed.offerChanges({ since }))
    told.push(...page.nodes.map(({ offerId }) => offerId));
  expect(told).toEqual(["src:a", "src:b", "src:c", "src:d"]);
});

test("a mutation answers with its result", async () => {
  await storeSome("a");
  expect(await offerfeed.hideOffer("src:a", "wrong price")).toMatchObject({ status: "HIDDEN", version: 2 });
  await offerfeed.addSource({ id: "src", networkId: "awin", name: "S", settings: { a: [1] } });
  expect(api.control.calls).toEqual([["addSource", expect.objectContaining({ settings: { a: [1] } })]]);
});

test("a mutation that did nothing is MutationRefused, with all user errors", async () => {
  const error = await failure(offerfeed.removeSource("none"));
  expect(error).toBeInstanceOf(MutationRefused);
  expect(error).toMatchObject({
    code: "SOURCE_NOT_FOUND",
    message: 'There is no source "none".',
    userErrors: [{ field: ["sourceId"], code: "SOURCE_NOT_FOUND" }],
  });
});

test("an error of the API is OfferfeedError with its code", async () => {
  expect(await failure(offerfeed.offers({ after: "garbage" }))).toMatchObject({ code: "BAD_USER_INPUT" });
  api.role = "READER";
  const error = await failure(offerfeed.syncSource("src"));
  expect(error).toBeInstanceOf(OfferfeedError);
  expect(error).toMatchObject({ code: "FORBIDDEN", errors: [{ path: ["syncSource"] }] });
});

test("what was answered beside an error is in the error", async () => {
  await storeSome("a");
  api.role = "READER";
  const document = new TypedDocumentString<unknown, Record<string, never>>(
    `{ offer(id: "src:a") { id versions { nodes { version author } } } }`,
  );
  expect(await failure(offerfeed.query(document))).toMatchObject({
    code: "FORBIDDEN",
    data: { offer: { id: "src:a", versions: { nodes: [{ version: 1, author: null }] } } },
  });
});

test("a token goes with every call, asked for anew each time", async () => {
  const seen: (string | null)[] = [];
  const standard = api.identify;
  api.identify = async ({ authorization }) => {
    seen.push(authorization);
    if (authorization === "Bearer wrong") throw new Unauthenticated("This token is none of ours.");
    return userCaller("tester", "ADMIN");
  };
  let number = 0;
  const renewing = createOfferfeedClient({ url: api.server.url, token: async () => `t${(number += 1)}` });
  await renewing.offerCount();
  await renewing.offerCount();
  expect(seen).toEqual(["Bearer t1", "Bearer t2"]);
  const wrong = createOfferfeedClient({ url: api.server.url, token: "wrong" });
  expect(await failure(wrong.offerCount())).toMatchObject({
    code: "UNAUTHENTICATED",
    status: 401,
    message: "This token is none of ours.",
  });
  expect(
    await failure(
      wrong.subscribe(new TypedDocumentString("subscription { offerChanged { offerId } }")).next(),
    ),
  ).toMatchObject({ code: "UNAUTHENTICATED", message: "This token is none of ours." });
  api.identify = standard;
});

const busy = (status: number) => new Response("", { status, headers: { "retry-after": "0" } });

test.each([
  ["429", () => busy(429)],
  ["503", () => busy(503)],
  ["no answer", () => new TypeError("fetch failed")],
])("a query is asked again after %s", async (_, answer) => {
  const { client, bodies } = interrupted(answer(), answer());
  expect(await client.offerCount()).toBe(0);
  expect(bodies.length).toBe(3);
});

test("a query is given up after its tries, with what was answered last", async () => {
  const { client, bodies } = interrupted(busy(500), busy(500), busy(500), busy(502));
  expect(await failure(client.offerCount())).toMatchObject({
    code: "HTTP_ERROR",
    status: 502,
    retryAfterSeconds: 0,
  });
  expect(bodies.length).toBe(4);
});

test("a mutation is sent once, whatever is answered", async () => {
  const { client, bodies } = interrupted(busy(503));
  expect(await failure(client.syncSource("src"))).toMatchObject({ code: "HTTP_ERROR", status: 503 });
  expect(bodies.length).toBe(1);
});

test("what is wrong with the question is not asked again", async () => {
  const { client, bodies } = interrupted(new Response("<html>", { status: 404 }));
  expect(await failure(client.offerCount())).toMatchObject({ code: "HTTP_ERROR", status: 404 });
  expect(bodies.length).toBe(1);
});

test("a host that cannot be reached is NETWORK_ERROR, with the address", async () => {
  const nowhere = createOfferfeedClient({ url: "http://127.0.0.1:9/graphql", retries: 0 });
  expect(await failure(nowhere.offerCount())).toMatchObject({
    code: "NETWORK_ERROR",
    message: expect.stringContaining("127.0.0.1:9"),
  });
});

test("a call ends with its signal's reason, and an iterator that is left asks no more", async () => {
  const reason = new Error("the page was left");
  expect(await failure(offerfeed.offer("src:a", { signal: AbortSignal.abort(reason) }))).toBe(reason);
  await storeSome("a", "b", "c");
  const { client, bodies } = interrupted();
  for await (const _ of client.allOffers({ first: 1 })) break;
  expect(bodies.length).toBe(1);
});

test("an address that is none is refused at once", () => {
  expect(() => createOfferfeedClient({ url: "graphql" })).toThrow("Invalid URL");
});

test("operations know their types", () => {
  expectTypeOf<ResultOf<typeof OffersDocument>>().toEqualTypeOf<OffersQuery>();
  expectTypeOf<VariablesOf<typeof HideOfferDocument>>().toExtend<{ id: string }>();
  expectTypeOf<OffersQuery["offers"]["nodes"][number]["kind"]>().toEqualTypeOf<
    "PRODUCT" | "COUPON" | "DEAL" | "PROGRAMME"
  >();
  expectTypeOf<Schema.Offer["price"]>().toEqualTypeOf<Schema.Money | null>();
  expectTypeOf<Parameters<OfferfeedClient["offers"]>[0]>().not.toExtend<{ filter: { kinds: string[] } }>();
  const hide = () => offerfeed.mutate(HideOfferDocument, { id: "src:a" });
  expectTypeOf<Awaited<ReturnType<typeof hide>>["hideOffer"]["userErrors"][number]["code"]>().toBeString();
  // @ts-expect-error the id is missing
  void (() => offerfeed.mutate(HideOfferDocument));
});
