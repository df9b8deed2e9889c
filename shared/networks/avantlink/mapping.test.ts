/** Every column of AvantLink's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { commissionOf } from "./commission.ts";
import { adapter } from "./index.ts";
import type { AvantlinkRecord, MerchantFacts } from "./map-offer.ts";
import { amountOf, isoDate, Row } from "./row.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const merchant: MerchantFacts = {
  url: "https://www.summitandstone.example",
  logo: "https://static.avantlink.example/19001.gif",
  rate: { Commission_Rate: "8.00%", Commission_Action: "sale" },
};
const ad = {
  Merchant_Name: "Summit & Stone",
  Merchant_Id: "19001",
  Ad_Title: "20% Off Tents",
  Ad_Type: "text",
  Ad_Content: "Take 20% off all tents with code CAMP20",
  Ad_Url: "https://www.avantlink.com/click.php?tt=ml&ti=612345&pw=44021&mi=19001",
  Coupon: "Yes",
  Coupon_Code: "CAMP20",
  Ad_Start_Date: "2026-11-01",
  Ad_Expiration_Date: "2026-12-15",
  Ad_Id: "612345",
};
const programme = {
  Merchant_Id: "19001",
  Merchant_Name: "Summit & Stone",
  Merchant_Category_Name: "Outdoor/Recreation",
  Association_Status: "active",
  Commission_Action: "sale",
  Commission_Rate: "8.00%",
  Merchant_Logo: "https://static.avantlink.example/19001.gif",
  Merchant_URL: "https://www.summitandstone.example",
  Default_Tracking_URL: "https://www.avantlink.com/click.php?tt=cl&mi=19001&pw=44021",
  AvantLink_Exclusive: "No",
  Default_Program_Commission_Rate: "7.00%",
};
const product = {
  lngProductId: "88120034",
  lngMerchantId: "19001",
  strMerchantName: "Summit & Stone",
  strProductSKU: "TNT-200",
  strProductName: "Ridge 2P Tent",
  strBrandName: "Kestrel",
  dblProductPrice: "299.95",
  dblProductSalePrice: "239.96",
  strLargeImage: "https://img.summitandstone.example/tnt200.jpg",
  strBuyURL: "https://www.avantlink.com/click.php?p=9001&pw=44021&pt=3&pri=88120034&tt=df",
  txtLongDescription: "Two-person tent",
  strCategoryName: "Tents",
};

const map = (record: AvantlinkRecord, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: { affiliateId: "1", websiteId: "44021", authKey: "key" },
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });
const contentOf = (record: AvantlinkRecord) => {
  const draft = map(record);
  return draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
};

describe("an ad", () => {
  test("with a code is a coupon with every column in its place", () => {
    expect(map({ surface: "ad", row: ad, merchant })).toEqual({
      sourceOfferId: "ad-612345",
      kind: "COUPON",
      title: "20% Off Tents",
      description: "Take 20% off all tents with code CAMP20",
      merchant: { name: "Summit & Stone", domain: "https://www.summitandstone.example" },
      trackingUrl: ad.Ad_Url,
      images: [null, "https://static.avantlink.example/19001.gif"],
      couponCode: "CAMP20",
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8.00", max: "8.00", basis: "SALE" },
      tags: ["text"],
      startsAt: "2026-11-01",
      endsAt: "2026-12-15",
    });
  });

  test("without a code is a deal", () => {
    expect(map({ surface: "ad", row: { ...ad, Coupon_Code: "" }, merchant })?.kind).toBe("DEAL");
  });

  test("that is an image shows it, and has no description", () => {
    const row = { ...ad, Ad_Type: "image", Ad_Content: "https://static.avantlink.example/b.gif" };
    expect(map({ surface: "ad", row, merchant })).toMatchObject({
      description: null,
      images: ["https://static.avantlink.example/b.gif", merchant.logo],
    });
  });

  test("that is a video is left out", () => {
    expect(map({ surface: "ad", row: { ...ad, Ad_Type: "video" }, merchant })).toBeNull();
  });

  test("runs to the end of its last day in Denver, in winter and in summer", () => {
    expect(contentOf({ surface: "ad", row: ad, merchant })).toMatchObject({
      startsAt: "2026-11-01T06:00:00Z",
      endsAt: "2026-12-16T06:59:59Z",
    });
    const summer = { ...ad, Ad_Start_Date: "07/01/2026", Ad_Expiration_Date: "2026-07-31" };
    expect(contentOf({ surface: "ad", row: summer, merchant })).toMatchObject({
      startsAt: "2026-07-01T06:00:00Z",
      endsAt: "2026-08-01T05:59:59Z",
    });
  });

  test.each([
    ["Ad_Url", /ad 612345 has no ad url/],
    ["Ad_Id", /"20% Off Tents" has no ad id/],
  ])("without %s is rejected", (column, reason) => {
    expect(() => map({ surface: "ad", row: { ...ad, [column]: "" }, merchant })).toThrow(reason);
  });
});

describe("a programme", () => {
  test("has every column in its place", () => {
    expect(map({ surface: "programme", row: programme, association: "active" })).toEqual({
      sourceOfferId: "programme-19001",
      kind: "PROGRAMME",
      title: "Summit & Stone",
      description: "Outdoor/Recreation",
      merchant: { name: "Summit & Stone", domain: "https://www.summitandstone.example" },
      url: "https://www.summitandstone.example",
      trackingUrl: programme.Default_Tracking_URL,
      images: [programme.Merchant_Logo],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8.00", max: "8.00", basis: "SALE" },
      categories: ["Outdoor/Recreation"],
      tags: [null],
    });
  });

  test.each([
    ["pending", "PENDING"],
    ["denied", "DECLINED"],
    ["none", "AVAILABLE"],
  ] as const)("that is %s is %s", (association, joinStatus) => {
    const row = { ...programme, Association_Status: "", Default_Tracking_URL: "" };
    expect(map({ surface: "programme", row, association })).toMatchObject({
      joinStatus,
      trackingUrl: "https://www.summitandstone.example",
    });
  });
});

describe("commission", () => {
  test.each([
    [{ "Commission Rate": " 8.00%" }, { type: "PERCENT", min: "8.00", max: "8.00", basis: "SALE" }],
    [
      { "Commission Rate": "$5.00", "Commission Action": "Lead" },
      { type: "FIXED", min: "5.00", max: "5.00", currency: "USD", basis: "LEAD" },
    ],
    [
      { "Commission Rate": "", "Default Program Commission Rate": "7.00%" },
      { type: "PERCENT", min: "7.00", max: "7.00", basis: "SALE" },
    ],
    [{}, null],
  ])("of %j", (row, expected) => {
    expect(commissionOf(new Row(row), "USD")).toEqual(expected);
  });
});

describe("a product", () => {
  test("has every column in its place", () => {
    expect(map({ surface: "product", row: product, merchant })).toMatchObject({
      sourceOfferId: "product-19001:TNT-200",
      kind: "PRODUCT",
      title: "Ridge 2P Tent",
      description: "Two-person tent",
      trackingUrl: product.strBuyURL,
      price: { amount: "239.96", currency: "USD" },
      originalPrice: { amount: "299.95", currency: "USD" },
      tags: ["Kestrel"],
    });
  });

  test("is read in all three spellings of its columns", () => {
    const labels = {
      "Merchant Id": "19001",
      "Product SKU": "TNT-200",
      "Product Name": "Ridge 2P Tent",
      "Retail Price": "$1,299.95",
      "Buy URL": product.strBuyURL,
    };
    const underscored = Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [name.replaceAll(" ", "_"), value]),
    );
    const read = [labels, underscored].map((row) => map({ surface: "product", row, merchant }));
    expect(read[0]).toEqual(read[1]);
    expect(read[0]?.price).toEqual({ amount: "1299.95", currency: "USD" });
  });

  test.each(["0.00", "", "299.95", "350.00"])(
    "at a sale price of %s is not on sale",
    (dblProductSalePrice) => {
      expect(map({ surface: "product", row: { ...product, dblProductSalePrice }, merchant })).toMatchObject({
        price: { amount: "299.95" },
        originalPrice: null,
      });
    },
  );

  test.each([
    ["CA", "CAD"],
    ["AU", "AUD"],
  ])("of the network %s is priced in %s", (network, currency) => {
    expect(map({ surface: "product", row: product, merchant }, { network })?.price?.currency).toBe(currency);
  });
});

test("a deal of the day is a deal with a price and its stock", () => {
  const row = {
    SKU: "S1",
    Product_Name: "Tent",
    Retail_Price: "$100.00",
    Sale_Price: "$60.00",
    Buy_URL: "https://www.avantlink.com/click.php?p=1",
    Merchant_Id: "19001",
    Merchant_20Id: "19001",
    Quantity_On_Hand: "0",
  };
  expect(map({ surface: "dotd", row, merchant })).toMatchObject({
    sourceOfferId: "dotd-19001:S1",
    kind: "DEAL",
    price: { amount: "60.00", currency: "USD" },
    originalPrice: { amount: "100.00", currency: "USD" },
    availability: "OUT_OF_STOCK",
  });
});

test("amounts and dates in AvantLink's forms", () => {
  expect(["$1,299.95", "12.5", "($12.00)", "0.00", "free", null].map(amountOf)).toEqual([
    "1299.95",
    "12.5",
    null,
    null,
    null,
    null,
  ]);
  expect(["07/01/2026", "07-01-2026 10:00", "2026-07-01", "ongoing", null].map(isoDate)).toEqual([
    "2026-07-01",
    "2026-07-01 10:00",
    "2026-07-01",
    null,
    null,
  ]);
});
