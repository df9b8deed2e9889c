import { describe, expect, test } from "vitest";
import { RecordRejected } from "../adapter.ts";
import { adapter as awin } from "./index.ts";
import type { ProgrammeTerms } from "./records.ts";
import type { AwinMembership, AwinSettings } from "./settings.ts";

const credentials = { accessToken: "token", publisherId: "312345", dataFeedApiKey: undefined };
const now = new Date("2026-11-20T12:00:00Z");

const settings = (given: Partial<AwinSettings> = {}): AwinSettings => ({
  ...awin.settingsSchema.parse({}),
  ...given,
});
const context = (given: Partial<AwinSettings> = {}) => ({ credentials, settings: settings(given), now });

const promotion = {
  promotionId: 2450117,
  type: "voucher",
  advertiser: { id: 90210, name: "Nordlicht Outdoor DE", joined: true },
  title: "15 % auf Wanderschuhe",
  description: "Spare 15 % auf alle Wanderschuhe &amp; Stiefel.",
  terms: "Gilt nicht für reduzierte Ware.\nNur online.",
  startDate: "2026-11-01T00:00:00",
  endDate: "2026-12-31T23:59:59",
  url: "https://www.nordlicht-outdoor.example/schuhe",
  urlTracking:
    "https://www.awin1.com/cread.php?awinmid=90210&awinaffid=312345&ued=https%3A%2F%2Fwww.nordlicht-outdoor.example%2Fschuhe",
  dateAdded: "2026-10-28T09:12:44",
  campaign: "Black Friday",
  regions: { all: false, list: [{ name: "Germany", countryCode: "DE" }] },
  status: "active",
  voucher: { code: "WANDERN15", exclusive: true, attributable: true },
};
const programme = {
  id: 90210,
  name: "Nordlicht Outdoor DE",
  description: "Outdoor-Händler",
  displayUrl: "https://www.nordlicht-outdoor.example",
  clickThroughUrl: "https://www.awin1.com/awclick.php?mid=90210&id=312345",
  logoUrl: "https://ui.awin.com/images/upload/merchant/profile/90210.png",
  primaryRegion: { name: "Germany", countryCode: "DE" },
  currencyCode: "EUR",
  status: "Active",
  primarySector: "Sports & Outdoor",
  validDomains: [{ domain: "www.nordlicht-outdoor.example" }],
};
const terms = (ranges: ProgrammeTerms["ranges"], membership = "joined"): ProgrammeTerms => ({
  ranges,
  currency: "EUR",
  membership,
});
const percentRange = { min: 4, max: 8, type: "percentage" };
const amountRange = { min: 1.5, max: 5, type: "amount" };

const promotionOffer = (change: object, given: Partial<AwinSettings> = {}) =>
  awin.toOffer(
    { surface: "promotion", promotion: { ...promotion, ...change }, programme: null },
    context(given),
  );
const programmeOffer = (
  change: object,
  ofTerms: ProgrammeTerms | null = null,
  ofMembership: AwinMembership = "joined",
) =>
  awin.toOffer(
    {
      surface: "programme",
      programme: { ...programme, ...change },
      membership: ofMembership,
      terms: ofTerms,
    },
    context(),
  );

describe("a promotion", () => {
  test("with a code is a coupon with every field of Awin's table in its place", () => {
    const joined = {
      name: "Nordlicht",
      displayUrl: "https://www.nordlicht-outdoor.example",
      logoUrl: "https://ui.awin.com/logo.png",
      primarySector: "Sports & Outdoor",
      terms: terms([percentRange]),
    };
    expect(awin.toOffer({ surface: "promotion", promotion, programme: joined }, context())).toEqual({
      sourceOfferId: "promotion-2450117",
      kind: "COUPON",
      title: promotion.title,
      description: promotion.description,
      merchant: { name: "Nordlicht Outdoor DE", domain: promotion.url },
      url: promotion.url,
      trackingUrl: promotion.urlTracking,
      images: ["https://ui.awin.com/logo.png"],
      couponCode: "WANDERN15",
      restrictions: ["Gilt nicht für reduzierte Ware.", "Nur online."],
      joinStatus: "JOINED",
      commission: { type: "RANGE", min: 4, max: 8, basis: "SALE" },
      categories: ["Sports & Outdoor"],
      tags: ["Black Friday", "exclusive"],
      countries: ["DE"],
      startsAt: "2026-11-01T00:00:00",
      endsAt: "2026-12-31T23:59:59",
    });
  });

  test("without a code is a deal", () => {
    expect(promotionOffer({ type: "promotion", voucher: null })?.kind).toBe("DEAL");
  });

  test("for all regions has no country limit", () => {
    expect(promotionOffer({ regions: { all: true, list: [] } })?.countries).toEqual([]);
  });

  test("that is not joined is available to join", () => {
    const offer = promotionOffer({ advertiser: { id: 1, name: "Other", joined: false } });
    expect(offer?.joinStatus).toBe("AVAILABLE");
  });

  test("without an advertiser's name takes it from the programme", () => {
    const withProgramme = {
      name: "Nordlicht",
      displayUrl: null,
      logoUrl: null,
      primarySector: null,
      terms: null,
    };
    const record = { surface: "promotion", promotion: { ...promotion, advertiser: { id: 90210 } } } as const;
    expect(awin.toOffer({ ...record, programme: withProgramme }, context())?.merchant?.name).toBe(
      "Nordlicht",
    );
  });

  test("with a date of the older exports has it turned into ISO", () => {
    expect(promotionOffer({ endDate: "31/12/2026 23:59:59" })?.endsAt).toBe("2026-12-31 23:59:59");
  });

  test("without an end has none", () => {
    expect(promotionOffer({ endDate: null })?.endsAt).toBeNull();
  });

  test("without promotionId is rejected by name", () => {
    expect(() => promotionOffer({ promotionId: undefined })).toThrow(
      new RecordRejected('promotion "15 % auf Wanderschuhe": promotionId: is missing or not a whole number'),
    );
  });

  test("without a tracking link is rejected", () => {
    expect(() => promotionOffer({ urlTracking: "" })).toThrow(RecordRejected);
  });
});

describe("a sub-id", () => {
  test("is put on the tracking link as clickref, the rest of it unchanged", () => {
    expect(promotionOffer({}, { clickref: "news-1" })?.trackingUrl).toBe(
      `${promotion.urlTracking}&clickref=news-1`,
    );
  });

  test("replaces one that the link already has", () => {
    const urlTracking = "https://www.awin1.com/cread.php?clickref=old&awinmid=1";
    expect(promotionOffer({ urlTracking }, { clickref: "new" })?.trackingUrl).toBe(
      "https://www.awin1.com/cread.php?clickref=new&awinmid=1",
    );
  });

  test("stays off a short link", () => {
    const urlTracking = "https://tidd.ly/3AbCdEf";
    expect(promotionOffer({ urlTracking }, { clickref: "new" })?.trackingUrl).toBe(urlTracking);
  });
});

describe("a programme", () => {
  test.each([
    ["joined", "JOINED"],
    ["pending", "PENDING"],
    ["suspended", "SUSPENDED"],
    ["rejected", "DECLINED"],
    ["notjoined", "AVAILABLE"],
  ] as const)("of the list %s is %s", (listedAs, joinStatus) => {
    expect(programmeOffer({}, null, listedAs)?.joinStatus).toBe(joinStatus);
  });

  test("has every field of Awin's table in its place", () => {
    expect(programmeOffer({}, terms([{ min: 6, max: 6, type: "percentage" }]))).toEqual({
      sourceOfferId: "programme-90210",
      kind: "PROGRAMME",
      title: "Nordlicht Outdoor DE",
      description: "Outdoor-Händler",
      merchant: { name: "Nordlicht Outdoor DE", domain: programme.displayUrl },
      url: programme.displayUrl,
      trackingUrl: programme.clickThroughUrl,
      images: [programme.logoUrl],
      joinStatus: "JOINED",
      commission: { type: "PERCENT", min: 6, max: 6, basis: "SALE" },
      categories: ["Sports & Outdoor"],
      tags: ["joined"],
      countries: ["DE"],
    });
  });

  test("that pays amounts has a range in its currency", () => {
    const expected = { type: "RANGE", min: 1.5, max: 5, currency: "EUR", basis: "SALE" };
    expect(programmeOffer({}, terms([amountRange]))?.commission).toEqual(expected);
  });

  test("that pays percentages and amounts keeps both", () => {
    const offer = programmeOffer({}, terms([percentRange, amountRange]));
    expect([offer?.commission?.type, offer?.tags]).toEqual(["RANGE", ["joined", "also pays 1.5–5 EUR"]]);
  });

  test("that is suspended says so", () => {
    expect(programmeOffer({}, terms([], "suspended"))?.joinStatus).toBe("SUSPENDED");
  });

  test("that has closed is left out", () => {
    expect(programmeOffer({ status: "Closed" })).toBeNull();
  });

  test("without the members that may be missing is read all the same", () => {
    const { logoUrl, currencyCode, primaryRegion, validDomains, status, primarySector, ...rest } = programme;
    const missing = { logoUrl, currencyCode, primaryRegion, validDomains, status, primarySector };
    const blanks = Object.fromEntries(Object.keys(missing).map((name) => [name, undefined]));
    expect(programmeOffer({ ...rest, ...blanks })?.title).toBe("Nordlicht Outdoor DE");
  });
});
