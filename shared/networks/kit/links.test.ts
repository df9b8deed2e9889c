import { describe, expect, test } from "vitest";
import { withParameter } from "./links.ts";

describe("a parameter on a link", () => {
  test.each([
    ["https://t.example/c", "https://t.example/c?sid=a"],
    ["https://t.example/c?", "https://t.example/c?sid=a"],
    ["https://t.example/c?u=https%3A%2F%2Fx&b", "https://t.example/c?u=https%3A%2F%2Fx&b&sid=a"],
    ["https://t.example/c?sid=old&u=1", "https://t.example/c?sid=a&u=1"],
    ["https://t.example/c?u=1#part?x", "https://t.example/c?u=1&sid=a#part?x"],
    ["https://t.example/c?u=what?&v=1", "https://t.example/c?u=what?&v=1&sid=a"],
  ])("%s becomes %s", (link, expected) => {
    expect(withParameter(link, "sid", "a")).toBe(expected);
  });

  test("is encoded, and nothing else is", () => {
    expect(withParameter("https://t.example/ä?q=ü", "sub id", "a&b")).toBe(
      "https://t.example/ä?q=ü&sub%20id=a%26b",
    );
  });

  test("that is not set leaves the link as it is", () => {
    expect(withParameter("https://t.example/c?", "sid", undefined)).toBe("https://t.example/c?");
  });
});
