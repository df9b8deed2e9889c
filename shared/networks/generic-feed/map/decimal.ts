/** Exact decimal numbers as text: reading them as people write them, shifting the point. */

export type DecimalMark = "auto" | "." | ",";

const DIGIT_ZEROS = [0x0660, 0x06f0];
/** Between thousands: blanks of all kinds, apostrophes, the Arabic thousands mark. */
const GROUPING = /[\s\u00a0\u202f\u2009'’٬]/g;

/** Digits as ASCII: Arabic-Indic and Persian digits, and the Arabic decimal mark, are numbers too. */
export const asciiDigits = (text: string): string =>
  text
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (DIGIT_ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code));
    })
    .replace(/٫/g, ".");

/**
 * The number in a text as a plain decimal ("1,299.00" and "1.299,00" are both "1299.00"); every digit is kept.
 *
 * With `auto`: of two different marks the last is the decimal one; a mark that occurs twice groups; a single comma
 * before exactly three digits groups, a single point never does (three decimals are money in Kuwait and Bahrain).
 * Null: it is not a number.
 */
export function parseDecimal(text: string, mark: DecimalMark = "auto"): string | null {
  const compact = asciiDigits(text).replace(GROUPING, "").replace(/[−–]/, "-");
  const scientific = /^([+-]?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/.exec(compact);
  if (scientific !== null) {
    const [, sign = "", whole = "", fraction = "", exponent] = scientific;
    return shiftPoint(
      `${sign === "-" ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`,
      Number(exponent),
    );
  }
  if (!/^[+-]?(?:\d[\d.,]*|[.,]\d+)$/.test(compact)) return null;
  const decimal = mark === "auto" ? decimalMarkIn(compact) : mark;
  const [whole = "", fraction, ...more] = compact
    .replace(decimal === "," ? /\./g : decimal === "." ? /,/g : /[.,]/g, "")
    .split(decimal ?? ".");
  if (more.length > 0) return null;
  const sign = whole.startsWith("-") ? "-" : "";
  const digits = whole.replace(/^[+-]/, "").replace(/^0+(?=\d)/, "");
  return `${sign}${digits === "" ? "0" : digits}${fraction === undefined || fraction === "" ? "" : `.${fraction}`}`;
}

function decimalMarkIn(text: string): "." | "," | null {
  const point = text.lastIndexOf(".");
  const comma = text.lastIndexOf(",");
  if (point >= 0 && comma >= 0) return point > comma ? "." : ",";
  if (point >= 0) return text.indexOf(".") === point ? "." : null;
  if (comma < 0) return null;
  if (text.indexOf(",") !== comma) return null;
  return /^[+-]?[1-9]\d{0,2},\d{3}$/.test(text) ? null : ",";
}

/** Moves the point: by 2 "12.5" becomes "1250", by -2 "1999" becomes "19.99". Exact. */
export function shiftPoint(decimal: string, by: number): string {
  const sign = decimal.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = decimal.replace(/^[+-]/, "").split(".");
  let digits = whole + fraction;
  let point = whole.length + by;
  if (point < 1) {
    digits = "0".repeat(1 - point) + digits;
    point = 1;
  }
  if (point > digits.length) digits = digits.padEnd(point, "0");
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const right = digits.slice(point);
  return sign + (right === "" ? left : `${left}.${right}`);
}
