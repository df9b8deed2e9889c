/** Reading values of a record: what counts as empty, as text, as a list. */
import type { MoneyDraft } from "../../../offer/model.ts";

/** Nothing, blank text, an empty list or an object without content. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isEmpty);
  return false;
}

/** The text of a value: an XML element with attributes gives its text, a list its first text. Null: there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") {
    const text = value.trim();
    return text === "" ? null : text;
  }
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = textOf(item);
      if (text !== null) return text;
    }
    return null;
  }
  if (isObject(value)) return isMoney(value) ? value.amount : textOf(value["#text"] ?? null);
  return null;
}

/** All texts of a value, in order. */
export function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) {
    const text = textOf(value);
    return text === null ? [] : [text];
  }
  return value.flatMap(textsOf);
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An exact amount as the function `money` makes it. */
export interface ParsedMoney extends MoneyDraft {
  readonly amount: string;
}

export const isMoney = (value: unknown): value is ParsedMoney =>
  isObject(value) && typeof value["amount"] === "string" && typeof value["currency"] === "string";
