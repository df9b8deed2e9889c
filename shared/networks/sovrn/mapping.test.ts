/** Every field of Sovrn's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { commissionOf } from "./commission.ts";
import { adapter } from "./index.ts";
import type { SovrnRecord } from "./records.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const apiKey = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const merchant = {
  groupId: 41001,
  name: "Pawfield",
  description: "Pet supplies &amp; toys",
  terms: "No brand bidding",
  sovrnPreferred: true,
  logoImageUrl: "https://images.viglink.example/41001.png",
  category: ["PT", "HG", "ZZ"],
  sovrn: {
    CPA: [
      {
        geo: "US",
        calculatedCommissionRate: 0.055,
        rates: [{ currentRate: 5.5, rateFormat: "PERCENTAGE", action: "Sale" }],
        domains: ["pawfield.example"],
      },
      { geo: "GB", calculatedCommissionRate: 0.03, rates: [], domains: ["pawfield.co.example"] },
    ],
    CPC: { calculatedEpc: 0.21 },
  },
};
const row = {
  id: 2700000001,
  name: "Oak dog bed - 'Large'",
  merchant: { id: 41001, name: "Pawfield" },
  deeplink: `https://redirect.viglink.com?u=aHR0&key=${apiKey}`,
  image: "//img.pawfield.example/bed.jpg",
  thumbnail: "https://img.pawfield.example/bed_t.jpg",
  currency: "USD",
  salePrice: "79.50",
  retailPrice: 120,
  affiliatable: true,
  epc: 0.12,
};
const coupon = {
  id: "5d41402abc4b2a76b9719d911017c592",
  code: "WOOF15",
  affiliated_url: "https://redirect.viglink.com/?key=k&u=u",
  original_price: 79.5,
  price_with_code: 67.58,
  currency: "USD",
  verified: true,
  verified_at: "2026-11-18T15:18:11.746Z",
  code_description: null,
};

const map = (record: SovrnRecord, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: { secretKey: "s", apiKey, campaignId: "1" },
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });
const product = (change: object = {}) =>
  map({ surface: "comparison", row: { ...row, ...change }, market: "usd_en" });
const code = (change: object = {}) =>
  map({
    surface: "coupon",
    coupon: { ...coupon, ...change },
    productUrl: "https://pawfield.example/bed",
    merchant: { name: "Pawfield", domain: "pawfield.example", logo: null },
  });

describe("a merchant", () => {
  test("is a programme with every field in its place", () => {
    expect(map({ surface: "merchant", merchant }, { cuid: "a" })).toEqual({
      sourceOfferId: "merchant-41001",
      kind: "PROGRAMME",
      title: "Pawfield",
      description: "Pet supplies &amp; toys",
      merchant: { name: "Pawfield", domain: "pawfield.example" },
      url: "https://pawfield.example",
      trackingUrl: `https://sovrn.co?key=${apiKey}&u=https%3A%2F%2Fpawfield.example&cuid=a`,
      images: [merchant.logoImageUrl],
      restrictions: ["No brand bidding"],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 5.5, max: 5.5, basis: "SALE" },
      categories: ["Pets", "Home & Garden", "ZZ"],
      tags: ["preferred"],
      countries: ["US", "GB"],
    });
  });

  test("that pays by the click only has no domain, and is left out", () => {
    expect(
      map({ surface: "merchant", merchant: { ...merchant, sovrn: { CPC: { calculatedEpc: 0.2 } } } }),
    ).toBeNull();
  });

  test.each(["AG", "FH"])("of category %s comes only if it is asked for", (category) => {
    const given: SovrnRecord = { surface: "merchant", merchant: { ...merchant, category: [category] } };
    expect([map(given), map(given, { sensitive: true })?.kind]).toEqual([null, "PROGRAMME"]);
  });

  test("without a name is rejected by its number", () => {
    expect(() => map({ surface: "merchant", merchant: { ...merchant, name: null } })).toThrow(
      /merchant "41001": name/,
    );
  });
});

describe("commission", () => {
  const region = (...rates: number[]) => ({
    geo: "US",
    rates: rates.map((currentRate) => ({ currentRate, rateFormat: "PERCENTAGE", action: "Sale" })),
  });
  test.each([
    [{ CPA: [region(4), region(8)] }, { type: "RANGE", min: 4, max: 8, basis: "SALE" }],
    [
      { CPA: [{ geo: "US", rates: [], calculatedCommissionRate: 0.055 }] },
      { type: "PERCENT", min: 5.5, max: 5.5, basis: "SALE" },
    ],
    [
      { CPC: { calculatedEpc: 0.21 } },
      { type: "FIXED", min: 0.21, max: 0.21, currency: "USD", basis: "CLICK" },
    ],
    [{ CPA: [{ geo: "US", rates: [{ currentRate: 5, rateFormat: "FLAT" }] }] }, null],
    [null, null],
  ])("of %j", (sovrn, expected) => {
    expect(commissionOf(sovrn)).toEqual(expected);
  });
});

describe("a price comparison", () => {
  test("is a product with every field in its place", () => {
    expect(product()).toEqual({
      sourceOfferId: "product-usd_en-2700000001",
      kind: "PRODUCT",
      title: row.name,
      merchant: { name: "Pawfield" },
      trackingUrl: row.deeplink,
      images: ["https://img.pawfield.example/bed.jpg", "https://img.pawfield.example/bed_t.jpg"],
      price: { amount: "79.50", currency: "USD" },
      originalPrice: { amount: 120, currency: "USD" },
      joinStatus: "JOINED",
      commission: { type: "FIXED", min: 0.12, max: 0.12, currency: "USD", basis: "CLICK" },
      tags: ["estimated earnings per click"],
      languages: ["en"],
    });
  });

  test.each([0, null, 79.5])("at a retail price of %j is not reduced", (retailPrice) => {
    const draft = product({ retailPrice });
    expect(draft && normaliseOffer(draft, { timeZone: "UTC", now: NOW })).toMatchObject({
      originalPrice: null,
      discount: null,
    });
  });

  test("that cannot earn is left out", () => {
    expect(product({ affiliatable: false })).toBeNull();
  });

  test("without a price is rejected", () => {
    expect(() => product({ salePrice: "ask us" })).toThrow(/product "2700000001": salePrice/);
  });
});

describe("a promo code", () => {
  test("is a coupon with every field in its place, and without dates of its own", () => {
    const draft = code();
    expect(draft).toMatchObject({
      sourceOfferId: `code-${coupon.id}`,
      kind: "COUPON",
      title: "WOOF15 at Pawfield",
      url: "https://pawfield.example/bed",
      trackingUrl: coupon.affiliated_url,
      price: { amount: 67.58, currency: "USD" },
      originalPrice: { amount: 79.5, currency: "USD" },
      couponCode: "WOOF15",
      tags: ["verified"],
    });
    expect(draft && normaliseOffer(draft, { timeZone: "UTC", now: NOW })).toMatchObject({
      startsAt: null,
      endsAt: null,
    });
  });

  test("that is not verified says so, and its description is its title", () => {
    expect(code({ verified: false, code_description: "15% off" })).toMatchObject({
      title: "15% off",
      tags: ["unverified"],
    });
  });
});
