import { beforeAll, expect, test } from "vitest";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

let stack: SynthesizedTemplate;
beforeAll(async () => {
  stack = await synthesized();
});

test("every method below /api is answered by the function rest-api", () => {
  const { id: integration } = stack.named("AWS::ApiGatewayV2::Integration", "IntegrationType", "AWS_PROXY");
  expect(stack.ofType("AWS::ApiGatewayV2::Route")).toHaveLength(1);
  expect(stack).toHaveProperties("AWS::ApiGatewayV2::Route", {
    RouteKey: "ANY /api/{proxy+}",
    Target: { "Fn::Join": ["", ["integrations/", { Ref: integration }]] },
  });
  expect(stack).toHaveProperties("AWS::ApiGatewayV2::Integration", {
    IntegrationUri: { "Fn::GetAtt": [stack.fn("rest-api").id, "Arn"] },
    PayloadFormatVersion: "2.0",
  });
});

test("the function may do nothing but write its log and its traces", () => {
  const { Role } = stack.fn("rest-api").properties as { Role: { "Fn::GetAtt": [string, string] } };
  const [role] = Role["Fn::GetAtt"];
  const policies = stack
    .ofType("AWS::IAM::Policy")
    .filter(([, { Properties }]) => JSON.stringify(Properties["Roles"]).includes(`"${role}"`));
  const actions = [...JSON.stringify(policies).matchAll(/"(\w+:[A-Z]\w+)"/g)].map(([, action]) => action);
  expect([...new Set(actions)].toSorted()).toEqual([
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ]);
  expect(stack.resources[role]?.Properties).not.toHaveProperty("ManagedPolicyArns");
});

test("requests are throttled, and logged without headers and queries", () => {
  expect(stack).toHaveProperties("AWS::ApiGatewayV2::Stage", {
    StageName: "$default",
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
  });
  const [first] = stack.ofType("AWS::ApiGatewayV2::Stage");
  const { Format } = (first?.[1].Properties["AccessLogSettings"] ?? {}) as { Format?: string };
  expect(Format).toContain("$context.status");
  expect(Format).not.toMatch(/header|query|authorizer/i);
});

test("pages of any origin may call, with a token and without cookies", () => {
  const { properties } = stack.named("AWS::ApiGatewayV2::Api", "Name", "offerfeed-test-rest");
  expect(properties["CorsConfiguration"]).toMatchObject({
    AllowOrigins: ["*"],
    AllowMethods: expect.arrayContaining(["PUT"]),
  });
  expect(properties["CorsConfiguration"]).not.toHaveProperty("AllowCredentials", true);
});

test("API Gateway alone may start the function, for this API", () => {
  const { id: api } = stack.named("AWS::ApiGatewayV2::Api", "Name", "offerfeed-test-rest");
  const permitted = stack
    .ofType("AWS::Lambda::Permission")
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(stack.fn("rest-api").id));
  expect(permitted).toMatchObject([
    { Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" },
  ]);
  expect(JSON.stringify(permitted[0]?.["SourceArn"])).toContain(`{"Ref":"${api}"}`);
});
