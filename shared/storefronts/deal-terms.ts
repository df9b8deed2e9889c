/** How long what a deal sells is good for: marketplaces say it in words, in titles and descriptions. */
const TERMS: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/\blife-?time\b/i, "Lifetime"],
  [/\b(?:yearly|annual(?:ly)?)\b/i, "Yearly"],
];

export const dealTerms = (text: string): string[] =>
  TERMS.filter(([pattern]) => pattern.test(text)).map(([, tag]) => tag);
