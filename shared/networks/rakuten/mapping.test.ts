/** Every field of Rakuten's tables, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import type { RakutenRecord, Terms } from "./records.ts";
import { rakutenSandboxCredentials as credentials } from "./sandbox/credentials.ts";
import { termsOf } from "./terms.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const map = (record: RakutenRecord, settings: object = {}) =>
  adapter.toOffer(record, { credentials, settings: adapter.settingsSchema.parse(settings), now: NOW });

const offer = {
  advertiser: { id: "48001" },
  name: "Baseline",
  type: "baseline",
  end_datetime: null,
  offer_rules: [
    {
      is_base_commission: true,
      commissions: [{ commission_type: "percentage", tiers: [{ commission: 6 }, { commission: 8 }] }],
    },
    {
      is_base_commission: false,
      commissions: [{ commission_type: "percentage", tiers: [{ commission: 50 }] }],
    },
  ],
};
const terms: readonly Terms[] = [termsOf(offer)];

describe("a link of the coupon feed", () => {
  const coupon = {
    advertiserid: "48001",
    advertisername: "Glowhaus",
    offerdescription: "20% off candles & lamps",
    offerstartdate: "2026-11-10",
    offerenddate: "2026-12-24",
    couponcode: "GLOW20",
    couponrestriction: "New customers only",
    clickurl:
      "https://click.linksynergy.com/fs-bin/click?id=AbCdEfGhIj0&offerid=771001.10000123&type=3&subid=0",
    categories: ["Home & Living", "Gifts"],
    promotionTypes: ["Percentage off"],
    networkId: "1",
  };
  const link = (change: object = {}, settings: object = {}) =>
    map(
      { surface: "coupon", coupon: { ...coupon, ...change }, site: "https://www.glowhaus.example", terms },
      settings,
    );

  test("with a code is a coupon with every field in its place", () => {
    expect(link({}, { u1: "kit" })).toEqual({
      sourceOfferId: "coupon-771001.10000123",
      kind: "COUPON",
      title: "20% off candles & lamps",
      merchant: { name: "Glowhaus", domain: "https://www.glowhaus.example" },
      url: "https://www.glowhaus.example",
      trackingUrl: `${coupon.clickurl}&u1=kit`,
      couponCode: "GLOW20",
      restrictions: ["New customers only"],
      joinStatus: "JOINED",
      commission: { type: "RANGE", min: 6, max: 8, basis: "SALE" },
      categories: ["Home & Living", "Gifts"],
      tags: ["Percentage off"],
      countries: ["US"],
      startsAt: "2026-11-10",
      endsAt: "2026-12-24",
    });
  });

  test("without one is a deal", () => {
    expect(link({ couponcode: undefined })?.kind).toBe("DEAL");
  });

  test("means days in GMT, to the end of the last, in summer too", () => {
    const normalised = (change: object) => {
      const draft = link(change);
      return draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
    };
    expect(normalised({})).toMatchObject({
      startsAt: "2026-11-10T00:00:00Z",
      endsAt: "2026-12-24T23:59:59Z",
    });
    expect(normalised({ offerstartdate: "07/01/2026" })).toMatchObject({ startsAt: "2026-07-01T00:00:00Z" });
  });

  test("without an offerid has an id of what it says", () => {
    const clickurl = "https://linksynergy.shop.example/click?id=1";
    expect(link({ clickurl })?.sourceOfferId).toMatch(/^coupon-[0-9a-f]{24}$/);
    expect(link({ clickurl })).toEqual(link({ clickurl }));
    expect(link({ clickurl, couponcode: "OTHER" })?.sourceOfferId).not.toBe(
      link({ clickurl })?.sourceOfferId,
    );
  });

  test.each([
    ["3", ["GB"]],
    ["41", ["AU"]],
    // France, Brazil and Germany, in an order that is not known.
    ["9", [undefined]],
  ])("of network %s is of %j", (networkId, countries) => {
    expect(link({ networkId })?.countries).toEqual(countries);
  });

  test("without a click URL is rejected by what it says", () => {
    expect(() => link({ clickurl: undefined })).toThrow(/coupon "20% off candles & lamps": clickurl/);
  });
});

describe("a product", () => {
  const product = {
    mid: "48001",
    merchantname: "Glowhaus",
    linkid: "90001234567",
    sku: "GH-77",
    productname: "Beeswax candle 3-pack",
    categories: ["Home~~Candles", null],
    price: { value: "24.90", currency: "USD" },
    saleprice: { value: "19.90", currency: "USD" },
    description: '"Three ""big"" candles"',
    keywords: "wax~~candle",
    linkurl:
      "https://click.linksynergy.com/link?id=A&offerid=1.2&type=15&murl=https%3A%2F%2Fwww.glowhaus.example%2Fp",
    imageurl: "https://cdn.glowhaus.example/gh-77.jpg",
    upccode: "4006381333931",
  };
  const row = (change: object = {}, settings: object = {}) =>
    map({ surface: "product", product: { ...product, ...change }, terms: [] }, settings);

  test("has every field in its place", () => {
    expect(row({}, { productLanguage: "en_US", u1: "kit" })).toEqual({
      sourceOfferId: "product-48001:90001234567",
      kind: "PRODUCT",
      title: "Beeswax candle 3-pack",
      description: 'Three "big" candles',
      merchant: { name: "Glowhaus", domain: "https://www.glowhaus.example/p" },
      url: "https://www.glowhaus.example/p",
      trackingUrl: `${product.linkurl}&u1=kit`,
      images: ["https://cdn.glowhaus.example/gh-77.jpg"],
      price: { amount: "19.90", currency: "USD" },
      originalPrice: { amount: "24.90", currency: "USD" },
      joinStatus: "JOINED",
      commission: null,
      categories: ["Home", "Candles"],
      tags: ["wax", "candle"],
      languages: ["en_US"],
      gtin: "4006381333931",
    });
  });

  test.each([null, { value: "0", currency: "USD" }, { value: "24.90", currency: "USD" }])(
    "with the sale price %j is not on sale",
    (saleprice) => {
      expect(row({ saleprice })).toMatchObject({ price: { amount: "24.90" }, originalPrice: null });
    },
  );

  test("without a link id is known by its sku, and without both it is rejected", () => {
    expect(row({ linkid: undefined })?.sourceOfferId).toBe("product-48001:GH-77");
    expect(() => row({ linkid: undefined, sku: undefined })).toThrow(/has no linkid and no sku/);
  });
});

describe("a partnership", () => {
  const partnership = {
    advertiser: { id: 48001, name: "Glowhaus", status: "active", categories: ["Home & Living"] },
    status: "active",
  };
  const advertiser = {
    id: 48001,
    url: "https://www.glowhaus.example",
    description: "Candles and lamps",
    policies: { international_capabilities: { ships_to: ["US", "CA"] } },
  };
  const link = "https://click.linksynergy.com/deeplink?id=A&mid=48001&murl=x";
  const programme = (change: object = {}, more: object = {}) =>
    map({
      surface: "programme",
      partnership: { ...partnership, ...change },
      advertiser,
      link,
      terms,
      ...more,
    });

  test("is a programme with every field in its place", () => {
    expect(programme()).toEqual({
      sourceOfferId: "programme-48001",
      kind: "PROGRAMME",
      title: "Glowhaus",
      description: "Candles and lamps",
      merchant: { name: "Glowhaus", domain: "https://www.glowhaus.example" },
      url: "https://www.glowhaus.example",
      trackingUrl: link,
      restrictions: [null],
      joinStatus: "JOINED",
      commission: { type: "RANGE", min: 6, max: 8, basis: "SALE" },
      categories: ["Home & Living"],
      tags: ["baseline"],
      countries: ["US", "CA"],
    });
  });

  test("whose terms end says when, and an amount without a currency is no commission", () => {
    const fixed = termsOf({
      ...offer,
      end_datetime: "2026-12-31T05:00:00Z",
      offer_rules: [
        { is_base_commission: true, commissions: [{ commission_type: "fixed", tiers: [{ commission: 4 }] }] },
      ],
    });
    expect(programme({}, { terms: [fixed] })).toMatchObject({
      commission: null,
      tags: ["baseline", "fixed commission 4"],
      restrictions: ["Terms “Baseline” end on 2026-12-31"],
    });
  });

  test.each([
    ["pending", "PENDING"],
    ["extended", "AVAILABLE"],
    ["temp-decline", "DECLINED"],
    ["permanent-remove", "SUSPENDED"],
  ])("that is %s is %s, and links to the advertiser's own site", (status, joinStatus) => {
    expect(programme({ status }, { link: null })).toMatchObject({ joinStatus, trackingUrl: advertiser.url });
  });

  test("that is active and has no link is rejected; one whose advertiser has left is left out", () => {
    expect(() => programme({}, { link: null })).toThrow(/allows no deep links/);
    expect(programme({ advertiser: { ...partnership.advertiser, status: "inactive" } })).toBeNull();
  });
});
