/** Every field of CJ's records, in its place. */
import { describe, expect, test } from "vitest";
import type { OfferContent } from "../../offer/model.ts";
import { normaliseOffer } from "../../offer/normalise.ts";
import { commissionOf } from "./commission.ts";
import { adapter } from "./index.ts";
import { languageCode } from "./languages.ts";
import type { CjRecord } from "./records.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

const map = (record: CjRecord, settings: object = {}, now = NOW) =>
  adapter.toOffer(record, {
    credentials: { personalAccessToken: "t", companyId: "1", websiteId: "7654321" },
    settings: adapter.settingsSchema.parse(settings),
    now,
  });

function content(record: CjRecord, settings: object = {}, now = NOW): OfferContent {
  const draft = map(record, settings, now);
  if (!draft) throw new Error("the record is no offer");
  return normaliseOffer(draft, { timeZone: adapter.timeZone, now });
}

const link = {
  "advertiser-id": "5551001",
  "advertiser-name": "Lantern & Loom",
  "ad-content": "Take 15% off all blankets",
  category: "bed & bath",
  "click-commission": "0.0",
  language: "English",
  destination: "https://www.lantern-loom.example/blankets",
  "link-id": "15500001",
  "link-name": "15% off blankets",
  description: "Take 15% off all blankets with code COSY15",
  "promotion-start-date": "2026-11-01 00:00:00.0",
  "promotion-end-date": "2026-12-31 23:59:00.0",
  "promotion-type": "coupon",
  "coupon-code": "COSY15",
  "relationship-status": "joined",
  "sale-commission": "8.00%",
  "targeted-countries": "US,CA",
  "event-name": "Cyber Week",
  clickUrl: "https://www.tkqlhce.com/click-7654321-15500001",
};
const linkRecord = (over: object = {}, programUrl: string | null = null): CjRecord => ({
  surface: "link",
  link: Object.fromEntries(Object.entries({ ...link, ...over }).filter(([, value]) => value !== undefined)),
  programUrl,
});

describe("a link with a code", () => {
  test("is a coupon, with every field of the table in its place", () => {
    expect(content(linkRecord())).toEqual({
      kind: "COUPON",
      title: "15% off blankets",
      description: "Take 15% off all blankets with code COSY15",
      merchant: { id: "lantern-loom.example", name: "Lantern & Loom", domain: "lantern-loom.example" },
      url: "https://www.lantern-loom.example/blankets",
      trackingUrl: "https://www.tkqlhce.com/click-7654321-15500001",
      images: [],
      price: null,
      originalPrice: null,
      discount: null,
      couponCode: "COSY15",
      restrictions: [],
      availability: "UNKNOWN",
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8", max: "8", currency: null, basis: "SALE" },
      categories: ["bed & bath"],
      tags: ["Cyber Week", "coupon"],
      countries: ["CA", "US"],
      languages: ["en"],
      gtin: null,
      startsAt: "2026-11-01T00:00:00Z",
      endsAt: "2026-12-31T23:59:00Z",
    });
  });

  test("has its link's own id", () => {
    expect(map(linkRecord())?.sourceOfferId).toBe("link-15500001");
  });

  test("has its dates in UTC, in summer as in winter, with or without an offset", () => {
    const summer = {
      "promotion-start-date": "2026-07-01 08:30:00.0",
      "promotion-end-date": "2026-07-10T00:00:00Z",
    };
    expect(content(linkRecord(summer))).toMatchObject({
      startsAt: "2026-07-01T08:30:00Z",
      endsAt: "2026-07-10T00:00:00Z",
    });
  });

  test("that names a day runs until the day is over", () => {
    expect(content(linkRecord({ "promotion-end-date": "2026-12-31" })).endsAt).toBe("2026-12-31T23:59:59Z");
  });

  test.each([[undefined], ["ongoing"], ["Ongoing"]])("whose end is %s has none", (end) => {
    expect(content(linkRecord({ "promotion-end-date": end })).endsAt).toBeNull();
  });

  test("belongs to the site that Advertiser Lookup names, though its destination leads elsewhere", () => {
    const record = linkRecord(
      { destination: "https://redirect.example/go" },
      "https://www.lantern-loom.example",
    );
    expect(content(record).merchant?.domain).toBe("lantern-loom.example");
  });

  test("carries the sub-id as sid", () => {
    expect(map(linkRecord(), { sid: "blog-7" })?.trackingUrl).toBe(
      "https://www.tkqlhce.com/click-7654321-15500001?sid=blog-7",
    );
  });

  test("is described by its ad where it has no description", () => {
    expect(content(linkRecord({ description: undefined })).description).toBe("Take 15% off all blankets");
  });

  test.each([["US,CA"], ["US, CA"], ["US CA"]])("is for the countries of “%s”", (countries) => {
    expect(content(linkRecord({ "targeted-countries": countries })).countries).toEqual(["CA", "US"]);
  });

  test("has entities decoded that were text within the XML", () => {
    expect(content(linkRecord({ "link-name": "Loom&reg; &amp; Lantern" })).title).toBe("Loom® & Lantern");
  });
});

describe("a link without a code", () => {
  test.each([["coupon"], ["sale/discount"], ["free shipping"]])("of type %s is a deal", (type) => {
    const offer = content(linkRecord({ "coupon-code": undefined, "promotion-type": type }));
    expect([offer.kind, offer.couponCode]).toEqual(["DEAL", null]);
  });

  test.each([[undefined], ["N/A"]])("of type %s promotes nothing and is left out", (type) => {
    expect(map(linkRecord({ "coupon-code": undefined, "promotion-type": type }))).toBeNull();
  });
});

describe("a link that cannot be an offer", () => {
  test.each([
    ["link-id", /link "15% off blankets": link-id/],
    ["clickUrl", /link "15500001": clickUrl/],
  ])("without %s is rejected, by name", (field, reason) => {
    expect(() => map(linkRecord({ [field]: undefined }))).toThrow(reason);
  });

  test("that holds only in an unknown country is rejected, not made valid everywhere", () => {
    expect(() => content(linkRecord({ "targeted-countries": "Narnia" }))).toThrow(/no ISO 3166-1/);
  });
});

describe("what a link says of the relationship", () => {
  test.each([
    ["joined", "JOINED"],
    ["notjoined", "AVAILABLE"],
    ["not joined", "AVAILABLE"],
    ["paused", "UNKNOWN"],
    [undefined, "UNKNOWN"],
  ])("%s is %s", (status, expected) => {
    expect(map(linkRecord({ "relationship-status": status }))?.joinStatus).toBe(expected);
  });
});

describe("commission", () => {
  test.each([
    [["8.00%"], { type: "PERCENT", min: "8.00", max: "8.00", basis: "SALE" }],
    [["3.00% - 8.00%"], { type: "RANGE", min: "3.00", max: "8.00", basis: "SALE" }],
    [["10.00%", "9.50%"], { type: "RANGE", min: "9.50", max: "10.00", basis: "SALE" }],
    [["USD 5.00"], { type: "FIXED", min: "5.00", max: "5.00", currency: "USD", basis: "SALE" }],
    [
      ["EUR 1,050.50", "EUR 20.00"],
      { type: "RANGE", min: "20.00", max: "1050.50", currency: "EUR", basis: "SALE" },
    ],
  ])("of %j", (texts, expected) => {
    expect(commissionOf(texts, "SALE")).toEqual({ commission: expected, tags: [] });
  });

  test.each([["0.0"], ["0.00%"], ["USD 0.00"], ["5.00"], [""]])("is none where “%s” says no rate", (text) => {
    expect(commissionOf([text], "SALE").commission).toBeNull();
  });

  test("of percentages and amounts is the percentages, and the amounts are tags", () => {
    expect(commissionOf(["8.00%", "USD 2.00"], "SALE")).toEqual({
      commission: { type: "RANGE", min: "8.00", max: "8.00", basis: "SALE" },
      tags: ["also pays USD 2.00"],
    });
  });

  test.each([
    [{ "sale-commission": undefined, "lead-commission": "USD 4.00" }, "LEAD"],
    [{ "sale-commission": "0.00%", "click-commission": "USD 0.10" }, "CLICK"],
  ])("of a link that pays no sale is what else it pays", (over, basis) => {
    expect(map(linkRecord(over))?.commission?.basis).toBe(basis);
  });
});

describe("languages", () => {
  test.each([
    ["English", "en"],
    ["German", "de"],
    ["Norwegian Bokmål", "nb"],
    ["pl", "pl"],
    ["Klingonese", null],
    [undefined, null],
  ])("%s is %s", (name, code) => {
    expect(languageCode(name)).toBe(code);
  });
});

const advertiser = {
  "advertiser-id": "5551001",
  "account-status": "Active",
  language: "en",
  "advertiser-name": "Lantern & Loom",
  "program-url": "https://www.lantern-loom.example",
  "relationship-status": "joined",
  categories: ["Home & Garden", "Bed & Bath"],
  actions: [{ type: "advanced sale", commission: "8.00%" }],
};
const programmeRecord = (
  over: object = {},
  textLink: { clickUrl: string; deep: boolean } | null = {
    clickUrl: "https://www.tkqlhce.com/click-7654321-15500009",
    deep: true,
  },
): CjRecord => ({ surface: "programme", advertiser: { ...advertiser, ...over }, link: textLink });

describe("an advertiser", () => {
  test("is a programme, with every field of the table in its place", () => {
    expect(map(programmeRecord())?.sourceOfferId).toBe("programme-5551001");
    expect(content(programmeRecord())).toMatchObject({
      kind: "PROGRAMME",
      title: "Lantern & Loom",
      description: null,
      merchant: { id: "lantern-loom.example", name: "Lantern & Loom" },
      url: "https://www.lantern-loom.example",
      images: [],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8", max: "8", currency: null, basis: "SALE" },
      categories: ["Home & Garden", "Bed & Bath"],
      tags: [],
      countries: [],
      languages: ["en"],
      startsAt: null,
      endsAt: null,
    });
  });

  test("links by a text link of its own, sent to the programme's page, with the sub-id", () => {
    expect(map(programmeRecord(), { sid: "blog-7" })?.trackingUrl).toBe(
      "https://www.tkqlhce.com/click-7654321-15500009?url=https%3A%2F%2Fwww.lantern-loom.example&sid=blog-7",
    );
  });

  test("links by a text link as it is where it may not be sent anywhere else", () => {
    const fixed = { clickUrl: "https://www.tkqlhce.com/click-7654321-15500010", deep: false };
    expect(map(programmeRecord({}, fixed))?.trackingUrl).toBe(fixed.clickUrl);
  });

  test("that is joined and has no text link is rejected: a link is never made up", () => {
    expect(() => map(programmeRecord({}, null))).toThrow(/5551001 is joined, and CJ has no text link/);
  });

  test("that is not joined links to its site, and says that it can be joined", () => {
    expect(map(programmeRecord({ "relationship-status": "notjoined" }, null))).toMatchObject({
      trackingUrl: "https://www.lantern-loom.example",
      joinStatus: "AVAILABLE",
    });
  });

  test("that is not joined and names no site is rejected", () => {
    const record = programmeRecord({ "relationship-status": "notjoined", "program-url": undefined }, null);
    expect(() => map(record)).toThrow(/names no program-url/);
  });

  test("that has left CJ is left out", () => {
    expect(map(programmeRecord({ "account-status": "Deactive" }))).toBeNull();
  });

  test("of several actions pays their range, and says what for where they agree", () => {
    const sales = [
      { type: "advanced sale", commission: "8.00%" },
      { type: "simple sale", commission: "3.50%" },
    ];
    expect(content(programmeRecord({ actions: sales })).commission).toEqual({
      type: "RANGE",
      min: "3.5",
      max: "8",
      currency: null,
      basis: "SALE",
    });
    const mixed = [...sales, { type: "advanced lead", commission: "USD 0.50" }];
    expect(content(programmeRecord({ actions: mixed }))).toMatchObject({
      commission: { basis: null },
      tags: ["also pays USD 0.50"],
    });
  });

  test("without an id is rejected by its name", () => {
    expect(() => map(programmeRecord({ "advertiser-id": undefined }))).toThrow(
      /advertiser "Lantern & Loom": advertiser-id/,
    );
  });
});

const product = {
  __typename: "Shopping",
  id: "LL-100",
  adId: "15600001",
  advertiserId: "5551001",
  advertiserName: "Lantern & Loom",
  title: "Wool blanket 150x200",
  description: "Soft wool blanket",
  brand: "Loom",
  link: "https://www.lantern-loom.example/p/LL-100",
  imageLink: "https://img.lantern-loom.example/LL-100.jpg",
  additionalImageLink: ["https://img.lantern-loom.example/LL-100b.jpg"],
  price: { amount: "89.00", currency: "USD" },
  salePrice: { amount: "71.20", currency: "USD" },
  salePriceEffectiveDateStart: "2026-11-01T00:00:00Z",
  salePriceEffectiveDateEnd: "2026-12-01T00:00:00Z",
  discountPercentage: 20.0,
  targetCountry: "US",
  serviceableAreas: "US,CA",
  lastUpdated: "2026-11-18T03:12:45.120Z",
  isDeleted: false,
  joinedStatus: true,
  availability: "IN_STOCK",
  gtin: "00012345678905",
  productType: ["Home > Blankets"],
  googleProductCategory: { id: 1985, name: "Home & Garden > Linens & Bedding" },
  customLabel0: "winter",
  linkCode: {
    clickUrl:
      "https://www.anrdoezrs.net/click-7654321-15600001?url=https%3A%2F%2Fwww.lantern-loom.example%2Fp%2FLL-100",
    imageUrl: null,
  },
};
const productRecord = (over: object = {}, language: string | null = "en"): CjRecord => ({
  surface: "product",
  product: { ...product, ...over },
  language,
});

describe("a product", () => {
  test("has every field of the table in its place", () => {
    expect(map(productRecord())?.sourceOfferId).toBe("product-5551001:15600001:LL-100");
    expect(content(productRecord())).toEqual({
      kind: "PRODUCT",
      title: "Wool blanket 150x200",
      description: "Soft wool blanket",
      merchant: { id: "lantern-loom.example", name: "Lantern & Loom", domain: "lantern-loom.example" },
      url: "https://www.lantern-loom.example/p/LL-100",
      trackingUrl: product.linkCode.clickUrl,
      images: ["https://img.lantern-loom.example/LL-100.jpg", "https://img.lantern-loom.example/LL-100b.jpg"],
      price: { amount: "71.20", currency: "USD" },
      originalPrice: { amount: "89.00", currency: "USD" },
      discount: { type: "PERCENT", value: "20", currency: null },
      couponCode: null,
      restrictions: [],
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      commission: null,
      categories: ["Home & Garden > Linens & Bedding", "Home > Blankets"],
      tags: ["Loom", "winter"],
      countries: ["CA", "US"],
      languages: ["en"],
      gtin: "00012345678905",
      startsAt: null,
      endsAt: null,
    });
  });

  test.each([
    ["before it begins", { salePriceEffectiveDateStart: "2026-11-20T12:00:01Z" }],
    ["after it has ended", { salePriceEffectiveDateEnd: "2026-11-20T11:59:59" }],
    ["where it is no reduction", { salePrice: { amount: 89, currency: "USD" } }],
    ["where there is none", { salePrice: null }],
  ])("costs its price, not the sale price %s", (_, over) => {
    expect(content(productRecord(over))).toMatchObject({
      price: { amount: "89.00", currency: "USD" },
      originalPrice: null,
      discount: null,
    });
  });

  test("has amounts as text or as numbers", () => {
    const record = productRecord({ price: { amount: 89.5, currency: "USD" }, salePrice: null });
    expect(content(record).price).toEqual({ amount: "89.50", currency: "USD" });
  });

  test.each([
    ["in stock", "IN_STOCK"],
    ["OUT_OF_STOCK", "OUT_OF_STOCK"],
    ["Pre-order", "PREORDER"],
    ["BACKORDER", "BACKORDER"],
    ["soon", "UNKNOWN"],
    [null, "UNKNOWN"],
  ])("whose availability is “%s” is %s", (availability, expected) => {
    expect(map(productRecord({ availability }))?.availability).toBe(expected);
  });

  test("that its advertiser deleted is left out", () => {
    expect(map(productRecord({ isDeleted: true }))).toBeNull();
  });

  test("of an advertiser who is not joined has no link and is rejected", () => {
    expect(() => map(productRecord({ linkCode: null, joinedStatus: false }))).toThrow(
      /product 5551001:15600001:LL-100 has no linkCode/,
    );
  });

  test("without a currency is rejected: none is guessed", () => {
    const record = productRecord({ price: { amount: "89.00", currency: null }, salePrice: null });
    expect(() => content(record)).toThrow(/currency is missing/);
  });

  test("without its feed's id is rejected by its own", () => {
    expect(() => map(productRecord({ adId: undefined }))).toThrow(/product "LL-100": adId/);
  });
});
