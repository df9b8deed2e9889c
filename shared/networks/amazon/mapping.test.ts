/** Every field of Amazon's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const credentials = {
  credentialId: "c",
  credentialSecret: "s",
  credentialVersion: "3.2",
  partnerTag: "beispiel-21",
  marketplace: "www.amazon.de",
};
const listing = {
  isBuyBoxWinner: true,
  type: "LIGHTNING_DEAL",
  availability: { type: "IN_STOCK" },
  condition: { value: "New" },
  merchantInfo: { id: "A0", name: "Amazon.de" },
  price: {
    money: { amount: 64.9, currency: "EUR", displayAmount: "64,90 €" },
    savingBasis: { money: { amount: 79, currency: "EUR" } },
    savings: { percentage: 18 },
  },
  dealDetails: {
    accessType: "PRIME_EXCLUSIVE",
    badge: "Ends in ",
    startTime: "2026-11-20T16:10Z",
    endTime: "2026-11-21T04:10Z",
  },
};
const item = {
  asin: "B0EXMPL001",
  detailPageURL: "https://www.amazon.de/dp/B0EXMPL001?tag=beispiel-21&linkCode=osi&th=1&psc=1",
  itemInfo: {
    title: { displayValue: "Nordklang Over-Ear Kopfhörer, Größe M", locale: "de_DE" },
    features: { displayValues: ["40 h Laufzeit", "USB-C"] },
    byLineInfo: { brand: { displayValue: "Nordklang" } },
    classifications: { productGroup: { displayValue: "CE" } },
    externalIds: { eans: { displayValues: ["4000000000013"] } },
  },
  images: {
    primary: { large: { url: "https://m.media-amazon.com/images/I/41.jpg" } },
    variants: [
      { hiRes: { url: "https://m.media-amazon.com/images/I/42.jpg" } },
      { large: { url: "https://m.media-amazon.com/images/I/01RmK+J4pJL.gif" } },
    ],
  },
  browseNodeInfo: {
    browseNodes: [
      { contextFreeName: "Over-Ear-Kopfhörer", ancestor: { contextFreeName: "Elektronik & Foto" } },
      { contextFreeName: "0a1b2c3d-aaaa-4a4a-8b8b-000000000000" },
      { contextFreeName: "Special Offers June" },
    ],
  },
  offersV2: {
    listings: [
      { ...listing, isBuyBoxWinner: false, price: { money: { amount: 1, currency: "EUR" } } },
      listing,
    ],
  },
};

const context = (settings: object = {}, marketplace = "www.amazon.de") => ({
  credentials: { ...credentials, marketplace },
  settings: adapter.settingsSchema.parse(settings),
  now: NOW,
});
const mapItem = (change: object = {}, settings: object = {}) =>
  adapter.toOffer({ surface: "item", item: { ...item, ...change } }, context(settings));
const withListing = (change: object) => mapItem({ offersV2: { listings: [{ ...listing, ...change }] } });
const mapRow = (row: object, marketplace?: string) =>
  adapter.toOffer({ surface: "feed", row }, context({}, marketplace));

describe("an item", () => {
  test("with a deal is a deal with every field in its place, and its link untouched", () => {
    expect(mapItem()).toEqual({
      sourceOfferId: "www.amazon.de:B0EXMPL001",
      kind: "DEAL",
      title: "Nordklang Over-Ear Kopfhörer, Größe M",
      description: "40 h Laufzeit\nUSB-C",
      merchant: { name: "Amazon.de", domain: "www.amazon.de" },
      url: "https://www.amazon.de/dp/B0EXMPL001",
      trackingUrl: item.detailPageURL,
      images: ["https://m.media-amazon.com/images/I/41.jpg", "https://m.media-amazon.com/images/I/42.jpg"],
      price: { amount: 64.9, currency: "EUR", displayAmount: "64,90 €" },
      originalPrice: { amount: 79, currency: "EUR" },
      discount: { type: "PERCENT", value: 18 },
      restrictions: ["Prime members only"],
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      categories: ["Elektronik & Foto", "Over-Ear-Kopfhörer"],
      tags: ["Nordklang", "CE", "LIGHTNING_DEAL", null, "PRIME_EXCLUSIVE"],
      countries: ["DE"],
      languages: ["de-DE"],
      gtin: "4000000000013",
      startsAt: "2026-11-20T16:10Z",
      endsAt: "2026-11-21T04:10Z",
    });
  });

  test("without one is a product", () => {
    expect(withListing({ dealDetails: undefined })).toMatchObject({
      kind: "PRODUCT",
      startsAt: undefined,
      endsAt: undefined,
    });
  });

  test("without a buy box has no price, and is shown all the same", () => {
    expect(mapItem({ offersV2: { listings: [] } })).toMatchObject({
      kind: "PRODUCT",
      price: null,
      availability: "UNKNOWN",
      merchant: { name: "Amazon" },
    });
    expect(mapItem({ offersV2: undefined })?.price).toBeNull();
  });

  test("means instants with seconds or without, in winter and in summer", () => {
    const draft = withListing({
      dealDetails: { startTime: "2026-01-15T10:00Z", endTime: "2026-07-15T10:00:30Z" },
    });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      startsAt: "2026-01-15T10:00:00Z",
      endsAt: "2026-07-15T10:00:30Z",
      price: { amount: "64.90", currency: "EUR" },
    });
  });

  test.each([
    ["IN_STOCK_SCARCE", "IN_STOCK"],
    ["UNAVAILABLE", "OUT_OF_STOCK"],
    ["PREORDER", "PREORDER"],
    ["LEADTIME", "BACKORDER"],
    ["SOMETHING_NEW", "UNKNOWN"],
  ])("that is %s is %s", (type, availability) => {
    expect(withListing({ availability: { type } })?.availability).toBe(availability);
  });

  test("gets the sub-id only where it is asked for", () => {
    expect(mapItem({}, { ascsubtag: "blog" })?.trackingUrl).toBe(`${item.detailPageURL}&ascsubtag=blog`);
  });

  test("without a title is rejected by its number", () => {
    expect(() => mapItem({ itemInfo: {} })).toThrow("item B0EXMPL001 has no title");
  });
});

describe("a row of a feed", () => {
  const deal = {
    dealID: "d1",
    dealType: "BEST_DEAL",
    category: "Electronics",
    asin: "B0EXMPL001",
    dealTitle: "Kopfhörer",
    dealStartTime: "2026-03-09 23:00:00 +0000",
    dealEndTime: "2026-12-09 23:00:00 +0000",
    referencePrice: "79.00",
    dealPrice: "64.90",
    dealURL: "https://www.amazon.de/dp/B0EXMPL001?tag=other-21&smid=A1",
    imageURL: "https://m.media-amazon.com/images/I/41.jpg",
    subcategoryPath1: "Audio/Headphones",
    marketingMessage: "Nur kurz",
  };

  test("with a deal's number is a deal, with the account's own tag on its link", () => {
    expect(mapRow(deal)).toMatchObject({
      sourceOfferId: "www.amazon.de:d1:B0EXMPL001",
      kind: "DEAL",
      trackingUrl: "https://www.amazon.de/dp/B0EXMPL001?tag=beispiel-21&smid=A1",
      price: { amount: "64.90", currency: "EUR" },
      originalPrice: { amount: "79.00", currency: "EUR" },
      categories: ["Electronics", "Audio", "Headphones"],
    });
  });

  test("means the instants that it names", () => {
    const draft = mapRow(deal);
    expect(draft && normaliseOffer(draft, { timeZone: "UTC", now: NOW })).toMatchObject({
      startsAt: "2026-03-09T23:00:00Z",
      endsAt: "2026-12-09T23:00:00Z",
    });
  });

  test("that is over is left out", () => {
    expect(mapRow({ ...deal, dealEndTime: "2026-11-19 23:00:00 +0000" })).toBeNull();
  });

  test("without a deal's number is a product, in the marketplace's currency", () => {
    const row = {
      asin: "B0EXMPL001",
      title: "Headphones",
      ean: "4000000000013",
      itemPrice: "64.90",
      listPrice: "79.00",
    };
    expect(mapRow(row, "www.amazon.co.uk")).toMatchObject({
      sourceOfferId: "www.amazon.co.uk:B0EXMPL001",
      kind: "PRODUCT",
      trackingUrl: "https://www.amazon.co.uk/dp/B0EXMPL001?tag=beispiel-21",
      price: { amount: "64.90", currency: "GBP" },
      countries: ["GB"],
    });
  });

  test("without an asin is rejected", () => {
    expect(() => mapRow({ ...deal, asin: "" })).toThrow(/feed row "d1": asin: is empty/);
  });
});
