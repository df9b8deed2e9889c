import { expect, test } from "vitest";
import { appsyncSchema, publishMutations } from "./schema.ts";

const WRITTEN = `
"""An offer."""
type Offer {
  "Its id."
  id(
    "Which one."
    of: ID
  ): ID!  # never changes
}
"""Kinds."""
enum Kind {
  """A thing."""
  PRODUCT
}
type Mutation {
  hideOffer(id: ID!): Offer
  "For the feed itself."
  publishOffer(id: ID!): Offer @aws_iam
}
`;

test("descriptions and comments are left out, every type is for both kinds of callers, everything else stays", () => {
  expect(appsyncSchema(WRITTEN)).toBe(`type Offer @aws_lambda @aws_iam {
  id(of: ID): ID!
}

enum Kind {
  PRODUCT
}

type Mutation @aws_lambda @aws_iam {
  hideOffer(id: ID!): Offer
  publishOffer(id: ID!): Offer @aws_iam
}
`);
});

test("the mutations for the feed itself are those with @aws_iam", () => {
  expect(publishMutations(WRITTEN)).toEqual(["publishOffer"]);
});

test("a text that is no schema is refused with its place", () => {
  expect(() => appsyncSchema("type Offer {")).toThrow(/Syntax Error/);
});
