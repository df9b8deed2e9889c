import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OfferContent } from "../offer/model.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "./embedded.fixture.ts";
import { listOffers } from "./list-offers.ts";
import { migrations } from "./migrations.ts";
import { projectOffers } from "./project.ts";
import { rebuild } from "./rebuild.ts";
import { findDifferences } from "./reconcile.ts";
import { type SampleRecord, sampleRecord } from "./records.fixture.ts";
import { HALF_LIFE_DAYS, score, worth } from "./score.ts";

const day = (n: number) => new Date(Date.UTC(2026, 4, n)).toISOString();
const eur = (amount: string) => ({ amount, currency: "EUR" });
const percent = (value: string) => ({ type: "PERCENT" as const, value, currency: null });
const commission = (min: string) => ({
  type: "PERCENT" as const,
  min,
  max: null,
  currency: null,
  basis: null,
});

const PLAIN: Partial<OfferContent> = {
  discount: null,
  couponCode: null,
  images: [],
  joinStatus: "AVAILABLE",
};
const plain = sampleRecord({ content: PLAIN });

test.each<[string, SampleRecord, "up" | "down" | "nowhere"]>([
  ["a discount", { content: { discount: percent("20") } }, "up"],
  ["a lower price than before", { content: { originalPrice: eur("100.00") } }, "up"],
  ["more commission", { content: { commission: commission("6") } }, "up"],
  ["less commission", { content: { commission: commission("4") } }, "down"],
  ["a coupon", { content: { couponCode: "SAVE" } }, "up"],
  ["a joined programme", { content: { joinStatus: "JOINED" } }, "up"],
  ["an image", { content: { images: ["https://shop.example/1.jpg"] } }, "up"],
  ["no description", { content: { description: null } }, "down"],
  ["no merchant", { content: { merchant: null } }, "down"],
  ["no category", { content: { categories: [] } }, "down"],
  ["no price", { content: { price: null } }, "down"],
  ["being sold out", { content: { availability: "OUT_OF_STOCK" } }, "down"],
  ["a later word of the source", { saidAt: day(20) }, "up"],
  ["an admin's version", { saidAt: plain.changedAt, changedAt: day(20), cause: "ADMIN" }, "nowhere"],
])("%s moves an offer as promised: %o %s", (_, sample, direction) => {
  const moved = score(sampleRecord({ ...sample, content: { ...PLAIN, ...sample.content } })) - score(plain);
  expect(moved > 0 ? "up" : moved < 0 ? "down" : "nowhere").toBe(direction);
});

test("a discount counts up to 80 percent, and commission up to 30", () => {
  const most = { ...plain.content, discount: percent("80"), commission: commission("30") };
  expect(worth({ ...most, discount: percent("95"), commission: commission("50") })).toBe(worth(most));
});

test("an offer of twice the worth stands level with one that is a half-life younger", () => {
  const twice = { ...plain, content: { ...plain.content, discount: percent(String(worth(plain.content))) } };
  const born = Date.parse(plain.changedAt);
  const younger = { ...plain, saidAt: new Date(born + HALF_LIFE_DAYS * 86_400_000).toISOString() };
  expect(score(younger)).toBeCloseTo(score(twice), 6);
});

test("an offer whose figures are no use still has a score", () => {
  const odd = sampleRecord({ content: { discount: percent("-500"), commission: commission("-1") } });
  expect(score(odd)).toBeGreaterThan(-100);
});

let model: EmbeddedReadModel;
const alike = Array.from({ length: 30 }, (_, place) => sampleRecord({ sourceOfferId: `${place}` }));
beforeAll(async () => {
  model = await startEmbeddedReadModel();
  await projectOffers(model.db, alike);
}, 60_000);
afterAll(() => model.stop());

async function* pages() {
  yield alike;
}

test("offers of one worth and age have an order all the same, which pages keep to", async () => {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const list = await listOffers(model.db, {
      filter: {},
      order: "TOP",
      first: 7,
      after,
      now: new Date(day(1)),
    });
    found.push(...list.offers.map(({ record }) => record.offerId));
    after = list.hasNextPage ? (list.offers.at(-1)?.cursor ?? null) : null;
  } while (after !== null);
  const byScore = alike.toSorted((a, b) => score(b) - score(a)).map(({ offerId }) => offerId);
  expect(found).toEqual(byScore);
});

const differences = async () => (await Array.fromAsync(findDifferences(model.db, pages()))).length;

test.each([
  ["the migration", () => migrations["0007-score-and-search"]?.up(model.db)],
  ["a rebuild", () => rebuild(model.db, pages())],
])("%s computes the score and the search of rows that an older version wrote", async (_, recompute) => {
  await sql`update offers set score = 0, search = ''`.execute(model.db);
  expect(await differences()).toBe(alike.length);
  await recompute();
  expect(await differences()).toBe(0);
});
