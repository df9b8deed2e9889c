/** The API as AWS's simulator of AppSync serves it, before the feed's own functions, beside Apollo on the same feed. */
import { createClient } from "graphql-ws";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import {
  type Ask,
  comparable,
  type HostAnswer,
  mistakes,
  mutations,
  type Operation,
  queries,
  refusals,
  type Subject,
} from "../../graphql/battery.fixture.ts";
import { localTemplate } from "../../local/feed/local-template.ts";
import { newDataDir, startTestFeed, type TestFeed } from "../support.ts";
import { type Appsync, startAppsync } from "./appsync.ts";
import { connectRealtime, type RealtimeClient } from "./realtime-client.ts";
import { startTee, type Tee } from "./tee.ts";

let tee: Tee;
let feed: TestFeed;
let appsync: Appsync;
const keys = { ADMIN: "", READER: "" };
let subject: Subject;

beforeAll(async () => {
  tee = await startTee();
  const dataDir = await newDataDir();
  feed = await startTestFeed({ dataDir, sandboxes: true, env: { GRAPHQL_URL: tee.url } });
  appsync = await startAppsync(feed.cloud, await localTemplate(dataDir));
  tee.targets.push(appsync.url, feed.graphqlUrl);
  for (const role of ["ADMIN", "READER"] as const) {
    const made = await feed.query<{ createApiKey: { secret: string } }>(
      `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }`,
      { input: { name: `of a test: ${role}`, role } },
    );
    keys[role] = made.createApiKey.secret;
  }
  await feed.synced("demo-shop");
  await feed.synced("demo-deals");
  const { offers } = await feed.query<{ offers: { nodes: [{ id: string; merchant: { id: string } }] } }>(
    `{ offers(first: 1, filter: { sourceIds: ["demo-shop"] }) { nodes { id merchant { id } } } }`,
  );
  subject = {
    offerId: offers.nodes[0].id,
    sourceId: "demo-shop",
    merchantId: offers.nodes[0].merchant.id,
    word: "the",
    newSource: (host) => ({
      id: `made-by-${host}-host`,
      networkId: "generic-feed",
      settings: { preset: "google-merchant-xml", url: "https://shop.example/feed.xml" },
    }),
  };
});
afterAll(async () => {
  await appsync.stop();
  await feed.discard();
  await tee.stop();
});

interface Change {
  readonly offerChanged: {
    readonly offerId: string;
    readonly version: number;
    readonly offer: { readonly title: string; readonly lastSeenAt: string; readonly versions: unknown };
  };
}

const asking =
  (url: string, authorization: string): Ask =>
  async (query, variables = {}) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as HostAnswer;
  };

/** @returns what AppSync answered, as it compares */
async function answeredAlike(operation: Operation, key: string): Promise<string> {
  const bearer = `Bearer ${key}`;
  const fromAppsync = await operation.run(asking(appsync.url, bearer), "appsync");
  const fromApollo = await operation.run(asking(feed.graphqlUrl, bearer), "apollo");
  const answers = fromAppsync.map((answer) => comparable(answer, "appsync"));
  expect(answers).toEqual(fromApollo.map((answer) => comparable(answer, "apollo")));
  return JSON.stringify(answers);
}

const named = (operations: (subject: Subject) => readonly Operation[]) => {
  const nobody: Subject = {
    offerId: "",
    sourceId: "",
    merchantId: "",
    word: "",
    newSource: () => ({ id: "", networkId: "", settings: {} }),
  };
  return operations(nobody).map(({ name }, index) => ({
    name,
    operation: () => operations(subject)[index]!,
  }));
};

describe("the same answer from both hosts:", () => {
  test.each([...named(queries), ...named(mutations)])("$name", async ({ operation }) => {
    expect(await answeredAlike(operation(), keys.ADMIN)).not.toContain(`"errors":[{`);
  });
});

describe("the same error from both hosts:", () => {
  test.each(mistakes)("$name", async (operation) => {
    expect(await answeredAlike(operation, keys.ADMIN)).toMatch(/INVALID|BAD_USER_INPUT|LIMIT_EXCEEDED/);
  });
});

describe("refused to readers by both hosts:", () => {
  test.each(named(refusals))("$name", async ({ operation }) => {
    expect(await answeredAlike(operation(), keys.READER)).toContain("REFUSED");
  });
});

test("what goes wrong inside is masked, whatever the function said", async () => {
  const rename = (from: string, to: string) =>
    sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(feed.feed.database);
  await rename("offers", "offers_away");
  try {
    const query = "{ offers(first: 1) { nodes { id } } networks { id } }";
    const fromAppsync = comparable(await asking(appsync.url, `Bearer ${keys.ADMIN}`)(query), "appsync");
    expect(fromAppsync).toEqual(
      comparable(await asking(feed.graphqlUrl, `Bearer ${keys.ADMIN}`)(query), "apollo"),
    );
    expect(JSON.stringify(fromAppsync)).toContain("INTERNAL_SERVER_ERROR");
    expect(JSON.stringify(fromAppsync)).not.toMatch(/relation|table|offers_away/);
  } finally {
    await rename("offers_away", "offers");
  }
});

test("a function is asked once for each nested field of a list", async () => {
  // The source that was removed still publishes its last run.
  await feed.idle();
  appsync.calls.length = 0;
  const query =
    "{ offers(first: 100) { nodes { id lastSeenAt versions(first: 1) { nodes { version } } } totalCount } }";
  await asking(appsync.url, `Bearer ${keys.READER}`)(query);
  expect(appsync.calls.toSorted((a, b) => a.field.localeCompare(b.field))).toEqual([
    { field: "Offer.lastSeenAt", events: 100 },
    { field: "Offer.versions", events: 100 },
    { field: "OfferConnection.totalCount", events: 1 },
    { field: "Query.offers", events: 1 },
  ]);
});

test.each(["", "Bearer ofk_garbage"])("the authorizer lets nobody in with %j", async (authorization) => {
  const { errors, data } = await asking(appsync.url, authorization)("{ stats { active } }");
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ errorType: "UnauthorizedException" }]);
});

describe("subscribers on AppSync's WebSocket protocol", () => {
  let client: RealtimeClient;
  beforeAll(async () => {
    client = await connectRealtime(appsync.realtimeUrl, `Bearer ${keys.READER}`);
  });
  afterAll(() => client.close());

  const toApollo = () =>
    createClient({
      url: feed.graphqlUrl.replace("http", "ws"),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${keys.READER}` },
    });

  const FIELDS = `{ type offerId sourceId kind version offer { id title status trackingUrl lastSeenAt price { amount }
    versions { nodes { version } } } }`;

  test("hear of what changes in the feed, as filtered, and the same as Apollo's", async () => {
    const all = await client.subscribe(`subscription { offerChanged ${FIELDS} }`);
    const coupons = await client.subscribe(
      `subscription { offerChanged(kind: COUPON, sourceId: null) { offerId kind } }`,
    );
    const elsewhere = await client.subscribe(
      `subscription { offerChanged(sourceId: "demo-awin") { offerId } }`,
    );
    const apollo = toApollo();
    const events = apollo.iterate({
      query: `subscription { offerChanged(sourceId: "demo-shop") { offerId version offer { title lastSeenAt } } }`,
    });
    const heard = events.next();
    const hide = (mutation: string) =>
      feed.query(`mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code } } }`, {
        id: subject.offerId,
      });
    await hide("hideOffer");
    await hide("unhideOffer");
    const [hidden, shown] = (await all.until(({ length }) => length === 2)) as [Change, Change];
    expect(hidden.offerChanged).toMatchObject({
      type: "REMOVED",
      offerId: subject.offerId,
      sourceId: "demo-shop",
    });
    expect(shown.offerChanged).toMatchObject({
      type: "CREATED",
      offerId: subject.offerId,
      // Selected by the publisher, and answered by a function in its mutation.
      offer: { id: subject.offerId, lastSeenAt: expect.stringMatching(/Z$/) },
    });
    expect(shown.offerChanged.offer.versions).toBeNull();
    const { value } = (await heard) as { value: { data: { offerChanged: unknown } } };
    const { offerId, version, offer } = hidden.offerChanged;
    expect(value.data.offerChanged).toEqual({
      offerId,
      version,
      offer: { title: offer.title, lastSeenAt: offer.lastSeenAt },
    });
    expect([coupons.events, elsewhere.events]).toEqual([[], []]);
    await apollo.dispose();
  });

  test("hear of runs", async () => {
    const runs = await client.subscribe(
      `subscription { syncRunUpdated(sourceId: "demo-deals") { sourceId status fetched } }`,
    );
    await feed.synced("demo-shop");
    await feed.synced("demo-deals");
    const told = (await runs.until((events) =>
      JSON.stringify(events.at(-1) ?? "").includes("SUCCEEDED"),
    )) as {
      syncRunUpdated: { sourceId: string };
    }[];
    expect(new Set(told.map(({ syncRunUpdated }) => syncRunUpdated.sourceId))).toEqual(
      new Set(["demo-deals"]),
    );
  });

  test("are refused without a key that holds", async () => {
    const stranger = await connectRealtime(appsync.realtimeUrl, "Bearer ofk_garbage");
    await expect(stranger.subscribe("subscription { syncRunUpdated { id } }")).rejects.toThrow(
      "Not Authorized",
    );
    stranger.close();
  });

  test("cannot publish: only what IAM signed may", async () => {
    const { errors } = await asking(
      appsync.url,
      `Bearer ${keys.ADMIN}`,
    )(`mutation { publishSyncRun(run: "{}") { id } }`);
    expect(errors).toMatchObject([{ errorType: "Unauthorized", path: ["publishSyncRun"] }]);
  });
});
