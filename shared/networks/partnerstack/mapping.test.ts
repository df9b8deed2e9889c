/** Every field of PartnerStack's records, in its place. */
import { describe, expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { commissionOf, offerTexts } from "./commission.ts";
import { adapter } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const program = {
  id: 90311,
  key: "co_Zq81LmPXa02k",
  name: "Kestrel CRM",
  website: "https://kestrelcrm.example",
  category: ["sales-and-marketing", "artificial-intelligence"],
  country: "CA",
  description: "CRM for field teams. Earn 25% recurring for 12 months.",
  created_at: 1718036400000,
  has_sub_id: true,
  logo: "file_9aKd02LmZ",
  offers: [{ body: "25% recurring commission" }],
  promotions: [],
};
const partnership = {
  key: "part_4mXc81LpQz",
  company: { id: 90311, key: "co_Zq81LmPXa02k", name: "Kestrel CRM" },
  has_sub_id: true,
  link: { url: "https://get.kestrelcrm.example/me" },
};

const map = (record: { program: unknown; partnership: unknown }, settings: object = {}) =>
  adapter.toOffer(record, {
    credentials: { apiKey: "key" },
    settings: adapter.settingsSchema.parse(settings),
    now: NOW,
  });

describe("a joined programme", () => {
  test("has every field of the table in its place", () => {
    expect(map({ program, partnership })).toEqual({
      sourceOfferId: "programme-co_Zq81LmPXa02k",
      kind: "PROGRAMME",
      title: "Kestrel CRM",
      description: program.description,
      merchant: { name: "Kestrel CRM", domain: "https://kestrelcrm.example" },
      url: "https://kestrelcrm.example",
      trackingUrl: "https://get.kestrelcrm.example/me",
      joinStatus: "JOINED",
      restrictions: ["25% recurring commission"],
      commission: { type: "RECURRING", min: "25", max: "25", basis: "SALE" },
      categories: ["sales-and-marketing", "artificial-intelligence"],
      tags: ["based in CA", "commission read from text"],
    });
  });

  test("names no image, country, date or language: none of them is PartnerStack's to say", () => {
    const draft = map({ program, partnership });
    const content = draft && normaliseOffer(draft, { timeZone: "UTC", now: NOW });
    expect(content).toMatchObject({ images: [], countries: [], languages: [], startsAt: null, endsAt: null });
  });

  test("that the marketplace does not list comes from its partnership alone", () => {
    expect(map({ program: null, partnership })).toMatchObject({
      sourceOfferId: "programme-co_Zq81LmPXa02k",
      title: "Kestrel CRM",
      joinStatus: "JOINED",
    });
  });

  test.each([
    [{ ...partnership, link: null, links: [{ url: "https://kestrel.partnerlinks.example/a" }] }, {}],
    [{ ...partnership, link: undefined, url: "https://kestrel.partnerlinks.example/a" }, {}],
    [
      { ...partnership, link: null },
      { links: { co_Zq81LmPXa02k: "https://kestrel.partnerlinks.example/a" } },
    ],
  ])("takes its link from wherever it stands, and from the settings at last", (given, settings) => {
    expect(map({ program, partnership: given }, settings)?.trackingUrl).toBe(
      "https://kestrel.partnerlinks.example/a",
    );
  });

  test("without a link is rejected, with what to do: a link is never made up", () => {
    expect(() => map({ program, partnership: { ...partnership, link: null } })).toThrow(
      /co_Zq81LmPXa02k is joined.*put it into the setting links/,
    );
  });

  test("carries the sub-id in the parameter of the settings, where it accepts one", () => {
    const settings = { subId: "blog-7", subIdParameter: "aff_sub" };
    expect(map({ program, partnership }, settings)?.trackingUrl).toBe(
      "https://get.kestrelcrm.example/me?aff_sub=blog-7",
    );
    const refusing = { ...partnership, has_sub_id: false };
    expect(map({ program, partnership: refusing }, settings)?.trackingUrl).toBe(
      "https://get.kestrelcrm.example/me",
    );
  });
});

describe("a programme whose partnership is pending", () => {
  test("says so, and points to the company's own site until it is joined", () => {
    expect(map({ program, partnership: { ...partnership, status: "pending" } })).toMatchObject({
      sourceOfferId: "programme-co_Zq81LmPXa02k",
      joinStatus: "PENDING",
      trackingUrl: "https://kestrelcrm.example",
    });
    expect(map({ program, partnership: { ...partnership, status: "active" } })?.joinStatus).toBe("JOINED");
  });
});

describe("a programme that is not joined", () => {
  test("is available, and points to the company's own site", () => {
    expect(map({ program: { ...program, website: "kestrelcrm.example" }, partnership: null })).toMatchObject({
      joinStatus: "AVAILABLE",
      url: "https://kestrelcrm.example",
      trackingUrl: "https://kestrelcrm.example",
    });
  });

  test("without a website is rejected", () => {
    expect(() => map({ program: { ...program, website: null }, partnership: null })).toThrow(/no website/);
  });

  test("without a key is rejected by its name", () => {
    const { key: _, ...keyless } = program;
    expect(() => map({ program: keyless, partnership: null })).toThrow(/programme "Kestrel CRM": key/);
  });
});

describe("commission out of a sentence", () => {
  test.each([
    ["30% recurring commission", { type: "RECURRING", min: "30", max: "30", basis: "SALE" }],
    ["Earn 12.5% on every sale", { type: "PERCENT", min: "12.5", max: "12.5", basis: "SALE" }],
    ["$1,050.50 per sale", { type: "FIXED", min: "1050.50", max: "1050.50", currency: "USD", basis: "SALE" }],
    [
      "$15 per month for each customer",
      { type: "RECURRING", min: "15", max: "15", currency: "USD", basis: "SALE" },
    ],
    ["$20 per trial sign-up", { type: "FIXED", min: "20", max: "20", currency: "USD", basis: "LEAD" }],
  ])("%s", (sentence, expected) => {
    expect(commissionOf([sentence])).toEqual(expected);
  });

  test.each([
    ["up to 30%, then 10%"],
    ["Up to 30% per sale"],
    ["10% discount for your audience"],
    ["$50 or 20%"],
    ["generous rewards"],
  ])("%s is left to people", (sentence) => {
    expect(commissionOf([sentence])).toBeNull();
  });

  test("is read from an offer of any shape that holds a sentence, and from none that does not", () => {
    expect(
      offerTexts([{ body: "30% recurring commission", name: "x" }, "$5 per lead", { id: 1 }, null]),
    ).toEqual(["30% recurring commission", "$5 per lead"]);
    expect(map({ program: { ...program, offers: [{ id: 1 }] }, partnership })).toMatchObject({
      commission: null,
      tags: ["based in CA", null],
    });
  });

  test("of several offers is left to people", () => {
    expect(commissionOf(["20% recurring", "$10 per lead"])).toBeNull();
  });
});
