import { describe, expect, it } from "vitest";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import { contradictions, readEditorFields } from "./editor-fields.ts";
import { edited, type Edits, editsOf, saidFingerprint, sourceContent } from "./editorial.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { OfferContent } from "./model.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const said = (content: Partial<OfferContent> = {}) => sampleRecord({ content });
const eur = (amount: string) => ({ amount, currency: "EUR" });

describe("an offer with editors' values", () => {
  it("gives back what its source said, letter for letter", () => {
    const source = said({ tags: ["a"], couponCode: "TEN", kind: "COUPON", originalPrice: eur("100.00") });
    const shown = edited(source, { couponCode: null, tags: [], price: eur("60.00"), title: "Ours" });
    expect(shown.content).toMatchObject({ kind: "DEAL", couponCode: null, tags: [], title: "Ours" });
    expect(shown.fingerprint).toBe(fingerprintOf(shown.content));
    expect(JSON.stringify(sourceContent(shown))).toBe(JSON.stringify(source.content));
    expect(saidFingerprint(shown)).toBe(source.fingerprint);
    expect(
      edited({ content: sourceContent(shown), fingerprint: source.fingerprint }, editsOf(shown)),
    ).toEqual(shown);
  });

  it("is the source's own, with nothing beside it, where there are none", () => {
    const source = said();
    const { content, fingerprint } = source;
    expect(edited(source, {})).toEqual({ content, fingerprint });
  });

  it("keeps a value that is the same as the source's for when that changes", () => {
    const { editorial, content } = edited(said({ title: "Same" }), { title: "Same" });
    expect([editorial?.overridden, content.title]).toEqual([["title"], "Same"]);
  });

  it.each<[string, Partial<OfferContent>, Edits, string | null | undefined]>([
    [
      "is computed anew from the editors' price",
      { originalPrice: eur("100.00") },
      { price: eur("75.00") },
      "25",
    ],
    [
      "is gone when the price is no reduction any more",
      { originalPrice: eur("100.00"), discount: { type: "PERCENT", value: "20", currency: null } },
      { price: eur("100.00") },
      undefined,
    ],
    [
      "stays where the source has stated another kind",
      { originalPrice: eur("100.00"), discount: { type: "BOGO", value: null, currency: null } },
      { price: eur("75.00") },
      null,
    ],
    [
      "is the editors' where they state it",
      { originalPrice: eur("100.00") },
      { price: eur("75.00"), discount: { type: "PERCENT", value: "30", currency: null } },
      "30",
    ],
  ])("has a discount that %s", (_, source, edits, value) => {
    expect(edited(said(source), edits).content.discount?.value).toBe(value);
  });
});

describe("what editors enter", () => {
  it("is normalised as sources' offers are", () => {
    const { edits, faults } = readEditorFields(
      {
        title: " <b>Boots</b> &amp; more ",
        description: null,
        images: ["https://shop.example/a.jpg", "https://shop.example/a.jpg"],
        price: { amount: "012.5", currency: "eur" },
        tags: ["z", "", "a"],
        countries: ["uk", "DE"],
        languages: ["pt_br"],
        availability: null,
        startsAt: "2026-06-02",
        endsAt: "2026-06-03",
      },
      NOW,
    );
    expect(faults).toEqual([]);
    expect(edits).toEqual({
      title: "Boots & more",
      description: null,
      images: ["https://shop.example/a.jpg"],
      price: eur("12.50"),
      tags: ["a", "z"],
      countries: ["DE", "GB"],
      languages: ["pt-BR"],
      availability: "UNKNOWN",
      startsAt: "2026-06-02T00:00:00Z",
      endsAt: "2026-06-03T23:59:59Z",
    });
  });

  it.each([
    [{ title: null }, ["title"], "an offer has a title"],
    [{ title: "<p> </p>" }, ["title"], "an offer has a title"],
    [{ title: "x".repeat(501) }, ["title"], "longer than 500"],
    [{ images: ["https://a.example/1", "javascript:alert(1)"] }, ["images", "1"], "not an http(s) URL"],
    [{ images: Array.from({ length: 21 }, () => "https://a.example/1") }, ["images"], "at most 20"],
    [{ price: { amount: "ten", currency: "EUR" } }, ["price"], "not a plain decimal"],
    [{ price: { amount: "1", currency: "EURO" } }, ["price"], "ISO 4217"],
    [{ discount: { type: "AMOUNT" as const, value: "5" } }, ["discount"], "no currency"],
    [{ countries: ["DE", "Narnia"] }, ["countries", "1"], "ISO 3166-1"],
    [{ languages: ["Deutsch!"] }, ["languages", "0"], "BCP 47"],
    [{ endsAt: "soon" }, ["endsAt"], "not an ISO 8601 date"],
    [{ endsAt: "9999-12-31" }, ["endsAt"], "say null"],
  ])("is refused rather than dropped: %j", (input, path, message) => {
    const { faults } = readEditorFields(input, NOW);
    expect(faults).toEqual([{ path, message: expect.stringContaining(message) }]);
  });

  it("must fit together with what the source says", () => {
    const source = said({ startsAt: "2026-06-05T00:00:00Z" });
    const edits = { endsAt: "2026-06-04T00:00:00Z", originalPrice: eur("70.00") };
    const found = contradictions(edited(source, edits).content, edits);
    expect(found.map(({ path }) => path)).toEqual([["endsAt"], ["originalPrice"]]);
  });
});
