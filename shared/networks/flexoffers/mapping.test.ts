/** Every field of FlexOffers' records, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import type { OfferContent } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { adapter } from "./index.ts";
import type { FlexoffersRecord, JoinedAdvertiser } from "./records.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

const LINK =
  "https://track.flexlinkspro.com/g.ashx?foid=2.7710034.20481991&trid=1400021.990417&foc=12&fot=9999&fos=6";

const link = {
  advertiserId: 990417,
  advertiserName: "Bramble & Fig",
  linkId: "2.7710034.20481991",
  linkType: "Text Link",
  linkName: "20% Off Linen Bedding",
  linkDescription: "Save 20% on linen. Ends Sunday.",
  promotionalTypes: "Coupon,Percent Off",
  linkUrl: LINK,
  couponCode: "LINEN20",
  couponRestrictions: "New customers only.",
  startDate: "2026-11-16T00:00:00",
  endDate: "2026-11-29T23:59:59",
  imageUrl: null,
  bannerWidth: null,
  bannerHeight: null,
  htmlCode: '<a href="https://track.flexlinkspro.com/g.ashx?foid=...">20% Off Linen Bedding</a>',
  allowsDeeplinking: true,
  categories: "Home & Garden,Bedding",
  epc7D: null,
  epc3M: "0.31",
  percentageOff: 20,
  dollarOff: 0,
  logoURL: "https://content.flexlinks.com/sharedimages/programs/990417.png",
};

const programme = {
  id: 990417,
  name: "Bramble & Fig",
  domainUrl: "https://www.brambleandfig.example",
  categoryIds: "12,40",
  categoryNames: "Home & Garden,Bedding",
  created: "2021-04-02T00:00:00",
  programStatus: "Approved",
  lastStatusUpdated: "2026-06-01T00:00:00",
  applicationStatus: "Approved",
  description: "<p>Linen &amp; homeware</p>",
  payout: "8.00%",
  imageUrl: "https://content.flexlinks.com/sharedimages/programs/990417.png",
  country: "US",
  deeplinkURL:
    "https://track.flexlinkspro.com/g.ashx?foid=1.990417&trid=1400021.990417&foc=17&fot=9999&fos=1&url=",
  actions: [{ action: "Sale", actionType: "Sale", commissionType: "Percentage", commission: "8.00%" }],
};

const advertiser: JoinedAdvertiser = {
  id: "990417",
  name: "Bramble & Fig",
  domainUrl: "https://www.brambleandfig.example",
  country: "US",
  payout: "8.00%",
  actions: programme.actions,
};

const product = {
  pid: 5500123,
  name: "Linen Duvet Cover",
  brand: "Bramble",
  cid: 7701,
  aid: 990417,
  advertiserName: "Bramble & Fig",
  linkUrl: "https://track.flexlinkspro.com/g.ashx?foid=3.990417.5500123&trid=1400021.990417&foc=16",
  shortDescription: "Stonewashed linen.",
  description: "A long text.",
  category: "Home > Bedding",
  imageUrl: "https://img.brambleandfig.example/1.jpg",
  alternateImageUrl2: "https://img.brambleandfig.example/2.jpg",
  price: 129,
  priceCurrency: "USD",
  salePrice: 99.5,
  finalPrice: 99.5,
  isOnSale: true,
  isInStock: true,
  keywords: "linen, bedding",
  upCorEAN: "4006381333931",
  deepLinkURL:
    "https://track.flexlinkspro.com/g.ashx?foid=1.990417&url=https%3A%2F%2Fwww.brambleandfig.example%2Fp%2F1",
};

const map = (record: FlexoffersRecord, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: { apiKey: "0f6c2a1e-7d34-4b0c-9a55-3c1d2e4f5a6b" },
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });

const mapLink = (given: object = {}, settings: object = {}, joined: JoinedAdvertiser | null = advertiser) =>
  map({ surface: "promotion", link: { ...link, ...given }, advertiser: joined }, settings);
const mapProgramme = (given: object = {}, settings: object = {}) =>
  map({ surface: "programme", programme: { ...programme, ...given } }, settings);
const mapProduct = (
  given: object = {},
  joined: JoinedAdvertiser | null = advertiser,
  currency: string | null = null,
) => map({ surface: "product", product: { ...product, ...given }, advertiser: joined, currency });

const normalised = (draft: ReturnType<typeof map>): OfferContent => {
  if (draft === null) throw new Error("expected an offer");
  return normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
};

describe("a link", () => {
  test("has every field of the table in its place", () => {
    expect(mapLink()).toEqual({
      sourceOfferId: "promotion-2.7710034.20481991",
      kind: "COUPON",
      title: "20% Off Linen Bedding",
      description: "Save 20% on linen. Ends Sunday.",
      merchant: { name: "Bramble & Fig", domain: "https://www.brambleandfig.example" },
      url: null,
      trackingUrl: LINK,
      images: ["https://content.flexlinks.com/sharedimages/programs/990417.png"],
      discount: { type: "PERCENT", value: 20 },
      couponCode: "LINEN20",
      restrictions: ["New customers only."],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8", max: "8", basis: "SALE" },
      categories: ["Home & Garden", "Bedding"],
      tags: ["Coupon", "Percent Off", "Text Link", null],
      countries: ["US"],
      startsAt: "2026-11-16T00:00:00",
      endsAt: "2026-11-29T23:59:59",
    });
  });

  test("is a deal while its code is an empty text", () => {
    expect(mapLink({ couponCode: "  " })).toMatchObject({ kind: "DEAL", couponCode: null });
  });

  test.each([
    ["winter", { startDate: "2026-01-15T09:30:00" }, "2026-01-15T14:30:00Z"],
    ["summer", { startDate: "2026-07-15T09:30:00" }, "2026-07-15T14:30:00Z"],
  ])("has its dates read as UTC-05:00 in %s: there is no daylight saving in EST", (_, given, expected) => {
    expect(normalised(mapLink(given)).startsAt).toBe(expected);
  });

  test("without dates has none", () => {
    expect(normalised(mapLink({ startDate: null, endDate: null }))).toMatchObject({
      startsAt: null,
      endsAt: null,
    });
  });

  test.each([
    [
      { percentageOff: 0, dollarOff: 15 },
      { type: "AMOUNT", value: "15.00", currency: "USD" },
    ],
    [
      { percentageOff: "12.5", dollarOff: 0 },
      { type: "PERCENT", value: "12.5", currency: null },
    ],
    [{ percentageOff: 0, dollarOff: 0 }, null],
  ])("has its discount from %o", (given, expected) => {
    expect(normalised(mapLink(given)).discount).toEqual(expected);
  });

  test.each(["url", "URL"])("that is deep leads where its parameter %s says", (name) => {
    const linkUrl = `${LINK}&${name}=https%3A%2F%2Fwww.brambleandfig.example%2Fsale%3Fa%3D1`;
    expect(mapLink({ linkUrl })).toMatchObject({
      url: "https://www.brambleandfig.example/sale?a=1",
      trackingUrl: linkUrl,
    });
  });

  test("shows its own image before the advertiser's logo", () => {
    expect(mapLink({ imageUrl: "https://img.example/b.png" })?.images).toEqual(["https://img.example/b.png"]);
  });

  test("carries the sub-id, encoded, in the parameter of the settings", () => {
    expect(mapLink({}, { subId: "blog/7 a" })?.trackingUrl).toBe(`${LINK}&fobs=blog%2F7%20a`);
    expect(mapLink({}, { subId: "b", subIdParameter: "fobs3" })?.trackingUrl).toBe(`${LINK}&fobs3=b`);
  });

  test("is read whatever the casing of its field names", () => {
    const pascal = Object.fromEntries(
      Object.entries(link).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
    );
    expect(map({ surface: "promotion", link: pascal, advertiser })).toEqual(mapLink());
  });

  test("has its advertiser's name from either of the two fields it has been seen in", () => {
    const { advertiserName: _, ...older } = link;
    const record = { surface: "promotion", link: { ...older, advertiser: "Bramble" }, advertiser } as const;
    expect(map(record)?.merchant?.name).toBe("Bramble");
  });

  test("of an advertiser that is not joined says so by UNKNOWN, and is left out when the settings say", () => {
    expect(mapLink({}, {}, null)).toMatchObject({
      joinStatus: "UNKNOWN",
      commission: null,
      countries: [],
      merchant: { name: "Bramble & Fig" },
    });
    expect(mapLink({}, { approvedOnly: true }, null)).toBeNull();
  });

  test("that promises nothing is tagged, and left out when the settings say", () => {
    const nothing = {
      promotionalTypes: "General Promotion",
      couponCode: "",
      percentageOff: 0,
      startDate: null,
      endDate: null,
    };
    expect(mapLink(nothing)?.tags).toContain("generic creative");
    expect(mapLink(nothing, { genericCreatives: false })).toBeNull();
    expect(mapLink({ ...nothing, couponCode: "X" }, { genericCreatives: false })).not.toBeNull();
  });

  test.each([
    [{ linkId: undefined }, /promotion "20% Off Linen Bedding": linkId: is missing/],
    [{ linkUrl: "" }, /promotion 2.7710034.20481991 has no linkUrl/],
    [{ linkUrl: "https://track.flexlinkspro.com/i.ashx?foid=2" }, /is a pixel, not a link/],
  ])("is rejected for %o", (given, reason) => {
    expect(() => mapLink(given)).toThrow(RecordRejected);
    expect(() => mapLink(given)).toThrow(reason);
  });
});

describe("a programme", () => {
  test("has every field of the table in its place", () => {
    expect(mapProgramme()).toEqual({
      sourceOfferId: "programme-990417",
      kind: "PROGRAMME",
      title: "Bramble & Fig",
      description: "<p>Linen &amp; homeware</p>",
      merchant: { name: "Bramble & Fig", domain: "https://www.brambleandfig.example" },
      url: "https://www.brambleandfig.example",
      trackingUrl: `${programme.deeplinkURL}https%3A%2F%2Fwww.brambleandfig.example`,
      images: ["https://content.flexlinks.com/sharedimages/programs/990417.png"],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8", max: "8", basis: "SALE" },
      categories: ["Home & Garden", "Bedding"],
      tags: [],
      countries: ["US"],
      startsAt: "2021-04-02T00:00:00",
    });
  });

  test("has its description without HTML", () => {
    expect(normalised(mapProgramme()).description).toBe("Linen & homeware");
  });

  test("carries the sub-id behind its target", () => {
    expect(mapProgramme({}, { subId: "a" })?.trackingUrl).toBe(
      `${programme.deeplinkURL}https%3A%2F%2Fwww.brambleandfig.example&fobs=a`,
    );
  });

  test("whose link does not end ready for a target keeps it as it is", () => {
    const deeplinkURL = "https://track.flexlinkspro.com/g.ashx?foid=1.990417";
    expect(mapProgramme({ deeplinkURL })?.trackingUrl).toBe(deeplinkURL);
  });

  test.each([
    ["Approved", "JOINED"],
    ["Pending", "PENDING"],
    ["Declined", "DECLINED"],
    ["Suspended", "SUSPENDED"],
    ["Not Applied For", "AVAILABLE"],
    ["Deactivated", "UNKNOWN"],
    ["Something new", "UNKNOWN"],
  ])("with the application status %s is %s", (applicationStatus, expected) => {
    expect(mapProgramme({ applicationStatus })?.joinStatus).toBe(expected);
  });

  test("has its country by code or by name, and is refused for one that is neither", () => {
    expect(normalised(mapProgramme({ country: "United States, CA" })).countries).toEqual(["CA", "US"]);
    expect(() => normalised(mapProgramme({ country: "Narnia" }))).toThrow(/no ISO 3166-1 country code/);
  });

  test("that has closed is left out, however the publisher stood with it", () => {
    expect(mapProgramme({ programStatus: "Deactivated" })).toBeNull();
  });

  test("that is not joined, and has no link, points to the advertiser's own site", () => {
    expect(mapProgramme({ applicationStatus: "Not Applied For", deeplinkURL: "" })?.trackingUrl).toBe(
      "https://www.brambleandfig.example",
    );
  });

  test.each([
    [{ id: null }, /programme "Bramble & Fig": id: is missing/],
    [{ deeplinkURL: "" }, /programme 990417 has no deeplinkURL/],
    [
      { applicationStatus: "Pending", deeplinkURL: null, domainUrl: null },
      /has no deeplinkURL and no domainUrl/,
    ],
  ])("is rejected for %o", (given, reason) => {
    expect(() => mapProgramme(given)).toThrow(reason);
  });
});

describe("commission", () => {
  const action = (commission: string, actionType = "Sale", commissionType = "") => ({
    action: actionType,
    actionType,
    commissionType,
    commission,
  });
  const commissionOf = (actions: readonly object[] | null, payout: string | null = null) => {
    const { commission, tags } = normalised(mapProgramme({ actions, payout }));
    return { commission, tags };
  };
  const percent = { type: "PERCENT", min: "8", max: "8", currency: null, basis: "SALE" };

  test.each([
    [[action("8.00%")], percent],
    [[action("8.00", "Sale", "Percentage")], percent],
    [
      [action("$12.50", "Lead")],
      { type: "FIXED", min: "12.50", max: "12.50", currency: "USD", basis: "LEAD" },
    ],
    [
      [action("1,250", "Sale", "Flat")],
      { type: "FIXED", min: "1250.00", max: "1250.00", currency: "USD", basis: "SALE" },
    ],
    [
      [action("$0.10", "Click")],
      { type: "FIXED", min: "0.10", max: "0.10", currency: "USD", basis: "CLICK" },
    ],
    [[action("5.00% - 8.00%")], { ...percent, type: "RANGE", min: "5" }],
    [[action("$1.00 to $5.00")], { type: "RANGE", min: "1.00", max: "5.00", currency: "USD", basis: "SALE" }],
    [[action("Up to 8%")], { ...percent, type: "RANGE", min: null }],
    [[action("4%"), action("10% – 12%"), action("8%")], { ...percent, type: "RANGE", min: "4", max: "12" }],
  ])("of %j", (actions, expected) => {
    expect(commissionOf(actions)).toEqual({ commission: expected, tags: [] });
  });

  test("of several kinds is what a sale pays, and the rest stands in words", () => {
    expect(commissionOf([action("$2.50", "Lead"), action("$3.00"), action("8%")])).toEqual({
      commission: percent,
      tags: ["also pays $2.50 for Lead", "also pays $3.00 for Sale"],
    });
  });

  test("is the payout where there are no actions, on a basis that is not known", () => {
    expect(commissionOf([], "8.00%").commission).toEqual({ ...percent, basis: null });
    expect(commissionOf(null, "8.00%").commission).toEqual({ ...percent, basis: null });
  });

  test.each(["varies by category", "8", "$5 + 8%", "-3%"])("that reads “%s” is left to people", (text) => {
    expect(commissionOf([action(text)])).toEqual({ commission: null, tags: [`pays ${text} for Sale`] });
  });
});

describe("a product", () => {
  test("has every field of the table in its place", () => {
    expect(normalised(mapProduct())).toMatchObject({
      kind: "PRODUCT",
      title: "Linen Duvet Cover",
      description: "Stonewashed linen.",
      merchant: { id: "brambleandfig.example", name: "Bramble & Fig" },
      url: "https://www.brambleandfig.example/p/1",
      trackingUrl: product.linkUrl,
      images: ["https://img.brambleandfig.example/1.jpg", "https://img.brambleandfig.example/2.jpg"],
      price: { amount: "99.50", currency: "USD" },
      originalPrice: { amount: "129.00", currency: "USD" },
      discount: { type: "PERCENT", value: "22.87" },
      availability: "IN_STOCK",
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "8", max: "8", basis: "SALE" },
      categories: ["Home > Bedding"],
      tags: ["bedding", "linen"],
      countries: ["US"],
      gtin: "04006381333931",
    });
    expect(mapProduct()?.sourceOfferId).toBe("product-5500123");
  });

  test.each([
    [{ finalPrice: 0, salePrice: 80, price: 100 }, "80.00"],
    [{ finalPrice: null, salePrice: 0, price: 100 }, "100.00"],
    [{ finalPrice: "70.25", salePrice: "0", price: "100" }, "70.25"],
  ])("of %o costs %s", (given, amount) => {
    expect(normalised(mapProduct(given)).price?.amount).toBe(amount);
  });

  test("without any price has none", () => {
    expect(normalised(mapProduct({ finalPrice: 0, salePrice: 0, price: 0 })).price).toBeNull();
  });

  test("without a currency has its catalogue's, and without that is refused", () => {
    expect(normalised(mapProduct({ priceCurrency: "" }, advertiser, "CAD")).price?.currency).toBe("CAD");
    expect(() => normalised(mapProduct({ priceCurrency: "" }))).toThrow(/the currency is missing/);
  });

  test.each([
    [true, "IN_STOCK"],
    ["True", "IN_STOCK"],
    [false, "OUT_OF_STOCK"],
    ["0", "OUT_OF_STOCK"],
    [null, "UNKNOWN"],
    ["", "UNKNOWN"],
  ])("with isInStock %j is %s", (isInStock, expected) => {
    expect(mapProduct({ isInStock })?.availability).toBe(expected);
  });

  test("has its code under either spelling that has been met", () => {
    const { upCorEAN, ...rest } = product;
    const record = { ...rest, upcOrEan: Number(upCorEAN) };
    const draft = map({ surface: "product", product: record, advertiser, currency: null });
    expect(normalised(draft).gtin).toBe("04006381333931");
  });

  test.each([
    [{ pid: "" }, /product "Linen Duvet Cover": pid: is missing/],
    [{ linkUrl: null }, /product 5500123 has no linkUrl/],
  ])("is rejected for %o", (given, reason) => {
    expect(() => mapProduct(given)).toThrow(reason);
  });
});
