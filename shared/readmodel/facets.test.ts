import { afterAll, beforeAll, expect, test } from "vitest";
import type { Policies } from "../networks/display.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { areExact, countFacets, type Facet, type FacetCount, FACETS } from "./facets.ts";
import type { OfferFilter } from "./filter.ts";
import { countOffers } from "./list-offers.ts";
import { priceBand } from "./price-bands.ts";
import { projectOffers } from "./project.ts";
import { sampleRecord } from "./records.fixture.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const merchant = (id: string) => ({ id, name: `Shop ${id}`, domain: id });

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  const records = Array.from({ length: 60 }, (_, n) =>
    sampleRecord({
      sourceId: n % 4 === 0 ? "other" : "src",
      networkId: n % 4 === 0 ? "cj" : "awin",
      sourceOfferId: String(n),
      status: n % 10 === 9 ? "REMOVED" : "ACTIVE",
      sandbox: n % 4 === 0,
      content: {
        kind: n % 3 === 0 ? "COUPON" : "PRODUCT",
        couponCode: n % 3 === 0 ? "SAVE" : null,
        merchant: n % 6 === 5 ? null : merchant(`${n % 5}.example`),
        categories: [n % 2 === 0 ? "Fashion > Shoes" : "Home", "Sale"],
        countries: n % 7 === 0 ? [] : n % 2 === 0 ? ["DE"] : ["FR", "US"],
        languages: n % 2 === 0 ? ["en-GB"] : ["de", "en-US"],
        price: n % 8 === 7 ? null : { amount: String(n), currency: n % 3 === 0 ? "USD" : "EUR" },
        endsAt: n % 11 === 10 ? "2026-05-01T00:00:00.000Z" : null,
      },
    }),
  );
  await projectOffers(model.db, records);
}, 60_000);
afterAll(() => model.stop());

const count = (facets: readonly Facet[], filter: OfferFilter, first = 200, policies?: Policies) =>
  countFacets(model.db, facets, {
    filter,
    first,
    now: NOW,
    ...(policies === undefined ? {} : { policies }),
  });

/** The filter that a value of a facet becomes. */
function chosen(facet: Facet, { value }: FacetCount): OfferFilter {
  switch (facet) {
    case "networks":
      return { networkIds: [value] };
    case "sources":
      return { sourceIds: [value] };
    case "kinds":
      return { kinds: [value as "PRODUCT"] };
    case "merchants":
      return { merchantIds: [value] };
    case "categories":
      return { category: value };
    case "countries":
      return { country: value };
    case "languages":
      return { language: value };
    case "coupons":
      return { hasCoupon: value === "true" };
    case "prices": {
      const [currency = "", place] = value.split(" ");
      return { ...priceBand(currency, Number(place)) };
    }
  }
}

test.each<[string, OfferFilter]>([
  ["nothing", {}],
  ["a text", { text: "trail" }],
  [
    "a value of every facet",
    {
      networkIds: ["awin"],
      sourceIds: ["src"],
      kinds: ["COUPON"],
      merchantIds: ["0.example", "1.example", "2.example", "3.example"],
      category: "sale",
      country: "de",
      language: "en",
      hasCoupon: true,
      currency: "USD",
      minPrice: "5",
    },
  ],
])(
  "each count is what the list counts with that value in place of the filter's own: %s asked",
  async (_, filter) => {
    const counted = await count(FACETS, filter);
    for (const [facet, counts] of counted) {
      expect(counts).not.toEqual([]);
      for (const value of counts) {
        const own = facet === "prices" ? { currency: null, minPrice: null, maxPrice: null } : {};
        const total = await countOffers(model.db, { ...filter, ...own, ...chosen(facet, value) }, NOW);
        expect([facet, value.value, value.count]).toEqual([facet, value.value, total]);
      }
    }
  },
);

test("a facet's own filter hides none of its values, and narrows every other facet", async () => {
  const counted = await count(["kinds", "coupons"], { kinds: ["COUPON"] });
  expect(
    counted
      .get("kinds")
      ?.map(({ value }) => value)
      .toSorted(),
  ).toEqual(["COUPON", "PRODUCT"]);
  expect(counted.get("coupons")?.map(({ value }) => value)).toEqual(["true"]);
});

test("the largest come first, so many as are asked for, and those of sandboxes are counted beside", async () => {
  const values = (await count(["networks"], {})).get("networks");
  expect(values?.map(({ value, sandboxCount }) => [value, sandboxCount > 0])).toEqual([
    ["awin", false],
    ["cj", true],
  ]);
  const largest = await count(FACETS, {}, 1);
  expect([...largest.values()].map(({ length }) => length)).toEqual(FACETS.map(() => 1));
  expect(largest.get("networks")).toEqual(values?.slice(0, 1));
});

test("what a network withholds is not counted", async () => {
  const policy = { maxAgeHours: null, withheldFields: ["merchant" as const], disclosure: null, source: "" };
  const counted = await count(["merchants", "networks"], {}, 200, { awin: policy });
  const all = await countOffers(
    model.db,
    { networkIds: ["cj"], merchantIds: ["0.example", "1.example", "2.example", "3.example", "4.example"] },
    NOW,
  );
  expect(counted.get("merchants")?.reduce((sum, value) => sum + value.count, 0)).toBe(all);
  expect(counted.get("networks")?.map(({ value }) => value)).toEqual(["awin", "cj"]);
});

test("no more offers are counted than the most that may be, and the answer says so", async () => {
  const active = await countOffers(model.db, {}, NOW);
  const request = { filter: { kinds: ["COUPON" as const] }, first: 200, now: NOW };
  expect(await areExact(model.db, { ...request, mostCounted: active })).toBe(true);
  expect(await areExact(model.db, { ...request, mostCounted: active - 1 })).toBe(false);
  const counted = await countFacets(model.db, ["kinds"], { ...request, mostCounted: active - 1 });
  expect(counted.get("kinds")?.reduce((sum, value) => sum + value.count, 0)).toBe(active - 1);
});
