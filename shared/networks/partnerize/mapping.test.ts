/** Every field of Partnerize's lists, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";
import { withPubref } from "./links.ts";
import type { CampaignFacts, PartnerizeRecord } from "./records.ts";
import { partnerizeSandboxCredentials as credentials } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const map = (record: PartnerizeRecord, settings: object = {}) =>
  adapter.toOffer(record, { credentials, settings: adapter.settingsSchema.parse(settings), now: NOW });
const campaign: CampaignFacts = {
  title: "Larkspur",
  url: "https://www.larkspur.example",
  link: "https://prf.hn/click/camref:1011l1",
  icon: "https://logos.example/1.png",
};

describe("a link", () => {
  const link = "https://prf.hn/click/camref:1011l1";
  test.each([
    [link, `${link}/pubref:blog`],
    [`${link}/`, `${link}/pubref:blog`],
    [`${link}/destination:https%3A%2F%2Fx`, `${link}/pubref:blog/destination:https%3A%2F%2Fx`],
    [`${link}/pubref:old/destination:y`, `${link}/pubref:blog/destination:y`],
  ])("%s gets the sub-id in its place", (before, after) => {
    expect(withPubref(before, "blog")).toBe(after);
    expect(withPubref(before, undefined)).toBe(before);
  });
});

describe("a participation", () => {
  const participation = {
    campaign_id: "1101l1",
    status: "a",
    camref: "1011l1",
    vertical: "Retail",
    promotional_countries: ["GB", { iso_code: "IE" }],
    default_currency: "GBP",
    icon: "https://logos.example/1.png",
    campaign_info: {
      title: "Larkspur",
      description: "Garden tools",
      destination_url: "https://www.larkspur.example",
      tracking_link: null,
      campaign_languages: { en: {}, de: {} },
    },
  };
  const rates = (...list: [string, string][]) => ({
    active_commissions: [
      {
        rates: list.map(([performance_model, performance_value]) => ({
          performance_model,
          performance_value,
        })),
      },
    ],
  });
  const programme = (change: object = {}, commissions: ReturnType<typeof rates> | null = null) =>
    map({ surface: "programme", participation: { ...participation, ...change }, commissions });

  test("is a programme with every field in its place", () => {
    expect(
      programme({}, rates(["percentage_cpa", "5"], ["percentage_cpa", "8"], ["fixed_cpa", "2.50"])),
    ).toEqual({
      sourceOfferId: "programme:1101l1",
      kind: "PROGRAMME",
      title: "Larkspur",
      description: "Garden tools",
      merchant: { name: "Larkspur", domain: "https://www.larkspur.example" },
      url: "https://www.larkspur.example",
      trackingUrl: "https://prf.hn/click/camref:1011l1",
      images: ["https://logos.example/1.png"],
      joinStatus: "JOINED",
      commission: { type: "RANGE", min: 5, max: 8, basis: "SALE" },
      categories: ["Retail"],
      tags: ["fixed commission 2.5 GBP"],
      countries: ["GB", "IE"],
      languages: ["en", "de"],
    });
  });

  test("that pays amounts only has them as its commission", () => {
    expect(programme({}, rates(["fixed_cpa", "2.50"]))?.commission).toMatchObject({
      type: "FIXED",
      currency: "GBP",
    });
    expect(programme({}, rates(["cpc", "0.10"]))?.commission).toMatchObject({
      type: "FIXED",
      basis: "CLICK",
    });
  });

  test.each([
    ["p", "PENDING"],
    ["r", "DECLINED"],
    ["x", "UNKNOWN"],
  ])("of status %s is %s, and links to the campaign's own site", (status, joinStatus) => {
    expect(programme({ status, camref: null })).toMatchObject({
      joinStatus,
      trackingUrl: "https://www.larkspur.example",
    });
  });

  test("that is joined and has no link is rejected", () => {
    expect(() => programme({ camref: null })).toThrow('campaign "1101l1" has no tracking_link and no camref');
  });
});

describe("a voucher", () => {
  const voucher = {
    voucher_code_id: "77",
    voucher_code: "GREEN15",
    description: "15% off",
    active: "y",
    start_date_time: "2026-07-01 00:00:00",
    end_date_time: "2026-11-30 23:59:59",
  };
  const offer = (change: object = {}, of: CampaignFacts | null = campaign) =>
    map({ surface: "voucher", voucher: { ...voucher, ...change }, campaign: of }, { pubref: "blog" });

  test("is a coupon that leads to its campaign", () => {
    expect(offer()).toMatchObject({
      sourceOfferId: "voucher:77",
      kind: "COUPON",
      title: "15% off",
      couponCode: "GREEN15",
      trackingUrl: "https://prf.hn/click/camref:1011l1/pubref:blog",
      merchant: { name: "Larkspur", domain: "https://www.larkspur.example" },
    });
  });

  test("has dates in UTC, in summer and in winter", () => {
    const draft = offer();
    expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
      startsAt: "2026-07-01T00:00:00Z",
      endsAt: "2026-11-30T23:59:59Z",
    });
  });

  test("without a description is named by its code; one that is not active is left out", () => {
    expect(offer({ description: "" })?.title).toBe("Larkspur: GREEN15");
    expect(offer({ active: "n" })).toBeNull();
  });

  test("without a code, or a campaign to lead to, is rejected", () => {
    expect(() => offer({ voucher_code: "" })).toThrow('voucher "77": voucher_code: is empty');
    expect(() => offer({}, null)).toThrow('voucher "77" belongs to no campaign with a link');
  });
});

describe("a deal", () => {
  const deal = {
    campaign_deal_id: "9",
    title: "Autumn sale",
    description: "All spades",
    terms: "While stocks last",
    coupon_code: "AUTUMN",
    country_iso: "GB",
    category: "Garden",
    offer_type: "coupon",
    offer_value: "40% off",
    start_date_time: "2026-11-01 00:00:00",
    end_date_time: "2026-11-30 23:59:59",
    destination:
      "https://prf.hn/click/camref:1011l1/pubref:blog/destination:https%3A%2F%2Fwww.larkspur.example%2Fsale",
    active: "y",
  };
  const offer = (change: object = {}) =>
    map({ surface: "deal", deal: { ...deal, ...change }, campaign }, { pubref: "blog" });

  test("with a code is a coupon with every field in its place", () => {
    expect(offer()).toMatchObject({
      sourceOfferId: "deal:9",
      kind: "COUPON",
      couponCode: "AUTUMN",
      trackingUrl: deal.destination,
      discount: { type: "PERCENT", value: "40" },
      restrictions: ["While stocks last"],
      categories: ["Garden"],
      tags: ["coupon", null],
      countries: ["GB"],
    });
  });

  test("without one is a deal; one that is not active is left out", () => {
    expect(offer({ coupon_code: "", offer_value: "Gift" })).toMatchObject({
      kind: "DEAL",
      discount: null,
      tags: ["coupon", "Gift"],
    });
    expect(offer({ active: "n" })).toBeNull();
  });
});
