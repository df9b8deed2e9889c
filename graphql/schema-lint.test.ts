import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { buildSchema } from "./graphql-js.ts";
import { prelude } from "./prelude.ts";
import { type Exceptions, lintSchema, staleExceptions } from "./schema-lint.ts";

const schema = buildSchema(`${prelude}\n${readFileSync(new URL("schema.graphql", import.meta.url), "utf8")}`);

const EXCEPTIONS: Exceptions = {
  "Offer.sourceOfferId": "the network's own text, which names nothing here",
  "NetworkCapabilities.subId": "the name of a parameter",
  OfferChangeConnection: "a log that is followed by its cursor and has no last page",
  PricePointConnection: "a page may hold no point and have a next one, so that points have no cursors",
  "Mutation.publishOfferChange": "internal, and answers what its subscription does",
  "Mutation.publishSyncRun": "internal, and answers what its subscription does",
};

test("the schema keeps its own rules", () => {
  expect(lintSchema(schema, EXCEPTIONS)).toEqual([]);
});

test("no exception outlives its reason", () => {
  expect(staleExceptions(schema, EXCEPTIONS)).toEqual([]);
});

/** A schema without fault, for tests to put one in. */
const SOUND = `
"An error." type UserError { "What." message: String! }
"A kind." enum Kind { "The first." THE_FIRST }
"An offer." type Offer { "Its id." id: ID! "Its kind." kind: Kind! "Tags." tags: [String!]! }
"An offer in a list." type OfferEdge { "Where." cursor: String! "The offer." node: Offer! }
"Where a page ends." type PageInfo { "More." hasNextPage: Boolean! }
"A page." type OfferConnection {
  "With cursors." edges: [OfferEdge!]! "Alone." nodes: [Offer!]! "The end." pageInfo: PageInfo! }
"Which." input OfferFilter { "Of these." sourceIds: [ID!] }
"The answer." type OfferPayload { "The offer." offer: Offer "Errors." userErrors: [UserError!]! }
"Ask." type Query { "Offers." offers("Which." filter: OfferFilter): OfferConnection! }
"Do." type Mutation { "Hide." hideOffer("Which." id: ID!): OfferPayload! }`;

const withFault = (from: string, to: string) => lintSchema(buildSchema(SOUND.replace(from, to)));

test("a sound schema has no problem", () => {
  expect(withFault("", "")).toEqual([]);
});

test.each([
  ["Kind.theFirst: is written in UPPER_SNAKE_CASE", "THE_FIRST", "theFirst"],
  ["Offer.Tags: is written in camelCase", "tags:", "Tags:"],
  ["Offer.tags: is described in whole sentences, with a capital and a full stop", '"Tags."', '"tags"'],
  ["Offer.tags: is described in whole sentences, with a capital and a full stop", '"Tags."', ""],
  [
    "Offer.tags: is deprecated with a reason that says what to use instead",
    "tags: [String!]!",
    "tags: [String!]! @deprecated",
  ],
  ["Offer.tags: is a list whose items are not null", "tags: [String!]!", "tags: [String]!"],
  ["Offer.id: is of the type ID", 'id: ID! "Its', 'id: String! "Its'],
  ["Offer.id: is never null, ID!", 'id: ID! "Its', 'id: ID "Its'],
  ["OfferFilter.sourceIds: is of the type ID", "sourceIds: [ID!]", "sourceIds: [String!]"],
  [
    "OfferConnection: is a connection, with edges: [OfferEdge!]!",
    "edges: [OfferEdge!]!",
    "edges: [OfferEdge!]",
  ],
  ["OfferConnection: is a connection, with nodes: [Offer!]!", "nodes: [Offer!]!", "nodes: [Offer!]"],
  ["OfferEdge: is an edge, with cursor: String!", "cursor: String!", "cursor: String"],
  [
    "Mutation.hideOffer: answers with a payload that has userErrors: [UserError!]!",
    "userErrors: [UserError!]!",
    "userErrors: [UserError!]",
  ],
  ["Mutation.hideOffer: always answers, with OfferPayload!", "OfferPayload!", "OfferPayload"],
  ["Spare: is used nowhere", '"Ask."', '"Spare." type Spare { "It." it: Int } "Ask."'],
])("%s", (problem, from, to) => {
  expect(withFault(from, to)).toContain(problem);
});

test("an input says by its name that it is one", () => {
  expect(lintSchema(buildSchema(SOUND.replaceAll("OfferFilter", "OfferChoice")))).toEqual([
    "OfferChoice: is an input, so its name ends with Input or Filter",
  ]);
});
