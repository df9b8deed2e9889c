import { describe, expect, test } from "vitest";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import type { OfferMap } from "./fields.ts";
import { piped } from "./piped.ts";
import { compileMap } from "./offer.ts";
import type { MapDefaults } from "./offer.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const BASE: OfferMap = { sourceOfferId: "id", title: "t", url: "u" };

const offer = (map: Partial<OfferMap>, record: FeedRecord, defaults: Partial<MapDefaults> = {}) =>
  compileMap(
    { ...BASE, ...map },
    {
      kind: "PRODUCT",
      currency: null,
      config: {},
      zone: "UTC",
      merchant: { name: "Shop", url: "https://shop.example" },
      countries: [],
      languages: [],
      trackingParameters: [],
      ...defaults,
    },
  )({ id: "0012", t: "T", u: "https://s.example/1", ...record }, NOW);

test("the least a map says: an id, a title and a link that is also the tracking link", () => {
  expect(offer({}, {})).toMatchObject({
    sourceOfferId: "0012",
    kind: "PRODUCT",
    title: "T",
    url: "https://s.example/1",
    trackingUrl: "https://s.example/1",
    merchant: { name: "Shop", domain: "https://shop.example" },
  });
});

describe("records that can't be offers are rejected with what is missing", () => {
  test.each([
    ["id", { id: "" }, "no sourceOfferId: the map's path 'id' is empty; the record has id, t, u"],
    ["title", { t: null }, "no title: the map's path 't' is empty"],
    ["link", { u: " " }, "no trackingUrl: the map's path 'u' is empty"],
  ])("no %s", (_name, record, message) => {
    expect(() => offer({}, record)).toThrow(message);
  });

  test("an amount without a currency", () => {
    expect(() => offer({ price: "p" }, { p: "513.88" })).toThrow(
      '"513.88" has no currency: set "currency" in the settings',
    );
  });
});

test("a path to an amount is read as money, with the settings' currency", () => {
  expect(
    offer({ price: "p", originalPrice: "o" }, { p: "513.88", o: "600" }, { currency: "AED" }),
  ).toMatchObject({
    price: { amount: "513.88", currency: "AED" },
    originalPrice: { amount: "600", currency: "AED" },
  });
});

test("a price that is no amount leaves the offer without a price", () => {
  expect(offer({ price: "p" }, { p: "on request" }).price).toBeNull();
});

test("tracking parameters are added to the tracking link only", () => {
  const { url, trackingUrl } = offer(
    {},
    { u: "https://s.example/ق?a=1" },
    { trackingParameters: [["tag", "me-21"]] },
  );
  expect([url, trackingUrl]).toEqual(["https://s.example/ق?a=1", "https://s.example/ق?a=1&tag=me-21"]);
});

test("lists take one value or several", () => {
  expect(offer({ images: "i", categories: "c" }, { i: "https://a", c: ["x", "y"] })).toMatchObject({
    images: ["https://a"],
    categories: ["x", "y"],
  });
});

test.each([
  ["in stock", "IN_STOCK"],
  ["Out_Of_Stock", "OUT_OF_STOCK"],
  ["https://schema.org/PreOrder", "PREORDER"],
  ["available for order", "IN_STOCK"],
  ["no", "OUT_OF_STOCK"],
  ["maybe", "UNKNOWN"],
  ["", null],
])("availability %j is %s", (word, availability) => {
  expect(offer({ availability: "a" }, { a: word }).availability).toBe(availability);
});

test("the record's own merchant wins over the feed's, and takes no domain from it", () => {
  const map = { merchant: { name: "brand" } };
  expect(offer(map, { brand: "Acme" }).merchant).toEqual({ name: "Acme", domain: null });
  expect(offer(map, { brand: "" }).merchant).toEqual({ name: "Shop", domain: "https://shop.example" });
});

test("kinds, discounts and commissions are read whatever their case", () => {
  expect(
    offer(
      {
        kind: "k",
        couponCode: "code",
        discount: { type: { const: "percent" }, value: piped("d", "number") },
        commission: { type: "ct", min: "cm", basis: { const: "SALE" } },
      },
      { k: "coupon", code: "X10", d: "10 ", ct: "percent", cm: "4.5" },
    ),
  ).toMatchObject({
    kind: "COUPON",
    couponCode: "X10",
    discount: { type: "PERCENT", value: "10", currency: null },
    commission: { type: "PERCENT", min: "4.5", max: null, currency: null, basis: "SALE" },
  });
});

test.each([
  [["PERCENT", "4", "8", "EUR"], { type: "RANGE", min: "4", max: "8", currency: null }],
  [["PERCENT", "4", "4.0", "EUR"], { type: "PERCENT", min: "4", max: "4.0", currency: null }],
  [["FIXED", "4", "8", "EUR"], { type: "RANGE", min: "4", max: "8", currency: "EUR" }],
  [["FIXED", "4", "", "EUR"], { type: "FIXED", min: "4", max: null, currency: "EUR" }],
  [["RECURRING", "4", "8", ""], { type: "RECURRING", min: "4", max: "8", currency: null }],
])(
  "a commission of %j is what it says, of shares or of amounts",
  ([type, min, max, currency], commission) => {
    const map = { commission: { type: "t", min: "a", max: "b", currency: "c" } };
    const record = { t: type ?? "", a: min ?? "", b: max ?? "", c: currency ?? "" };
    expect(offer(map, record)).toMatchObject({ commission });
  },
);

test("dates without an offset are read in the feed's zone, and a bare end is that day's end", () => {
  expect(
    offer(
      { startsAt: "s", endsAt: "e" },
      { s: "2026-11-01 10:00:00", e: "2026-11-30" },
      { zone: "Asia/Dubai" },
    ),
  ).toMatchObject({
    startsAt: "2026-11-01T06:00:00Z",
    endsAt: "2026-11-30T19:59:59Z",
  });
});

test("countries and languages of the settings hold for records that say nothing of their own", () => {
  const defaults = { countries: ["AE"], languages: ["ar"] };
  expect(offer({ countries: "c" }, { c: "EG" }, defaults)).toMatchObject({
    countries: ["EG"],
    languages: ["ar"],
  });
  expect(offer({}, {}, defaults)).toMatchObject({ countries: ["AE"], languages: ["ar"] });
});
