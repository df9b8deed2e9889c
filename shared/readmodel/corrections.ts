/**
 * What a search means when a word of it is on no offer: also the word on offer that is closest to it. It goes by the text
 * alone, whatever else is filtered, so that a list, its count and its facets mean the same. What was typed always counts
 * too: a correction adds to what is found and takes nothing away.
 */
import { distance } from "fastest-levenshtein";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "./database.ts";
import { blankToNull, LISTED, type MeantFilter, type OfferFilter } from "./filter.ts";
import { askedWords, type Corrections, queryWords, takenFor, wordQuery } from "./search-text.ts";
import { hasTrigrams, isCorrectable } from "./words.ts";

/** A word on fewer offers than this is rare: it may be a shop's own mistake, */
const RARE = 3;
/** if a word that differs by one letter is on at least so many. Offers are counted no further. */
const COMMON = 100;
/** Words that are looked at for each one that may be mistaken. */
const CANDIDATES = 5;
/** The share of groups of three letters that two words must have in common to be compared. */
const ALIKE = "0.25";
/** From so many letters on a word may have two mistakes. */
const LONG = 7;

interface Candidate {
  readonly typed: string;
  readonly word: string;
  readonly mistakes: number;
}

/**
 * A filter with its text as it is meant.
 * @throws InvalidFilter when the text is too long
 */
export async function meantFilter(db: Database, filter: OfferFilter): Promise<MeantFilter> {
  const text = blankToNull(filter.text);
  return text === null ? filter : { ...filter, corrections: await correctionsOf(db, text) };
}

/** The text with its mistaken words replaced, for people; null where it is meant as it was typed. */
export function correctedText({ text, corrections }: MeantFilter): string | null {
  if (!corrections || corrections.length === 0) return null;
  const corrected = (part: string): string => {
    const words = queryWords(part);
    const meant = words.map((word) => takenFor(word, corrections));
    return meant.some((word, place) => word !== words[place]) ? meant.join(" ") : part;
  };
  return (text ?? "").trim().split(/\s+/u).map(corrected).join(" ");
}

async function correctionsOf(db: Database, text: string): Promise<Corrections> {
  const words = askedWords(text);
  const last = words.at(-1);
  const suspects = [...new Set(words)].filter(isCorrectable);
  const typed = await countListed(
    db,
    suspects.map((word) => wordQuery(word, word === last)),
    RARE,
  );
  const rare = suspects.filter((_, place) => (typed[place] ?? 0) < RARE);
  if (rare.length === 0) return [];
  const known = new Set(suspects.filter((_, place) => (typed[place] ?? 0) > 0));
  const candidates = await candidatesFor(db, rare, last);
  const offers = await countListed(
    db,
    candidates.map(({ word }) => wordQuery(word, false)),
    COMMON,
  );
  const eligible = candidates
    .map((candidate, place) => ({ ...candidate, offers: offers[place] ?? 0 }))
    .filter((candidate) => (known.has(candidate.typed) ? isFarMoreCommon(candidate) : candidate.offers > 0));
  const best = Map.groupBy(eligible, (candidate) => candidate.typed);
  return [...best].flatMap(([word, found]) =>
    found
      .sort(closestFirst)
      .slice(0, 1)
      .map((one) => [word, one.word] as const),
  );
}

type Eligible = Candidate & { readonly offers: number };

/** Of a word that is on offer, though on few: then it takes more to doubt it. */
const isFarMoreCommon = ({ typed, word, offers }: Eligible): boolean =>
  offers >= COMMON && typed[0] === word[0] && (distance(typed, word) === 1 || swapsOf(typed).includes(word));

/** People seldom mistake the first letter; of what is left the word that is on more offers. */
const closestFirst = (a: Eligible, b: Eligible): number =>
  a.mistakes - b.mistakes ||
  Number(b.word[0] === b.typed[0]) - Number(a.word[0] === a.typed[0]) ||
  b.offers - a.offers ||
  (a.word < b.word ? -1 : 1);

/** On how many listed offers each query is, counted up to a limit. */
async function countListed(db: Database, queries: readonly string[], most: number): Promise<number[]> {
  if (queries.length === 0) return [];
  const { rows } = await sql<{ place: number; offers: string }>`${sql.join(
    queries.map(
      (query, place) => sql`select ${sql.lit(place)} as place, count(*) as offers from (
        select from offers where ${LISTED} and search @@ ${query}::tsquery limit ${sql.lit(most)}) as listed`,
    ),
    sql` union all `,
  )}`.execute(db);
  const counts = new Map(rows.map(({ place, offers }) => [place, Number(offers)]));
  return queries.map((_, place) => counts.get(place) ?? 0);
}

/** The known words that are close enough to each word, the closest few. */
async function candidatesFor(
  db: Database,
  words: readonly string[],
  last: string | undefined,
): Promise<Candidate[]> {
  const swapped = await knownSwaps(db, words);
  const alike = await knownAlike(db, words);
  return words.flatMap((typed) => {
    const near = (alike.get(typed) ?? []).map((word) => ({
      typed,
      word,
      mistakes: mistakesIn(typed, word, typed === last),
    }));
    const turned = (swapped.get(typed) ?? []).map((word) => ({ typed, word, mistakes: 1 }));
    const most = typed.length < LONG ? 1 : 2;
    return [...turned, ...near]
      .filter(({ word, mistakes }) => mistakes <= most && word !== typed)
      .sort((a, b) => a.mistakes - b.mistakes)
      .slice(0, CANDIDATES);
  });
}

/** Letters that are missing, too many or others; of the last word, which may be begun only, in the beginning of the other. */
function mistakesIn(typed: string, word: string, begun: boolean): number {
  const whole = distance(typed, word);
  if (!begun) return whole;
  const beginnings = [-1, 0, 1].map((more) => word.slice(0, typed.length + more));
  return Math.min(whole, ...beginnings.map((beginning) => distance(typed, beginning)));
}

/** Two neighbours that changed places are two mistakes to a distance, and share few groups of three letters. */
async function knownSwaps(db: Database, words: readonly string[]): Promise<Map<string, string[]>> {
  const swaps = new Map(words.map((word) => [word, swapsOf(word)]));
  const { rows } = await sql<{ word: string }>`
    select word from words where word = any(${[...swaps.values()].flat()}::text[])`.execute(db);
  const known = new Set(rows.map(({ word }) => word));
  return new Map([...swaps].map(([word, turned]) => [word, turned.filter((one) => known.has(one))]));
}

function swapsOf(word: string): string[] {
  const letters = [...word];
  return letters
    .slice(1)
    .map((letter, place) =>
      [...letters.slice(0, place), letter, letters[place], ...letters.slice(place + 2)].join(""),
    );
}

const LOOKED_AT = 30;

/** None on a server that does not bring `pg_trgm`. */
async function knownAlike(db: Database, words: readonly string[]): Promise<Map<string, string[]>> {
  if (!(await hasTrigrams(db))) return new Map();
  return db.transaction().execute(async (tx) => {
    // What the operator that the index knows goes by, until the transaction ends.
    await sql`select set_config('pg_trgm.similarity_threshold', ${ALIKE}, true)`.execute(tx);
    const { rows } = await sql<{ typed: string; word: string }>`${sql.join(
      words.map((typed) => alikeTo(typed)),
      sql` union all `,
    )}`.execute(tx);
    const found = Map.groupBy(rows, (row) => row.typed);
    return new Map([...found].map(([typed, alike]) => [typed, alike.map(({ word }) => word)]));
  });
}

const alikeTo = (typed: string): RawBuilder<unknown> => sql`(
  select ${typed}::text as typed, word from words where word % ${typed}
  order by similarity(word, ${typed}) desc, word limit ${sql.lit(LOOKED_AT)})`;
