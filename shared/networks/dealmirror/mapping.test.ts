/** What is DealMirror's own in its products: shelves, ended deals, teasers, terms. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import type { WooRecord } from "../../storefronts/woocommerce/listing.ts";
import { adapter } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const product = {
  id: 90121,
  name: "Stackpane : Client Portals &#038; Approvals",
  slug: "stackpane",
  type: "simple",
  permalink: "https://dealmirror.com/product/stackpane/",
  sku: "",
  short_description: "<p>Share files with clients.</p>",
  description: "<h3>Stackpane Lifetime Deal</h3><p>Portals for agencies.</p>",
  on_sale: true,
  prices: {
    price: "5900",
    regular_price: "46800",
    sale_price: "5900",
    price_range: null,
    currency_code: "USD",
    currency_minor_unit: 2,
  },
  images: [{ id: 7001, src: "https://dealmirror.com/wp-content/uploads/2026/02/stackpane.png" }],
  categories: [
    { id: 18, name: "All Deals", slug: "all-deals", link: "" },
    { id: 44, name: "Productivity", slug: "productivity", link: "" },
  ],
  tags: [],
  is_purchasable: true,
  is_in_stock: true,
  extensions: {},
};
const record = (change: object = {}): WooRecord => ({
  surface: "product",
  product: { ...product, ...change },
  shop: "Deal Mirror &#8211; Lifetime Deals",
  published: "2026-02-02T08:15:00",
  saleEnds: null,
});
const named = (...names: string[]) => ({ categories: names.map((name, id) => ({ id, name })) });
const prices = (price: string, regular_price: string) => ({
  prices: { ...product.prices, price, regular_price },
});

const offer = (change: object = {}, settings: object = {}) => {
  const draft = adapter.toOffer(record(change), {
    credentials: {},
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });
  return draft && { id: draft.sourceOfferId, ...normaliseOffer(draft, { timeZone: "UTC", now: NOW }) };
};

test("a deal has every field in its place", () => {
  expect(offer({}, { affiliateParam: "ref", affiliateValue: "1234" })).toEqual({
    id: "product-90121",
    kind: "DEAL",
    title: "Stackpane : Client Portals & Approvals",
    description: "Share files with clients.",
    merchant: { id: "dealmirror.com", name: "DealMirror", domain: "dealmirror.com" },
    url: "https://dealmirror.com/product/stackpane/",
    trackingUrl: "https://dealmirror.com/product/stackpane/?ref=1234",
    images: ["https://dealmirror.com/wp-content/uploads/2026/02/stackpane.png"],
    price: { amount: "59.00", currency: "USD" },
    originalPrice: { amount: "468.00", currency: "USD" },
    discount: { type: "PERCENT", value: "87.39", currency: null },
    couponCode: null,
    restrictions: [],
    availability: "IN_STOCK",
    joinStatus: "UNKNOWN",
    commission: null,
    categories: ["Productivity"],
    tags: [],
    countries: [],
    languages: [],
    gtin: null,
    startsAt: "2026-02-02T08:15:00Z",
    endsAt: null,
  });
});

test("without an affiliate parameter no link is made up", () => {
  expect(offer()?.trackingUrl).toBe("https://dealmirror.com/product/stackpane/");
});

test.each([[["Expired Deals"]], [["Productivity", "All Deals", "expired deals"]]])(
  "a deal in the categories %j has ended, wherever the one that says so stands",
  (categories) => {
    expect(offer(named(...categories))).toBeNull();
  },
);

test("a deal in an excluded category is left out", () => {
  expect(offer({}, { excludeCategories: ["Productivity"] })).toBeNull();
});

test.each([
  "All Deals",
  "Default",
  "More",
  "50% OFF",
  "90 percent off",
  "Deals Under $20",
  "Deals at $9",
  "$1-99 store",
  "all in one template-woopricing",
  "DealMirror Exclusive",
  "DealMirror Assured",
  "New Arrivals",
  "Halloween",
])("“%s” is a shelf and no category", (shelf) => {
  expect(offer(named(shelf, "Courses &amp; Learning"))?.categories).toEqual(["Courses & Learning"]);
});

describe("a price of nothing", () => {
  test("without a list price is a teaser, which is left out", () => {
    expect(offer(prices("0", "0"))).toBeNull();
  });

  test("with a list price is a free promotion", () => {
    expect(offer(prices("0", "4900"))).toMatchObject({
      price: { amount: "0.00" },
      originalPrice: { amount: "49.00" },
      discount: { type: "PERCENT", value: "100" },
    });
  });
});

test.each([
  ["Stackpane Lifetime Deal", "", ["Lifetime"]],
  ["Stackpane", "<p>One annual subscription</p>", ["Yearly"]],
  ["Stackpane – Yearly Deal", "Not a life-time licence", ["Lifetime", "Yearly"]],
  ["Stackpane", "<p>Prompts</p>", []],
])("“%s” with “%s” is tagged %j", (name, short_description, tags) => {
  expect(offer({ name, short_description, description: "" })?.tags).toEqual(tags);
});

test("blocks of a description do not stick together", () => {
  const short_description = "<h3>A Lifetime Deal</h3>Whether you work alone<p>or not</p>";
  expect(offer({ short_description })?.description).toBe("A Lifetime Deal\nWhether you work alone\nor not");
});
