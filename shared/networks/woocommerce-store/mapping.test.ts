/** Every field of WooCommerce's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { RecordRejected } from "../adapter.ts";
import type { WooRecord } from "../../storefronts/woocommerce/listing.ts";
import { adapter } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

const product = {
  id: 48213,
  name: "Planloom : Visual Roadmaps &#038; Backlogs",
  slug: "planloom",
  parent: 0,
  type: "simple",
  variation: "",
  permalink: "https://shop.example/product/planloom/",
  sku: "PL-LTD-1",
  short_description: "<p>Plan sprints in minutes.</p>",
  description: "<h2>What you get</h2><ul><li>Unlimited boards</li></ul>",
  on_sale: true,
  prices: {
    price: "4900",
    regular_price: "34800",
    sale_price: "4900",
    price_range: null,
    currency_code: "USD",
    currency_symbol: "$",
    currency_minor_unit: 2,
  },
  images: [{ id: 5120, src: "https://shop.example/wp-content/uploads/2026/10/planloom.png" }],
  categories: [
    { id: 31, name: "Courses &amp; Learning", slug: "courses", link: "" },
    { id: 32, name: "50% OFF", slug: "50-off", link: "" },
  ],
  tags: [{ id: 40, name: "planning", slug: "planning", link: "" }],
  brands: [{ id: 50, name: "Planloom Labs", slug: "planloom-labs", link: "" }],
  is_purchasable: true,
  is_in_stock: true,
  is_on_backorder: false,
  add_to_cart: { url: "https://elsewhere.example/?aff=someone" },
  extensions: [],
};
const record = (change: object = {}, more: object = {}): WooRecord => ({
  surface: "product",
  product: { ...product, ...change },
  shop: "Plan &amp; Co",
  published: "2026-10-02T08:15:00",
  saleEnds: null,
  ...more,
});
const prices = (change: object) => ({ prices: { ...product.prices, ...change } });

const map = (given: WooRecord, settings: object = {}) =>
  adapter.toOffer(given, {
    credentials: {},
    settings: adapter.settingsSchema.parse({
      baseUrl: "https://www.shop.example/",
      affiliate: { param: "ref", value: "1234" },
      technicalCategories: ["50% off"],
      ...settings,
    }),
    now: NOW,
  });
const normalised = (given: WooRecord, settings: object = {}) => {
  const draft = map(given, settings);
  return draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
};

describe("a product", () => {
  test("has every field in its place", () => {
    expect(normalised(record())).toEqual({
      kind: "PRODUCT",
      title: "Planloom : Visual Roadmaps & Backlogs",
      description: "Plan sprints in minutes.",
      merchant: { id: "shop.example", name: "Plan & Co", domain: "shop.example" },
      url: "https://shop.example/product/planloom/",
      trackingUrl: "https://shop.example/product/planloom/?ref=1234",
      images: ["https://shop.example/wp-content/uploads/2026/10/planloom.png"],
      price: { amount: "49.00", currency: "USD" },
      originalPrice: { amount: "348.00", currency: "USD" },
      discount: { type: "PERCENT", value: "85.92", currency: null },
      couponCode: null,
      restrictions: [],
      availability: "IN_STOCK",
      joinStatus: "UNKNOWN",
      commission: null,
      categories: ["Courses & Learning"],
      tags: ["planning"],
      countries: [],
      languages: [],
      gtin: null,
      startsAt: "2026-10-02T08:15:00Z",
      endsAt: null,
    });
    expect(map(record())?.sourceOfferId).toBe("product-48213");
  });

  test("is a deal where the settings say so", () => {
    expect(normalised(record(), { kind: "DEAL" })?.kind).toBe("DEAL");
  });

  test("of a marketplace is sold by its brand, and by the shop where it names none", () => {
    const marketplace = { marketplace: true };
    expect(normalised(record(), marketplace)?.merchant).toEqual({
      id: "name:planloom-labs",
      name: "Planloom Labs",
      domain: null,
    });
    expect(normalised(record({ brands: [] }), marketplace)?.merchant?.name).toBe("Plan & Co");
  });

  test("is sold by the shop's name in the settings, else by its host", () => {
    expect(normalised(record(), { merchantName: "Plan Shop" })?.merchant?.name).toBe("Plan Shop");
    expect(normalised(record({}, { shop: null }))?.merchant?.name).toBe("shop.example");
  });

  test("without a short description has the long one, blocks apart", () => {
    expect(normalised(record({ short_description: "" }))?.description).toBe(
      "What you get\n\nUnlimited boards",
    );
  });

  test("in an excluded category is left out, by name or slug and wherever the category stands", () => {
    expect(map(record(), { excludeCategories: ["COURSES & Learning"] })).toBeNull();
    expect(map(record(), { excludeCategories: ["50-off"] })).toBeNull();
    expect(map(record(), { excludeCategories: ["Expired Deals"] })).not.toBeNull();
  });

  test.each([
    ["2026-07-01T08:15:00", "2026-07-01T08:15:00Z"],
    ["2026-12-01T08:15:00", "2026-12-01T08:15:00Z"],
    [null, null],
  ])("published %s, which is UTC in summer and in winter, starts %s", (published, startsAt) => {
    expect(normalised(record({}, { published }))?.startsAt).toBe(startsAt);
  });

  test("ends with its sale, and only while it is on sale", () => {
    const saleEnds = "2026-12-24T22:59:59";
    expect(normalised(record({}, { saleEnds }))?.endsAt).toBe("2026-12-24T22:59:59Z");
    expect(normalised(record({ on_sale: false }, { saleEnds }))?.endsAt).toBeNull();
  });
});

describe("prices", () => {
  test.each([
    ["49", 0, "USD", "49.00"],
    ["4900", 2, "JPY", "49"],
    ["4995", 2, "USD", "49.95"],
    ["5", 2, "EUR", "0.05"],
    ["12345", 3, "KWD", "12.345"],
  ])("%s with %i decimals of the shop's own is %s %s", (price, decimals, currency, amount) => {
    const change = prices({
      price,
      regular_price: price,
      currency_minor_unit: decimals,
      currency_code: currency,
    });
    expect(normalised(record(change))?.price).toEqual({ amount, currency });
  });

  test("no sale is read out of a sale price that equals the price", () => {
    const offer = normalised(record(prices({ regular_price: "4900", sale_price: "4900" })));
    expect([offer?.originalPrice, offer?.discount]).toEqual([null, null]);
  });

  test("“0” is free when it can be bought, and no price when it cannot", () => {
    const free = prices({ price: "0", regular_price: "0" });
    expect(normalised(record(free))?.price).toEqual({ amount: "0.00", currency: "USD" });
    expect(normalised(record({ ...free, is_purchasable: false }))?.price).toBeNull();
  });

  test("an external product has its price, its page on the shop, and nobody else's link", () => {
    const offer = normalised(record({ type: "external", is_purchasable: false }));
    expect(offer).toMatchObject({
      price: { amount: "49.00" },
      availability: "IN_STOCK",
      trackingUrl: "https://shop.example/product/planloom/?ref=1234",
    });
  });
});

test.each([
  [{ is_in_stock: true }, "IN_STOCK"],
  [{ is_in_stock: false }, "OUT_OF_STOCK"],
  [{ is_purchasable: false }, "OUT_OF_STOCK"],
  [{ is_on_backorder: true }, "BACKORDER"],
  [{ is_in_stock: null }, "UNKNOWN"],
])("%j is %s", (change, availability) => {
  expect(normalised(record(change))?.availability).toBe(availability);
});

test.each([
  [{ prices: undefined }, /product "48213": prices: is missing/],
  [prices({ price: "49.00" }), /product "48213": prices.price: is no whole number of minor units/],
  [{ permalink: undefined }, /permalink: is missing/],
  [{ name: "" }, /name: is empty/],
  [{ id: "x" }, /product "x": id/],
])("%j is rejected with its reason", (change, reason) => {
  expect(() => map(record(change))).toThrow(RecordRejected);
  expect(() => map(record(change))).toThrow(reason);
});

test("a currency that is none is a rejection, not a guess", () => {
  expect(() => normalised(record(prices({ currency_code: "US$" })))).toThrow(/not an ISO 4217/);
});

describe("a coupon", () => {
  const coupon = {
    id: 719,
    code: "summer10",
    status: "publish",
    amount: "10.00",
    discount_type: "percent",
    description: "for Jo, complaint 77",
    date_created_gmt: "2026-06-01T00:00:00",
    date_expires_gmt: "2026-12-31T23:59:59",
    usage_count: 3,
    usage_limit: null,
    usage_limit_per_user: 1,
    individual_use: true,
    free_shipping: false,
    exclude_sale_items: true,
    product_ids: [],
    product_categories: [31],
    minimum_amount: "50.00",
    maximum_amount: "0.00",
    email_restrictions: [],
  };
  const couponRecord = (change: object = {}, currency: string | null = "EUR"): WooRecord => ({
    surface: "coupon",
    coupon: { ...coupon, ...change },
    shop: "Plan Co",
    currency,
  });

  test("has every field in its place, and none of the owner's own notes", () => {
    expect(map(couponRecord())).toEqual({
      sourceOfferId: "coupon-719",
      kind: "COUPON",
      title: "10% off – Plan Co",
      merchant: { name: "Plan Co", domain: "www.shop.example" },
      url: "https://www.shop.example/",
      trackingUrl: "https://www.shop.example/?ref=1234",
      discount: { type: "PERCENT", value: "10.00" },
      couponCode: "summer10",
      restrictions: [
        "Minimum order: 50.00 EUR",
        null,
        null,
        "For selected categories only",
        "Not for reduced products",
        "Not to be combined with other codes",
        "1 use per customer",
      ],
      startsAt: "2026-06-01T00:00:00",
      endsAt: "2026-12-31T23:59:59",
    });
  });

  test.each([
    [
      { discount_type: "fixed_cart", amount: "7.50" },
      "7.50 EUR off – Plan Co",
      { type: "AMOUNT", value: "7.50", currency: "EUR" },
    ],
    [
      { free_shipping: true, amount: "0.00" },
      "free shipping – Plan Co",
      { type: "FREE_SHIPPING", value: null },
    ],
    [{ discount_type: "sign_up_fee" }, "Code summer10 – Plan Co", { type: "OTHER", value: null }],
  ])("%j is “%s”", (change, title, discount) => {
    expect(normalised(couponRecord(change))).toMatchObject({ title, discount });
  });

  test.each([
    ["for certain customers", { email_restrictions: ["jo@mail.example"] }],
    ["used up", { usage_limit: 3 }],
    ["no longer published", { status: "draft" }],
  ])("that is %s is left out", (_, change) => {
    expect(map(couponRecord(change))).toBeNull();
  });

  test("of an amount is rejected where the shop's currency is not known", () => {
    expect(() => map(couponRecord({ discount_type: "fixed_cart" }, null))).toThrow(
      /coupon "719": the shop's currency is not known/,
    );
  });
});
