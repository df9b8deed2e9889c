/** Ten queries that frontends and services typically send. */

const CARD = "id title kind trackingUrl price { amount currency } merchant { id name } images endsAt";
const offers = (rest: string): string =>
  `{ offers(${rest}) { nodes { ${CARD} } pageInfo { hasNextPage endCursor } } }`;

/** The benchmark catalogue has shoes in one title of twelve, and "4711" is in one title. */
export const OPERATIONS = {
  "latest 20": offers("first: 20"),
  "latest 100": offers("first: 100"),
  "top 20": offers("first: 20, orderBy: TOP"),
  "price range": offers(
    'first: 20, filter: { kinds: [PRODUCT], minPrice: "20", maxPrice: "60", currency: "EUR" }, orderBy: PRICE_ASC',
  ),
  category: offers('first: 20, filter: { category: "Pumps" }'),
  "search of one word": offers('first: 20, filter: { text: "shoes" }, orderBy: RELEVANCE'),
  "search of two words": offers('first: 20, filter: { text: "titanium lamp" }, orderBy: RELEVANCE'),
  "suggestions for a search box": '{ suggest(text: "runn", first: 8) { kind id text } }',
  merchants: "{ merchants(first: 20) { nodes { id name offerCount } } }",
  "changes since the beginning": `{ offerChanges(first: 100) { nodes { type offerId version offer { ${CARD} } } cursor } }`,
} as const satisfies Readonly<Record<string, string>>;

export type OperationName = keyof typeof OPERATIONS;
