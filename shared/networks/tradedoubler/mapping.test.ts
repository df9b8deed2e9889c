/** Every field of Tradedoubler's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { commissionOf, termsOf } from "./commission.ts";
import { adapter } from "./index.ts";
import { landingOf, programmeOf, withEpi } from "./links.ts";
import { isoTime } from "./map-offer.ts";
import type { ProgrammeFacts, TradedoublerRecord } from "./records.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const facts: ProgrammeFacts = {
  country: "SE",
  categories: ["Food & Drink"],
  homePage: "https://www.kaffehuset.example",
  currency: "SEK",
  terms: [{ event: "Sale", fixed: 0, percent: 8 }],
};
const voucher = {
  id: 512345,
  programId: 301122,
  programName: "Kaffehuset SE",
  code: "HOST15",
  startDate: "2026-11-09T23:00:00Z",
  endDate: "2026-12-31T22:59:59.999Z",
  title: "15% rabatt på allt kaffe",
  shortDescription: "15% rabatt",
  description: "Gäller hela sortimentet.\r\n\r\nMinsta order 300 kr &amp; fri frakt.",
  defaultTrackUri:
    "http://clk.tradedoubler.com/click?a(3300001)p(301122)ttid(13)url(https://kaffehuset.example/kampanj)",
  siteSpecific: false,
  landingUrl: "https://kaffehuset.example/kampanj",
  discountAmount: 15,
  isPercentage: true,
  languageId: "sv",
  exclusive: true,
  currencyId: "SEK",
  logoPath: "http://hst.tradedoubler.example/file/301122/logo.gif",
};
const programme = {
  id: 301122,
  name: "Kaffehuset SE",
  countryCode: "SE",
  paused: false,
  categoryIds: [16, 17],
  logoUrl: "https://hst.tradedoubler.example/logo.gif",
  statusId: 3,
  currencyCode: "SEK",
  homePage: "https://www.kaffehuset.example",
};
const detail = {
  defaultTracker:
    "https://clk.tradedoubler.com/click?p=301122&a=3300001&url=https%3A%2F%2Fwww.kaffehuset.example",
  texts: [
    { textTypeId: 2, text: "Long" },
    { textTypeId: 3, text: "Kaffe &amp; te" },
    { textTypeId: 34, text: "No bidding<br>No pop-ups" },
  ],
  segmentTariffs: [
    {
      tariffs: [
        { eventName: "Sale", fixedFee: 0, percentageFee: 8 },
        { eventName: "Transaction Inquiry", fixedFee: 0, percentageFee: 100 },
      ],
    },
  ],
};
/** As a streamed feed gives it: numbers are texts. */
const product = {
  name: "Espressobönor 1 kg",
  description: "Mörkrost",
  brand: "Rosteriet",
  language: "sv",
  productImage: { url: "https://kaffehuset.example/i/esp1.jpg", width: "600" },
  identifiers: { ean: "7310000000012", sku: "ESP1" },
  categories: [{ id: "1234", name: "Kaffe/Bönor", tdCategoryName: "Coffee" }],
  fields: [{ name: "PreviousPrice", value: "1.199,00" }, { name: "Colour" }],
  offers: [
    {
      id: "5f0c1d2e",
      feedId: "88001",
      sourceProductId: "ESP1",
      productUrl:
        "https://pdt.tradedoubler.com/click?a(3300001)p(301122)product(88001-ESP1)ttid(3)url(https%3A%2F%2Fkaffehuset.example%2Fp%2Fesp1)",
      priceHistory: [
        { date: "1763400000000", price: { value: "149.00", currency: "SEK" } },
        { date: "1763300000000", price: { value: "179.00", currency: "SEK" } },
      ],
      inStock: "12",
      availability: "in stock",
      programName: "Kaffehuset SE",
    },
  ],
};

const map = (record: TradedoublerRecord, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: adapter.credentialsSchema.parse({ sourceId: "3300001" }),
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });
const mapVoucher = (change: object, settings: object = {}) =>
  map({ surface: "voucher", voucher: { ...voucher, ...change }, facts }, settings);
const mapProduct = (change: object, settings: object = {}) =>
  map(
    {
      surface: "product",
      product: { ...product, ...change },
      feed: { programId: "301122", language: "sv" },
      facts,
    },
    settings,
  );
const mapProgramme = (change: object) =>
  map({ surface: "programme", programme: { ...programme, ...change }, detail });

describe("a voucher", () => {
  test("has every field of the table in its place", () => {
    expect(mapVoucher({})).toEqual({
      sourceOfferId: "voucher-512345",
      kind: "COUPON",
      title: voucher.title,
      description: voucher.description,
      merchant: { name: "Kaffehuset SE", domain: "https://www.kaffehuset.example" },
      url: voucher.landingUrl,
      trackingUrl: voucher.defaultTrackUri,
      images: [voucher.logoPath],
      discount: { type: "PERCENT", value: 15 },
      couponCode: "HOST15",
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 8, max: 8, basis: "SALE" },
      categories: ["Food & Drink"],
      tags: ["exclusive", null],
      countries: ["SE"],
      languages: ["sv"],
      startsAt: "2026-11-09T23:00:00Z",
      endsAt: "2026-12-31T22:59:59.999Z",
    });
  });

  test.each(["N/A", "", "-", null])("with %j for a code is a deal", (code) => {
    expect(mapVoucher({ code })).toMatchObject({ kind: "DEAL", couponCode: null });
  });

  test("of an amount is an amount in its currency, and of 0 none", () => {
    expect(mapVoucher({ isPercentage: false, discountAmount: 50 })?.discount).toEqual({
      type: "AMOUNT",
      value: 50,
      currency: "SEK",
    });
    expect(mapVoucher({ discountAmount: 0 })?.discount).toBeNull();
  });

  test("that is over is left out: Tradedoubler lists it on", () => {
    expect(mapVoucher({ endDate: "2026-11-19T00:00:00Z" })).toBeNull();
  });

  test("with the bare logo http:// has no image", () => {
    expect(mapVoucher({ logoPath: "http://" })?.images).toEqual([null]);
  });

  test("means the same instants in milliseconds, as a text, and in ISO, in winter and in summer", () => {
    const forms = [1_784_000_000_000, "1784000000000", "2026-07-14T03:33:20Z"];
    expect(forms.map(isoTime).map((time) => Date.parse(time ?? ""))).toEqual(
      forms.map(() => 1_784_000_000_000),
    );
    const draft = mapVoucher({ startDate: "1768435200000", endDate: "1815696000000" });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      startsAt: "2026-01-15T00:00:00Z",
      endsAt: "2027-07-16T00:00:00Z",
    });
  });

  test("without its link is rejected", () => {
    expect(() => mapVoucher({ defaultTrackUri: "" })).toThrow(/voucher "512345": defaultTrackUri: is empty/);
  });
});

describe("a programme", () => {
  test("has every field of the table in its place", () => {
    expect(mapProgramme({})).toEqual({
      sourceOfferId: "programme-301122",
      kind: "PROGRAMME",
      title: "Kaffehuset SE",
      description: "Kaffe &amp; te",
      merchant: { name: "Kaffehuset SE", domain: "https://www.kaffehuset.example" },
      url: "https://www.kaffehuset.example",
      trackingUrl: detail.defaultTracker,
      images: [programme.logoUrl],
      restrictions: ["No bidding", "No pop-ups"],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 8, max: 8, basis: "SALE" },
      categories: ["Shopping & Retail", "Food & Drink"],
      tags: [null],
      countries: ["SE"],
    });
  });

  test.each([
    [0, "AVAILABLE"],
    [1, "PENDING"],
    [2, "PENDING"],
    [4, "SUSPENDED"],
    [5, "DECLINED"],
    [6, "SUSPENDED"],
    [7, "DECLINED"],
    [99, "UNKNOWN"],
  ])("of status %i is %s", (statusId, joinStatus) => {
    expect(mapProgramme({ statusId })?.joinStatus).toBe(joinStatus);
  });

  test("without a detail is linked by its number and the source's", () => {
    expect(map({ surface: "programme", programme, detail: null })).toMatchObject({
      trackingUrl: "https://clk.tradedoubler.com/click?p=301122&a=3300001",
      commission: null,
    });
  });
});

describe("a product", () => {
  test("has every field of the table in its place", () => {
    expect(mapProduct({})).toEqual({
      sourceOfferId: "product-5f0c1d2e",
      kind: "PRODUCT",
      title: product.name,
      description: "Mörkrost",
      merchant: { name: "Kaffehuset SE", domain: "https://www.kaffehuset.example" },
      url: "https://kaffehuset.example/p/esp1",
      trackingUrl: product.offers[0]?.productUrl,
      images: ["https://kaffehuset.example/i/esp1.jpg"],
      price: { amount: "149.00", currency: "SEK" },
      originalPrice: { amount: "1199.00", currency: "SEK" },
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 8, max: 8, basis: "SALE" },
      categories: ["Coffee"],
      tags: ["Rosteriet"],
      countries: ["SE"],
      languages: ["sv"],
      gtin: "7310000000012",
    });
  });

  test("without an id of Tradedoubler's is known by its feed and the advertiser's number", () => {
    const offers = [{ ...product.offers[0], id: undefined }];
    expect(mapProduct({ offers })?.sourceOfferId).toBe("product-88001:ESP1");
  });

  test("takes the price before a reduction from the field of the settings, in a list or a map", () => {
    const settings = { previousPriceFields: ["Was"] };
    expect(mapProduct({ fields: { Was: "1,299.50" } }, settings)?.originalPrice?.amount).toBe("1299.50");
    expect(mapProduct({ fields: [{ name: "Was", value: "ask us" }] }, settings)?.originalPrice).toBeNull();
  });

  test.each([
    ["out of stock", "3", "OUT_OF_STOCK"],
    ["", "0", "OUT_OF_STOCK"],
    ["preorder", "", "PREORDER"],
    ["", "", "UNKNOWN"],
  ])("with availability %j and stock %j is %s", (availability, inStock, expected) => {
    expect(mapProduct({ offers: [{ ...product.offers[0], availability, inStock }] })?.availability).toBe(
      expected,
    );
  });

  test.each([
    [{ priceHistory: [] }, /5f0c1d2e has no price/],
    [{ id: "", sourceProductId: "" }, /neither an id nor a sourceProductId/],
  ])("with %j is rejected", (change, reason) => {
    expect(() => mapProduct({ offers: [{ ...product.offers[0], ...change }] })).toThrow(reason);
  });
});

describe("commission", () => {
  const tariff = (eventName: string, fixedFee: number, percentageFee: number) => ({
    eventName,
    fixedFee,
    percentageFee,
  });
  const of = (...tariffs: object[]) =>
    commissionOf(termsOf({ segmentTariffs: [{ tariffs }] } as never), "SEK");

  test("leaves out bookkeeping events", () => {
    expect(of(tariff("Transaction Adjustment", 0, 100))).toBeNull();
  });

  test.each([
    [[tariff("Sale", 0, 4), tariff("App", 0, 8)], { type: "RANGE", min: 4, max: 8, basis: "SALE" }],
    [
      [tariff("Newsletter lead", 12.5, 0)],
      { type: "FIXED", min: 12.5, max: 12.5, basis: "LEAD", currency: "SEK" },
    ],
    [[tariff("Click", 0.1, 0)], { type: "FIXED", min: 0.1, max: 0.1, basis: "CLICK", currency: "SEK" }],
  ])("of %j", (tariffs, expected) => {
    expect(of(...tariffs)).toEqual(expected);
  });
});

describe("a link", () => {
  test.each([
    [
      "http://clk.tradedoubler.com/click?a(1)p(2)url(https://a.example/x?y)",
      "http://clk.tradedoubler.com/click?a(1)p(2)epi(s)url(https://a.example/x?y)",
    ],
    ["http://clk.tradedoubler.com/click?a(1)p(2)", "http://clk.tradedoubler.com/click?a(1)p(2)epi(s)"],
    [
      "https://clk.tradedoubler.com/click?p=2&a=1&url=https%3A%2F%2Fa.example",
      "https://clk.tradedoubler.com/click?p=2&a=1&epi=s&url=https%3A%2F%2Fa.example",
    ],
    ["https://clk.tradedoubler.com/click?p=2&a=1", "https://clk.tradedoubler.com/click?p=2&a=1&epi=s"],
  ])("%s carries the sub-id before its landing page", (link, expected) => {
    expect(withEpi(link, "s")).toBe(expected);
    expect(withEpi(link, undefined)).toBe(link);
  });

  test("tells its landing page and its programme in both notations", () => {
    const links = [
      "http://clk.tradedoubler.com/click?a(1)p(2)url(https://a.example/x)",
      "https://pdt.tradedoubler.com/click?a(1)p(2)url(https%3A%2F%2Fa.example%2Fx)",
      "https://clk.tradedoubler.com/click?p=2&a=1&url=https%3A%2F%2Fa.example%2Fx",
    ];
    expect(links.map(landingOf)).toEqual(links.map(() => "https://a.example/x"));
    expect(links.map(programmeOf)).toEqual(["2", "2", "2"]);
    expect(landingOf("https://clk.tradedoubler.com/click?p=2")).toBeNull();
  });
});
