/** impact.com's names of countries and languages as codes. */
import { countryOf, languageOf } from "../kit/code-names.ts";

/** English names run together; these few are no name that anybody else uses. */
const COUNTRIES: Readonly<Record<string, string>> = {
  UAE: "AE",
  IVORYCOAST: "CI",
  VATICAN: "VA",
  CZECHREPUBLIC: "CZ",
  HONGKONG: "HK",
  MACAU: "MO",
  TURKEY: "TR",
  RUSSIA: "RU",
  SOUTHKOREA: "KR",
  SOUTHAFRICA: "ZA",
  SAUDIARABIA: "SA",
  NEWZEALAND: "NZ",
  PUERTORICO: "PR",
  COSTARICA: "CR",
  ELSALVADOR: "SV",
  DOMINICANREPUBLIC: "DO",
  SRILANKA: "LK",
};

/** "GERMANY", "SOUTHAFRICA", "UK" → "DE", "ZA", "GB"; null for what is not known. */
export const regionOf = (name: string): string | null => COUNTRIES[name.toUpperCase()] ?? countryOf(name);

/** An enum: ENGLISH_GB, CHINESE_TRADITIONAL, and the network's own slip ANGLISH_AU. */
export function adLanguage(name: string | null): string | null {
  const [language = "", ...rest] = (name ?? "").replace(/^ANGLISH/, "ENGLISH").split("_");
  const code = languageOf(language);
  if (code === null) return null;
  const region = rest.join("_");
  if (region === "TRADITIONAL") return `${code}-Hant`;
  if (region === "SIMPLIFIED") return `${code}-Hans`;
  return /^[A-Z]{2}$/.test(region) ? `${code}-${region}` : code;
}

/** "English (United States)" → "en-US". */
export function catalogLanguage(name: string | null): string | null {
  const [, language = "", country] = /^([^(]+?)\s*(?:\(([^)]+)\))?$/.exec(name?.trim() ?? "") ?? [];
  const code = languageOf(language);
  if (code === null) return null;
  const region = country === undefined ? null : countryOf(country);
  return region === null ? code : `${code}-${region}`;
}
