/** Every field of ClickBank's two sources, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import type { ClickbankRecord, FeedPercentages } from "./records.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const HOP = "https://hop.clickbank.net/?affiliate=offerdemo&vendor=qxvelora";

const stats = {
  category: "Health & Fitness",
  subCategory: "Sleep and Dreams",
  gravity: 41.2077315,
  biGravity: 52.910244,
  rank: 3,
  averageDollarsPerSale: 88.64032219,
  initialDollarsPerSale: 88.64032219,
  totalRebill: 0,
  activateDate: "03-09-2026",
  en: true,
  de: false,
  es: true,
  fr: false,
  it: false,
  pt: false,
  standard: true,
  physical: true,
  rebill: false,
  upsell: true,
};
const hit = {
  site: "QXVELORA",
  title: "Velora Sleep - Gentle Night Routine",
  description: "New offer, 2% conversions \u2026 links at https://velora.example/aff",
  url: "https://www.velora.example/go?",
  offerImageUrl: "https://img.velora.example/offer%20one.png",
  marketplaceStats: stats,
};
const site = {
  Id: "QXVELORA",
  PopularityRank: "3",
  Title: "Velora Sleep",
  Description: "Women&#039;s night routine &amp; tea",
  HasRecurringProducts: "false",
  Gravity: "41.2",
  PercentPerSale: "75.0",
  PercentPerRebill: "0.0",
  AverageEarningsPerSale: "88.64",
  InitialEarningsPerSale: "88.64",
  TotalRebillAmt: "0.0",
  Referred: "91.0",
  Commission: "75",
  ActivateDate: "2026-03-09",
};

const map = (record: ClickbankRecord, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: { affiliateNickname: "offerdemo" },
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });
const mapHit = (given: object = {}, percentages: FeedPercentages | null = null, settings: object = {}) =>
  map({ source: "graphql", hit: { ...hit, ...given }, percentages }, settings);
const mapStats = (given: object, percentages: FeedPercentages | null = null) =>
  mapHit({ marketplaceStats: { ...stats, ...given } }, percentages);
const mapSite = (given: object = {}, settings: object = {}) =>
  map(
    { source: "feed", site: { ...site, ...given }, categories: ["Health & Fitness", "Sleep and Dreams"] },
    settings,
  );
const normalised = (draft: ReturnType<typeof map>) => {
  if (draft === null) throw new Error("expected an offer");
  return normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW });
};

describe("a hit of the search", () => {
  test("has every field of the table in its place", () => {
    expect(mapHit()).toEqual({
      sourceOfferId: "programme-QXVELORA",
      kind: "PROGRAMME",
      title: "Velora Sleep - Gentle Night Routine",
      description: hit.description,
      merchant: { name: "QXVELORA", domain: "https://www.velora.example/go?" },
      url: "https://www.velora.example/go?",
      trackingUrl: HOP,
      images: ["https://img.velora.example/offer%20one.png"],
      commission: { type: "FIXED", min: "88.64", max: "88.64", currency: "USD", basis: "SALE" },
      categories: ["Health & Fitness", "Sleep and Dreams"],
      tags: ["standard", "physical", "upsell"],
      languages: ["en", "es"],
      startsAt: "2026-03-09",
    });
  });

  test("has no price, discount or code: dollars per sale are a payout", () => {
    expect(normalised(mapHit())).toMatchObject({ price: null, discount: null, couponCode: null });
  });

  test.each([
    ["winter", "01-15-2026", "2026-01-15T00:00:00Z"],
    ["summer", "07-15-2026", "2026-07-15T00:00:00Z"],
  ])("starts at the beginning of its month-first day in UTC, in %s", (_, activateDate, expected) => {
    expect(normalised(mapStats({ activateDate })).startsAt).toBe(expected);
  });

  test("has the vendor's domain for its merchant", () => {
    expect(normalised(mapHit()).merchant).toEqual({
      id: "velora.example",
      name: "QXVELORA",
      domain: "velora.example",
    });
  });

  test("may be all null but for its vendor and title", () => {
    const bare = { site: "qxvelora", title: "Velora", description: null, url: null, offerImageUrl: null };
    const record = {
      source: "graphql",
      hit: { ...bare, marketplaceStats: null },
      percentages: null,
    } as const;
    expect(normalised(map(record))).toMatchObject({
      url: null,
      images: [],
      commission: null,
      categories: [],
      tags: [],
      languages: [],
      startsAt: null,
      trackingUrl: HOP,
    });
    expect(map(record)?.sourceOfferId).toBe("programme-QXVELORA");
  });

  test.each([
    [{ rebill: true, initialDollarsPerSale: 20.5, averageDollarsPerSale: 61.256 }, "20.50", "61.26"],
    [{ rebill: true, initialDollarsPerSale: 70, averageDollarsPerSale: 61 }, "61.00", "70.00"],
    [{ rebill: true, initialDollarsPerSale: null, averageDollarsPerSale: 61 }, "61.00", "61.00"],
  ])("with rebills pays again and again: %o", (given, min, max) => {
    expect(mapStats(given)?.commission).toEqual({
      type: "RECURRING",
      min,
      max,
      currency: "USD",
      basis: "SALE",
    });
  });

  test("without an average says nothing of commission", () => {
    expect(mapStats({ averageDollarsPerSale: null })?.commission).toBeNull();
    expect(
      mapStats({ rebill: true, averageDollarsPerSale: null, initialDollarsPerSale: null })?.commission,
    ).toBeNull();
  });

  test("takes the feed's percentage before dollars", () => {
    const percentages = { perSale: "75.0", perRebill: "40.0", hasRecurring: true };
    expect(mapStats({ rebill: true }, percentages)).toMatchObject({
      commission: { type: "RECURRING", min: "75.0", max: "75.0", basis: "SALE" },
      tags: ["standard", "physical", "rebill", "upsell", "rebills pay 40.0%"],
    });
    expect(mapHit({}, { perSale: "", perRebill: "", hasRecurring: false })?.commission?.type).toBe("FIXED");
  });

  test.each([
    [{ site: undefined }, /listing "Velora Sleep - Gentle Night Routine": site: is missing/],
    [{ site: " " }, /site: is missing/],
    [{ marketplaceStats: { averageDollarsPerSale: "88" } }, /marketplaceStats.averageDollarsPerSale/],
  ])("is rejected for %o", (given, reason) => {
    expect(() => mapHit(given)).toThrow(reason);
  });
});

describe("a listing of the feed", () => {
  test("has every field of the table in its place", () => {
    expect(mapSite()).toEqual({
      sourceOfferId: "programme-QXVELORA",
      kind: "PROGRAMME",
      title: "Velora Sleep",
      description: "Women's night routine & tea",
      merchant: { name: "QXVELORA" },
      trackingUrl: HOP,
      commission: { type: "PERCENT", min: "75.0", max: "75.0", basis: "SALE" },
      categories: ["Health & Fitness", "Sleep and Dreams"],
      tags: [null],
      startsAt: "2026-03-09",
    });
  });

  test("is the same offer as the search's hit", () => {
    expect(mapSite({ Id: "qxvelora" })?.sourceOfferId).toBe(mapHit()?.sourceOfferId);
  });

  test("has tags of its HTML stripped", () => {
    expect(normalised(mapSite({ Title: "&lt;b&gt;Velora&lt;/b&gt; &amp;amp; tea" })).title).toBe(
      "Velora & tea",
    );
  });

  test("with rebills that pay is recurring, and says so", () => {
    expect(mapSite({ HasRecurringProducts: "true", PercentPerRebill: "50" })).toMatchObject({
      commission: { type: "RECURRING", min: "75.0", max: "75.0" },
      tags: ["recurring", "rebills pay 50%"],
    });
    expect(mapSite({ HasRecurringProducts: "true", PercentPerRebill: "0.0" })).toMatchObject({
      commission: { type: "PERCENT" },
      tags: ["recurring"],
    });
  });

  test("without a percentage says nothing of commission: empty is not nothing", () => {
    expect(mapSite({ PercentPerSale: undefined })?.commission).toBeNull();
    expect(mapSite({ PercentPerSale: "0.0" })?.commission).toMatchObject({ min: "0.0" });
  });

  test("without an Id is rejected by its title", () => {
    expect(() => mapSite({ Id: undefined })).toThrow(/listing "Velora Sleep": Id: is missing/);
  });
});

describe("a HopLink", () => {
  test.each([
    ["blog_7", "blog_7"],
    ["Blog-7 Äpfel", "blog7pfel"],
    ["x".repeat(120), "x".repeat(100)],
  ])("carries %s as tid", (trackingId, tid) => {
    expect(mapHit({}, null, { trackingId })?.trackingUrl).toBe(`${HOP}&tid=${tid}`);
    expect(mapSite({}, { trackingId })?.trackingUrl).toBe(`${HOP}&tid=${tid}`);
  });

  test("is formed with the nickname in lower case", () => {
    expect(adapter.credentialsSchema.parse({ affiliateNickname: " OfferDemo " })).toEqual({
      affiliateNickname: "offerdemo",
    });
  });

  test("is formed for no nickname that cannot be one", () => {
    expect(() => adapter.credentialsSchema.parse({ affiliateNickname: "me@mail.example" })).toThrow(
      /account nickname/,
    );
  });

  test("has no tid of which nothing would be left", () => {
    expect(() => adapter.settingsSchema.parse({ trackingId: "–" })).toThrow(/nothing of it would be left/);
  });
});
