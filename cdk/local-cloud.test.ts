import { beforeAll, expect, test } from "vitest";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

/** What of the template the local cloud runs. */
const RUN = [
  "AWS::AppSync::DataSource",
  "AWS::AppSync::GraphQLApi",
  "AWS::AppSync::GraphQLSchema",
  "AWS::AppSync::Resolver",
  "AWS::DynamoDB::GlobalTable",
  "AWS::Events::EventBus",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Events::Rule",
  "AWS::Lambda::Function",
  "AWS::RDS::DBCluster",
  "AWS::S3::Bucket",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
  "AWS::Scheduler::Schedule",
  "AWS::Scheduler::ScheduleGroup",
];

/** What it can leave out, because a laptop has no such thing. */
const LEFT_OUT = [
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::Athena::NamedQuery",
  "AWS::Athena::WorkGroup",
  "AWS::CloudWatch::Alarm",
  "AWS::EC2::RouteTable",
  "AWS::EC2::SecurityGroup",
  "AWS::EC2::SecurityGroupIngress",
  "AWS::EC2::Subnet",
  "AWS::EC2::SubnetRouteTableAssociation",
  "AWS::EC2::VPC",
  "AWS::EC2::VPCEndpoint",
  "AWS::Glue::Database",
  "AWS::Glue::Table",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::UserPoolClient",
  "AWS::Cognito::UserPoolGroup",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::RDS::DBInstance",
  "AWS::RDS::DBSubnetGroup",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::WAFv2::WebACL",
  "AWS::WAFv2::WebACLAssociation",
  "Custom::DatabaseUser",
  "Custom::VpcRestrictDefaultSG",
];

let stack: SynthesizedTemplate;

beforeAll(async () => {
  stack = await synthesized();
});

test("the template holds no type of resource that the local cloud has not decided about", () => {
  const types = new Set(Object.values(stack.resources).map(({ Type }) => Type));
  expect([...types].toSorted()).toEqual([...RUN, ...LEFT_OUT].toSorted());
});

test("what the local cloud runs is written in three intrinsics", () => {
  const used = new Set(
    Object.values(stack.resources)
      .filter(
        ({ Type, Metadata }) =>
          RUN.includes(Type) && (Type !== "AWS::Lambda::Function" || "offerfeed:entry" in Metadata),
      )
      .flatMap(({ Properties }) => intrinsics(Properties)),
  );
  expect([...used].toSorted()).toEqual(["Fn::GetAtt", "Fn::Join", "Ref"]);
});

test("what the local cloud runs has a plain name, except the bucket, whose name holds account and region", () => {
  const names = ["TableName", "QueueName", "FunctionName", "Name", "BucketName", "TopicName"];
  const composed = Object.values(stack.resources)
    .filter(
      ({ Type, Metadata }) =>
        RUN.includes(Type) && (Type !== "AWS::Lambda::Function" || "offerfeed:entry" in Metadata),
    )
    .filter(({ Type }) => !Type.startsWith("AWS::Lambda::Event"))
    .filter(({ Properties }) =>
      names.some((name) => name in Properties && typeof Properties[name] !== "string"),
    )
    .map(({ Type }) => Type);
  expect(composed).toEqual(["AWS::S3::Bucket"]);
});

test("nothing depends on a condition, a mapping or a parameter of the stack's own", () => {
  expect(stack.raw["Conditions"]).toBeUndefined();
  expect(stack.raw["Mappings"]).toBeUndefined();
  // CDK's check that the account was bootstrapped; no resource refers to it.
  expect(Object.keys(stack.raw["Parameters"] ?? {})).toEqual(["BootstrapVersion"]);
});

function intrinsics(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(intrinsics);
  if (typeof value !== "object" || value === null) return [];
  const used = Object.keys(value).filter((key) => key === "Ref" || key.startsWith("Fn::"));
  return used.concat(Object.values(value).flatMap(intrinsics));
}
