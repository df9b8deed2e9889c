import { Command, InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { RATES } from "../../graphql/limits/rates.ts";
import { addExposureOptions, exposureOf, type ExposureOptions, origin, proxy } from "./exposure.ts";

const parsed = (...words: string[]) =>
  exposureOf(
    addExposureOptions(new Command())
      .parse(words, { from: "user" })
      .opts<ExposureOptions & Record<string, unknown>>(),
  );

test("without options callers are counted, and pages of other origins are not let in", async () => {
  expect(await parsed()).toEqual({ introspection: true, rates: RATES, persistedQueriesOnly: null });
});

test("options say whom to let in, whom to believe and how much to take", async () => {
  const words = ["--allow-origin", "https://a.example", "*", "--no-introspection"];
  expect(
    await parsed(...words, "--rate-limit", "60", "--trust-proxy", "loopback", "10.0.0.0/8"),
  ).toMatchObject({
    allowedOrigins: ["https://a.example", "*"],
    introspection: false,
    rates: { anonymous: 60, identified: 300 },
    trustedProxies: ["loopback", "10.0.0.0/8"],
  });
});

test.each(["shop.example", "https://shop.example/", "https://shop.example/page", "null"])(
  "%s is no origin",
  (text) => {
    expect(() => origin(text)).toThrow(InvalidArgumentError);
  },
);

test("what is no address is no proxy", () => {
  expect(() => proxy("nginx")).toThrow(InvalidArgumentError);
});

test("a manifest that is not there is said to be so", async () => {
  await expect(parsed("--persisted-queries-only", "/nowhere/manifest.json")).rejects.toThrow("ENOENT");
});
