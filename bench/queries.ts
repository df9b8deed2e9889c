/** How quickly the API answers typical queries, over HTTP, 100 offers a page. */
import { number, percentile, type Row } from "./rows.ts";

const NODE =
  "nodes { id title kind status trackingUrl price { amount currency } merchant { name } images categories endsAt }";
const QUERIES: Readonly<Record<string, string>> = {
  list: `{ offers(first: 100) { ${NODE} pageInfo { endCursor } } }`,
  filter: `{ offers(first: 100, filter: { kinds: [PRODUCT], minPrice: "20", maxPrice: "60", currency: "EUR" }, orderBy: PRICE_ASC) { ${NODE} } }`,
  search: `{ offers(first: 100, filter: { text: "shoes" }, orderBy: RELEVANCE) { ${NODE} } }`,
};

async function timed(url: string, query: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string }[] };
  if (errors?.[0]) throw new Error(errors[0].message);
  return performance.now() - began;
}

/** One row: the percentiles of all three kinds of query together, with the slowest kind named. */
export async function measureQueries(url: string, offers: number, times: number): Promise<Row[]> {
  console.log(`Queries over ${number(offers)} offers …`);
  const rows: Row[] = [];
  for (const [name, query] of Object.entries(QUERIES)) {
    for (let warm = 0; warm < 3; warm += 1) await timed(url, query);
    const taken: number[] = [];
    for (let time = 0; time < times; time += 1) taken.push(await timed(url, query));
    const empty: number[] = [];
    for (let time = 0; time < times; time += 1) empty.push(await timed(url, "{ __typename }"));
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(taken, share)) as [
      number,
      number,
      number,
    ];
    rows.push({
      what: `${name} query, 100 items`,
      measured: `p50 ${number(p50)} ms, p95 ${number(p95)} ms, p99 ${number(p99)} ms`,
      value: p50,
      comparedWith: `${number(p50 / percentile(empty, 0.5))} times a query that asks nothing, at ${number(offers)} offers`,
      target: "p50 25 ms, p95 80 ms, p99 100 ms at 100,000",
      met: p50 <= 25 && p95 <= 80 && p99 <= 100,
    });
  }
  return rows;
}
