/**
 * What AppSync knows by itself and graphql-js does not: its scalars and directives. AppSync refuses a schema that
 * declares them, so they are put before the schema's text here and stand nowhere in it.
 */
import { toAwsJson } from "./awsjson.ts";
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "./graphql-js.ts";

export const prelude = `
"""An RFC 3339 time with an offset or Z."""
scalar AWSDateTime
"""An absolute URL."""
scalar AWSURL
"""JSON, as a string of JSON both ways."""
scalar AWSJSON
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_iam on FIELD_DEFINITION | OBJECT
directive @aws_api_key on FIELD_DEFINITION | OBJECT
directive @aws_oidc on FIELD_DEFINITION | OBJECT
directive @aws_lambda on FIELD_DEFINITION | OBJECT
directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
directive @aws_auth(cognito_groups: [String!]) on FIELD_DEFINITION
`;

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}(?::\d{2})?)$/;

/** How each scalar's text is checked; what is wrong with it otherwise. */
const CHECKS: Readonly<
  Record<string, { readonly valid: (text: string) => boolean; readonly expected: string }>
> = {
  AWSDateTime: {
    valid: (text) => RFC_3339.test(text) && !Number.isNaN(Date.parse(text)),
    expected: 'a time with an offset, such as "2026-11-20T12:00:00Z"',
  },
  AWSURL: {
    valid: (text) => URL.canParse(text),
    expected: 'an absolute URL, such as "https://shop.example/"',
  },
  AWSJSON: { valid: isJson, expected: 'a string that holds JSON, such as "{\\"feedUrl\\": \\"…\\"}"' },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The scalars' behaviour for graphql-js: strings on the wire, checked on the way in. */
export const scalars: readonly GraphQLScalarType[] = Object.entries(CHECKS).map(
  ([name, { valid, expected }]) => {
    const parse = (value: unknown): string => {
      if (typeof value === "string" && valid(value)) return value;
      throw new GraphQLError(`${name} is ${expected}.`, { extensions: { code: "BAD_USER_INPUT" } });
    };
    return new GraphQLScalarType<string, string>({
      name,
      parseValue: parse,
      parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : null),
      serialize: (value) => {
        if (typeof value === "string" && name !== "AWSJSON") return value;
        if (typeof value === "object" && name === "AWSJSON") return toAwsJson(value);
        throw new TypeError(`A ${name} was resolved to a ${typeof value}.`);
      },
    });
  },
);
