import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import type { GraphQLObjectType, GraphQLSchema } from "graphql";
import { buildSchema, isObjectType } from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { fieldHosts } from "../graphql/field-hosts.ts";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

/** What AppSync knows by itself and does not let a schema declare. */
const APPSYNC = `
  scalar AWSDate scalar AWSTime scalar AWSDateTime scalar AWSTimestamp scalar AWSEmail
  scalar AWSJSON scalar AWSURL scalar AWSPhone scalar AWSIPAddress
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
  directive @aws_iam on OBJECT | FIELD_DEFINITION
  directive @aws_api_key on OBJECT | FIELD_DEFINITION
  directive @aws_oidc on OBJECT | FIELD_DEFINITION
  directive @aws_lambda on OBJECT | FIELD_DEFINITION
  directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
`;

let stack: SynthesizedTemplate;
let definition: string;
let schema: GraphQLSchema;

beforeAll(async () => {
  stack = await synthesized();
  const [first] = stack.ofType("AWS::AppSync::GraphQLSchema");
  definition = z.string().parse(first?.[1].Properties["Definition"]);
  schema = buildSchema(APPSYNC + definition);
});

describe("the API", () => {
  test("makes no key of AppSync's own: the feed's are its authorizer's matter", () => {
    expect(stack.ofType("AWS::AppSync::ApiKey")).toHaveLength(0);
  });

  test("bounds the depth of queries and the number of resolvers, is traced, and logs errors without what was asked", () => {
    expect(stack).toHaveProperties("AWS::AppSync::GraphQLApi", {
      QueryDepthLimit: 12,
      ResolverCountLimit: 2_000,
      XrayEnabled: true,
      IntrospectionConfig: "ENABLED",
      LogConfig: {
        FieldLogLevel: "ERROR",
        ExcludeVerboseContent: true,
        CloudWatchLogsRoleArn: Match.anyValue(),
      },
    });
  });
});

describe("the schema for AppSync", () => {
  test("has no descriptions and declares nothing that is AppSync's own", () => {
    expect(definition).not.toContain('"""');
    expect(definition).not.toMatch(/^\s*(scalar|directive|extend)\b/m);
  });

  test("says what the written one says", async () => {
    const written = buildSchema(
      APPSYNC + (await readFile(join(import.meta.dirname, "../graphql/schema.graphql"), "utf8")),
    );
    expect(Object.keys(schema.getTypeMap()).toSorted()).toEqual(Object.keys(written.getTypeMap()).toSorted());
  });

  test("every subscription returns what the mutations that feed it return", () => {
    const mutations = schema.getMutationType()?.getFields() ?? {};
    for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
      const feeding = subscribed(field.astNode);
      expect(feeding).not.toEqual([]);
      expect(new Set(feeding.map((name) => String(mutations[name]?.type)))).toEqual(
        new Set([String(field.type)]),
      );
    }
  });

  test("the mutations that feed subscriptions are for the feed's own functions", () => {
    const feeding = Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap(({ astNode }) =>
      subscribed(astNode),
    );
    const guarded = Object.values(schema.getMutationType()?.getFields() ?? {})
      .filter(({ astNode }) => astNode?.directives?.some((directive) => directive.name.value === "aws_iam"))
      .map(({ name }) => name);
    expect(guarded).toEqual(expect.arrayContaining(feeding));
  });

  test("every type is for whom the authorizer lets in and for IAM principals", () => {
    const types = Object.values(schema.getTypeMap()).filter(isObjectType);
    const ours = types.filter(({ name }) => !name.startsWith("__"));
    for (const { astNode } of ours) {
      const names = astNode?.directives?.map((directive) => directive.name.value);
      expect(names).toEqual(expect.arrayContaining(["aws_lambda", "aws_iam"]));
    }
  });
});

describe("the resolvers", () => {
  test("answer every query and mutation, and only fields that exist", () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap(fieldNames);
    const resolved = stack
      .ofType("AWS::AppSync::Resolver")
      .map(([, { Properties }]) => `${String(Properties["TypeName"])}.${String(Properties["FieldName"])}`);
    expect(resolved).toEqual(expect.arrayContaining(roots));
    const existing = Object.values(schema.getTypeMap()).filter(isObjectType).flatMap(fieldNames);
    expect(existing).toEqual(expect.arrayContaining(resolved));
  });

  test.each(Object.entries(fieldHosts))("%s is answered by its function", (field, { host, maxBatchSize }) => {
    const [TypeName, FieldName] = field.split(".");
    expect(stack).toHaveProperties("AWS::AppSync::Resolver", {
      TypeName,
      FieldName,
      DataSourceName: host,
      MaxBatchSize: maxBatchSize ?? Match.absent(),
      RequestMappingTemplate: Match.absent(),
      Runtime: { Name: "APPSYNC_JS", RuntimeVersion: "1.0.0" },
      Code: Match.stringLikeRegexp(TypeName === "Subscription" ? "setSubscriptionFilter" : "BatchInvoke"),
    });
  });

  test.each([
    ["read", "read-api"],
    ["control", "control-api"],
  ])("the data source %s is the function %s", (source, fn) => {
    expect(stack).toHaveProperties("AWS::AppSync::DataSource", {
      Name: source,
      Type: "AWS_LAMBDA",
      LambdaConfig: { LambdaFunctionArn: { "Fn::GetAtt": [stack.fn(fn).id, "Arn"] } },
    });
  });

  test("fields below the root are asked for in batches", () => {
    const unbatched = Object.entries(fieldHosts)
      .filter(([field]) => !/^(Query|Mutation|Subscription)\./.test(field))
      .filter(([, { maxBatchSize }]) => maxBatchSize === undefined || maxBatchSize < 2);
    expect(unbatched).toEqual([]);
  });
});

/** Only AppSync's own code can set a subscription's filter. */
function fieldNames(type: GraphQLObjectType | null | undefined): string[] {
  return Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`);
}

/** The mutations named by a subscription's `@aws_subscribe`. */
function subscribed(node: unknown): string[] {
  const directive = z
    .looseObject({
      directives: z.array(
        z.looseObject({
          name: z.looseObject({ value: z.string() }),
          arguments: z.array(
            z.looseObject({
              value: z.looseObject({ values: z.array(z.looseObject({ value: z.string() })).default([]) }),
            }),
          ),
        }),
      ),
    })
    .parse(node)
    .directives.find(({ name }) => name.value === "aws_subscribe");
  return (directive?.arguments ?? []).flatMap(({ value }) => value.values.map((name) => name.value));
}
