import { Match } from "aws-cdk-lib/assertions";
import { beforeAll, expect, test } from "vitest";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

let stack: SynthesizedTemplate;

beforeAll(async () => {
  stack = await synthesized();
});

test("one function says who calls; what it said is trusted for a minute", () => {
  expect(stack).toHaveProperties("AWS::AppSync::GraphQLApi", {
    AuthenticationType: "AWS_LAMBDA",
    LambdaAuthorizerConfig: {
      AuthorizerUri: { "Fn::GetAtt": [stack.fn("authorize").id, "Arn"] },
      AuthorizerResultTtlInSeconds: 60,
    },
    AdditionalAuthenticationProviders: [{ AuthenticationType: "AWS_IAM" }],
  });
  expect(stack).toHaveProperties("AWS::Lambda::Permission", {
    Action: "lambda:InvokeFunction",
    FunctionName: { "Fn::GetAtt": [stack.fn("authorize").id, "Arn"] },
    Principal: "appsync.amazonaws.com",
  });
});

test("users are made by admins, have a second factor, and a group for each role", () => {
  expect(stack).toHaveResource("AWS::Cognito::UserPool", {
    DeletionPolicy: "Retain",
    Properties: {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: "ON",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 14 }) },
      DeletionProtection: "ACTIVE",
    },
  });
  const groups = stack
    .ofType("AWS::Cognito::UserPoolGroup")
    .map(([, { Properties }]) => Properties["GroupName"]);
  expect(groups.toSorted()).toEqual(["offerfeed-admin", "offerfeed-editor", "offerfeed-reader"]);
});

const issuersOf = (template: SynthesizedTemplate): string => {
  const { Variables } = template.fn("authorize").properties["Environment"] as {
    Variables: Record<string, unknown>;
  };
  return JSON.stringify(Variables["OIDC_ISSUERS"]);
};

test("the pool's tokens are taken, its groups are roles, and other issuers' beside them", async () => {
  expect(issuersOf(stack)).toContain("offerfeed-admin");
  const issuer = {
    issuer: "https://login.example",
    audience: "feed",
    rolesClaim: "groups",
    roles: { ops: "ADMIN" },
  };
  const other = await synthesized({ context: { userPool: "false", oidcIssuers: JSON.stringify([issuer]) } });
  expect(other.ofType("AWS::Cognito::UserPool")).toEqual([]);
  expect(issuersOf(other)).toContain("https://login.example");
  expect(issuersOf(other)).not.toContain("offerfeed-admin");
  expect(Object.keys(other.outputs)).not.toContain("UserPoolId");
});

test("an issuer that cannot be used ends the synthesis with what is wrong", async () => {
  const wrong = JSON.stringify([{ issuer: "login", audience: "feed" }]);
  await expect(synthesized({ context: { oidcIssuers: wrong } })).rejects.toThrow(/oidcIssuers.*0\.issuer/);
});
