/** `money`, `nonzero` and `greater_than`: what expressions do with amounts. */
import { RecordRejected } from "../../adapter.ts";
import type { MoneyDraft } from "../../../offer/model.ts";
import { compareDecimals } from "../../../offer/money.ts";
import { parseDecimal } from "./decimal.ts";
import type { CompileContext, ValueFunction } from "./functions.ts";
import { parseMoney } from "./money.ts";
import { compilePath } from "./path.ts";
import { isMoney, textOf } from "./value.ts";
import type { ParsedMoney } from "./value.ts";

interface MoneyArgument {
  readonly currency?: string | undefined;
  readonly currency_path?: string | undefined;
  readonly decimal?: "auto" | "." | "," | undefined;
}

/**
 * Reads an amount. The currency is the one in the text, else the one at `currency_path`, else `currency`, else the
 * settings' own.
 * @throws RecordRejected when there is an amount and no currency anywhere: it is never guessed
 */
export function moneyFunction(argument: MoneyArgument | undefined, context: CompileContext): ValueFunction {
  const path = argument?.currency_path === undefined ? null : compilePath(argument.currency_path);
  const otherwise = argument?.currency ?? context.currency;
  return (value, { record }): ParsedMoney | null => {
    if (isMoney(value)) return value;
    const text = textOf(value);
    const money = text === null ? null : parseMoney(text, argument?.decimal);
    if (money === null) return null;
    const currency =
      money.currency ?? (path === null ? null : textOf(path(record))?.toUpperCase()) ?? otherwise;
    if (currency === null) {
      throw new RecordRejected(
        `the amount "${text}" has no currency: set "currency" in the settings, or money.currency_path in the map`,
      );
    }
    return { amount: money.amount, currency };
  };
}

/** True unless the value is a zero: "0", "0.00", no money. */
export function isNonzero(value: unknown): boolean {
  const amount = parseDecimal(textOf(value) ?? "");
  return amount === null ? textOf(value) !== null : /[1-9]/.test(amount);
}

/** True when the value is money in the price's currency, and more. */
export function isGreater(value: unknown, price: MoneyDraft | null): boolean {
  return (
    price !== null &&
    isMoney(value) &&
    value.currency === price.currency &&
    compareDecimals(value.amount, String(price.amount)) > 0
  );
}
