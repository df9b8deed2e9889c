/**
 * Text as it is searched. Words are made here and not by PostgreSQL's parser, so that a document and a query are
 * always cut alike, in any script and under any locale of the database.
 */
import { InvalidFilter } from "./errors.ts";

/** A description may be a page long; what stands behind so many words is not searched. */
const MAX_WORDS = 1_000;
const MAX_WORD_LENGTH = 64;
/** What a search may be: a person's words, and not a document. */
export const LONGEST_TEXT = 200;
export const MOST_WORDS = 12;

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
// These scripts put no spaces between words. Their marks of length and repetition ("ー", "々") belong to several of them.
const UNSPACED =
  /(?:(?=[\p{L}\p{N}\p{M}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])+/gu;
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

/**
 * The words of a document, folded, in order. A run of a script without spaces has each character and each pair of
 * neighbours for words: a single character is found, and two only where they stand together.
 */
export const documentWords = (text: string): string[] =>
  wordsOf(text, (characters) => [...characters, ...pairsOf(characters)]);

/** The words that are asked for, cut as a document's: of a run of a script without spaces its pairs, if it has any. */
export const queryWords = (text: string): string[] =>
  wordsOf(text, (characters) => (characters.length === 1 ? characters : pairsOf(characters)));

function wordsOf(text: string, cut: (characters: string[]) => string[]): string[] {
  const spaced = foldText(text).replace(UNSPACED, (run) => ` ${cut([...run]).join(" ")} `);
  return (spaced.match(WORD) ?? []).map((word) => word.slice(0, MAX_WORD_LENGTH).toWellFormed());
}

const pairsOf = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, place) => `${characters[place]}${character}`);

/**
 * The words of a text to search for; none when there is no letter or digit in it, and nothing can match.
 * @throws InvalidFilter when it is longer than 200 characters or 12 words
 */
export function askedWords(text: string): string[] {
  if (text.length > LONGEST_TEXT) {
    throw new InvalidFilter(
      `A text to search for is at most ${LONGEST_TEXT} characters, not ${text.length}.`,
    );
  }
  const written = foldText(text).match(WORD)?.length ?? 0;
  if (written > MOST_WORDS) {
    throw new InvalidFilter(`A text to search for is at most ${MOST_WORDS} words, not ${written}.`);
  }
  return queryWords(text);
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
    for (const word of documentWords(part)) {
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
 * Words of a text to search for, each with the one that is searched for too; see `corrections.ts`. Pairs, because they go
 * through JSON: into cursors, and on AppSync from a list to its count.
 */
export type Corrections = readonly (readonly [typed: string, meant: string])[];

const AS_TYPED: Corrections = [];

/** What a word was taken for; the word itself where it was not mistaken. */
export const takenFor = (word: string, corrections: Corrections): string =>
  corrections.find(([typed]) => typed === word)?.[1] ?? word;

/** The forms by which a word is found: its own, and those of the word that it is taken for. */
export const formsOf = (word: string, corrections: Corrections = AS_TYPED): string[] => [
  ...new Set([word, takenFor(word, corrections)].flatMap(wordForms)),
];

/**
 * The literal of a `tsquery` that asks for every word, the last one as a prefix (a person may still be typing it).
 * Null when the text has no word in it: nothing can match.
 * @throws InvalidFilter when it is too long
 */
export function searchQuery(text: string, corrections: Corrections = AS_TYPED): string | null {
  const words = askedWords(text);
  if (words.length === 0) return null;
  return words.map((word, index) => wordQuery(word, index === words.length - 1, corrections)).join(" & ");
}

/** The literal of a `tsquery` for one word, or for what begins with it. */
export function wordQuery(word: string, begun: boolean, corrections: Corrections = AS_TYPED): string {
  const forms = formsOf(word, corrections).map((form) => `'${form}'${begun ? ":*" : ""}`);
  return forms.length === 1 ? forms.join("") : `( ${forms.join(" | ")} )`;
}
