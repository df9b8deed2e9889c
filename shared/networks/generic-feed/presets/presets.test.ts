import { describe, expect, test } from "vitest";
import type { OfferDraft } from "../../../offer/model.ts";
import { decodeFeed, decodePlan } from "../../../decoders/choose.ts";
import { bytePieces, everything } from "../../../decoders/reading.fixture.ts";
import { feedOf } from "../feed.ts";
import { settingsSchema } from "../settings.ts";
import { expandPreset } from "./expand.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

async function offers(given: object, text: string): Promise<OfferDraft[]> {
  const feed = feedOf(
    settingsSchema.parse({ merchant: { name: "Shop", url: "https://shop.example" }, ...given }),
  );
  const { records } = await decodeFeed(
    bytePieces(Buffer.from(text)),
    decodePlan(feed.settings.decoder),
    null,
    {
      fieldPath: [],
      wrapSingle: null,
    },
  );
  const read = await everything(records);
  const transformed = read.records.map((record) => feed.transform?.(record) ?? record);
  return transformed.filter(feed.keeps).map((record) => feed.mapper(record, NOW));
}

const googleXml = (item: string): string =>
  `<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><title>T</title>` +
  `<link>https://s.example/1?a=1&amp;b=2</link>${item}</item></channel></rss>`;

describe("google-merchant-xml", () => {
  const one = async (item: string, more: object = {}): Promise<OfferDraft | undefined> =>
    (await offers({ preset: "google-merchant-xml", ...more }, googleXml(item)))[0];

  test("reads names with and without the prefix, Arabic, repeated images and categories", async () => {
    expect(
      await one(
        "<g:description>جهاز &lt;b&gt;جيد&lt;/b&gt;</g:description><g:image_link>https://i/1</g:image_link>" +
          "<g:additional_image_link>https://i/2</g:additional_image_link><g:additional_image_link>https://i/1</g:additional_image_link>" +
          "<g:price>6250.00 EGP</g:price><g:availability>in stock</g:availability><g:gtin>4006381333931</g:gtin>" +
          "<g:product_type>Home &gt; Care</g:product_type><g:product_type>Home &gt; Gifts</g:product_type>" +
          "<g:custom_label_0>new</g:custom_label_0><g:shipping><g:country>EG</g:country><g:price>0 EGP</g:price></g:shipping>",
      ),
    ).toEqual({
      sourceOfferId: "1",
      kind: "PRODUCT",
      title: "T",
      description: "جهاز <b>جيد</b>",
      merchant: { name: "Shop", domain: "https://shop.example" },
      url: "https://s.example/1?a=1&b=2",
      trackingUrl: "https://s.example/1?a=1&b=2",
      images: ["https://i/1", "https://i/2"],
      price: { amount: "6250.00", currency: "EGP" },
      originalPrice: null,
      availability: "IN_STOCK",
      categories: ["Home", "Care", "Gifts"],
      tags: ["new"],
      gtin: "4006381333931",
      endsAt: null,
    });
  });

  const sale = (window: string): string =>
    `<g:price>100.00 USD</g:price><g:sale_price>80.00 USD</g:sale_price>${window}`;

  test.each([
    [
      "within its window",
      "<g:sale_price_effective_date>2026-11-20T00:00+0100/2026-11-30T23:59+0100</g:sale_price_effective_date>",
      "80.00",
      "100.00",
    ],
    ["without a window", "", "80.00", "100.00"],
    [
      "before its window",
      "<g:sale_price_effective_date>2026-11-25T00:00+0100/2026-11-30T23:59+0100</g:sale_price_effective_date>",
      "100.00",
      null,
    ],
    [
      "after its window",
      "<g:sale_price_effective_date>2026-11-01T00:00Z/2026-11-02T00:00Z</g:sale_price_effective_date>",
      "100.00",
      null,
    ],
  ])("a sale price %s", async (_when, window, price, original) => {
    const draft = await one(sale(window));
    expect([draft?.price?.amount, draft?.originalPrice?.amount ?? null]).toEqual([price, original]);
  });

  test("a tracking redirect beats the link, and a bare category number is no category", async () => {
    const draft = await one(
      "<g:ads_redirect>https://t.example/?u=1</g:ads_redirect><g:google_product_category>1604</g:google_product_category>",
    );
    expect([draft?.trackingUrl, draft?.categories]).toEqual(["https://t.example/?u=1", []]);
  });

  test("the brand is the merchant where the settings say so", async () => {
    const draft = await one("<g:brand>Acme</g:brand>", { merchant: { name: "Market", brand: "g:brand" } });
    expect(draft?.merchant).toEqual({ name: "Acme", domain: null });
  });

  test("a field of the map replaces the preset's, the others stay", async () => {
    const draft = await one("<g:price>5 EUR</g:price><g:mpn>M</g:mpn>", { map: { sourceOfferId: "g:mpn" } });
    expect([draft?.sourceOfferId, draft?.price?.amount]).toEqual(["M", "5"]);
  });

  test("reads the Atom variant, whose link is an attribute", async () => {
    const [draft] = await offers(
      { preset: "google-merchant-xml" },
      '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><title>T</title>' +
        '<link rel="self" href="https://self"/><link href="https://s.example/1"/><g:id>7</g:id></entry></feed>',
    );
    expect([draft?.sourceOfferId, draft?.url]).toEqual(["7", "https://s.example/1"]);
  });
});

test("google-tsv: any case and blanks in names, images in one cell, an inch sign", async () => {
  const [draft] = await offers(
    { preset: "google-tsv" },
    "ID\ttitle\tlink\timage link\tAdditional Image Link\tprice\tsale price\tavailability\n" +
      '0012\tTV 55" LED\thttps://s/1\thttps://i/1\thttps://i/2?a,b , https://i/3\t100.00 USD\t80.00 USD\tpreorder\n',
  );
  expect(draft).toMatchObject({
    sourceOfferId: "0012",
    title: 'TV 55" LED',
    images: ["https://i/1", "https://i/2?a,b", "https://i/3"],
    price: { amount: "80.00", currency: "USD" },
    originalPrice: { amount: "100.00", currency: "USD" },
    availability: "PREORDER",
  });
});

test("meta-csv: comment lines, nested columns, archived products left out", async () => {
  const drafts = await offers(
    { preset: "meta-csv" },
    "# ref_application_id 1\nid,title,link,price,status,image[0].url,product_tags[0]\n" +
      '1,"A, B",https://s/1,9.99 USD,active,https://i/1,new\n2,C,https://s/2,9.99 USD,Archived,,\n',
  );
  expect(drafts).toHaveLength(1);
  expect(drafts[0]).toMatchObject({ title: "A, B", images: ["https://i/1"], tags: ["new"] });
});

test("rss: guid, content, categories, a picture from the text, the publication date", async () => {
  const [draft] = await offers(
    { preset: "rss" },
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>R&D sale</title>' +
      '<link>https://s/1</link><guid isPermaLink="false">g-1</guid><pubDate>Wed, 18 Nov 2026 08:00:00 +0000</pubDate>' +
      '<category domain="x">A</category><category>B</category>' +
      '<content:encoded><![CDATA[<p><img class="x" src="https://i/1?a=1&amp;b=2">]]></content:encoded></item></channel></rss>',
  );
  expect(draft).toMatchObject({
    sourceOfferId: "g-1",
    kind: "DEAL",
    title: "R&D sale",
    url: "https://s/1",
    categories: ["A", "B"],
    images: ["https://i/1?a=1&b=2"],
    startsAt: "2026-11-18T08:00:00Z",
  });
});

test("atom: the alternate link, the enclosure's picture, terms of categories", async () => {
  const [draft] = await offers(
    { preset: "atom" },
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title type="html">T</title><updated>2026-11-18T08:00:00Z</updated>' +
      '<link rel="enclosure" type="image/png" href="https://i/1"/><link rel="alternate" href="https://s/1"/>' +
      '<category term="A"/><summary>S</summary></entry></feed>',
  );
  expect(draft).toMatchObject({
    sourceOfferId: "urn:1",
    title: "T",
    description: "S",
    trackingUrl: "https://s/1",
    images: ["https://i/1"],
    categories: ["A"],
    startsAt: "2026-11-18T08:00:00Z",
  });
});

test("every preset is itself valid settings", () => {
  for (const preset of ["google-merchant-xml", "google-tsv", "meta-csv", "rss", "atom"] as const) {
    const { preset: _name, ...whole } = expandPreset({ preset });
    expect(settingsSchema.safeParse(whole).error?.issues ?? []).toEqual([]);
  }
});

test("a preset's decoder keeps its options under changes, and inside a zip", () => {
  expect(
    expandPreset({ preset: "meta-csv", decoder: { type: "CsvDecoder", delimiter: ";" } }).decoder,
  ).toMatchObject({
    comment: "#",
    delimiter: ";",
  });
  expect(
    expandPreset({ preset: "meta-csv", decoder: { type: "ZipfileDecoder", entry: "*.csv" } }).decoder,
  ).toMatchObject({
    entry: "*.csv",
    decoder: { type: "CsvDecoder", comment: "#" },
  });
});
