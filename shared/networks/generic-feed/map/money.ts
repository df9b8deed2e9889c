/** Money as feeds write it: `15.00 USD`, `USD 15`, `15,00 €`, `6250.00 EGP`, a bare number. */
import { asciiDigits, parseDecimal } from "./decimal.ts";
import type { DecimalMark } from "./decimal.ts";

/** Only signs that mean one currency. `$`, `¥` and `kr` mean several: there the settings' currency decides. */
const SIGNS: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  "₹": "INR",
  "₽": "RUB",
  "₺": "TRY",
  "₪": "ILS",
  "₩": "KRW",
  "₫": "VND",
  "₴": "UAH",
  "₦": "NGN",
  "₱": "PHP",
  "฿": "THB",
  zł: "PLN",
  kč: "CZK",
  r$: "BRL",
  us$: "USD",
  a$: "AUD",
  ca$: "CAD",
  c$: "CAD",
  nz$: "NZD",
  hk$: "HKD",
  s$: "SGD",
  "د.إ": "AED",
  "ر.س": "SAR",
  "ج.م": "EGP",
  "د.ك": "KWD",
  "ر.ق": "QAR",
  "د.ب": "BHD",
  dhs: "AED",
  le: "EGP",
  "l.e.": "EGP",
};

const NUMBER = /[+\-−–]?[\d٠-٩۰-۹][\d٠-٩۰-۹.,٫٬\s\u00a0\u202f\u2009'’]*(?:[eE][+-]?\d+)?|[.,]\d+/;

export interface MoneyText {
  /** A plain decimal, digits as written. */
  readonly amount: string;
  /** Null: the text names none that is certain. */
  readonly currency: string | null;
}

/** Reads an amount and the currency beside it. Null: there is no number in the text, or more than one. */
export function parseMoney(text: string, mark: DecimalMark = "auto"): MoneyText | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const amount = parseDecimal(match[0].replace(/[.,\s]+$/, ""), mark);
  if (amount === null) return null;
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  if (/\d/.test(asciiDigits(after))) return null;
  return { amount, currency: currencyIn(before) ?? currencyIn(after) };
}

function currencyIn(text: string): string | null {
  const word = text.replace(/[\s\u00a0\u200e\u200f]+/g, "").toLowerCase();
  if (word === "") return null;
  return SIGNS[word] ?? (/^[a-z]{3}$/.test(word) ? word.toUpperCase() : null);
}
