/** Countries, languages, GTINs, URLs and domains: standard codes, or a clear refusal. */
import { getDomain } from "tldts";
import { Unnormalisable } from "./unnormalisable.ts";

const regionNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const ALIASES: Readonly<Record<string, string>> = { UK: "GB", EL: "GR" };
// CLDR names a few codes that are no country (unknown region, unions, pseudo-accents).
const NO_COUNTRY = new Set(["ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"]);

function countryCode(value: string): string | null {
  const upper = value.trim().toUpperCase();
  const code = ALIASES[upper] ?? upper;
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRY.has(code)) return null;
  return regionNames.of(code) === undefined ? null : code;
}

/**
 * ISO 3166-1 alpha-2 codes, sorted. Empty means no limit, so codes that are all unknown are refused: dropping
 * them would turn "only in Narnia" into "everywhere".
 * @throws Unnormalisable when codes are given and none is a country
 */
export function countryCodes(values: readonly (string | null | undefined)[]): string[] {
  const given = values.filter((value): value is string => typeof value === "string" && value.trim() !== "");
  const codes = new Set(given.map(countryCode).filter((code) => code !== null));
  if (given.length > 0 && codes.size === 0) {
    throw new Unnormalisable(`"${given.join(", ").slice(0, 80)}" holds no ISO 3166-1 country code`);
  }
  return [...codes].sort();
}

/** BCP 47 tags, sorted; what is not one is left out, since a language only describes and limits nothing. */
export function languageTags(values: readonly (string | null | undefined)[]): string[] {
  const tags = new Set<string>();
  for (const value of values) {
    const text = value?.trim().replaceAll("_", "-") ?? "";
    if (!/^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(text)) continue;
    for (const tag of Intl.getCanonicalLocales(text)) tags.add(tag);
  }
  return [...tags].sort();
}

/** GTIN-14 of an 8, 12, 13 or 14 digit number whose check digit holds; null for anything else. */
export function gtin14(value: string | null | undefined): string | null {
  const digits = value?.replace(/[\s-]/g, "") ?? "";
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return null;
  const padded = digits.padStart(14, "0");
  let sum = 0;
  for (let place = 0; place < 13; place += 1) sum += Number(padded[place]) * (place % 2 === 0 ? 3 : 1);
  const holds = (10 - (sum % 10)) % 10 === Number(padded[13]);
  return holds && !/^0+$/.test(padded) ? padded : null;
}

/**
 * An absolute http(s) URL, or null. A URL that is already plain ASCII comes back letter for letter: affiliate
 * links are signed and tagged, and re-encoding one can cost the commission.
 */
export function httpUrl(value: string | null | undefined): string | null {
  const text = value?.trim() ?? "";
  if (text === "" || text.length > 8192 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  if (url.username !== "" || url.password !== "") return null;
  return /^https?:\/\/[\x21-\x7e]+$/i.test(text) ? text : url.href;
}

/** The registrable domain ("shop.example.co.uk" → "example.co.uk") of a host or URL; null where there is none. */
export function registrableDomain(hostOrUrl: string | null | undefined): string | null {
  const text = hostOrUrl?.trim() ?? "";
  return text === "" ? null : getDomain(text, { allowPrivateDomains: true });
}
