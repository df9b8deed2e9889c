/** Every field of Travelpayouts' table, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import { fareLink } from "./links.ts";
import type { TravelpayoutsRecord } from "./map-offer.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const credentials = { token: "0".repeat(32), marker: "111001", trs: "222001" };
const fare = {
  origin: "LON",
  destination: "BCN",
  origin_airport: "LGW",
  price: 41,
  airline: "VY",
  flight_number: "0018",
  departure_at: "2026-12-15T06:35:00Z",
  return_at: "2026-12-19T21:10:00+01:00",
  transfers: 0,
  link: "/search/LON1512BCN19121?t=VY1765780500&expected_price=41",
};
const record = (change: object = {}, more: object = {}): TravelpayoutsRecord => ({
  surface: "fare",
  fare: { ...fare, ...change },
  currency: "GBP",
  special: false,
  from: { name: "London", country: "GB" },
  to: { name: "Barcelona", country: "ES" },
  ...more,
});
const map = (given: TravelpayoutsRecord, settings: object = {}) =>
  adapter.toOffer(given, {
    credentials,
    settings: adapter.settingsSchema.parse({ origins: ["LON"], ...settings }),
    now: NOW,
  });

describe("a fare", () => {
  test("is a deal with every field in its place", () => {
    expect(map(record())).toEqual({
      sourceOfferId: "fare-LON-BCN-2026-12-15-2026-12-19-VY0018",
      kind: "DEAL",
      title: "London – Barcelona",
      description: "VY 0018, 2026-12-15 – 2026-12-19, direct",
      merchant: { name: "Aviasales", domain: "https://www.aviasales.com" },
      url: `https://www.aviasales.com${fare.link}`,
      trackingUrl: `https://tp.media/r?campaign_id=100&marker=111001&p=4114&trs=222001&u=${encodeURIComponent(`https://www.aviasales.com${fare.link}`)}`,
      price: { amount: 41, currency: "GBP" },
      joinStatus: "JOINED",
      categories: ["flights", "travel"],
      tags: [null, "direct", "return", "VY", "to ES"],
      countries: ["GB"],
      languages: [],
      endsAt: "2026-12-15T06:35:00Z",
    });
  });

  test("keeps its id while its price and its link move", () => {
    const moved = map(record({ price: 55, link: "/search/LON1512BCN19121?t=other" }));
    expect(moved?.sourceOfferId).toBe(map(record())?.sourceOfferId);
  });

  test.each(["", null, undefined])("with %j for a return is one-way", (return_at) => {
    expect(map(record({ return_at }))).toMatchObject({
      sourceOfferId: "fare-LON-BCN-2026-12-15-ow-VY0018",
      tags: [null, "direct", "one-way", "VY", "to ES"],
    });
  });

  test("ends when it expires, where it says so, at the instant of its own offset in winter and in summer", () => {
    const endOf = (expires_at: string): string | null | undefined => {
      const draft = map(record({ expires_at }));
      return draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW }).endsAt;
    };
    expect(endOf("2026-11-21T04:00:00+04:00")).toBe("2026-11-21T00:00:00Z");
    expect(endOf("2026-07-21T04:00:00")).toBe("2026-07-21T04:00:00Z");
  });

  test("that is special says so, and keeps the title that it has", () => {
    const title = "London &ndash; Kraków";
    expect(map(record({ title }, { special: true }))).toMatchObject({ title, languages: ["en"] });
    expect(map(record({}, { special: true }))?.tags).toContain("special offer");
  });

  test("between cities without names is called by their codes", () => {
    expect(map(record({}, { from: null, to: null }))).toMatchObject({
      title: "LON – BCN",
      countries: [undefined],
    });
  });

  test("that says itself that it is stale is left out", () => {
    expect(map(record({ actual: false }))).toBeNull();
  });

  test.each([
    [{ price: null }, /fare ".*": price/],
    [{ link: "https://elsewhere.example" }, /link: is no path/],
    [{ destination: "Barcelona" }, /destination: is not an IATA code/],
  ])("with %j is rejected", (change, reason) => {
    expect(() => map(record(change))).toThrow(reason);
  });
});

describe("a brand", () => {
  test("is a programme that is joined, with its own campaign in the link", () => {
    const brand = { campaign_id: 121, promo_id: 3200, campaign_domains: ["kiwi.example"] };
    expect(map({ surface: "brand", brand })).toMatchObject({
      sourceOfferId: "programme-121",
      kind: "PROGRAMME",
      title: "kiwi.example",
      joinStatus: "JOINED",
      trackingUrl:
        "https://tp.media/r?campaign_id=121&marker=111001&p=3200&trs=222001&u=https%3A%2F%2Fkiwi.example",
    });
  });

  test("without a domain is rejected", () => {
    expect(() => map({ surface: "brand", brand: { campaign_id: 121, campaign_domains: [] } })).toThrow(
      /no domain/,
    );
  });
});

test("a sub-id stands behind the marker", () => {
  expect(fareLink("https://a.example", credentials, { subId: "blog_7" })).toContain("marker=111001.blog_7&");
});
