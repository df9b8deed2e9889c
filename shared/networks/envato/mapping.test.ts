/** Every field of Envato's table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import { trackingLink } from "./map-item.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const credentials = {
  personalToken: "t",
  impactPartnerId: "555001",
  impactAdId: "275988",
  impactCampaignId: "4415",
};
const item = {
  id: 40100001,
  name: "Nordlys - Portfolio &amp; Agency WordPress Theme",
  description: "<p>A light theme.</p>",
  site: "themeforest.net",
  classification: "wordpress/creative/portfolio",
  price_cents: 4900,
  author_username: "PolarWorks",
  url: "http://themeforest.net/item/nordlys/40100001?ref=somebody",
  summary: "Gutenberg Optimized: Yes",
  updated_at: "2026-11-02T08:24:32+11:00",
  tags: ["agency", "portfolio"],
  attributes: [
    { name: "columns", value: "4+" },
    { name: "compatible-with", value: ["Elementor", "WPML"] },
    { name: "framework", value: null },
  ],
  previews: {
    icon_with_landscape_preview: {
      icon_url: "https://s3.envato.example/icon.png",
      landscape_url: "https://s3.envato.example/preview.jpg",
    },
    live_site: { url: "https://preview.themeforest.net/x" },
  },
};
const discount = {
  original_price_cents: 4900,
  sale_price_cents: 2900,
  discount_cents: 2000,
  discount_percent_rounded: 41,
  sale_starts_at: "2026-11-18T00:00:00+11:00",
  sale_ends_at: "2026-11-28T23:59:59+11:00",
};

const map = (change: object = {}, settings: object = {}, now = NOW) =>
  adapter.toOffer(
    { ...item, ...change },
    { credentials, settings: adapter.settingsSchema.parse(settings), now },
  );

describe("an item", () => {
  test("is a product with every field in its place", () => {
    expect(map()).toEqual({
      sourceOfferId: "40100001",
      kind: "PRODUCT",
      title: item.name,
      description: "Gutenberg Optimized: Yes",
      merchant: { name: "ThemeForest", domain: "themeforest.net" },
      url: "https://themeforest.net/item/nordlys/40100001?ref=somebody",
      trackingUrl:
        "https://1.envato.market/c/555001/275988/4415?u=https%3A%2F%2Fthemeforest.net%2Fitem%2Fnordlys%2F40100001",
      images: ["https://s3.envato.example/preview.jpg"],
      price: { amount: 4900, currency: "USD", unit: "MINOR" },
      originalPrice: null,
      discount: null,
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 30, max: 30, basis: "SALE" },
      categories: ["wordpress", "creative", "portfolio"],
      tags: ["agency", "portfolio", "PolarWorks", "Elementor", "WPML"],
      startsAt: null,
      endsAt: null,
    });
  });

  test("costs dollars, not cents", () => {
    const draft = map();
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW }).price).toEqual({
      amount: "49.00",
      currency: "USD",
    });
  });

  test("without a summary is described by its text, without markup", () => {
    const draft = map({ summary: "" });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW }).description).toBe(
      "A light theme.",
    );
  });

  test.each([
    [{ icon_with_square_preview: { square_url: "https://i.example/s.png" } }, "https://i.example/s.png"],
    [{ thumbnail_preview: { large_url: "https://i.example/l.png" } }, "https://i.example/l.png"],
    [{ icon_preview: { icon_url: "https://i.example/i.png" } }, "https://i.example/i.png"],
    [{}, null],
  ])("with the previews %j shows %s", (previews, image) => {
    expect(map({ previews })?.images).toEqual([image]);
  });

  test.each([
    [{ price_cents: null }, /item "40100001": price_cents/],
    [{ id: undefined }, /item "Nordlys.*": id: is missing/],
  ])("with %j is rejected", (change, reason) => {
    expect(() => map(change)).toThrow(reason);
  });

  test("of no commission says none", () => {
    expect(map({}, { commissionPercent: 0 })?.commission).toBeNull();
  });
});

describe("a discount", () => {
  test("sets the price while it runs, and says nothing of the product's end", () => {
    expect(map({ discounts: [discount] })).toMatchObject({
      kind: "PRODUCT",
      price: { amount: 2900 },
      originalPrice: { amount: 4900 },
      discount: { type: "PERCENT", value: 41 },
      endsAt: null,
    });
  });

  test.each(["2026-11-17T12:59:59Z", "2026-11-28T13:00:00Z"])(
    "that does not run at %s changes nothing",
    (now) => {
      expect(map({ discounts: [discount] }, {}, new Date(now))).toMatchObject({
        price: { amount: 4900 },
        originalPrice: null,
      });
    },
  );

  test("makes a deal only where the account may promote it, with its dates in Melbourne's offset of the season", () => {
    const winter = {
      ...discount,
      sale_starts_at: "2026-07-01T00:00:00",
      sale_ends_at: "2026-12-01T00:00:00",
    };
    const draft = map({ discounts: [winter] }, { discountsAsDeals: true });
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      kind: "DEAL",
      startsAt: "2026-06-30T14:00:00Z",
      endsAt: "2026-11-30T13:00:00Z",
    });
  });
});

test("a link is impact.com's, with the sub-id before the plain landing page", () => {
  expect(trackingLink("https://codecanyon.net/item/x/1?ref=a", credentials, { subId: "blog" })).toBe(
    "https://1.envato.market/c/555001/275988/4415?subId1=blog&u=https%3A%2F%2Fcodecanyon.net%2Fitem%2Fx%2F1",
  );
});

test("the programme is 4415 unless another is entered", () => {
  const { impactCampaignId: _, ...rest } = credentials;
  expect(adapter.credentialsSchema.parse(rest).impactCampaignId).toBe("4415");
  expect(adapter.credentialsSchema.parse({ ...rest, impactCampaignId: "" }).impactCampaignId).toBe("4415");
});
