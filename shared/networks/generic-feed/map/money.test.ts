import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDecimal, shiftPoint } from "./decimal.ts";
import { parseMoney } from "./money.ts";

describe("amounts with their currency", () => {
  test.each([
    ["15.00 USD", "15.00", "USD"],
    ["USD 15.00", "15.00", "USD"],
    ["USD15", "15", "USD"],
    ["6250.00 EGP", "6250.00", "EGP"],
    ["15,00 €", "15.00", "EUR"],
    ["€15", "15", "EUR"],
    ["1,299.00 USD", "1299.00", "USD"],
    ["1.299,00 EUR", "1299.00", "EUR"],
    ["1 299,50 zł", "1299.50", "PLN"],
    ["CHF 1'299.50", "1299.50", "CHF"],
    ["49999 RUB", "49999", "RUB"],
    ["1.299 KWD", "1.299", "KWD"],
    ["٦٬٢٥٠٫٥٠ ج.م", "6250.50", "EGP"],
    ["١٢٫٥ د.إ", "12.5", "AED"],
    ["513.88", "513.88", null],
    ["$12.50", "12.50", null],
    ["0 EGP", "0", "EGP"],
    ["-5.00 EUR", "-5.00", "EUR"],
  ])("%s", (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ amount, currency });
  });

  test.each(["", "call us", "10 - 20 USD", "10 USD / 12 EUR", "1.2.3,4,5"])("%j is no amount", (text) => {
    expect(parseMoney(text)).toBeNull();
  });
});

describe("decimals", () => {
  test.each([
    ["0012", "12"],
    ["10.00", "10.00"],
    ["12345678901234567890.123456789", "12345678901234567890.123456789"],
    ["1,299", "1299"],
    ["1,29", "1.29"],
    ["0,125", "0.125"],
    ["1.299.000", "1299000"],
    ["1,299,000.5", "1299000.5"],
    [".5", "0.5"],
    ["1e3", "1000"],
    ["1.25E-2", "0.0125"],
    ["+7", "7"],
  ])("%s is %s", (text, decimal) => {
    expect(parseDecimal(text)).toBe(decimal);
  });

  test("a declared decimal mark settles what is ambiguous", () => {
    expect(parseDecimal("1,299", ",")).toBe("1.299");
    expect(parseDecimal("1.299", ",")).toBe("1299");
    expect(parseDecimal("1,299", ".")).toBe("1299");
  });

  test("every digit of a plain decimal is kept", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.stringMatching(/^\d{1,12}$/),
        (whole, fraction) => {
          expect(parseDecimal(`${whole}.${fraction}`)).toBe(`${whole}.${fraction}`);
        },
      ),
    );
  });

  test("moving the point there and back changes no value", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.integer({ min: 0, max: 6 }),
        (whole, places) => {
          expect(shiftPoint(shiftPoint(String(whole), -places), places)).toBe(String(whole));
        },
      ),
    );
    expect(shiftPoint("1999", -2)).toBe("19.99");
    expect(shiftPoint("5", -2)).toBe("0.05");
    expect(shiftPoint("-5", -2)).toBe("-0.05");
  });
});
