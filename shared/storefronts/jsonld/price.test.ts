import { expect, test } from "vitest";
import { plainPrice } from "./price.ts";

test.each([
  [49, "49"],
  [49.5, "49.5"],
  ["49", "49"],
  ["49.00", "49.00"],
  ["$49", "49"],
  ["49 €", "49"],
  ["US$ 1,299.00", "1299.00"],
  ["1.299,00", "1299.00"],
  ["1 299,00 zł", "1299.00"],
  ["1'299.00", "1299.00"],
  ["1,299", "1299"],
  ["1.299.000", "1299000"],
  ["12,50", "12.50"],
  ["0", "0"],
])("%j is %s", (written, amount) => {
  expect(plainPrice(written)).toBe(amount);
});

test.each([
  ["49,5"],
  ["1,29,000"],
  ["free"],
  [""],
  ["49 - 99"],
  ["-5"],
  [-5],
  [Number.NaN],
  [null],
  [undefined],
  [{ price: 1 }],
])("%j cannot be read without a guess", (written) => {
  expect(plainPrice(written)).toBeNull();
});
