import { describe, expect, it } from "vitest";
import { NO_VALUE, referencesIn, resolveIntrinsics } from "./intrinsics.ts";
import type { Scope } from "./intrinsics.ts";

const scope: Scope = {
  ref: (name) => ({ Queue: "http://queue", Region: "us-east-1", "AWS::NoValue": NO_VALUE })[name],
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === "Yes",
  mapping: (map, key, second) => (map === "Map" && key === "a" && second === "b" ? "mapped" : undefined),
  availabilityZones: ["us-east-1a", "us-east-1b"],
};
const resolve = (value: unknown): unknown => resolveIntrinsics(value, scope, "Thing");

describe("resolveIntrinsics", () => {
  it.each([
    ["Ref", { Ref: "Queue" }, "http://queue"],
    ["Fn::GetAtt as a list", { "Fn::GetAtt": ["Table", "StreamArn"] }, "Table/StreamArn"],
    ["Fn::GetAtt as text", { "Fn::GetAtt": "Db.Endpoint.Port" }, "Db/Endpoint.Port"],
    ["Fn::Join", { "Fn::Join": ["-", ["a", { Ref: "Region" }]] }, "a-us-east-1"],
    ["Fn::Sub", { "Fn::Sub": "x-${Region}-${Table.Arn}-${!literal}" }, "x-us-east-1-Table/Arn-${literal}"],
    ["Fn::Sub with variables", { "Fn::Sub": ["${a}!", { a: { Ref: "Region" } }] }, "us-east-1!"],
    ["Fn::Select and Fn::Split", { "Fn::Select": [1, { "Fn::Split": ["-", { Ref: "Region" }] }] }, "east"],
    ["Fn::If", { "Fn::If": ["Yes", 1, { "Fn::ImportValue": "never looked at" }] }, 1],
    ["Fn::FindInMap", { "Fn::FindInMap": ["Map", "a", "b"] }, "mapped"],
    ["Fn::GetAZs", { "Fn::Select": ["0", { "Fn::GetAZs": "" }] }, "us-east-1a"],
    ["Fn::Base64", { "Fn::Base64": "text" }, "dGV4dA=="],
    [
      "conditions",
      { "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] },
      true,
    ],
  ])("resolves %s", (_name, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it("drops properties and elements that are AWS::NoValue", () => {
    expect(resolve({ a: { Ref: "AWS::NoValue" }, b: [1, { Ref: "AWS::NoValue" }] })).toEqual({ b: [1] });
  });

  it("refuses an intrinsic that it does not know, saying where it stands", () => {
    expect(() => resolve({ Name: { "Fn::ImportValue": "Other" } })).toThrow(
      "Thing.Name uses Fn::ImportValue",
    );
  });

  it("refuses a reference to nothing", () => {
    expect(() => resolve({ Ref: "Absent" })).toThrow("Thing refers to Absent, which is not in the template.");
  });
});

describe("referencesIn", () => {
  it("finds references wherever they stand, but not the variables of a Fn::Sub", () => {
    const value = {
      a: [{ Ref: "One" }],
      b: { "Fn::Join": ["", [{ "Fn::GetAtt": ["Two", "Arn"] }]] },
      c: { "Fn::Sub": ["${Three.Arn}${own}", { own: { Ref: "Four" } }] },
    };
    expect([...referencesIn(value)].sort()).toEqual(["Four", "One", "Three", "Two"]);
  });
});
