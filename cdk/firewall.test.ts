import { Match } from "aws-cdk-lib/assertions";
import { beforeAll, expect, test } from "vitest";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

let stack: SynthesizedTemplate;
beforeAll(async () => {
  stack = await synthesized({
    context: { requestsPerAddress: 1_000, requestsPerToken: "20000", introspection: "false" },
  });
});

const rule = (Name: string, statement: object) => ({
  Rules: Match.arrayWith([Match.objectLike({ Name, Statement: statement })]),
});
const BLOCKED = {
  Block: {
    CustomResponse: { ResponseCode: 429, ResponseHeaders: [{ Name: "retry-after", Value: "300" }] },
  },
};

test("the firewall stands before the API", () => {
  const [acl] = stack.ofType("AWS::WAFv2::WebACL");
  const [api] = stack.ofType("AWS::AppSync::GraphQLApi");
  expect(stack).toHaveProperties("AWS::WAFv2::WebACLAssociation", {
    ResourceArn: { "Fn::GetAtt": [api?.[0], "Arn"] },
    WebACLArn: { "Fn::GetAtt": [acl?.[0], "Arn"] },
  });
});

test("what AWS knows as bad is blocked; what an honest operation has in its body is only counted", () => {
  for (const Name of ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet"]) {
    expect(stack).toHaveProperties(
      "AWS::WAFv2::WebACL",
      rule(Name, { ManagedRuleGroupStatement: { Name, VendorName: "AWS" } }),
    );
  }
  expect(stack).toHaveProperties(
    "AWS::WAFv2::WebACL",
    rule("AWSManagedRulesCommonRuleSet", {
      ManagedRuleGroupStatement: {
        RuleActionOverrides: Match.arrayWith([{ Name: "SizeRestrictions_BODY", ActionToUse: { Count: {} } }]),
      },
    }),
  );
});

test.each([
  [
    "RequestsPerAddress",
    {
      AggregateKeyType: "CUSTOM_KEYS",
      Limit: 1_000,
      CustomKeys: [{ IP: {} }, { Header: { Name: "authorization" } }],
    },
  ],
  [
    "RequestsPerToken",
    {
      AggregateKeyType: "CUSTOM_KEYS",
      Limit: 20_000,
      CustomKeys: [{ Header: { Name: "authorization" } }],
    },
  ],
  ["AnythingPerAddress", { AggregateKeyType: "IP", Limit: 60_000 }],
])("%s are bounded, with 429", (Name, RateBasedStatement) => {
  expect(stack).toHaveProperties("AWS::WAFv2::WebACL", {
    Rules: Match.arrayWith([
      Match.objectLike({
        Name,
        Action: BLOCKED,
        Statement: { RateBasedStatement: { ...RateBasedStatement, EvaluationWindowSec: 300 } },
      }),
    ]),
  });
});

test("no request is sampled: credentials are among them", () => {
  expect(JSON.stringify(stack.ofType("AWS::WAFv2::WebACL"))).not.toContain('"SampledRequestsEnabled":true');
});

test("the schema can be kept to oneself", () => {
  expect(stack).toHaveProperties("AWS::AppSync::GraphQLApi", { IntrospectionConfig: "DISABLED" });
});

test("a stage can go without a firewall", async () => {
  const without = await synthesized({ context: { firewall: "false" } });
  expect(without.ofType("AWS::WAFv2::WebACL")).toEqual([]);
});
