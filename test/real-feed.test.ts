/** A partner's feed from its first sync to a change, a removal, a broken download and a tampered read model. */
import { createClient } from "graphql-ws";
import { sql } from "kysely";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { findDifferences } from "../shared/readmodel/reconcile.ts";
import { rebuild } from "../shared/readmodel/rebuild.ts";
import { currentRecords, expectAgreement } from "./agreement.ts";
import { body, type FeedServer, startFeedServer } from "./engines/feed-server.ts";
import { startReceiver, verified } from "../shared/webhooks/receiver.fixture.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

interface Product {
  id: number;
  title: string;
  price: number;
  image_link: string;
  affiliate_link: string;
}

const products: Product[] = Array.from({ length: 300 }, (_, place) => ({
  id: 7000 + place,
  title: place === 7 ? "جهاز ديناميك لإعادة تأهيل اليد" : `Peristaltic pump ${place}`,
  price: Number(`${100 + place}.${String(place % 100).padStart(2, "0")}`),
  image_link: `https://images.example/${place}.jpg`,
  affiliate_link: `https://www.shop.example/dp/B0${place}?tag=mine-21`,
}));

const merchantXml = (items: readonly { id: number; price: string }[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>سوق</title>${items
    .map(
      ({ id, price }) =>
        `<item><g:id>${id}</g:id><g:title>سماعة رقم ${id}</g:title><g:link>https://souq.example/p/${id}-%D8%AC.html</g:link><g:image_link>https://souq.example/${id}.png</g:image_link><g:availability>in stock</g:availability><g:price>${price}</g:price><g:product_type>Health &amp; Beauty &gt; Care</g:product_type></item>`,
    )
    .join("")}</channel></rss>`;

let test: TestFeed;
let partner: FeedServer;

beforeAll(async () => {
  [test, partner] = await Promise.all([startTestFeed(), startFeedServer()]);
  partner.paths.set("/products.json", body(JSON.stringify(products)));
  partner.paths.set("/merchant.xml", body(merchantXml([{ id: 1, price: "6250.00 EGP" }]), "application/xml"));
  await test.feed.control.addSource({
    id: "pumps",
    networkId: "generic-feed",
    name: "Pumps",
    settings: {
      url: `${partner.origin}/products.json`,
      merchant: { name: "Shop", url: "https://www.shop.example" },
      map: {
        sourceOfferId: "id",
        title: "title",
        trackingUrl: "affiliate_link",
        images: { path: "image_link", then: [{ list: "," }] },
        price: { path: "price", then: [{ money: { currency: "AED" } }] },
      },
    },
  });
  await test.feed.control.addSource({
    id: "souq",
    networkId: "generic-feed",
    name: "Souq",
    settings: {
      preset: "google-merchant-xml",
      url: `${partner.origin}/merchant.xml`,
      merchant: { name: "سوق مصر", url: "https://souq.example" },
    },
  });
}, 120_000);

afterAll(async () => {
  await Promise.all([test.discard(), partner.close()]);
});

const SEARCH = `query ($text: String!) {
  offers(filter: { text: $text }, orderBy: RELEVANCE) {
    totalCount
    nodes { id title trackingUrl price { amount currency } version versions { nodes { version cause changedFields offer { price { amount } } } } }
  }
}`;

interface Found {
  offers: {
    totalCount: number;
    nodes: {
      id: string;
      title: string;
      trackingUrl: string;
      price: { amount: string; currency: string };
      version: number;
      versions: {
        nodes: {
          version: number;
          cause: string;
          changedFields: string[];
          offer: { price: { amount: string } };
        }[];
      };
    }[];
  };
}

describe("a partner's feed", () => {
  it("is taken whole, to the last digit, letter and link, and found by a word in any script", async () => {
    expect(await test.synced("pumps")).toMatchObject({
      status: "SUCCEEDED",
      coverage: "COMPLETE",
      created: 300,
      rejected: 0,
    });
    expect(await test.synced("souq")).toMatchObject({ status: "SUCCEEDED", created: 1, rejected: 0 });
    const { offers } = await test.query<Found>(SEARCH, { text: "ديناميك" });
    expect(offers.nodes).toMatchObject([
      {
        id: "pumps:7007",
        title: "جهاز ديناميك لإعادة تأهيل اليد",
        price: { amount: "107.07", currency: "AED" },
        trackingUrl: "https://www.shop.example/dp/B07?tag=mine-21",
      },
    ]);
    const arabic = await test.query<Found>(SEARCH, { text: "سماعة" });
    expect(arabic.offers.nodes[0]).toMatchObject({
      id: "souq:1",
      price: { amount: "6250.00", currency: "EGP" },
    });
    await expectAgreement(test.feed);
  });

  it("costs no write when nothing moved", async () => {
    expect(await test.synced("pumps")).toMatchObject({
      unchanged: 300,
      created: 0,
      changed: 0,
      removed: 0,
      writeUnits: 0,
    });
  });

  it("makes one version of one price and one removal of one missing item, and tells subscribers in two seconds", async () => {
    const client = createClient({ url: test.graphqlUrl.replace("http", "ws"), webSocketImpl: WebSocket });
    const events = client.iterate<{ offerChanged: { type: string; offerId: string } }>({
      query: `subscription { offerChanged(sourceId: "pumps") { type offerId offer { price { amount } } } }`,
    });
    const received: string[] = [];
    const listening = (async () => {
      for await (const { data } of events) {
        if (data) received.push(`${data.offerChanged.type} ${data.offerChanged.offerId}`);
        if (received.length === 2) return Date.now();
      }
      return Date.now();
    })();
    const changed = products.slice(1).map((each) => (each.id === 7010 ? { ...each, price: 99.5 } : each));
    partner.paths.set("/products.json", body(JSON.stringify(changed)));
    // The socket's subscription must be there before the change is.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await test.synced("pumps")).toMatchObject({ changed: 1, removed: 1, unchanged: 298, created: 0 });
    await listening;
    await client.dispose();
    expect(received.toSorted()).toEqual(["REMOVED pumps:7000", "UPDATED pumps:7010"]);
    const { offers } = await test.query<Found>(SEARCH, { text: "Peristaltic pump 10" });
    const offer = offers.nodes.find(({ id }) => id === "pumps:7010");
    expect(offer?.versions.nodes).toMatchObject([
      { version: 2, cause: "SYNC", changedFields: ["price"], offer: { price: { amount: "99.50" } } },
      { version: 1, cause: "SYNC", offer: { price: { amount: "110.10" } } },
    ]);
    await expectAgreement(test.feed);
  });

  it("posts what changes to a webhook, signed, through the bus's rule and the API", async () => {
    const receiver = await startReceiver();
    const { addWebhook } = await test.query<{
      addWebhook: { secret: string; webhook: { id: string; state: string } };
    }>(
      `mutation ($url: AWSURL!) {
        addWebhook(input: { url: $url, filter: { sourceIds: ["pumps"] } }) { secret webhook { id state } }
      }`,
      { url: receiver.url },
    );
    const { id } = addWebhook.webhook;
    const { testWebhook } = await test.query<{ testWebhook: object }>(
      `mutation ($id: ID!) { testWebhook(id: $id) { delivery { type delivered status } userErrors { code } } }`,
      { id },
    );
    expect(testWebhook).toEqual({
      delivery: { type: "PING", delivered: true, status: 204 },
      userErrors: [],
    });
    const changed = products.slice(1).map((each) => (each.id === 7010 ? { ...each, price: 98.5 } : each));
    partner.paths.set("/products.json", body(JSON.stringify(changed)));
    expect(await test.synced("pumps")).toMatchObject({ changed: 1 });
    expect(receiver.received.map((got) => verified(addWebhook.secret, got))).toMatchObject([
      { type: "ping", data: { webhookId: id } },
      {
        type: "offers.changed",
        data: {
          webhookId: id,
          changes: [
            { type: "UPDATED", offerId: "pumps:7010", version: 3, offer: { price: { amount: "98.50" } } },
          ],
        },
      },
    ]);
    const { webhook } = await test.query<{ webhook: object }>(
      `query ($id: ID!) { webhook(id: $id) { state failures deliveries { type delivered changes } } }`,
      { id },
    );
    expect(webhook).toEqual({
      state: "ACTIVE",
      failures: 0,
      deliveries: [
        { type: "OFFERS_CHANGED", delivered: true, changes: 1 },
        { type: "PING", delivered: true, changes: 0 },
      ],
    });
    expect((await test.feed.webhooks.remove(id)).ok).toBe(true);
    await receiver.stop();
  });

  it("removes nothing when the feed is cut off, is a web page, or keeps failing, and says so on the run", async () => {
    const whole = JSON.stringify(products.slice(1));
    partner.paths.set("/products.json", body(whole.slice(0, whole.length / 2)));
    expect(await test.synced("pumps")).toMatchObject({ status: "FAILED", coverage: "PARTIAL", removed: 0 });
    partner.paths.set("/products.json", body("<!doctype html><title>Sign in</title>", "text/html"));
    const page = await test.synced("pumps");
    expect(page).toMatchObject({ status: "FAILED", removed: 0 });
    expect(page.message).toMatch(/HTML/);
    const packed = gzipSync(whole);
    partner.paths.set("/products.json", (_, response) =>
      response.end(packed.subarray(0, packed.length - 20)),
    );
    const gzipped = await test.synced("pumps");
    expect(gzipped).toMatchObject({ status: "FAILED", removed: 0 });
    expect(gzipped.message).toMatch(/cut off/);
  });

  it("waits out three failures and then takes the feed", async () => {
    let failures = 0;
    const changed = products.slice(1).map((each) => (each.id === 7010 ? { ...each, price: 98.5 } : each));
    partner.paths.set("/products.json", (request, response) => {
      failures += 1;
      if (failures <= 3) response.writeHead(500).end("try later");
      else body(JSON.stringify(changed))(request, response);
    });
    expect(await test.synced("pumps")).toMatchObject({
      status: "SUCCEEDED",
      coverage: "COMPLETE",
      retries: 3,
      unchanged: 299,
    });
  });

  it("finds a read model that was tampered with, in any column, and makes it anew from the ledger", async () => {
    const db = test.feed.database;
    await sql`update offers set price = 1 where offer_id = 'pumps:7011'`.execute(db);
    await sql`update offers set doc = replace(doc::text, 'pump 12', 'pomp 12')::json where offer_id = 'pumps:7012'`.execute(
      db,
    );
    await sql`delete from offers where offer_id = 'pumps:7013'`.execute(db);
    const differences = await Array.fromAsync(findDifferences(db, test.feed.ledger.all("CURRENT")));
    expect(differences.map(({ offerId, kind }) => `${kind} ${offerId}`).toSorted()).toEqual([
      "DIFFERENT pumps:7011",
      "DIFFERENT pumps:7012",
      "MISSING pumps:7013",
    ]);
    expect(await rebuild(db, test.feed.ledger.all("CURRENT"))).toMatchObject({ repaired: 3, deleted: 0 });
    await expectAgreement(test.feed);
  });

  it("becomes tombstones when its source is removed, and keeps its history", async () => {
    const outcome = await test.feed.control.removeSource("souq");
    expect(outcome.ok).toBe(true);
    await test.idle();
    expect(await test.feed.sources.get("souq")).toBeNull();
    expect((await currentRecords(test.feed)).get("souq:1")).toMatchObject({ status: "REMOVED", version: 2 });
    await expectAgreement(test.feed);
  });
});
