import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedFields, fingerprintOf, statusByDates } from "./fingerprint.ts";
import type { OfferDraft } from "./model.ts";
import { compareDecimals, money, percentOff } from "./money.ts";
import { normaliseOffer } from "./normalise.ts";
import { instant } from "./instant.ts";
import { plainText } from "./text.ts";
import { countryCodes, gtin14, httpUrl, languageTags, registrableDomain } from "./codes.ts";

const now = new Date("2026-06-01T12:00:00Z");
const context = { timeZone: "Europe/Berlin", now };
const draft: OfferDraft = {
  sourceOfferId: "1",
  kind: "PRODUCT",
  title: "Boots",
  trackingUrl: "https://shop.example/p?tag=me-21",
};
const normalised = (extra: Partial<OfferDraft>) => normaliseOffer({ ...draft, ...extra }, context);

describe("money", () => {
  it.each([
    ["513.88", "AED", "513.88"],
    [863.9, "AED", "863.90"],
    ["6250.00", "EGP", "6250.00"],
    ["6250.00", "JPY", "6250"],
    ["1.5", "KWD", "1.500"],
    ["0012.345", "eur", "12.345"],
    ["90071992547409931.25", "USD", "90071992547409931.25"],
  ])("keeps %s %s exact as %s", (amount, currency, expected) => {
    expect(money({ amount, currency }, "price").amount).toBe(expected);
  });

  it.each([
    [1250, "EUR", "12.50"],
    [5, "USD", "0.05"],
    [500, "JPY", "500"],
    [1, "KWD", "0.001"],
  ])("reads %s minor units of %s as %s", (amount, currency, expected) => {
    expect(money({ amount, currency, unit: "MINOR" }, "price").amount).toBe(expected);
  });

  it.each([
    ["12", "", "the currency is missing"],
    ["12", "XXX", '"XXX" is not an ISO 4217 currency code'],
    ["1,299.00", "USD", 'the price "1,299.00" is not a plain decimal number'],
    ["-5", "USD", 'the price "-5" is not a plain decimal number'],
    [Number.NaN, "USD", "the price NaN is not a plain decimal number"],
  ])("refuses %s %s instead of guessing", (amount, currency, message) => {
    expect(() => money({ amount, currency }, "price")).toThrow(message);
  });

  it("compares and subtracts without rounding, for any two amounts", () => {
    const cents = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const text = (value: bigint): string =>
          money(
            { amount: `${value / 100n}.${String(value % 100n).padStart(2, "0")}`, currency: "EUR" },
            "price",
          ).amount;
        expect(Math.sign(compareDecimals(text(a), text(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
        if (a > b)
          expect(Number(percentOff(text(a), text(b)))).toBeCloseTo((Number(a - b) / Number(a)) * 100, 1);
      }),
    );
  });
});

describe("instants", () => {
  it.each([
    ["2026-07-01T10:00:00+02:00", "2026-07-01T08:00:00Z"],
    ["2026-11-20T00:00+0100", "2026-11-19T23:00:00Z"],
    ["2026-07-01T10:00:00", "2026-07-01T08:00:00Z"],
    ["2026-12-01 10:00:00", "2026-12-01T09:00:00Z"],
    ["2026-07-01", "2026-06-30T22:00:00Z"],
    ["0000-00-00", null],
    ["1970-01-01", null],
    ["", null],
  ])("reads %s in Berlin as %s", (value, expected) => {
    expect(instant(value, "start", "Europe/Berlin", now)).toBe(expected);
  });

  it("ends a bare date with its last second, in summer and in winter", () => {
    expect(instant("2026-07-31", "end", "Europe/Berlin", now)).toBe("2026-07-31T21:59:59Z");
    expect(instant("2026-12-31", "end", "Europe/Berlin", now)).toBe("2026-12-31T22:59:59Z");
  });

  it.each(["2050-12-31", "9999-12-31T23:59:59Z"])("takes %s for an unknown end", (value) => {
    expect(instant(value, "end", "UTC", now)).toBeNull();
  });

  it("refuses what is no date", () => {
    expect(() => instant("soon", "end", "UTC", now)).toThrow('"soon" is not an ISO 8601 date');
  });
});

describe("text", () => {
  it.each([
    ["Tom &amp; Jerry&#39;s", "Tom & Jerry's"],
    ["<p>One</p><p>Two <b>bold</b></p>", "One\n\nTwo bold"],
    ["&lt;p&gt;escaped &amp;amp; nested&lt;/p&gt;", "escaped & nested"],
    ["a < b and b > c", "a < b and b > c"],
    ["nul\u0000 and bell\u0007 and \ufffe", "nul and bell and"],
    ["<script>alert(1)</script>safe", "safe"],
    ["جهاز ديناميك", "جهاز ديناميك"],
    ["half a pair \ud83d", "half a pair \ufffd"],
  ])("makes %j plain", (value, expected) => {
    expect(plainText(value, 1000)).toBe(expected);
  });

  it("never leaves a tag, a control character or more than the limit", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.integer({ min: 10, max: 100 }),
        (value, limit) => {
          const text = plainText(`<div>${value}</div>`, limit);
          expect(text.length).toBeLessThanOrEqual(limit);
          expect(text).not.toMatch(/<div>|[\p{Cc}--[\n]]/v);
          expect(text.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

describe("codes", () => {
  it("knows countries, and never lets an unknown limit become no limit", () => {
    expect(countryCodes(["de", "UK", "XX", null])).toEqual(["DE", "GB"]);
    expect(countryCodes([])).toEqual([]);
    expect(() => countryCodes(["Narnia"])).toThrow("holds no ISO 3166-1 country code");
  });
  it("writes languages as BCP 47", () => {
    expect(languageTags(["en_GB", "DE", "not a language!", null])).toEqual(["de", "en-GB"]);
  });
  it("takes a GTIN only when its check digit holds", () => {
    expect(gtin14("4006381333931")).toBe("04006381333931");
    expect(gtin14("4006381333932")).toBeNull();
    expect(gtin14("0000000000000")).toBeNull();
  });
  it("leaves an ASCII link as it is and refuses other schemes", () => {
    const link = "https://shop.example/%d8%ac?a=1&tag=me-21#x";
    expect(httpUrl(` ${link} `)).toBe(link);
    expect(httpUrl("https://shop.example/ä b")).toBe("https://shop.example/%C3%A4%20b");
    expect(httpUrl("javascript:alert(1)")).toBeNull();
    expect(httpUrl("https://user:pass@shop.example/")).toBeNull();
  });
  it("finds the registrable domain, also on a shared host", () => {
    expect(registrableDomain("https://www.shop.example.co.uk/x")).toBe("example.co.uk");
    expect(registrableDomain("mine.myshopify.com")).toBe("mine.myshopify.com");
  });
});

describe("normaliseOffer", () => {
  it("computes the discount of a reduced price and drops a list price that reduces nothing", () => {
    const price = { amount: "75", currency: "EUR" };
    expect(normalised({ price, originalPrice: { amount: "100", currency: "EUR" } })).toMatchObject({
      originalPrice: { amount: "100.00" },
      discount: { type: "PERCENT", value: "25" },
    });
    expect(normalised({ price, originalPrice: price })).toMatchObject({
      originalPrice: null,
      discount: null,
    });
  });

  it("calls a coupon without a code a deal", () => {
    expect(normalised({ kind: "COUPON", couponCode: " " }).kind).toBe("DEAL");
    expect(normalised({ kind: "COUPON", couponCode: "SAVE" }).kind).toBe("COUPON");
  });

  it("gives one merchant to one domain", () => {
    expect(
      normalised({ merchant: { name: "Shop DE", domain: "https://www.shop.example/de" } }).merchant,
    ).toEqual({
      id: "shop.example",
      name: "Shop DE",
      domain: "shop.example",
    });
    expect(normalised({ merchant: { name: "سوق مصر" } }).merchant?.id).toBe("name:سوق-مصر");
  });

  it.each([
    [{ title: "<br>" }, "it has no title"],
    [{ trackingUrl: "ftp://x.example" }, "is not an http(s) URL"],
    [{ startsAt: "2026-02-01", endsAt: "2026-01-01" }, "before it starts"],
    [{ discount: { type: "AMOUNT", value: 5 } as const }, "its discount has no currency"],
    [{ commission: { type: "FIXED", min: 5 } as const }, "its commission has no currency"],
  ])("refuses %j", (extra, message) => {
    expect(() => normalised(extra)).toThrow(message);
  });

  it("has one fingerprint for one meaning", () => {
    const one = normalised({
      tags: ["b", "a", "a"],
      countries: ["DE", "AT"],
      price: { amount: 10, currency: "EUR" },
    });
    const two = normalised({
      tags: ["a", " b "],
      countries: ["AT", "DE"],
      price: { amount: "10.00", currency: "eur" },
    });
    expect(fingerprintOf(one)).toBe(fingerprintOf(two));
    expect(fingerprintOf(normalised({ title: "Other" }))).not.toBe(fingerprintOf(one));
  });

  it("names the fields that changed", () => {
    const price = { amount: "10", currency: "EUR" };
    expect(
      changedFields(
        normalised({ price }),
        normalised({ price: { ...price, amount: "9" }, endsAt: "2026-07-01" }),
      ),
    ).toEqual(["price", "endsAt"]);
  });

  it("tells the status from the dates", () => {
    expect(statusByDates(normalised({}), now)).toBe("ACTIVE");
    expect(statusByDates(normalised({ startsAt: "2026-06-02" }), now)).toBe("SCHEDULED");
    expect(statusByDates(normalised({ endsAt: "2026-05-31" }), now)).toBe("EXPIRED");
  });
});
