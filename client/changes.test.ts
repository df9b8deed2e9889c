import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import WebSocket from "ws";
import { NOW, sign, startTestApi, type TestApi } from "../graphql/hosts/api.fixture.ts";
import { toOfferChange } from "../graphql/offer-view.ts";
import { publishOfferChanges, publishSyncRuns } from "../graphql/publish.ts";
import { toSyncRun } from "../graphql/run-view.ts";
import { sampleRun } from "../graphql/stores.fixture.ts";
import { userCaller } from "../shared/access/caller.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import {
  type ChangeFeed,
  createOfferfeedClient,
  type FollowOptions,
  type OfferfeedClient,
  SyncRunUpdatedDocument,
} from "./index.ts";

let api: TestApi;
let offerfeed: OfferfeedClient;
const sockets: WebSocket[] = [];

/** Real sockets that a test can cut. */
class CuttableSocket extends WebSocket {
  constructor(address: string, protocols: string) {
    super(address, protocols);
    sockets.push(this);
  }
}

const cutSockets = () => {
  for (const socket of sockets.splice(0)) socket.terminate();
};

beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(async () => {
  await api.model.clear();
  offerfeed = createOfferfeedClient({ url: api.server.url, webSocket: CuttableSocket });
});
afterEach(() => offerfeed.close());
afterAll(() => api.stop());

const change = (sourceOfferId: string, version = 1): VersionRecord =>
  sampleRecord({ sourceOfferId, version });
const live = (...records: VersionRecord[]) =>
  publishOfferChanges(
    api.server.url,
    records.map((record) => toOfferChange(record, "UPDATED", NOW)),
    sign,
  );
const both = async (...records: VersionRecord[]) => {
  await api.store(...records);
  await live(...records);
};

/** A feed that collects what it tells. */
function follow(options: FollowOptions = {}) {
  const feed = offerfeed.followChanges(options);
  const told: string[] = [];
  const ended = (async () => {
    for await (const { offerId, version } of feed) told.push(`${offerId} ${version}`);
  })();
  return { feed, told, ended };
}

/** Publishes live, and only live, until the feed has told of it: its socket is in place then. */
async function listening({ told }: { readonly told: readonly string[] }): Promise<void> {
  for (let version = 1; !told.some((text) => text.startsWith("src:probe")); version += 1) {
    await live(change("probe", version));
    await sleep(20);
  }
}

const withoutProbes = (told: readonly string[]) => told.filter((text) => !text.startsWith("src:probe"));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

/** A last change that comes both ways ends the wait: whatever came twice has come by then. */
async function settled({ told }: { readonly told: readonly string[] }, name = "last"): Promise<void> {
  await both(change(name));
  await until(() => told.includes(`src:${name} 1`));
  cutSockets(); // The log is read once more.
  await both(change(`${name}-again`));
  await until(() => told.includes(`src:${name}-again 1`));
}

test("a change that comes live and stands in the log is told once", async () => {
  const following = follow();
  await listening(following);
  await both(change("a"), change("b"));
  await both(change("a", 2));
  await settled(following);
  await following.feed.return();
  expect(withoutProbes(following.told).toSorted()).toEqual(
    ["src:a 1", "src:a 2", "src:b 1", "src:last 1", "src:last-again 1"].toSorted(),
  );
});

test("what happened while the socket was cut is told when it is back, each once", async () => {
  const following = follow();
  await listening(following);
  await both(change("before"));
  cutSockets();
  await api.store(...Array.from({ length: 250 }, (_, index) => change(`missed-${index}`)));
  await settled(following);
  await following.feed.return();
  const missed = following.told.filter((text) => text.startsWith("src:missed"));
  expect([missed.length, new Set(missed).size]).toEqual([250, 250]);
  expect(withoutProbes(following.told).length).toBe(253);
});

test("what never comes live is found in the log all the same", async () => {
  const following = follow({ pollSeconds: 0.05 });
  await listening(following);
  await api.store(change("quiet"));
  await until(() => following.told.includes("src:quiet 1"));
  await live(change("quiet"));
  await settled(following);
  await following.feed.return();
  expect(following.told.filter((text) => text === "src:quiet 1").length).toBe(1);
});

test("a feed goes on from its cursor, without a socket too", async () => {
  await api.store(change("old"));
  const first = follow({ live: false, pollSeconds: 0.02 });
  await until(() => first.feed.cursor !== null);
  await api.store(change("a"));
  await until(() => first.told.includes("src:a 1"));
  await first.feed.return();
  await api.store(change("b"), change("c"));
  const second = follow({ live: false, pollSeconds: 0.02, ...since(first.feed), pageSize: 1 });
  await until(() => second.told.length === 2);
  await second.feed.return();
  expect([first.told, second.told]).toEqual([["src:a 1"], ["src:b 1", "src:c 1"]]);
});

const since = ({ cursor }: ChangeFeed) => (cursor === null ? {} : { since: cursor });

test("a feed keeps to its source, network and kind, live and in the log", async () => {
  const following = follow({ sourceId: "src", networkId: "awin", kind: "PRODUCT" });
  await listening(following);
  const others = [
    sampleRecord({ sourceId: "other" }),
    sampleRecord({ sourceOfferId: "n", networkId: "cj" }),
    sampleRecord({ sourceOfferId: "k", content: { kind: "COUPON" } }),
  ];
  await both(...others, change("a"));
  await settled(following);
  await following.feed.return();
  expect(withoutProbes(following.told)).toEqual(["src:a 1", "src:last 1", "src:last-again 1"]);
});

test("a cursor of a log that is gone is refused, and the feed ends with it", async () => {
  await expect(follow({ since: "garbage" }).ended).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
});

test("a feed ends with its signal's reason", async () => {
  const left = new AbortController();
  const following = follow({ signal: left.signal });
  await listening(following);
  left.abort(new Error("the page was left"));
  await expect(following.ended).rejects.toThrow("the page was left");
});

test("a token that has expired is renewed, and the subscription goes on", async () => {
  let tokens = 0;
  const standard = api.identify;
  // Sockets of the first token are closed at once, as expired; the feed's own functions sign instead.
  api.identify = async ({ authorization }) => ({
    ...userCaller("tester", "ADMIN"),
    expiresAt: authorization === "Bearer t1" ? Date.now() : null,
  });
  const renewing = createOfferfeedClient({
    url: api.server.url,
    webSocket: CuttableSocket,
    token: () => `t${(tokens += 1)}`,
  });
  const runs = renewing.subscribe(SyncRunUpdatedDocument, { sourceId: "src" });
  const next = runs.next();
  let arrived = null;
  while (arrived === null) {
    await publishSyncRuns(api.server.url, [toSyncRun(sampleRun())], sign);
    arrived = await Promise.race([next, sleep(20, null)]);
  }
  expect(arrived.value).toMatchObject({ syncRunUpdated: { sourceId: "src", status: "SUCCEEDED" } });
  expect(tokens).toBe(2);
  await runs.return();
  await renewing.close();
  api.identify = standard;
});
