/** Every field of eBay's tables, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import type { EbayRecord } from "./records.ts";
import { ebaySandboxCredentials as credentials } from "./sandbox/credentials.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const context = {
  credentials,
  settings: adapter.settingsSchema.parse({ marketplaceId: "EBAY_DE" }),
  now: NOW,
};
const link =
  "https://www.ebay.de/itm/405500000001?hash=item5e%3Ag%3Aexample&mkevt=1&mkcid=1&mkrid=707-53477-19255-0&campid=5330000001&customid=site-de&toolid=10049";
const summary = {
  itemId: "v1|405500000001|0",
  title: "Akku-Bohrhammer 18V Größe L & Koffer",
  shortDescription: "Mit Koffer",
  categories: [{ categoryName: "Bohrhämmer" }, { categoryName: "Werkzeuge" }],
  image: { imageUrl: "https://i.ebayimg.com/images/g/exampleA/s-l225.jpg" },
  thumbnailImages: [{ imageUrl: "https://i.ebayimg.com/images/g/exampleA/s-l640.jpg" }],
  additionalImages: [{ imageUrl: "https://i.ebayimg.com/images/g/exampleB/s-l225.jpg" }],
  price: { value: "129.90", currency: "EUR" },
  marketingPrice: { originalPrice: { value: "159.90", currency: "EUR" }, discountPercentage: "19" },
  seller: { username: "werkzeug-beispiel" },
  condition: "Neu",
  buyingOptions: ["FIXED_PRICE", "BEST_OFFER"],
  itemWebUrl: "https://www.ebay.de/itm/405500000001?hash=item5e:g:example",
  itemAffiliateWebUrl: link,
  itemCreationDate: "2026-11-01T09:30:00.000Z",
  itemEndDate: "2026-12-01T09:30:00.000Z",
};
const toOffer = (record: EbayRecord) => adapter.toOffer(record, context);
const item = (change: object = {}) => toOffer({ surface: "item", item: { ...summary, ...change } });

describe("a listing", () => {
  test("with a reduction is a deal with every field in its place, and its link untouched", () => {
    expect(item()).toEqual({
      sourceOfferId: "v1|405500000001|0",
      kind: "DEAL",
      title: "Akku-Bohrhammer 18V Größe L & Koffer",
      description: "Mit Koffer",
      merchant: { name: "eBay", domain: "ebay.de" },
      url: "https://www.ebay.de/itm/405500000001?hash=item5e:g:example",
      trackingUrl: link,
      images: [
        "https://i.ebayimg.com/images/g/exampleA/s-l1600.jpg",
        "https://i.ebayimg.com/images/g/exampleB/s-l1600.jpg",
      ],
      price: { amount: "129.90", currency: "EUR" },
      originalPrice: { amount: "159.90", currency: "EUR" },
      discount: { type: "PERCENT", value: "19" },
      joinStatus: "JOINED",
      categories: ["Bohrhämmer", "Werkzeuge"],
      tags: ["Neu", "FIXED_PRICE", "BEST_OFFER", null, "seller:werkzeug-beispiel"],
      countries: ["DE"],
      languages: ["de"],
      startsAt: "2026-11-01T09:30:00.000Z",
      endsAt: "2026-12-01T09:30:00.000Z",
    });
  });

  test("without one is a product, and an auction costs its highest bid", () => {
    const bid = { value: "12.50", currency: "EUR" };
    expect(item({ marketingPrice: undefined, price: undefined, currentBidPrice: bid })).toMatchObject({
      kind: "PRODUCT",
      price: { amount: "12.50", currency: "EUR" },
      originalPrice: null,
    });
  });

  test("with nothing but what it must have is an offer", () => {
    const { itemId, title, itemAffiliateWebUrl } = summary;
    expect(toOffer({ surface: "item", item: { itemId, title, itemAffiliateWebUrl } })).toMatchObject({
      price: null,
      images: [],
      kind: "PRODUCT",
    });
  });

  test("without an affiliate link is rejected: nothing would be paid", () => {
    expect(() => item({ itemAffiliateWebUrl: undefined })).toThrow(
      'item "v1|405500000001|0" has no affiliate link: nothing would be paid for it',
    );
  });

  test("without a title is rejected by its id", () => {
    expect(() => item({ title: undefined })).toThrow('item "v1|405500000001|0": title: is missing');
  });

  test("means instants in winter and in summer", () => {
    const draft = item({
      itemCreationDate: "2026-01-15T10:00:00.000Z",
      itemEndDate: "2026-07-15T10:00:00.000Z",
    });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      startsAt: "2026-01-15T10:00:00Z",
      endsAt: "2026-07-15T10:00:00Z",
    });
  });
});

describe("a deal of eBay's", () => {
  const deal = {
    itemId: "v1|2|0",
    title: "Kaffeevollautomat",
    commissionable: false,
    dealStartDate: "2026-11-20T08:00:00.000Z",
    dealEndDate: "2026-11-27T07:59:59.000Z",
    dealWebUrl: "https://www.ebay.de/deals/1",
    itemWebUrl: "https://www.ebay.de/itm/2",
    itemAffiliateWebUrl: "https://www.ebay.de/itm/2?mkevt=1",
    price: { value: "299.00", currency: "EUR" },
    marketingPrice: { originalPrice: { value: "449.00", currency: "EUR" }, discountPercentage: "33" },
  };
  const map = (change: object) => toOffer({ surface: "deal", deal: { ...deal, ...change } });

  test("has its dates, its prices, and a mark where eBay pays nothing for it", () => {
    expect(map({})).toMatchObject({
      sourceOfferId: "deal:v1|2|0",
      kind: "DEAL",
      url: "https://www.ebay.de/itm/2",
      trackingUrl: "https://www.ebay.de/itm/2?mkevt=1",
      originalPrice: { amount: "449.00", currency: "EUR" },
      tags: ["NOT_COMMISSIONABLE"],
      startsAt: "2026-11-20T08:00:00.000Z",
      endsAt: "2026-11-27T07:59:59.000Z",
    });
  });

  test("of several variants is known by its group, and linked by the deal", () => {
    const group = {
      itemId: undefined,
      itemGroupId: "3",
      itemAffiliateWebUrl: undefined,
      dealAffiliateWebUrl: "https://www.ebay.de/deals/1?campid=5",
    };
    expect(map(group)).toMatchObject({
      sourceOfferId: "deal:group:3",
      trackingUrl: "https://www.ebay.de/deals/1?campid=5",
    });
  });

  test("with neither number is rejected", () => {
    expect(() => map({ itemId: undefined })).toThrow("has neither itemId nor itemGroupId");
  });
});

describe("an event", () => {
  const event = {
    eventId: "5f1",
    title: "Black Week",
    description: "Bis zu 20 %",
    startDate: "2026-11-20T08:00:00.000Z",
    endDate: "2026-11-27T07:59:59.000Z",
    eventAffiliateWebUrl: "https://www.ebay.de/e/1?campid=5",
    applicableCoupons: [
      { redemptionCode: "BLACK20", terms: { summary: "Ab 50 €", fullText: "Gültig ab 50 €." } },
    ],
  };

  test("with a code is a coupon that shows its terms", () => {
    expect(toOffer({ surface: "event", event, coupon: 0 })).toMatchObject({
      sourceOfferId: "event:5f1:BLACK20",
      kind: "COUPON",
      couponCode: "BLACK20",
      restrictions: ["Gültig ab 50 €.", undefined],
    });
  });

  test("without one is a deal", () => {
    expect(toOffer({ surface: "event", event, coupon: null })).toMatchObject({
      sourceOfferId: "event:5f1",
      kind: "DEAL",
      couponCode: null,
    });
  });
});

test("a coupon of a listing shows its message and terms with its code", () => {
  const coupon = {
    redemptionCode: "HERBST10",
    discountAmount: { value: "10.00", currency: "EUR" },
    message: "10 € ab 50 €",
    termsWebUrl: "https://www.ebay.de/terms",
    constraint: { expirationDate: "2026-12-01T07:59:59.000Z" },
  };
  expect(toOffer({ surface: "coupon", coupon, item: summary })).toMatchObject({
    sourceOfferId: "coupon:v1|405500000001|0:HERBST10",
    kind: "COUPON",
    couponCode: "HERBST10",
    description: "10 € ab 50 €",
    trackingUrl: link,
    discount: { type: "AMOUNT", value: "10.00", currency: "EUR" },
    restrictions: ["10 € ab 50 €", "Terms: https://www.ebay.de/terms"],
    endsAt: "2026-12-01T07:59:59.000Z",
  });
});
