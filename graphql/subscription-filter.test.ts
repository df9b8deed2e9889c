import { expect, test } from "vitest";
import type { VersionRecord } from "../shared/ledger/records.ts";
import type { OfferContent } from "../shared/offer/model.ts";
import type { OfferFilter } from "../shared/readmodel/filter.ts";
import { matcher } from "../shared/readmodel/matches.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { toOfferChange } from "./offer-view.ts";
import { type OfferChangedArguments, offerChangedFilter, passes } from "./subscription-filter.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const eur = (amount: string) => ({ amount, currency: "EUR" });

const sample = (content: Partial<OfferContent>, more: Parameters<typeof sampleRecord>[0] = {}) =>
  sampleRecord({
    ...more,
    content: {
      categories: [],
      countries: ["US"],
      discount: null,
      price: null,
      originalPrice: null,
      ...content,
    },
  });

const records = {
  anywhere: sample({ countries: [] }),
  german: sample({ countries: ["DE", "AT"], categories: ["Fashion > Schuhe", "Größe"] }),
  stated: sample({ discount: { type: "PERCENT", value: "25", currency: null } }),
  computed: sample({ price: eur("70"), originalPrice: eur("100") }),
  amount: sample({ discount: { type: "AMOUNT", value: "50", currency: "EUR" } }),
  coupon: sample(
    { kind: "COUPON", merchant: { id: "b.example", name: "B", domain: "b.example" } },
    { networkId: "cj", sourceId: "other" },
  ),
  removed: sample({ merchant: null }, { version: 2, status: "REMOVED" }),
};
type Name = keyof typeof records;

const all = Object.keys(records) as Name[];
const american = all.filter((name) => name !== "german");

/** What somebody asks for, and whose changes they hear of. */
const table: [OfferChangedArguments, Name[]][] = [
  [{}, all],
  [{ networkId: null, kind: null, category: null, country: null, minDiscountPercent: null }, all],
  [{ networkId: "cj" }, ["coupon"]],
  [{ networkId: "cj", sourceId: "src" }, []],
  [{ sourceId: "other", kind: "COUPON" }, ["coupon"]],
  [{ merchantId: "b.example" }, ["coupon"]],
  [{ category: "fashion" }, ["german"]],
  [{ category: "FASHION > schuhe" }, ["german"]],
  [{ category: "grosse" }, ["german"]],
  [{ category: "größe" }, ["german"]],
  [{ category: "schuh" }, []],
  [{ category: "" }, []],
  [{ country: "de" }, ["anywhere", "german"]],
  [{ country: "DE", category: "schuhe" }, ["german"]],
  [{ country: "US" }, american],
  [{ country: "*" }, ["anywhere"]],
  [{ minDiscountPercent: 25 }, ["stated", "computed"]],
  [{ minDiscountPercent: 25.01 }, ["computed"]],
  [{ minDiscountPercent: -5 }, ["stated", "computed"]],
  [{ minDiscountPercent: 0, country: "DE" }, []],
];

test.each(table)("%j hears of %j, as the same filter of a list would find", (args, expected) => {
  const named = (passing: (record: VersionRecord) => boolean) => all.filter((name) => passing(records[name]));
  const filter = offerChangedFilter(args);
  expect(named((record) => passes(filter, toOfferChange(record)))).toEqual(expected);
  expect(named(matcher(sameFilter(args), NOW))).toEqual(expected);
});

const listOf = <T>(value: T | null | undefined): T[] | null => (value ? [value] : null);

const sameFilter = ({
  networkId,
  sourceId,
  kind,
  merchantId,
  ...rest
}: OfferChangedArguments): OfferFilter => ({
  ...rest,
  networkIds: listOf(networkId),
  sourceIds: listOf(sourceId),
  kinds: listOf(kind),
  merchantIds: listOf(merchantId),
});

test("a filter keeps within what AppSync takes: one group, at most ten rules, at most twenty values in a list", () => {
  const filter = offerChangedFilter({
    networkId: "n",
    sourceId: "s",
    kind: "DEAL",
    merchantId: "m",
    category: "c",
    country: "DE",
    minDiscountPercent: 1,
  });
  expect(filter?.filterGroup).toHaveLength(1);
  expect(filter?.filterGroup[0]?.filters).toHaveLength(7);
  expect(filter?.filterGroup[0]?.filters[5]).toEqual({
    fieldName: "countryKeys",
    operator: "containsAny",
    value: ["DE", "*"],
  });
});
