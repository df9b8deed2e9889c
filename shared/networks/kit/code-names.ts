/** Countries and languages as networks name them, in English or by code: codes come out. */

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

function codesByName(codes: readonly string[], names: Intl.DisplayNames): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const code of codes) {
    const name = names.of(code)?.toLowerCase();
    if (name !== undefined && !known.has(name)) known.set(name, code);
  }
  return known;
}

// Made when first asked for: only product feeds need them, and every start of a function would pay. CLDR also names
// withdrawn codes ("UK" beside "GB", "iw" beside "he"), which canonical form turns into the current ones.
let countries: ReadonlyMap<string, string> | null = null;
let languages: ReadonlyMap<string, string> | null = null;

function countryCodes(): ReadonlyMap<string, string> {
  if (countries !== null) return countries;
  const current = PAIRS.map((pair) => pair.toUpperCase()).filter(
    (code) => new Intl.Locale(`und-${code}`).region === code,
  );
  countries = codesByName(current, new Intl.DisplayNames(["en"], { type: "region", fallback: "none" }));
  return countries;
}

function languageCodes(): ReadonlyMap<string, string> {
  if (languages !== null) return languages;
  const current = PAIRS.filter((code) => new Intl.Locale(code).language === code);
  languages = codesByName(current, new Intl.DisplayNames(["en"], { type: "language", fallback: "none" }));
  return languages;
}

/** "Germany", "DE", "UK" → "DE", "DE", "GB"; null for what is no country. */
export function countryOf(value: string): string | null {
  const text = value.trim();
  if (/^uk$/i.test(text)) return "GB";
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  return countryCodes().get(text.toLowerCase()) ?? null;
}

/** "German", "de", "de_DE" → "de"; null for what is no language. */
export function languageOf(value: string): string | null {
  const text = value.trim().toLowerCase();
  const code = /^([a-z]{2})(?:[_-][a-z]{2,4})?$/.exec(text)?.[1];
  return code ?? languageCodes().get(text) ?? null;
}
