/** Every field of Skimlinks' table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { calculatedCommission, rateCommission } from "./commission.ts";
import { adapter } from "./index.ts";
import { trackingLink } from "./links.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const merchant = {
  id: 70021,
  advertiser_id: 70021,
  merchant_ids: ["70021"],
  name: "Steamworks Home",
  domains: ["steamworks.example"],
  partner_type: "preferred",
  verticals: ["Home & Garden"],
  countries: ["united kingdom", "international. united states"],
  calculated_commission_rate: 0.0525,
  metadata: {
    logo: "https://static.skimlinks.example/70021.png",
    description: "Kettles and more",
    special_conditions: "",
  },
};
const offer = {
  id: 88120411,
  offer_type: "coupon",
  offer_starts: "2026-11-10T00:00:00Z",
  offer_ends: "2026-11-30T23:59:59Z",
  title: "15% off kettles",
  description: "Use code KETTLE15 at checkout",
  coupon_code: "KETTLE15",
  url: "https://www.steamworks.example/kettles?ref=hp",
  terms: "Excludes sale items",
  merchant_details: merchant,
};
const credentials = { clientId: "c", clientSecret: "s", publisherId: "12345", publisherDomainId: "678" };

const map = (surface: "offer" | "merchant", raw: object, settings: object = {}) =>
  adapter.toOffer(
    { surface, raw },
    { credentials, settings: adapter.settingsSchema.parse(settings), now: NOW },
  );

describe("an offer", () => {
  test("has every field of the table in its place", () => {
    expect(map("offer", offer)).toEqual({
      sourceOfferId: "offer-88120411",
      kind: "COUPON",
      title: "15% off kettles",
      description: "Use code KETTLE15 at checkout",
      merchant: { name: "Steamworks Home", domain: "steamworks.example" },
      url: offer.url,
      trackingUrl:
        "https://go.skimresources.com/?id=12345X678&xs=1&url=https%3A%2F%2Fwww.steamworks.example%2Fkettles%3Fref%3Dhp",
      images: ["https://static.skimlinks.example/70021.png"],
      couponCode: "KETTLE15",
      restrictions: ["Excludes sale items"],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "5.25", max: "5.25", basis: "SALE" },
      categories: ["Home & Garden"],
      tags: ["coupon", "preferred"],
      countries: ["GB", null],
      startsAt: "2026-11-10T00:00:00Z",
      endsAt: "2026-11-30T23:59:59Z",
    });
  });

  test.each(["No code required", "n/a", " NONE ", "no coupon necessary", "", null])(
    "with %j for a code is a deal",
    (coupon_code) => {
      expect(map("offer", { ...offer, coupon_code })).toMatchObject({ kind: "DEAL", couponCode: null });
    },
  );

  test.each(["NONESUCH10", "CODEfree"])("keeps the code %s as it is written", (coupon_code) => {
    expect(map("offer", { ...offer, coupon_code })?.couponCode).toBe(coupon_code);
  });

  test("reads dates without a zone as UTC, in winter and in summer", () => {
    const draft = map("offer", {
      ...offer,
      offer_starts: "2026-01-15 10:00:00",
      offer_ends: "2026-07-15T10:00:00",
    });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      startsAt: "2026-01-15T10:00:00Z",
      endsAt: "2026-07-15T10:00:00Z",
    });
  });

  test("without its merchant's details still comes, by its own address", () => {
    expect(
      map("offer", { ...offer, merchant_details: { advertiser_id: 1, name: "Tally Ho" } }),
    ).toMatchObject({
      merchant: { name: "Tally Ho", domain: offer.url },
      commission: null,
    });
  });

  test("without an address is rejected by its id", () => {
    expect(() => map("offer", { ...offer, url: "" })).toThrow(/offer "88120411": url: is empty/);
  });
});

describe("a merchant", () => {
  test("is a programme with every field in its place", () => {
    expect(map("merchant", { ...merchant, verticals: [4, { name: "Fashion" }] })).toMatchObject({
      sourceOfferId: "merchant-70021",
      kind: "PROGRAMME",
      title: "Steamworks Home",
      description: "Kettles and more",
      url: "https://steamworks.example",
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: "5.25" },
      categories: ["", "Fashion"],
      tags: ["preferred"],
    });
  });

  test("without a domain is rejected", () => {
    expect(() => map("merchant", { ...merchant, domains: [], domain: "" })).toThrow(/70021 has no domain/);
  });
});

describe("commission", () => {
  const rate = (base_rate: number, more: object = {}) => ({
    rate_type: "percentage",
    base_rate,
    payout_type: "cpa",
    ...more,
  });

  test.each([
    [rate(4), rate(8), { type: "RANGE", min: "4", max: "8", basis: "SALE" }],
    [rate(0.04), rate(0.04), { type: "PERCENT", min: "4", max: "4", basis: "SALE" }],
    [
      rate(3, { rate_type: "flat_rate", currency: "GBP", payout_type: "cpl" }),
      null,
      { type: "FIXED", min: 3, max: 3, currency: "GBP", basis: "LEAD" },
    ],
    [rate(3, { rate_type: "flat_rate", currency: null }), null, null],
    [rate(3), rate(3, { rate_type: "flat_rate" }), null],
  ])("of %j and %j", (lowest, highest, expected) => {
    expect(rateCommission(lowest, highest)).toEqual(expected);
  });

  test("that is an average is a fraction, made exact percent points", () => {
    expect([0.0587, 0.07, 0, null].map((fraction) => calculatedCommission(fraction)?.min ?? null)).toEqual([
      "5.87",
      "7",
      null,
      null,
    ]);
  });
});

describe("a link", () => {
  test("carries sub-id and page", () => {
    const settings = { xcust: "a-b", pageUrl: "https://blog.example/p" };
    expect(trackingLink("https://s.example/", credentials, settings)).toBe(
      "https://go.skimresources.com/?id=12345X678&xs=1&url=https%3A%2F%2Fs.example%2F&xcust=a-b&sref=https%3A%2F%2Fblog.example%2Fp",
    );
  });

  test("that is wrapped already is not wrapped twice", () => {
    const link = "https://go.redirectingat.com/?id=1X2&url=https%3A%2F%2Fs.example";
    expect(trackingLink(link, credentials, { xcust: "a", pageUrl: undefined })).toBe(`${link}&xcust=a`);
  });
});
