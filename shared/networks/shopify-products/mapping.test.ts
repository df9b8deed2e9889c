/** Every field of Shopify's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { RecordRejected } from "../adapter.ts";
import type { ShopifyRecord } from "../../storefronts/shopify/listing.ts";
import { adapter } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const variant = {
  id: 45000012345,
  title: "Tier 1",
  option1: "Tier 1",
  sku: "NW-T1",
  available: true,
  price: "49.00",
  compare_at_price: "348.00",
  position: 1,
};
const product = {
  id: 8123450011,
  title: "Notewell – Lifetime Plan",
  handle: "notewell-lifetime",
  body_html: "<p>Notes &amp; tasks, forever.</p>",
  published_at: "2026-10-01T09:00:00-04:00",
  updated_at: "2026-11-18T03:12:45-05:00",
  vendor: "Notewell",
  product_type: "Software",
  tags: ["ltd", "productivity", "rank => 7"],
  variants: [variant],
  images: [{ id: 39001, src: "https://cdn.shopify.com/s/files/1/0001/0002/files/notewell.png?v=1759312800" }],
};
const record = (change: object = {}, more: object = {}): ShopifyRecord => ({
  product: { ...product, ...change },
  variant: null,
  shop: "Deal Shop",
  currency: "USD",
  ...more,
});
const variants = (...changes: object[]) => ({
  variants: changes.map((change, place) => ({ ...variant, id: 100 + place, ...change })),
});

const map = (given: ShopifyRecord, settings: object = {}) =>
  adapter.toOffer(given, {
    credentials: {},
    settings: adapter.settingsSchema.parse({
      baseUrl: "https://www.deals.example",
      affiliate: { param: "rfsn", value: "123456.abc" },
      ...settings,
    }),
    now: NOW,
  });
const normalised = (given: ShopifyRecord, settings: object = {}) => {
  const draft = map(given, settings);
  return draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
};

describe("a product", () => {
  test("has every field in its place", () => {
    expect(normalised(record())).toEqual({
      kind: "PRODUCT",
      title: "Notewell – Lifetime Plan",
      description: "Notes & tasks, forever.",
      merchant: { id: "deals.example", name: "Deal Shop", domain: "deals.example" },
      url: "https://www.deals.example/products/notewell-lifetime",
      trackingUrl: "https://www.deals.example/products/notewell-lifetime?rfsn=123456.abc",
      images: ["https://cdn.shopify.com/s/files/1/0001/0002/files/notewell.png?v=1759312800"],
      price: { amount: "49.00", currency: "USD" },
      originalPrice: { amount: "348.00", currency: "USD" },
      discount: { type: "PERCENT", value: "85.92", currency: null },
      couponCode: null,
      restrictions: [],
      availability: "IN_STOCK",
      joinStatus: "UNKNOWN",
      commission: null,
      categories: ["Software"],
      tags: ["ltd", "productivity"],
      countries: [],
      languages: [],
      gtin: null,
      startsAt: "2026-10-01T13:00:00Z",
      endsAt: null,
    });
    expect(map(record())?.sourceOfferId).toBe("product-8123450011");
  });

  test("starts at the instant of its own offset, in summer and in winter", () => {
    expect(normalised(record({ published_at: "2026-07-01T09:00:00+02:00" }))?.startsAt).toBe(
      "2026-07-01T07:00:00Z",
    );
    expect(normalised(record({ published_at: "2026-12-01T09:00:00+01:00" }))?.startsAt).toBe(
      "2026-12-01T08:00:00Z",
    );
  });

  test("of a marketplace is sold by its vendor", () => {
    expect(normalised(record(), { marketplace: true })?.merchant?.name).toBe("Notewell");
  });

  test("is linked on the shop's public pages where the list is served elsewhere", () => {
    const offer = normalised(record(), {
      baseUrl: "https://deal-shop.myshopify.example",
      publicUrl: "https://deals.example/",
    });
    expect(offer?.url).toBe("https://deals.example/products/notewell-lifetime");
    expect(offer?.merchant?.domain).toBe("deals.example");
  });

  test("has its tags as a list or as one text, and without type or description none", () => {
    expect(normalised(record({ tags: "ltd, productivity" }))?.tags).toEqual(["ltd", "productivity"]);
    expect(normalised(record({ product_type: "", body_html: null }))).toMatchObject({
      categories: [],
      description: null,
    });
  });
});

describe("the price", () => {
  test("is the lowest that can be bought, with the price it was reduced from", () => {
    const given = variants(
      { price: "9.00", available: false },
      { price: "100.00", compare_at_price: null },
      { price: "20.00", compare_at_price: "30.00" },
    );
    expect(normalised(record(given))).toMatchObject({
      price: { amount: "20.00" },
      originalPrice: { amount: "30.00" },
      availability: "IN_STOCK",
    });
  });

  test("is the lowest of all when none can be bought", () => {
    const given = variants({ price: "19.00", available: false }, { price: "9.00", available: false });
    expect(normalised(record(given))).toMatchObject({
      price: { amount: "9.00" },
      availability: "OUT_OF_STOCK",
    });
  });

  test.each(["49.00", "0.00", "", null, "12.00"])("was not reduced from %j", (compare_at_price) => {
    expect(normalised(record(variants({ compare_at_price })))?.originalPrice).toBeNull();
  });
});

test("an old shop that does not say whether a product can be bought leaves it unknown", () => {
  expect(normalised(record(variants({ available: undefined })))?.availability).toBe("UNKNOWN");
});

describe("variants as offers", () => {
  const perVariant = { offersPer: "variant" };

  test("have ids, titles and links of their own", () => {
    expect(normalised(record({}, { variant }), perVariant)).toMatchObject({
      title: "Notewell – Lifetime Plan – Tier 1",
      url: "https://www.deals.example/products/notewell-lifetime?variant=45000012345",
      trackingUrl: "https://www.deals.example/products/notewell-lifetime?variant=45000012345&rfsn=123456.abc",
    });
    expect(map(record({}, { variant }), perVariant)?.sourceOfferId).toBe("variant-8123450011-45000012345");
  });

  test("are not called “Default Title”", () => {
    const only = { ...variant, title: "Default Title" };
    expect(normalised(record({}, { variant: only }), perVariant)?.title).toBe("Notewell – Lifetime Plan");
  });
});

test.each([
  ["a gift card", { product_type: "gift card" }],
  ["what costs nothing", variants({ price: "0.00" })],
])("%s is no offer", (_, change) => {
  expect(map(record(change))).toBeNull();
});

test.each([
  [{ variants: [] }, /product "8123450011": variants: is empty/],
  [variants({ price: "free" }), /variants.0.price: is no decimal number/],
  [{ handle: undefined }, /handle: is missing/],
  [{ title: "" }, /title: is empty/],
])("%j is rejected with its reason", (change, reason) => {
  expect(() => map(record(change))).toThrow(RecordRejected);
  expect(() => map(record(change))).toThrow(reason);
});
