/** What changed since a caller last asked. */
import * as z from "zod";
import { filterFields, filterOf } from "../inputs.ts";
import { type Route, route } from "../route.ts";
import { OFFER } from "../selections.ts";

export const changeRoutes: readonly Route[] = [
  route({
    id: "offerChanges",
    method: "GET",
    path: "/offers/changes",
    tag: "Changes",
    summary: "What changed since a cursor, removals included, in the order it was committed",
    description:
      "Keep `cursor`, which is always there, and ask again with it as `since`: at once while `hasMore`, else whenever you like.",
    query: z.strictObject({
      since: z
        .string()
        .max(4_096)
        .optional()
        .describe(
          "A `cursor` of an earlier page; from the first change when left out; `now` for what is still to come.",
        ),
      ...filterFields,
      first: z.int().min(1).max(200).default(100).describe("How many, 1 to 200."),
    }),
    document: `query Changes($since: String, $filter: OfferFilter, $first: Int) {
      offerChanges(since: $since, filter: $filter, first: $first) {
        nodes { type offerId networkId sourceId kind version changedAt offer { ...Offer } } cursor hasMore correctedText
      }
    }
    ${OFFER}`,
    variables: ({ query }) => ({ since: query.since, filter: filterOf(query), first: query.first }),
    answer: ["offerChanges"],
    next: {
      parameter: "since",
      cursor: (body) => {
        const { cursor, hasMore } = body as { readonly cursor: string; readonly hasMore: boolean };
        return hasMore ? cursor : null;
      },
    },
    status: 200,
    cache: "REVALIDATED",
  }),
];
