/** A listing that takes longer than its function may run, on the whole local feed: the template's own wires continue it. */
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, it } from "vitest";
import WebSocket from "ws";
import { expectAgreement } from "./agreement.ts";
import { type FeedServer, pagedSettings, startFeedServer } from "./engines/feed-server.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

const COUNT = 260;
const PAGE = 10;
const PAGE_MS = 500;
/** A function stops listing with 45 seconds left: this one lists for about six. */
const TIMEOUT_SECONDS = 51;

let test: TestFeed;
let partner: FeedServer;
const asked: number[] = [];

beforeAll(async () => {
  [test, partner] = await Promise.all([
    startTestFeed({ functionTimeouts: { "offerfeed-local-fetch-generic-feed": TIMEOUT_SECONDS } }),
    startFeedServer(),
  ]);
  partner.paths.set("/offers", (request, response) => {
    const offset = Number(new URL(request.url ?? "/", "http://feed").searchParams.get("offset") ?? 0);
    asked.push(offset);
    const data = Array.from({ length: Math.max(0, Math.min(PAGE, COUNT - offset)) }, (_, place) => ({
      id: `p${offset + place}`,
      name: `Product ${offset + place}`,
      url: `https://shop.example/${offset + place}`,
    }));
    setTimeout(
      () => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data })),
      PAGE_MS,
    );
  });
  const outcome = await test.feed.control.addSource({
    id: "slow",
    networkId: "generic-feed",
    name: "Slow",
    settings: pagedSettings(partner.origin, PAGE, { sourceOfferId: "id", title: "name", trackingUrl: "url" }),
  });
  if (!outcome.ok) throw new Error(outcome.error.message);
}, 120_000);

afterAll(async () => {
  await Promise.all([test.discard(), partner.close()]);
});

it("goes on in fresh invocations, asks for no page twice, and tells its progress as it goes", async () => {
  const client = createClient({ url: test.graphqlUrl.replace("http", "ws"), webSocketImpl: WebSocket });
  const told: { status: string; fetched: number; resumes: number }[] = [];
  const events = client.iterate<{ syncRunUpdated: { status: string; fetched: number; resumes: number } }>({
    query: `subscription { syncRunUpdated(sourceId: "slow") { status fetched resumes } }`,
  });
  const listening = (async () => {
    for await (const { data } of events) if (data) told.push(data.syncRunUpdated);
  })();
  const run = await test.synced("slow");
  expect(run).toMatchObject({
    status: "SUCCEEDED",
    coverage: "COMPLETE",
    fetched: COUNT,
    created: COUNT,
    pages: COUNT / PAGE + 1,
  });
  expect(run.resumes).toBeGreaterThanOrEqual(1);
  expect(asked).toEqual([...new Set(asked)]);
  await expectAgreement(test.feed);
  await client.dispose();
  await listening;
  const counts = told.map(({ fetched }) => fetched);
  expect(counts.some((count) => count > 0 && count < COUNT)).toBe(true);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(told.some(({ status, resumes }) => status === "RUNNING" && resumes > 0)).toBe(true);
}, 180_000);
