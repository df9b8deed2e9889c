import { describe, expect, it } from "vitest";
import { compilePattern } from "./event-pattern.ts";

const event = {
  name: "INSERT",
  dynamodb: { Keys: { sk: { S: "V#0000000001" } }, count: 3, tags: ["a", "b"] },
};

describe("compilePattern", () => {
  it.each([
    [{ name: ["INSERT", "MODIFY"] }, true],
    [{ name: ["REMOVE"] }, false],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: "V#" }] } } } }, true],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: "RUN#" }] } } } }, false],
    [{ dynamodb: { Keys: { sk: { S: [{ suffix: "1" }] } } } }, true],
    [{ dynamodb: { OldImage: { status: { S: [{ exists: false }] } } } }, true],
    [{ dynamodb: { Keys: { sk: { S: [{ exists: true }] } } } }, true],
    [{ name: [{ "anything-but": ["REMOVE", { prefix: "MOD" }] }] }, true],
    [{ absent: [{ "anything-but": ["x"] }] }, false],
    [{ name: [{ "equals-ignore-case": "insert" }] }, true],
    [{ dynamodb: { count: [{ numeric: [">", 2, "<=", 3] }] } }, true],
    [{ dynamodb: { tags: ["b"] } }, true],
    [{ name: ["INSERT"], dynamodb: { count: [4] } }, false],
    [{ $or: [{ name: ["REMOVE"] }, { dynamodb: { count: [3] } }] }, true],
  ])("%j matches: %s", (pattern, expected) => {
    expect(compilePattern(JSON.stringify(pattern))(event)).toBe(expected);
  });

  it.each([
    ["not JSON", "{"],
    ["a bare value", '{"name":"INSERT"}'],
    ["an empty list", '{"name":[]}'],
    ["an operator that is not emulated", '{"name":[{"wildcard":"a*"}]}'],
  ])("refuses %s", (_name, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(/filter|not emulated/i);
  });
});
