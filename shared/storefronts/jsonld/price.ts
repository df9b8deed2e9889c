/** Prices as pages write them: with signs, with commas, as numbers. */

/**
 * "49", "49.00", "$49", "1.299,00 €", "1,299.00" as a plain decimal string.
 *
 * A comma is the decimal one when exactly two digits follow the last; else commas stand between groups of three.
 *
 * @returns null for what cannot be read without a guess
 */
export function plainPrice(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? digits(String(value)) : null;
  if (typeof value !== "string") return null;
  const text = value
    .replace(/[\s\u00a0\u202f']/g, "")
    .replace(/^[^\d]*?(?=[\d])/, "")
    .replace(/[^\d]+$/, "");
  if (/-/.test(value) || !/^[\d.,]+$/.test(text)) return null;
  if (/,\d{2}$/.test(text)) return digits(`${grouped(text.slice(0, -3), ".") ?? "?"}.${text.slice(-2)}`);
  if (text.includes(",")) {
    const [whole = "", ...fraction] = text.split(".");
    const plain = grouped(whole, ",");
    return plain === null || fraction.length > 1 ? null : digits([plain, ...fraction].join("."));
  }
  return text.split(".").length > 2 ? grouped(text, ".") : digits(text);
}

const digits = (text: string): string | null => (/^\d+(?:\.\d+)?$/.test(text) ? text : null);

/** Groups of three put together; null where they are none. */
function grouped(text: string, separator: string): string | null {
  const [first = "", ...others] = text.split(separator);
  const fits = /^\d+$/.test(first) && others.every((group) => /^\d{3}$/.test(group));
  return fits && (others.length === 0 || first.length <= 3) ? [first, ...others].join("") : null;
}
