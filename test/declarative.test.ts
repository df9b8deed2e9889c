/**
 * The generic feed reads from settings documents alone what the coded adapters read of the same networks: each offer is
 * compared with the coded one's, field by field.
 */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import type { NetworkAdapter } from "../shared/networks/adapter.ts";
import { adapter as awin } from "../shared/networks/awin/index.ts";
import { awinSandboxCredentials } from "../shared/networks/awin/sandbox/credentials.ts";
import { sandbox as awinSandbox } from "../shared/networks/awin/sandbox/index.ts";
import { adapter as envato } from "../shared/networks/envato/index.ts";
import { sandbox as envatoSandbox } from "../shared/networks/envato/sandbox/index.ts";
import { adapter as genericFeed } from "../shared/networks/generic-feed/index.ts";
import { sandbox as feedsSandbox } from "../shared/networks/generic-feed/sandbox/index.ts";
import { adapter as impact } from "../shared/networks/impact/index.ts";
import { impactSandboxCredentials } from "../shared/networks/impact/sandbox/credentials.ts";
import { sandbox as impactSandbox } from "../shared/networks/impact/sandbox/index.ts";
import type { OfferContent } from "../shared/offer/model.ts";
import { normaliseOffer, sourceOfferId } from "../shared/offer/normalise.ts";
import { listed } from "../shared/sandbox/listed.ts";
import { type NetworkSandbox, text } from "../shared/sandbox/sandbox.ts";
import { type Sandboxes, startSandboxes } from "../shared/sandbox/server.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const EXAMPLES = new URL("../shared/networks/generic-feed/examples/", import.meta.url);
let servers: Sandboxes | null = null;
const stop = async (): Promise<void> => {
  await servers?.close();
  servers = null;
};
afterEach(stop);

interface Example {
  readonly config?: Readonly<Record<string, string>>;
}

/** The document as users find it, with the account's own values in it. */
function example(name: string, config: Readonly<Record<string, string>> = {}): object {
  const settings = JSON.parse(readFileSync(new URL(`${name}.json`, EXAMPLES), "utf8")) as Example;
  return settings.config === undefined
    ? settings
    : { ...settings, config: { ...settings.config, ...config } };
}

/** Whole content by id, of a whole listing, from a sandbox with its whole quota. */
async function offersOf<Credentials, Settings, Item>(
  adapter: NetworkAdapter<Credentials, Settings, Item>,
  sandbox: NetworkSandbox,
  credentials: object,
  settings: object,
): Promise<ReadonlyMap<string, object>> {
  await stop();
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
  const { offers, end } = await listed(adapter, { origin: servers.origin, now: NOW, credentials, settings });
  expect(end).toEqual({ coverage: "COMPLETE" });
  return new Map(
    offers.map((draft) => [
      sourceOfferId(draft),
      normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW }),
    ]),
  );
}

/** Where they differ: nowhere. Ids that only one of them has count too. */
function differences(
  declared: ReadonlyMap<string, object>,
  coded: ReadonlyMap<string, object>,
): { readonly id: string; readonly declared: unknown; readonly coded: unknown }[] {
  const ids = new Set([...declared.keys(), ...coded.keys()]);
  return [...ids]
    .map((id) => ({ id, declared: declared.get(id), coded: coded.get(id) }))
    .filter((pair) => JSON.stringify(pair.declared) !== JSON.stringify(pair.coded))
    .slice(0, 3);
}

test("Awin promotions", async () => {
  const { accessToken, publisherId } = awinSandboxCredentials;
  const declared = await offersOf(
    genericFeed,
    awinSandbox,
    { apiToken: accessToken },
    example("awin-promotions", { publisherId, clickref: "blog" }),
  );
  const coded = await offersOf(awin, awinSandbox, awinSandboxCredentials, {
    pull: ["promotions"],
    clickref: "blog",
    programmeTerms: 0,
  });
  expect(coded.size).toBeGreaterThan(400);
  expect(differences(declared, coded)).toEqual([]);
});

test("Envato search", async () => {
  const [source] = envatoSandbox.sources;
  const { personalToken = "", impactPartnerId = "", impactAdId = "" } = source?.credentials ?? {};
  const declared = await offersOf(
    genericFeed,
    envatoSandbox,
    { apiToken: personalToken },
    example("envato-search", { partnerId: impactPartnerId, adId: impactAdId }),
  );
  const coded = await offersOf(envato, envatoSandbox, source?.credentials ?? {}, { subId: "blog" });
  expect(coded.size).toBeGreaterThan(500);
  expect(differences(declared, coded)).toEqual([]);
});

test("impact.com catalogues", async () => {
  const { accountSid, authToken } = impactSandboxCredentials;
  const declared = await offersOf(
    genericFeed,
    impactSandbox,
    { password: authToken },
    example("impact-catalogs", { accountSid }),
  );
  const coded = await offersOf(impact, impactSandbox, impactSandboxCredentials, {
    pull: ["products"],
    subId1: "blog",
  });
  expect(coded.size).toBeGreaterThan(200);
  const isPaid = (offer: object): boolean => (offer as OfferContent).commission?.type === "PERCENT";
  expect([...coded.values()].filter(isPaid).length).toBeGreaterThan(200);
  expect(differences(declared, coded)).toEqual([]);
});

test("a Google Merchant feed", async () => {
  const shop = feedsSandbox.sources.find(({ id }) => id === "demo-shop");
  const declared = await offersOf(genericFeed, feedsSandbox, {}, example("google-merchant"));
  const coded = await offersOf(genericFeed, feedsSandbox, {}, shop?.settings ?? {});
  expect(coded.size).toBeGreaterThan(200);
  expect(differences(declared, coded)).toEqual([]);
});

/** As shops write them: entities, CDATA, a sale that is over, one that goes on, prices in several habits. */
const FEED = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel><title>Shop</title><link>https://shop.example</link><description>All</description>
<item>
  <g:id>0012</g:id>
  <title>Théière &amp; tasses</title>
  <description><![CDATA[<p>En grès, <b>deux</b> tasses</p>]]></description>
  <link>https://shop.example/p/12?utm_source=feed&amp;x=1</link>
  <g:image_link>https://cdn.shop.example/12.jpg</g:image_link>
  <g:additional_image_link>https://cdn.shop.example/12-2.jpg</g:additional_image_link>
  <g:additional_image_link>https://cdn.shop.example/12.jpg</g:additional_image_link>
  <g:availability>in stock</g:availability>
  <g:price>1,299.00 GBP</g:price>
  <g:sale_price>999.5 GBP</g:sale_price>
  <g:sale_price_effective_date>2026-11-20T00:00+0100/2026-11-30T23:59+0100</g:sale_price_effective_date>
  <g:gtin>4006381333931</g:gtin>
  <g:product_type>Kitchen &gt; Tea</g:product_type>
  <g:product_type>Gifts</g:product_type>
  <g:custom_label_0>winter</g:custom_label_0>
</item>
<item>
  <g:id>13</g:id>
  <g:title>Lamp</g:title>
  <g:link>https://shop.example/p/13</g:link>
  <g:ads_redirect>https://ads.shop.example/13</g:ads_redirect>
  <g:availability>preorder</g:availability>
  <g:price>GBP 20</g:price>
  <g:sale_price>15.00 GBP</g:sale_price>
  <g:sale_price_effective_date>2026-11-01T00:00+0000/2026-11-10T00:00+0000</g:sale_price_effective_date>
  <g:google_product_category>Home &gt; Lighting</g:google_product_category>
  <g:expiration_date>2026-12-24</g:expiration_date>
</item>
<item><g:id></g:id><title>Nameless</title><link>https://shop.example/p/14</link></item>
</channel></rss>`;

const OF_THE_SHOP = {
  kind: "PRODUCT",
  discount: null,
  couponCode: null,
  restrictions: [],
  joinStatus: "UNKNOWN",
  commission: null,
  countries: ["GB"],
  languages: ["en"],
  startsAt: null,
};

const EXPECTED = new Map<string, object>([
  [
    "0012",
    {
      ...OF_THE_SHOP,
      title: "Théière & tasses",
      description: "En grès, deux tasses",
      url: "https://shop.example/p/12?utm_source=feed&x=1",
      trackingUrl: "https://shop.example/p/12?utm_source=feed&x=1&partner=demo",
      images: ["https://cdn.shop.example/12.jpg", "https://cdn.shop.example/12-2.jpg"],
      price: { amount: "999.50", currency: "GBP" },
      originalPrice: { amount: "1299.00", currency: "GBP" },
      // 1 - 999.50 / 1299.00
      discount: { type: "PERCENT", value: "23.06", currency: null },
      availability: "IN_STOCK",
      categories: ["Kitchen", "Tea", "Gifts"],
      tags: ["winter"],
      gtin: "04006381333931",
      endsAt: null,
    },
  ],
  [
    "13",
    {
      ...OF_THE_SHOP,
      title: "Lamp",
      description: null,
      url: "https://shop.example/p/13",
      trackingUrl: "https://ads.shop.example/13?partner=demo",
      images: [],
      price: { amount: "20.00", currency: "GBP" },
      originalPrice: null,
      availability: "PREORDER",
      categories: ["Home", "Lighting"],
      tags: [],
      gtin: null,
      endsAt: "2026-12-24T23:59:59Z",
    },
  ],
]);

test("a Google Merchant feed, against what a person reads in it", async () => {
  const feed: NetworkSandbox = {
    create: () => ({ hosts: ["feeds.sandbox.example"], handle: () => text(FEED, 200, "application/xml") }),
    sources: [],
  };
  const shop = feedsSandbox.sources.find(({ id }) => id === "demo-shop");
  for (const settings of [example("google-merchant"), shop?.settings ?? {}]) {
    const read = await offersOf(genericFeed, feed, {}, settings);
    const merchant = { name: "Harbour & Pine", domain: "harbour-pine.example" };
    for (const [id, offer] of read) expect(offer).toMatchObject({ ...EXPECTED.get(id), merchant });
    expect([...read.keys()]).toEqual([...EXPECTED.keys()]);
  }
});
