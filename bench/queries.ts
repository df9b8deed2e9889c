/** How quickly the API answers typical queries, over HTTP, 100 offers a page. */
import { ask } from "./catalogue.ts";
import { number, percentile } from "./rows.ts";

const NODE =
  "nodes { id title kind status trackingUrl price { amount currency } merchant { name } images categories endsAt }";
const offers = (rest: string, fields = `${NODE} pageInfo { endCursor }`): string =>
  `{ offers(${rest}) { ${fields} } }`;

/** The benchmark catalogue has shoes in one title of twelve, and "4711" is in one title. */
const QUERIES = {
  nothing: "{ __typename }",
  list: offers("first: 100"),
  "list by worth": offers("first: 100, orderBy: TOP"),
  filter: offers(
    'first: 100, filter: { kinds: [PRODUCT], minPrice: "20", maxPrice: "60", currency: "EUR" }, orderBy: PRICE_ASC',
  ),
  "filter by category": offers('first: 100, filter: { category: "Pumps" }'),
  "filter that nothing passes": offers("first: 100, filter: { hasCoupon: true }, orderBy: TOP"),
  search: offers('first: 100, filter: { text: "shoes" }, orderBy: RELEVANCE'),
  "search of two words": offers('first: 100, filter: { text: "titanium lamp" }, orderBy: RELEVANCE'),
  "search of one offer": offers('first: 100, filter: { text: "4711 cm" }, orderBy: RELEVANCE'),
  "search with two mistakes": offers('first: 100, filter: { text: "titanum lapm" }, orderBy: RELEVANCE'),
  "count of all": offers("first: 1", "totalCount"),
  "count of a category": offers('first: 1, filter: { category: "Pumps" }', "totalCount"),
} as const;

export type QueryName = keyof typeof QUERIES;

/** Milliseconds. `p10` is what the work itself takes, on a machine that does other things now and then. */
export interface Timing {
  readonly p10: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export type Timings = Readonly<Record<QueryName, Timing>>;

/** What a page of a hundred may take, in milliseconds, at 100,000 offers. */
export const LIMITS: Omit<Timing, "p10"> = { p50: 25, p95: 80, p99: 100 };
export const LIMITED: readonly QueryName[] = [
  "list",
  "list by worth",
  "filter",
  "filter by category",
  "filter that nothing passes",
  "search",
  "search of two words",
  "search of one offer",
  "search with two mistakes",
];

/** Asks each query so many times, all of them in turn, so that a slow moment of the machine meets all alike. */
export async function timings(url: string, times: number): Promise<Timings> {
  const taken = new Map<QueryName, number[]>();
  const names = Object.keys(QUERIES) as QueryName[];
  for (let time = -3; time < times; time += 1) {
    for (const name of names) {
      const began = performance.now();
      await ask(url, QUERIES[name]);
      // The first three rounds warm up.
      if (time >= 0) taken.set(name, [...(taken.get(name) ?? []), performance.now() - began]);
    }
  }
  const timingOf = (name: QueryName): Timing => {
    const all = taken.get(name) ?? [];
    return {
      p10: percentile(all, 0.1),
      p50: percentile(all, 0.5),
      p95: percentile(all, 0.95),
      p99: percentile(all, 0.99),
    };
  };
  return Object.fromEntries(names.map((name) => [name, timingOf(name)])) as unknown as Timings;
}

export const inWords = ({ p50, p95, p99 }: Timing): string =>
  `p50 ${number(p50)} ms, p95 ${number(p95)} ms, p99 ${number(p99)} ms`;

export const within = (timing: Timing, limits: typeof LIMITS): boolean =>
  timing.p50 <= limits.p50 && timing.p95 <= limits.p95 && timing.p99 <= limits.p99;
