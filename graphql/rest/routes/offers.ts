/** Offers: lists, single ones, their history. */
import * as z from "zod";
import { type FilterInput, filterFields, filterOf, orderBy, paging, total } from "../inputs.ts";
import type { NextPage, Route } from "../route.ts";
import { route } from "../route.ts";
import { FACETS, OFFER, PAGE_INFO } from "../selections.ts";

const tag = "Offers";

const LIST = `query Offers($filter: OfferFilter, $orderBy: OfferOrder, $first: Int, $after: String, $total: Boolean!) {
  offers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { ...Offer } ${PAGE_INFO} totalCount @include(if: $total) correctedText
  }
}
${OFFER}`;

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Of answers with `pageInfo`. */
export const afterPage: NextPage = {
  parameter: "after",
  cursor: (body) => {
    const { pageInfo } = body as Page;
    return pageInfo.hasNextPage ? pageInfo.endCursor : null;
  },
};

const listed = {
  method: "GET",
  tag,
  document: LIST,
  answer: ["offers"],
  status: 200,
  cache: "PUBLIC",
} as const;
const missing = { code: "OFFER_NOT_FOUND", what: "offer" };

const { text: _, ...filterBesidesText } = filterFields;

interface ListInput {
  readonly first?: number;
  readonly after?: string | undefined;
  readonly total?: boolean;
}

const listVariables = (filter: FilterInput, order: string, { first, after, total = false }: ListInput) => ({
  filter,
  orderBy: order,
  first,
  after,
  total,
});

const history = (field: string, selection: string, variables = ""): string =>
  `query History($id: ID!, $first: Int, $after: String${variables}) {
    offer(id: $id) { ${field}(first: $first, after: $after) { nodes { ${selection} } ${PAGE_INFO} } }
  }`;

export const offerRoutes: readonly Route[] = [
  route({
    ...listed,
    id: "listOffers",
    path: "/offers",
    summary: "Offers that pass a filter, in an order, a page at a time",
    query: z.strictObject({ ...filterFields, orderBy: orderBy.default("LATEST"), ...paging, total }),
    variables: ({ query }) => listVariables(filterOf(query), query.orderBy, query),
    next: afterPage,
  }),
  route({
    ...listed,
    id: "latestOffers",
    path: "/offers/latest",
    summary: "The offers that changed last",
    query: z.strictObject({
      vertical: filterFields.category.describe("In this category: its whole name or one part of its path."),
      lang: filterFields.language.describe("In this language (BCP 47); `en` takes `en-GB` too."),
      country: filterFields.country,
      ...paging,
      total,
    }),
    variables: ({ query: { vertical, lang, country, ...page } }) =>
      listVariables(filterOf({ category: vertical, language: lang, country }), "LATEST", page),
    next: afterPage,
  }),
  route({
    ...listed,
    id: "searchOffers",
    path: "/offers/search",
    summary: "Full-text search, the best match first",
    query: z.strictObject({
      q: z
        .string()
        .min(1)
        .max(1_000)
        .describe(
          "Words in title, description, merchant, categories or tags; the last one may be begun only.",
        ),
      ...filterBesidesText,
      orderBy: orderBy.default("RELEVANCE"),
      ...paging,
      total,
    }),
    variables: ({ query: { q, ...query } }) =>
      listVariables({ ...filterOf(query), text: q }, query.orderBy, query),
    next: afterPage,
  }),
  route({
    ...listed,
    id: "topOffers",
    path: "/offers/top",
    summary: "The best offers, as the order `TOP` of GraphQL scores them",
    query: z.strictObject({
      limit: paging.first,
      ...filterFields,
      after: paging.after,
      total,
    }),
    variables: ({ query: { limit, ...query } }) =>
      listVariables(filterOf(query), "TOP", { ...query, first: limit }),
    next: afterPage,
  }),
  route({
    id: "offerFacets",
    method: "GET",
    path: "/offers/facets",
    tag,
    summary: "How many offers have which networks, merchants, categories and so on: what to refine by",
    query: z.strictObject({
      ...filterFields,
      first: paging.first.describe("How many values of each facet, 1 to 200."),
    }),
    document: `query Facets($filter: OfferFilter, $first: Int) {
      offerFacets(filter: $filter, first: $first) { ...OfferFacets }
    }
    ${FACETS}`,
    variables: ({ query }) => ({ filter: filterOf(query), first: query.first }),
    answer: ["offerFacets"],
    status: 200,
    cache: "PUBLIC",
  }),
  route({
    id: "getOffer",
    method: "GET",
    path: "/offers/:id",
    tag,
    summary: "One offer, as it is now",
    document: `query Offer($id: ID!) { offer(id: $id) { ...Offer } } ${OFFER}`,
    variables: ({ path }) => ({ id: path["id"] }),
    answer: ["offer"],
    missing,
    status: 200,
    cache: "PUBLIC",
  }),
  route({
    id: "offerVersions",
    method: "GET",
    path: "/offers/:id/versions",
    tag,
    summary: "An offer's versions, newest first, each with the offer as it was",
    query: z.strictObject({
      ...paging,
      authors: z
        .boolean()
        .default(false)
        .describe("True: with `author`, which takes the scope `offers:curate`."),
    }),
    document: `${history(
      "versions",
      "version cause author @include(if: $authors) runId changedAt changedFields offer { ...Offer }",
      ", $authors: Boolean!",
    )} ${OFFER}`,
    variables: ({ path, query }) => ({ id: path["id"], ...query }),
    answer: ["offer", "versions"],
    missing,
    next: afterPage,
    status: 200,
    cache: "REVALIDATED",
  }),
  route({
    id: "offerPriceHistory",
    method: "GET",
    path: "/offers/:id/history",
    tag,
    summary: "What an offer cost and paid over time, newest first",
    description: "A page reads at most 500 versions, so it may be empty and have a next page.",
    query: z.strictObject(paging),
    document: history(
      "priceHistory",
      `at until version offered price { amount currency } originalPrice { amount currency }
      commission { type min max currency basis }`,
    ),
    variables: ({ path, query }) => ({ id: path["id"], ...query }),
    answer: ["offer", "priceHistory"],
    missing,
    next: afterPage,
    status: 200,
    cache: "REVALIDATED",
  }),
];
