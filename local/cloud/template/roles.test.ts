import { describe, expect, it } from "vitest";
import { UnsupportedProperty, UnsupportedResource } from "../errors.ts";
import { testTemplate } from "../testing/template.ts";
import { creationOrder } from "./order.ts";
import { rolesOf } from "./roles.ts";
import { parseTemplate } from "./template.ts";

const rolesIn = (Resources: Record<string, object>) => rolesOf(parseTemplate({ Resources }));

describe("rolesOf", () => {
  it("names a resource of a type that it can't run, its type, and what to do", () => {
    const error = {
      name: "UnsupportedResource",
      logicalId: "Cache",
      resourceType: "AWS::ElastiCache::CacheCluster",
    };
    const attempt = () => rolesIn({ Cache: { Type: "AWS::ElastiCache::CacheCluster" } });
    expect(attempt).toThrow(UnsupportedResource);
    expect(attempt).toThrow(expect.objectContaining(error));
    expect(attempt).toThrow(/Cache is a AWS::ElastiCache::CacheCluster.*run-types\.ts/);
  });

  it("refuses a property that nobody has decided about", () => {
    const stream = { EventSourceArn: "arn", FunctionName: "f", TumblingWindowInSeconds: 60 };
    const attempt = () =>
      rolesIn({ Mapping: { Type: "AWS::Lambda::EventSourceMapping", Properties: stream } });
    expect(attempt).toThrow(UnsupportedProperty);
    expect(attempt).toThrow(/Mapping .* sets TumblingWindowInSeconds/);
  });

  it("refuses a function that does not say where its handler is", () => {
    expect(() => rolesIn({ Orphan: { Type: "AWS::Lambda::Function" } })).toThrow(
      /no Metadata "offerfeed:entry"/,
    );
  });

  it("leaves out functions that only custom resources use, directly or through each other", () => {
    const roles = rolesIn({
      Provider: {
        Type: "AWS::Lambda::Function",
        Properties: { Environment: { Variables: { NEXT: { Ref: "OnEvent" } } } },
      },
      OnEvent: { Type: "AWS::Lambda::Function" },
      Thing: { Type: "Custom::Thing", Properties: { ServiceToken: { "Fn::GetAtt": ["Provider", "Arn"] } } },
    });
    expect([...roles.values()].map((role) => role.kind)).toEqual(["inert", "inert", "inert"]);
  });

  it("leaves out what makes no difference on one machine, with the reason", () => {
    expect(rolesIn({ Role: { Type: "AWS::IAM::Role" } }).get("Role")).toEqual({
      kind: "inert",
      reason: "permissions are not enforced locally: a missing grant shows only on AWS",
    });
  });
});

describe("creationOrder", () => {
  it("puts every resource after those it refers to", () => {
    const order = creationOrder(parseTemplate(testTemplate()).resources).map(({ logicalId }) => logicalId);
    const before = (first: string, second: string): boolean => order.indexOf(first) < order.indexOf(second);
    expect([
      before("DeadLetters", "Work"),
      before("Items", "FirstMapping"),
      before("First", "FirstMapping"),
    ]).toEqual([true, true, true]);
  });

  it("refuses a circle, and shows it", () => {
    const Properties = (id: string) => ({ Value: { Ref: id } });
    const { resources } = parseTemplate({
      Resources: {
        A: { Type: "T", Properties: Properties("B") },
        B: { Type: "T", Properties: Properties("A") },
      },
    });
    expect(() => creationOrder(resources)).toThrow("A -> B -> A");
  });
});

describe("parseTemplate", () => {
  it("refuses what is no template, and one with macros", () => {
    expect(() => parseTemplate({ Resources: { A: {} } })).toThrow(/Not a CloudFormation template/);
    expect(() => parseTemplate({ Resources: {}, Transform: "AWS::Serverless" })).toThrow(/macro/);
  });
});
