/** Exact amounts: decimal strings in, canonical decimal strings out, never a float in between. */
import type { Money, MoneyDraft } from "./model.ts";
import { Unnormalisable } from "./unnormalisable.ts";

// ISO 4217 reserves X… for metals, funds and tests; these few are money that people pay with.
const SPENDABLE_X = new Set(["XAF", "XOF", "XPF", "XCD", "XCG"]);
const CURRENCIES = new Set(
  Intl.supportedValuesOf("currency").filter((code) => !code.startsWith("X") || SPENDABLE_X.has(code)),
);
const DECIMAL = /^(\d+)(?:\.(\d+))?$/;
const LONGEST_AMOUNT = 24;

const digitsByCurrency = new Map<string, number>();

/** Digits after the point that a currency has by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
      2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** @throws Unnormalisable when the code is not a currency that ISO 4217 lists */
export function currencyCode(value: string): string {
  const code = value.trim().toUpperCase();
  if (CURRENCIES.has(code)) return code;
  throw new Unnormalisable(
    code === "" ? "the currency is missing" : `"${value}" is not an ISO 4217 currency code`,
  );
}

/**
 * A plain decimal number as a canonical string: no leading zeros, and trailing zeros only up to `digits` places.
 * `shift` moves the point left: 2 turns 1250 into 12.50.
 * @throws Unnormalisable for anything but digits with at most one decimal point
 */
export function decimal(value: string | number, digits: number, what: string, shift = 0): string {
  const text = typeof value === "number" ? numberText(value, what) : value.trim();
  const match = DECIMAL.exec(text);
  if (!match || text.length > LONGEST_AMOUNT) {
    throw new Unnormalisable(`the ${what} "${text.slice(0, 40)}" is not a plain decimal number`);
  }
  let whole = match[1] ?? "0";
  let fraction = match[2] ?? "";
  if (shift > 0) {
    const padded = whole.padStart(shift + 1, "0");
    fraction = padded.slice(-shift) + fraction;
    whole = padded.slice(0, -shift);
  }
  whole = whole.replace(/^0+(?=\d)/, "");
  fraction = fraction.replace(/0+$/, "").padEnd(digits, "0");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function numberText(value: number, what: string): string {
  const text = String(value);
  if (Number.isFinite(value) && !text.includes("e")) return text;
  throw new Unnormalisable(`the ${what} ${text} is not a plain decimal number`);
}

/** @throws Unnormalisable when the amount or the currency cannot be read; never guesses either */
export function money(draft: MoneyDraft, what: string): Money {
  const currency = currencyCode(draft.currency);
  const digits = minorDigits(currency);
  return { amount: decimal(draft.amount, digits, what, draft.unit === "MINOR" ? digits : 0), currency };
}

/** How two decimal strings compare: negative, 0 or positive. Exact for any length. */
export function compareDecimals(a: string, b: string): number {
  const [wholeA = "0", fractionA = ""] = a.split(".");
  const [wholeB = "0", fractionB = ""] = b.split(".");
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  const places = Math.max(fractionA.length, fractionB.length);
  const left = wholeA + fractionA.padEnd(places, "0");
  const right = wholeB + fractionB.padEnd(places, "0");
  return left < right ? -1 : left > right ? 1 : 0;
}

/** How much lower `price` is than `original`, in percent points with at most two decimals. */
export function percentOff(original: string, price: string): string {
  const places = Math.max(original.split(".")[1]?.length ?? 0, price.split(".")[1]?.length ?? 0);
  const units = (value: string): bigint => {
    const [whole = "0", fraction = ""] = value.split(".");
    return BigInt(whole + fraction.padEnd(places, "0"));
  };
  const from = units(original);
  const hundredths = ((from - units(price)) * 10_000n * 2n + from) / (from * 2n);
  const text = hundredths.toString().padStart(3, "0");
  return decimal(`${text.slice(0, -2)}.${text.slice(-2)}`, 0, "discount");
}
