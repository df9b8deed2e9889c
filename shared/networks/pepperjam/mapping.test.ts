/** Every field of Pepperjam's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import type { PepperjamRecord, ProgrammeFacts } from "./records.ts";
import { pepperjamSandboxCredentials as credentials } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const map = (record: PepperjamRecord, settings: object = {}) =>
  adapter.toOffer(record, { credentials, settings: adapter.settingsSchema.parse(settings), now: NOW });
const programme: ProgrammeFacts = {
  name: "Larkspur & Co",
  website: "http://www.larkspur.example",
  currency: "USD",
  logo: "//media.pepperjamnetwork.com/programs/logos/7301",
  generic: "https://www.pjtra.com/t/8-2990-104999-73010",
  deepLinks: true,
};

describe("an advertiser", () => {
  const row = {
    id: "7301",
    name: "Larkspur &amp; Co ",
    description: "Garden tools",
    logo: "//media.pepperjamnetwork.com/programs/logos/7301",
    prohibited_states: "AR, CO",
    category: [{ id: "35", name: "Home & Garden" }],
    website: "http://www.larkspur.example",
    email: "a@larkspur.example",
    currency: "USD",
    status: "joined",
    percentage_payout: "10.000",
    flat_payout: null,
  };
  const advertiser = (change: object, generic: string | null = programme.generic) =>
    map({ surface: "programme", row: { ...row, ...change }, generic });

  test("is a programme with every field in its place, and nobody's name or address", () => {
    expect(advertiser({})).toEqual({
      sourceOfferId: "programme:7301",
      kind: "PROGRAMME",
      title: "Larkspur &amp; Co",
      description: "Garden tools",
      merchant: { name: "Larkspur &amp; Co", domain: "http://www.larkspur.example" },
      url: "http://www.larkspur.example",
      trackingUrl: programme.generic,
      images: ["https://media.pepperjamnetwork.com/programs/logos/7301"],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 10, max: 10, basis: "SALE" },
      categories: ["Home & Garden"],
      restrictions: ["Not in: AR, CO"],
    });
  });

  test("that pays an amount names its currency", () => {
    expect(advertiser({ percentage_payout: null, flat_payout: "12.50" })?.commission).toEqual({
      type: "FIXED",
      min: 12.5,
      max: 12.5,
      currency: "USD",
      basis: "SALE",
    });
  });

  test.each([
    ["applied", "PENDING"],
    ["invited", "AVAILABLE"],
    ["declined_publisher", "DECLINED"],
    ["revoked_advertiser", "SUSPENDED"],
    ["new_word", "UNKNOWN"],
  ])("that is %s is %s", (status, joinStatus) => {
    expect(advertiser({ status }, null)).toMatchObject({ joinStatus, trackingUrl: row.website });
  });

  test("that is joined and has no link is rejected", () => {
    expect(() => advertiser({}, null)).toThrow('advertiser "7301" has no generic link');
  });
});

describe("a coupon", () => {
  const row = {
    id: "88120",
    name: "Save $15 on $100+",
    code: "https://www.pntra.com/t/3-88120-104999-73010",
    description: "Save $15 on orders of $100 or more",
    start_date: "2026-11-01 00:00:00",
    end_date: "2026-11-30 23:59:59",
    coupon: "GREEN15",
    program_id: "7301",
    program_name: "Larkspur & Co ",
    category_name: "Coupons",
  };
  const coupon = (change: object = {}, suppressed = false) =>
    map({ surface: "coupon", row: { ...row, ...change }, programme, suppressed });

  test("has its link in code and its code in coupon", () => {
    expect(coupon()).toMatchObject({
      sourceOfferId: "coupon:88120",
      kind: "COUPON",
      trackingUrl: "https://www.pntra.com/t/3-88120-104999-73010",
      couponCode: "GREEN15",
      merchant: { name: "Larkspur & Co", domain: "http://www.larkspur.example" },
      url: "http://www.larkspur.example",
      categories: ["Coupons"],
    });
  });

  test.each(["No code Needed", "No code required", "none", "N/A", "", "no coupon code necessary"])(
    "with %j in place of a code is a deal",
    (placeholder) => {
      expect(coupon({ coupon: placeholder })).toMatchObject({ kind: "DEAL", couponCode: null });
    },
  );

  test("has clocks of US Eastern, in summer and in winter", () => {
    const draft = coupon({ start_date: "2026-07-01 00:00:00" });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      startsAt: "2026-07-01T04:00:00Z",
      endsAt: "2026-12-01T04:59:59Z",
    });
  });

  test.each(["0000-00-00 00:00:00", "ongoing", "N/A"])("that ends %j has no end", (end) => {
    expect(coupon({ end_date: end })?.endsAt).toBeNull();
  });

  test("that its brand forbids to publish is left out", () => {
    expect(coupon({}, true)).toBeNull();
  });

  test("without its link is rejected by its id", () => {
    expect(() => coupon({ code: "" })).toThrow('coupon "88120": code: is missing');
  });
});

describe("a text link", () => {
  const row = {
    id: 5,
    name: "Larkspur",
    tracking_url: "https://www.pjatr.com/t/1-5-1-1",
    program_id: "7301",
  };
  const link = (change: object) => map({ surface: "text", row: { ...row, ...change }, programme });

  test("with an end is a deal", () => {
    expect(link({ end_date: "2026-11-30 23:59:59" })).toMatchObject({
      sourceOfferId: "text:5",
      kind: "DEAL",
      merchant: { name: "Larkspur & Co" },
    });
  });

  test("that promises something is one too, and a bare link is none", () => {
    expect(link({ name: "20% off spades" })?.kind).toBe("DEAL");
    expect(link({ description: "Free shipping" })?.kind).toBe("DEAL");
    expect(link({})).toBeNull();
  });
});

describe("a product", () => {
  const row = {
    name: "Spade No. 3",
    sku: "LS/3",
    program_id: "7301",
    program_name: "Larkspur & Co",
    buy_url: "https://www.gopjn.com/t/2-1-1-1?url=https%3A%2F%2Fwww.larkspur.example%2Fspade",
    image_url: "https://img.larkspur.example/spade.jpg",
    image_thumb_url: "",
    price: "$1,049.99",
    price_sale: "939.99",
    price_retail: "1,154.99",
    description_short: "Forged spade",
    category_program: "Tools > Spades",
    manufacturer: "Larkspur",
    in_stock: "yes",
    discontinued: "no",
    upc: "4006381333931",
    keywords: "spade,garden",
    expiration_date: "",
  };
  const product = (change: object = {}, settings: object = {}, facts: ProgrammeFacts = programme) =>
    map({ surface: "product", row: { ...row, ...change }, programme: facts }, settings);

  test("has every field in its place", () => {
    expect(product({}, { sid: "kit" })).toEqual({
      sourceOfferId: "product:7301:LS%2F3",
      kind: "PRODUCT",
      title: "Spade No. 3",
      description: "Forged spade",
      merchant: { name: "Larkspur & Co", domain: "http://www.larkspur.example" },
      joinStatus: "JOINED",
      url: "https://www.larkspur.example/spade",
      trackingUrl: `${row.buy_url}&sid=kit`,
      images: ["https://img.larkspur.example/spade.jpg", null],
      price: { amount: "939.99", currency: "USD" },
      originalPrice: { amount: "1154.99", currency: "USD" },
      availability: "IN_STOCK",
      categories: ["Tools ", " Spades"],
      tags: ["Larkspur", "spade", "garden"],
      gtin: "4006381333931",
      endsAt: null,
    });
  });

  test("whose sale is lower than its price was dearer before", () => {
    expect(product({ price_retail: "" })).toMatchObject({ originalPrice: { amount: "1049.99" } });
    expect(product({ price_retail: "", price_sale: "0" })).toMatchObject({
      price: { amount: "1049.99" },
      originalPrice: null,
    });
  });

  test("that is linked by its shop's address goes through the programme's link, where that may be", () => {
    const buy_url = "https://www.larkspur.example/spade";
    expect(product({ buy_url })).toMatchObject({
      url: buy_url,
      trackingUrl: `${programme.generic}?url=https%3A%2F%2Fwww.larkspur.example%2Fspade`,
    });
    expect(() => product({ buy_url }, {}, { ...programme, deepLinks: false })).toThrow(
      /allows no deep links/,
    );
  });

  test("that is discontinued is left out", () => {
    expect(product({ discontinued: "yes" })).toBeNull();
  });
});
