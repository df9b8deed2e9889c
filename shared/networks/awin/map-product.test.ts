import { describe, expect, test } from "vitest";
import { RecordRejected } from "../adapter.ts";
import { productOffer } from "./map-product.ts";
import type { FeedOrigin, ProductRecord } from "./records.ts";
import { awinSettings } from "./settings.ts";

const now = new Date("2026-11-20T12:00:00Z");
const feed: FeedOrigin = {
  advertiserId: "90210",
  advertiserName: "Nordlicht",
  country: "DE",
  language: "de",
};
const product = (row: ProductRecord["row"]) =>
  productOffer({ surface: "product", feed, row }, awinSettings.parse({}), now);

const classic = {
  aw_product_id: "33001122",
  product_name: "Wanderstiefel Größe 42",
  description: "Wasserdicht &amp; leicht",
  merchant_name: "Nordlicht Outdoor DE",
  merchant_id: "90210",
  merchant_deep_link: "https://www.nordlicht-outdoor.example/p/4711",
  aw_deep_link: "https://www.awin1.com/pclick.php?p=33001122&a=312345&m=90210",
  large_image: "https://cdn.example/l.jpg",
  merchant_image_url: "https://cdn.example/m.jpg",
  alternate_image: "https://cdn.example/a.jpg",
  search_price: "44.99",
  currency: "GBP",
  rrp_price: "59.99",
  savings_percent: "25",
  commission_group: "DEFAULT",
  category_name: "Shoes",
  merchant_product_category_path: "Schuhe > Wandern",
  keywords: "leder, wasserdicht",
  brand_name: "Fjellvik",
  language: "de",
  valid_from: "2026-11-01",
  valid_to: "2026-12-01",
  in_stock: "1",
  ean: "4012345678901",
};

describe("a row of a classic feed", () => {
  test("has every field of Awin's table in its place", () => {
    expect(product(classic)).toEqual({
      sourceOfferId: "product-33001122",
      kind: "PRODUCT",
      title: classic.product_name,
      description: classic.description,
      merchant: { name: "Nordlicht Outdoor DE", domain: classic.merchant_deep_link },
      url: classic.merchant_deep_link,
      trackingUrl: classic.aw_deep_link,
      images: [
        "https://cdn.example/l.jpg",
        "https://cdn.example/m.jpg",
        null,
        "https://cdn.example/a.jpg",
        null,
        null,
        null,
      ],
      price: { amount: "44.99", currency: "GBP" },
      originalPrice: { amount: "59.99", currency: "GBP" },
      discount: { type: "PERCENT", value: "25" },
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      categories: ["Shoes", "Schuhe > Wandern"],
      tags: ["leder", " wasserdicht", "Fjellvik", "commission group DEFAULT"],
      countries: ["DE"],
      languages: ["de"],
      gtin: "4012345678901",
      startsAt: "2026-11-01",
      endsAt: "2026-12-01",
    });
  });

  test("whose list price is not above its price has no original price", () => {
    expect(product({ ...classic, rrp_price: "0.00", product_price_old: "44.99" })?.originalPrice).toBeNull();
  });

  test("that is not for sale is out of stock, whatever in_stock says", () => {
    expect(product({ ...classic, is_for_sale: "0" })?.availability).toBe("OUT_OF_STOCK");
  });

  test("falls back on the short description and the feed's language", () => {
    const { description, language, ...row } = classic;
    const offer = product({ ...row, product_short_description: `${description}!` });
    expect([offer?.description, offer?.languages]).toEqual(["Wasserdicht &amp; leicht!", [language]]);
  });

  test("without aw_product_id is rejected by name", () => {
    const { aw_product_id: id, ...row } = classic;
    expect(() => product(row)).toThrow(
      new RecordRejected(`product "${row.product_name}" has no aw_product_id`),
    );
    expect(id).toBe("33001122");
  });
});

const enhanced = {
  meta: { advertiser_id: 90210, advertiser_name: "Nordlicht Outdoor DE" },
  product_basic: {
    id: "NL-4711-42",
    title: "Wanderstiefel Größe 42",
    description: "Wasserdicht",
    link: "https://www.nordlicht-outdoor.example/p/4711",
    image_link: "https://cdn.nordlicht-outdoor.example/4711.jpg",
    additional_image_link: ["https://cdn.nordlicht-outdoor.example/4711b.jpg"],
    aw_deep_link: "https://www.awin1.com/cread.php?awinmid=90210&awinaffid=312345&ued=x",
  },
  price_and_availability: { price: "149.95 EUR", sale_price: "119.95 EUR", availability: "in_stock" },
  product_category: {
    google_product_category: "Apparel & Accessories > Shoes",
    product_type: "Schuhe > Wandern",
  },
  product_identifiers: { brand: "Fjellvik", gtin: "4012345678901", mpn: "FV-4711" },
};
const priced = (change: object) => ({
  ...enhanced,
  price_and_availability: { ...enhanced.price_and_availability, ...change },
});

describe("a product in Google's format", () => {
  test("has every field of Awin's table in its place", () => {
    const { product_basic: basic } = enhanced;
    expect(product(enhanced)).toEqual({
      sourceOfferId: "product-90210:NL-4711-42",
      kind: "PRODUCT",
      title: basic.title,
      description: basic.description,
      merchant: { name: "Nordlicht Outdoor DE", domain: basic.link },
      url: basic.link,
      trackingUrl: basic.aw_deep_link,
      images: [basic.image_link, "https://cdn.nordlicht-outdoor.example/4711b.jpg"],
      price: { amount: "119.95", currency: "EUR" },
      originalPrice: { amount: "149.95", currency: "EUR" },
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      categories: ["Apparel & Accessories > Shoes", "Schuhe > Wandern"],
      tags: ["Fjellvik"],
      countries: ["DE"],
      languages: ["de"],
      gtin: "4012345678901",
      startsAt: null,
      endsAt: null,
    });
  });

  test("is the same offer from the flat CSV as from the nested line", () => {
    const flat = Object.assign({}, ...Object.values(enhanced)) as ProductRecord["row"];
    expect(product(flat)).toEqual(product(enhanced));
  });

  test("costs its list price before the sale has begun", () => {
    const offer = product(
      priced({ sale_price_effective_date: "2026-11-27T00:00+0100/2026-11-30T23:59+0100" }),
    );
    expect([offer?.price?.amount, offer?.originalPrice, offer?.endsAt]).toEqual(["149.95", null, null]);
  });

  test("costs its sale price while the sale runs, and the offer ends with it", () => {
    const offer = product(
      priced({ sale_price_effective_date: "2026-11-19T00:00+0100/2026-11-30T23:59+0100" }),
    );
    expect([offer?.price?.amount, offer?.endsAt]).toEqual(["119.95", "2026-11-30T23:59+0100"]);
  });

  test.each([
    ["EUR 149.95", "149.95", "EUR"],
    ["1,299.00 USD", "1299.00", "USD"],
    ["1.299,50 EUR", "1299.50", "EUR"],
    ["12,500 JPY", "12500", "JPY"],
  ])("reads the price %s", (price, amount, currency) => {
    expect(product(priced({ price, sale_price: "" }))?.price).toEqual({ amount, currency });
  });

  test("with a price that names no currency is rejected", () => {
    expect(() => product(priced({ price: "149.95", sale_price: "" }))).toThrow(RecordRejected);
  });

  test("without an id is rejected, and a status line is left out", () => {
    expect(() => product({ title: "Boots", link: "https://a.example" })).toThrow(RecordRejected);
    expect(product({ status: "complete" })).toBeNull();
  });
});
