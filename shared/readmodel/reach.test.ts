import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { type OfferFilter, whereOffers } from "./filter.ts";
import { listOffers } from "./list-offers.ts";
import { type OfferOrder, SORT_KEYS } from "./orders.ts";
import { projectOffers } from "./project.ts";
import { hasReach, reachOf } from "./reach.ts";
import { sampleRecord } from "./records.fixture.ts";
import { tidy } from "./upkeep.ts";

const OFFERS = 12_000;
const NOW = new Date("2026-06-01T00:00:00Z");
const PAGE = 10;

/** One offer in 75 is "spread" evenly over every order; as many are "late", the last of every order. */
const tagsOf = (place: number): string[] => [
  ...(place % 75 === 0 ? ["spread"] : []),
  ...(place >= OFFERS - 160 ? ["late"] : []),
];
const idOf = (place: number): string => `o${String(place).padStart(5, "0")}`;

let model: EmbeddedReadModel;
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  for (let from = 0; from < OFFERS; from += 1_000) {
    await projectOffers(
      model.db,
      Array.from({ length: 1_000 }, (_, place) => from + place).map((place) =>
        sampleRecord({
          sourceOfferId: idOf(place),
          changedAt: new Date(NOW.getTime() - place * 60_000).toISOString(),
          content: {
            description: null,
            price: { amount: String(place + 1), currency: "EUR" },
            tags: tagsOf(place),
          },
        }),
      ),
    );
  }
  await tidy(model.db);
}, 120_000);
afterAll(() => model.stop());

const bound = (filter: OfferFilter, order: "LATEST" | "PRICE_ASC", rows = PAGE + 1) =>
  reachOf(model.db, { key: SORT_KEYS[order], where: whereOffers(filter, NOW), after: null, rows });

async function pages(filter: OfferFilter, order: OfferOrder, count: number): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < count; page += 1) {
    const list = await listOffers(model.db, { filter, order, first: PAGE, after, now: NOW });
    found.push(...list.offers.map(({ record }) => record.sourceOfferId));
    after = list.offers.at(-1)?.cursor ?? null;
  }
  return found;
}

test("a list of what few offers have is bounded to a part of its order", async () => {
  expect(await bound({ tag: "spread" }, "LATEST")).not.toBeNull();
  expect(await bound({ tag: "spread" }, "PRICE_ASC")).not.toBeNull();
});

test.each<[string, OfferFilter, number]>([
  ["what hardly an offer has", { tag: "nothing" }, PAGE],
  ["what every offer has", { kinds: ["PRODUCT"] }, PAGE],
  ["what would need half of the order", { tag: "spread" }, 50],
])("a list of %s is not", async (_, filter, rows) => {
  expect(await bound(filter, "LATEST", rows)).toBeNull();
});

test.each<[string, OfferFilter, OfferOrder]>([
  ["no filter", {}, "LATEST"],
  ["offers that are not listed", { tag: "spread", statuses: ["REMOVED"] }, "LATEST"],
  ["prices from one on", { tag: "spread", minPrice: "5" }, "PRICE_ASC"],
  ["an order by what many share", { tag: "spread" }, "DISCOUNT_DESC"],
])("nothing is bounded for %s", (_, filter, order) => {
  expect(hasReach(filter, order)).toBe(false);
});

test.each<OfferOrder>(["LATEST", "PRICE_ASC"])(
  "bounded pages of %s are those of the whole list",
  async (order) => {
    const spread = Array.from({ length: 3 * PAGE }, (_, place) => idOf(place * 75));
    expect(await pages({ tag: "spread" }, order, 3)).toEqual(spread);
  },
);

test("a bound that was wrong costs a second query and no offer", async () => {
  const late = Array.from({ length: 2 * PAGE }, (_, place) => idOf(OFFERS - 160 + place));
  expect(await bound({ tag: "late" }, "LATEST")).not.toBeNull();
  expect(await pages({ tag: "late" }, "LATEST", 2)).toEqual(late);
});

test("the most relevant are the same with and without a bound", async () => {
  const bounded = await pages({ text: "shoes" }, "RELEVANCE", 2);
  expect(bounded).toEqual(await pages({ text: "shoes", statuses: ["ACTIVE", "REMOVED"] }, "RELEVANCE", 2));
  expect(new Set(bounded).size).toBe(2 * PAGE);
});
