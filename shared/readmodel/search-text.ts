/**
 * Text as it is searched. Words are made here and not by PostgreSQL's parser, so that a document and a query are
 * always cut alike, in any script and under any locale of the database.
 */

/** A description may be a page long; what stands behind so many words is not searched. */
const MAX_WORDS = 1_000;
const MAX_WORD_LENGTH = 64;
const MAX_QUERY_WORDS = 16;

// Latin, Greek and Cyrillic accents, Hebrew points, Arabic tashkeel and Quranic marks. Other scripts' marks are letters.
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/gu;
// Soft hyphens, joiners, apostrophes and the Arabic tatweel stand inside words without being part of them.
const INSIDE_WORDS = /[\p{Cf}\u0640'’ʼ`]/gu;
const FOLDED: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
  ς: "σ",
};
const FOLDABLE = new RegExp(`[${Object.keys(FOLDED).join("")}]`, "gu");
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/gu;
// These scripts put no spaces between words: every character is a word of its own.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const ARABIC_ARTICLE = /^ال(?=\p{L}{3})/u;
const PLAIN_ASCII = /^[a-z0-9 .,;:!?/|>&%+()_-]*$/;

/**
 * Text folded to what is compared: compatibility forms, case, accents and diacritics, Arabic vowel signs, tatweel,
 * alef variants and digits made one. Idempotent.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN_ASCII.test(lower)) return lower;
  return lower
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(MARKS, "")
    .replace(INSIDE_WORDS, "")
    .normalize("NFC")
    .replace(FOLDABLE, (letter) => FOLDED[letter] ?? letter)
    .replace(ARABIC_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** The words of a text, folded, in order: the one function that both documents and queries go through. */
export function searchWords(text: string): string[] {
  const spaced = foldText(text).replace(UNSPACED, " $& ");
  return (spaced.match(WORD) ?? []).map((word) => word.slice(0, MAX_WORD_LENGTH).toWellFormed());
}

/** A word, and what is left of it without the Arabic article: "الأحذية" is found by "أحذية" and the other way round. */
export function wordForms(word: string): string[] {
  const bare = word.replace(ARABIC_ARTICLE, "");
  return bare === word ? [word] : [word, bare];
}

export interface SearchableText {
  readonly title: string;
  readonly merchant: string | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly description: string | null;
}

/** The literal of a `tsvector`: title weighs A, merchant, categories and tags B, description D. */
export function searchVector(text: SearchableText): string {
  const lexemes = new Map<string, string[]>();
  let position = 0;
  const add = (part: string, weight: "A" | "B" | "D"): void => {
    for (const word of searchWords(part)) {
      if (position >= MAX_WORDS) return;
      position += 1;
      for (const form of wordForms(word)) {
        const places = lexemes.get(form) ?? [];
        // One place a weight is enough to rank by, and keeps the row small.
        if (!places.some((place) => place.endsWith(weight))) places.push(`${position}${weight}`);
        lexemes.set(form, places);
      }
    }
  };
  add(text.title, "A");
  add(text.merchant ?? "", "B");
  for (const category of text.categories) add(category, "B");
  for (const tag of text.tags) add(tag, "B");
  add(text.description ?? "", "D");
  return [...lexemes].map(([word, places]) => `'${word}':${places.join(",")}`).join(" ");
}

/**
 * The literal of a `tsquery` that asks for every word, the last one as a prefix (a person may still be typing it).
 * Null when the text has no word in it: nothing can match.
 */
export function searchQuery(text: string): string | null {
  const words = searchWords(text).slice(0, MAX_QUERY_WORDS);
  if (words.length === 0) return null;
  return words
    .map((word, index) => {
      const prefix = index === words.length - 1 ? ":*" : "";
      const forms = wordForms(word).map((form) => `'${form}'${prefix}`);
      return forms.length === 1 ? forms[0] : `( ${forms.join(" | ")} )`;
    })
    .join(" & ");
}
