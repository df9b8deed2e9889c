/** A lost ledger and its return from the archive, on the whole local feed. */
import { BatchWriteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { restoreLedger } from "../shared/archive/restore.ts";
import { rebuild } from "../shared/readmodel/rebuild.ts";
import { expectAgreement } from "./agreement.ts";
import { body, type FeedServer, startFeedServer } from "./engines/feed-server.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

let test: TestFeed;
let partner: FeedServer;

const listing = (price: number, ids: readonly string[]) =>
  body(
    JSON.stringify(ids.map((id) => ({ id, name: `Item ${id}`, url: `https://shop.example/${id}`, price }))),
  );

beforeAll(async () => {
  [test, partner] = await Promise.all([startTestFeed(), startFeedServer()]);
  for (const id of ["shop", "deals"]) {
    partner.paths.set(`/${id}.json`, listing(10, ["a", "b", "c"]));
    const settings = {
      url: `${partner.origin}/${id}.json`,
      map: { sourceOfferId: "id", title: "name", trackingUrl: "url", price: "price" },
      currency: "EUR",
    };
    const added = await test.feed.control.addSource({ id, networkId: "generic-feed", name: id, settings });
    if (!added.ok) throw new Error(added.error.message);
    await test.synced(id);
  }
  partner.paths.set("/shop.json", listing(12, ["a", "b"]));
  await test.synced("shop");
  await test.feed.curation.hideOffer("shop:a", "wrong", "ann");
  await test.idle();
}, 120_000);
afterAll(async () => {
  await Promise.all([test.discard(), partner.close()]);
});

async function items(): Promise<Record<string, unknown>[]> {
  const { client, table } = test.feed.offers;
  const { Items } = await client.send(new ScanCommand({ TableName: table }));
  return (Items ?? [])
    .map(({ restored: _mark, ...item }) => item)
    .sort((a, b) => (`${a["pk"]?.S}${a["sk"]?.S}` < `${b["pk"]?.S}${b["sk"]?.S}` ? -1 : 1));
}

async function wipe(): Promise<void> {
  const { client, table } = test.feed.offers;
  const { Items } = await client.send(new ScanCommand({ TableName: table }));
  const requests = (Items ?? []).map(({ pk, sk }) => ({
    DeleteRequest: { Key: { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } } },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
}

async function archivedKeys(): Promise<string[]> {
  return (await Array.fromAsync(test.feed.archive.keys())).flat();
}

it("brings back every item, archives nothing twice, tells nobody, and goes on where it was", async () => {
  const [before, archived] = [await items(), await archivedKeys()];
  expect(before.length).toBe(6 + 6 + 3 + 1);
  const told: string[] = [];
  await expectAgreement(test.feed);

  await wipe();
  await test.idle();
  test.cloud.events.on("event", (event) => told.push(event["detail-type"]));
  const restored = await restoreLedger(test.feed, null);
  await test.idle();

  expect(restored).toMatchObject({ sources: 2, offers: 6, versions: 10, incompleteOffers: 0 });
  expect(await items()).toEqual(before);
  expect(await archivedKeys()).toEqual(archived);
  expect(told).toEqual([]);
  // The read model was not lost: what came back is what it has.
  expect(await rebuild(test.feed.database, test.feed.ledger.all("CURRENT"))).toMatchObject({
    read: 6,
    repaired: 0,
    deleted: 0,
  });
  await expectAgreement(test.feed);

  const next = await test.synced("shop");
  expect(next).toMatchObject({ status: "SUCCEEDED", created: 0, changed: 0, unchanged: 2, removed: 0 });
  partner.paths.set("/shop.json", listing(13, ["a", "b", "c"]));
  expect(await test.synced("shop")).toMatchObject({ created: 0, changed: 3 });
  expect(told).toContain("OffersChanged");
  await expectAgreement(test.feed);
}, 120_000);
