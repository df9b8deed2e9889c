import { expect, test } from "vitest";
import { BadFlag, readFlags } from "./flags.ts";

test.each([
  [[], ["targets"]],
  [["--cost"], ["cost"]],
  [["--growth"], ["growth"]],
  [
    ["--growth", "--cost"],
    ["cost", "growth"],
  ],
  [["--smoke"], ["targets", "cost", "growth", "api"]],
  [["--smoke", "--cost"], ["cost"]],
])("%j measures %j", (args, parts) => {
  expect(readFlags(args).parts).toEqual(parts);
});

test("sizes of growth are given smallest first", () => {
  expect(readFlags(["--growth", "--offers", "10000,1000000"]).sizes.growth).toEqual([10_000, 1_000_000]);
  expect(readFlags(["--cost", "--offers", "5000"]).sizes.cost).toBe(5_000);
  expect(readFlags(["--memory-offers", "50000"]).sizes.memory).toEqual([10_000, 50_000]);
});

test.each(["many", "1e9x", "-5", "10", "200,100", "100,", "1.5"])("--offers %s is refused", (text) => {
  expect(() => readFlags(["--offers=" + text])).toThrow(BadFlag);
});

test("figures of a smoke run are not written into the documentation", () => {
  expect(() => readFlags(["--smoke", "--write-docs"])).toThrow(BadFlag);
});
