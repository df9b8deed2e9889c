/** Link Search writes languages by their English names, Advertiser Lookup by their codes. */

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** ISO 639-1 codes by English name, lower case. Retired codes come before those in force and give way to them. */
const CODES: ReadonlyMap<string, string> = new Map(
  [...LETTERS].flatMap((first) =>
    [...LETTERS].flatMap((second) => {
      const code = first + second;
      const name = names.of(code);
      return name === undefined || Intl.getCanonicalLocales(code)[0] !== code
        ? []
        : [[name.toLowerCase(), code] as const];
    }),
  ),
);

/** "English" → "en"; a code stays what it is, an unknown name is null. */
export function languageCode(value: string | null | undefined): string | null {
  const text = value?.trim() ?? "";
  if (/^[a-z]{2,3}(?:[-_][a-z\d]+)*$/i.test(text) && text.length <= 3) return text.toLowerCase();
  return CODES.get(text.toLowerCase()) ?? (/^[a-z]{2}[-_]/i.test(text) ? text : null);
}
