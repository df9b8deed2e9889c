/** Every field of impact.com's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { commissionOf } from "./commission.ts";
import { adapter } from "./index.ts";
import { contractSchema, type ImpactRecord, type ProgrammeFacts } from "./records.ts";
import { adLanguage, catalogLanguage, regionOf } from "./vocabulary.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const contract = contractSchema.parse({
  CampaignId: "20417",
  Terms: {
    Currency: "GBP",
    EventPayouts: [
      {
        EventCategory: "SALE",
        DefaultPayoutRate: "8",
        DefaultPayout: "",
        PayoutGroups: [{ PayoutRate: "12" }],
      },
    ],
  },
});
const facts: ProgrammeFacts = {
  id: "20417",
  advertiserId: "700123",
  name: "Nordfjell Gear AS",
  url: "https://www.nordfjell.example",
  link: "https://nordfjell.sjv.example/c/555001/810001/20417",
  contract,
};
const range = { type: "RANGE", min: 8, max: 12, basis: "SALE" };
const campaign = {
  AdvertiserId: "700123",
  AdvertiserName: "Nordfjell Gear AS",
  AdvertiserUrl: "https://www.nordfjell.example",
  CampaignId: "20417",
  CampaignName: "Nordfjell Gear",
  CampaignUrl: "https://www.nordfjell.example/shop",
  CampaignDescription: "Outdoor clothing &amp; tents.",
  Type: "Performance",
  ShippingRegions: ["US", "UK", "GERMANY", "SOUTHAFRICA"],
  ContractStatus: "Active",
  TrackingLink: facts.link,
};
const ad = {
  Id: "3100042",
  Name: "Winter code 20",
  Description: "20% off tents",
  CampaignId: "20417",
  CampaignName: "Nordfjell Gear",
  Type: "COUPON",
  TrackingLink: "https://nordfjell.sjv.example/c/555001/3100042/20417",
  LandingPageUrl: "https://www.nordfjell.example/tents",
  AdvertiserName: "Nordfjell Gear AS",
  Code: '<a href="https://nordfjell.sjv.example">20% off</a>',
  CreativeUrl: "//a.impactradius-go.example/display-ad/20417-3100042",
  Labels: "",
  Language: "ENGLISH_GB",
  StartDate: "2026-11-01T00:00:00-07:00",
  EndDate: "",
  Season: "BLACK_FRIDAY",
  DealId: "60010",
  DealName: "Winter tents",
  DealDescription: "20% off all tents.",
  DealState: "ACTIVE",
  DealType: "GENERAL_SALE",
  DealProducts: [],
  DealCategories: "Tents,Camping",
  DiscountType: "PERCENT",
  DiscountAmount: "",
  DiscountPercent: "20",
  DealDefaultPromoCode: " TENT20 ",
  MinimumPurchaseAmount: "50.00",
  MinimumPurchaseAmountCurrency: "GBP",
  PurchaseLimitQuantity: "0",
  DealStartDate: "2026-11-01T00:00:00-07:00",
  DealEndDate: "2026-11-30T23:59:59-08:00",
};
const item = {
  Id: "product_3301_NF-77",
  CampaignId: "20417",
  CampaignName: "Nordfjell Gear",
  Name: "Fjell 2 Tent",
  Description: "2-person tent",
  Labels: ["Bestseller"],
  Manufacturer: "Nordfjell",
  Url: "https://nordfjell.sjv.example/c/555001/810009/20417?prodsku=NF-77&u=https%3A%2F%2Fwww.nordfjell.example%2Fp%2Fnf-77",
  ImageUrl: "https://img.nordfjell.example/nf-77.jpg",
  AdditionalImageUrls: [],
  CurrentPrice: "199.00",
  OriginalPrice: "249.00",
  Currency: "GBP",
  StockAvailability: "InStock",
  LaunchDate: "",
  ExpirationDate: "",
  Gtin: "7050000000017",
  Category: "Sporting Goods > Camping > Tents",
};

const map = (record: ImpactRecord, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: { accountSid: "IR1", authToken: "t" },
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });
const mapAd = (change: object, settings: object = {}) =>
  map({ surface: "ad", ad: { ...ad, ...change }, facts }, settings);
const mapItem = (change: object) =>
  map({
    surface: "product",
    item: { ...item, ...change },
    catalog: { language: "en-GB", serviceAreas: ["UK"] },
    facts,
  });

describe("a programme", () => {
  test("has every field of the table in its place", () => {
    expect(map({ surface: "programme", campaign, facts }, { subId1: "a" })).toEqual({
      sourceOfferId: "program-20417",
      kind: "PROGRAMME",
      title: "Nordfjell Gear",
      description: "Outdoor clothing &amp; tents.",
      merchant: { name: "Nordfjell Gear AS", domain: "https://www.nordfjell.example" },
      url: "https://www.nordfjell.example/shop",
      trackingUrl: `${facts.link}?subId1=a`,
      images: ["https://cdn2.impact.com/display-logo-via-campaign/20417.png"],
      joinStatus: "JOINED",
      commission: range,
      tags: ["Performance"],
      countries: ["US", "GB", "DE", "ZA"],
    });
  });

  test("has the same id whether its number comes as a text or as a number", () => {
    expect(
      map({ surface: "programme", campaign: { ...campaign, CampaignId: 20417 }, facts })?.sourceOfferId,
    ).toBe("program-20417");
  });

  test("whose contract has ended is suspended", () => {
    expect(
      map({ surface: "programme", campaign: { ...campaign, ContractStatus: "Expired" }, facts })?.joinStatus,
    ).toBe("SUSPENDED");
  });
});

describe("an ad with a deal", () => {
  test("has every field of the table in its place; its code is the deal's, not the snippet", () => {
    expect(mapAd({})).toEqual({
      sourceOfferId: "deal-60010",
      kind: "COUPON",
      title: "Winter tents",
      description: "20% off all tents.",
      merchant: { name: "Nordfjell Gear AS", domain: "https://www.nordfjell.example" },
      url: ad.LandingPageUrl,
      trackingUrl: ad.TrackingLink,
      images: [null],
      discount: { type: "PERCENT", value: "20" },
      couponCode: "TENT20",
      restrictions: ["minimum purchase 50.00 GBP", null, null],
      joinStatus: "JOINED",
      commission: range,
      categories: ["Tents", "Camping"],
      tags: ["BLACK_FRIDAY", null],
      languages: ["en-GB"],
      startsAt: ad.DealStartDate,
      endsAt: ad.DealEndDate,
    });
  });

  test("means instants, with an offset and without, in winter and in summer", () => {
    const timesOf = (start: string, end: string) => {
      const draft = mapAd({ DealStartDate: start, DealEndDate: end });
      const content = draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
      return [content?.startsAt, content?.endsAt];
    };
    expect(timesOf("2026-01-15T00:00:00-08:00", "2026-07-15T00:00:00-07:00")).toEqual([
      "2026-01-15T08:00:00Z",
      "2026-07-15T07:00:00Z",
    ]);
    expect(timesOf("2026-01-15T00:00:00", "2026-07-15T00:00:00.500Z")).toEqual([
      "2026-01-15T00:00:00Z",
      "2026-07-15T00:00:00.500Z",
    ]);
  });

  test.each(["n/a", "None", "no code", " ", ""])("with %j for a code is a deal", (DealDefaultPromoCode) => {
    expect(mapAd({ DealDefaultPromoCode })).toMatchObject({ kind: "DEAL", couponCode: null });
  });

  test("without a deal of its own is known by its own number", () => {
    expect(mapAd({ DealId: "" })?.sourceOfferId).toBe("ad-3100042");
  });

  test("that is a banner shows its picture", () => {
    expect(mapAd({ Type: "BANNER" })?.images).toEqual([
      "https://a.impactradius-go.example/display-ad/20417-3100042",
    ]);
  });

  test("that is over is left out", () => {
    expect(mapAd({ DealState: "EXPIRED" })).toBeNull();
  });

  test.each([
    [
      { DiscountType: "FIXED", DiscountAmount: "15.00", DiscountCurrency: "GBP" },
      { type: "AMOUNT", value: "15.00", currency: "GBP" },
    ],
    [
      { DiscountType: "PERCENT_MAXIMUM", DiscountMaximumPercent: "60" },
      { type: "PERCENT", value: "60" },
    ],
    [
      { DiscountType: "PERCENT_RANGE", DiscountPercentRangeStart: "10", DiscountPercentRangeEnd: "30" },
      { type: "PERCENT", value: "10" },
    ],
    [{ DealType: "BOGO" }, { type: "BOGO" }],
    [{ DealType: "FREE_SHIPPING" }, { type: "FREE_SHIPPING" }],
    [{ DealType: "GIFT_WITH_PURCHASE" }, { type: "GIFT" }],
    [
      { DealType: "REBATE", RebateAmount: "5.00", RebateCurrency: "USD" },
      { type: "CASHBACK", value: "5.00", currency: "USD" },
    ],
    [{ DiscountType: "" }, null],
  ])("with %j gives %j", (change, discount) => {
    expect(mapAd(change)?.discount).toEqual(discount);
  });

  test("of a product has its price", () => {
    const DealProducts = [
      {
        ProductBeforePriceAmount: "20.00",
        ProductAfterPriceAmount: "15.00",
        ProductAfterPriceCurrency: "USD",
      },
    ];
    expect(mapAd({ DealProducts })).toMatchObject({
      price: { amount: "15.00", currency: "USD" },
      originalPrice: { amount: "20.00" },
    });
  });

  test("without a link is rejected", () => {
    expect(() => mapAd({ TrackingLink: "" })).toThrow(/ad "3100042": TrackingLink: is empty/);
  });
});

describe("a promo code", () => {
  const promoCode = {
    Id: "9005",
    Code: "ANNA15",
    State: "ACTIVE",
    Program: { Id: "20417", Name: "Nordfjell Gear" },
    Deal: { Name: "Winter tents" },
    MatchMode: "LI",
    EndDate: "2026-12-31T23:59:59-08:00",
  };

  test("is a coupon by its programme's link", () => {
    expect(map({ surface: "promoCode", promoCode, facts })).toMatchObject({
      sourceOfferId: "promocode-9005",
      kind: "COUPON",
      title: "Winter tents",
      trackingUrl: facts.link,
      couponCode: "ANNA15",
      endsAt: promoCode.EndDate,
    });
  });

  test("that is a pattern, or over, is left out", () => {
    expect(map({ surface: "promoCode", promoCode: { ...promoCode, MatchMode: "RE" }, facts })).toBeNull();
    expect(map({ surface: "promoCode", promoCode: { ...promoCode, State: "EXPIRED" }, facts })).toBeNull();
  });

  test("of a programme that is not joined is rejected", () => {
    expect(() => map({ surface: "promoCode", promoCode, facts: null })).toThrow(
      /9005: its programme 20417 is not among/,
    );
  });
});

test("a promotion out of a feed takes its programme's link, and its dates from the interval", () => {
  const promotion = {
    AdvertiserId: "700123",
    AdvertiserName: "Nordfjell",
    PromotionIds: "778899",
    PromotionTitle: "10% off",
    PromotionEffectiveDates: "2026-11-01/2026-11-30",
    GenericRedemptionCode: "",
  };
  expect(map({ surface: "promotion", promotion, facts })).toMatchObject({
    sourceOfferId: "promotion-778899",
    kind: "DEAL",
    trackingUrl: facts.link,
    startsAt: "2026-11-01",
    endsAt: "2026-11-30",
  });
});

describe("an item", () => {
  test("is a product with every field in its place", () => {
    expect(mapItem({})).toEqual({
      sourceOfferId: "product_3301_NF-77",
      kind: "PRODUCT",
      title: "Fjell 2 Tent",
      description: "2-person tent",
      merchant: { name: "Nordfjell Gear", domain: "https://www.nordfjell.example" },
      url: "https://www.nordfjell.example/p/nf-77",
      trackingUrl: item.Url,
      images: [item.ImageUrl],
      price: { amount: "199.00", currency: "GBP" },
      originalPrice: { amount: "249.00", currency: "GBP" },
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      commission: range,
      categories: ["Sporting Goods", "Camping", "Tents"],
      tags: ["Bestseller"],
      countries: ["GB"],
      languages: ["en-GB"],
      gtin: "7050000000017",
      startsAt: null,
      endsAt: null,
    });
  });

  test.each([
    ["OutOfStock", "OUT_OF_STOCK"],
    ["OutofStock", "OUT_OF_STOCK"],
    ["BackOrder", "BACKORDER"],
    ["PreOrder", "PREORDER"],
    ["LimitedAvailability", "IN_STOCK"],
    ["", "UNKNOWN"],
  ])("that is %j is %s", (StockAvailability, availability) => {
    expect(mapItem({ StockAvailability })?.availability).toBe(availability);
  });

  test.each(["CurrentPrice", "Currency"])("without its %s is rejected", (field) => {
    expect(() => mapItem({ [field]: "" })).toThrow(`item product_3301_NF-77 has no ${field}`);
  });
});

describe("commission", () => {
  const of = (...payouts: object[]) =>
    commissionOf(contractSchema.parse({ CampaignId: 1, Terms: { Currency: "USD", EventPayouts: payouts } }));
  test.each([
    [
      { EventCategory: "LEAD", DefaultPayoutRate: "", DefaultPayout: "2.50" },
      { type: "FIXED", min: 2.5, max: 2.5, currency: "USD", basis: "LEAD" },
    ],
    [
      { EventCategory: "SALE", DefaultPayoutRate: "0", PayoutGroups: [{ PayoutRate: "12" }] },
      { type: "PERCENT", min: 12, max: 12, basis: "SALE" },
    ],
    [{ EventCategory: "SALE", DefaultPayoutRate: "", DefaultPayout: "" }, null],
  ])("of %j", (payout, expected) => {
    expect(of(payout)).toEqual(expected);
  });
});

test("countries and languages come out as codes", () => {
  expect(["UK", "US", "SOUTHAFRICA", "UAE", "IVORYCOAST", "CZECHREPUBLIC", "ATLANTIS"].map(regionOf)).toEqual(
    ["GB", "US", "ZA", "AE", "CI", "CZ", null],
  );
  expect(
    ["ENGLISH_GB", "GERMAN", "FRENCH_CA", "CHINESE_TRADITIONAL", "ANGLISH_AU", "", null].map(adLanguage),
  ).toEqual(["en-GB", "de", "fr-CA", "zh-Hant", "en-AU", null, null]);
  expect(["English (United States)", "German", "", null].map(catalogLanguage)).toEqual([
    "en-US",
    "de",
    null,
    null,
  ]);
});
