/** Suggestions for a search box: merchants, categories and offers whose words begin with what was typed. */
import { type RawBuilder, sql } from "kysely";
import { withholders } from "../networks/display.ts";
import type { Database } from "./database.ts";
import { InvalidFilter } from "./errors.ts";
import { whereOffers } from "./filter.ts";
import { listOffers } from "./list-offers.ts";
import { matchesName, type Showing, whereShown } from "./merchants.ts";
import type { NameKind } from "./names.ts";
import { askedWords, documentWords, foldText, wordForms } from "./search-text.ts";
import { hasTrigrams } from "./words.ts";

/** Names and offers that are looked at for each suggestion: some have nothing on offer, or the words elsewhere. */
const LOOKED_AT = 2;
/** The share of what was typed, in groups of three letters, that a name must hold to be close to it. */
const CLOSE = "0.5";
/** What is shorter resembles too much. */
const SHORTEST_MISTAKEN = 4;
/** Names that are read for each suggestion: merchants are found by their domain too, which shows nothing of the text. */
const READ = 5;

export interface Suggestion {
  readonly kind: NameKind | "OFFER";
  /** Of the merchant or offer; of a category what the filter takes. */
  readonly id: string;
  readonly text: string;
  /** Whether it only resembles what was typed. */
  readonly close: boolean;
  readonly sandbox: boolean;
}

interface NamedRow {
  readonly kind: NameKind;
  readonly id: string;
  readonly name: string;
}

/**
 * The best suggestions first: names before offers, shorter ones before longer ones, and names that only resemble the
 * text at the end, where the server has trigrams. At most half are names as long as there are offers for the rest.
 * @throws InvalidFilter when the text has no word in it, or is longer than 200 characters or 12 words
 */
export async function suggest(
  db: Database,
  { text, first }: { readonly text: string; readonly first: number },
  showing: Showing,
): Promise<Suggestion[]> {
  const words = askedWords(text);
  if (words.length === 0) throw new InvalidFilter("text is what was typed: at least one letter or digit.");
  const names = await shownNames(db, await namesBegunBy(db, text, words, first), false, showing);
  const offers = await offersBegunBy(db, text, words, first, showing);
  const room = Math.max(Math.ceil(first / 2), first - offers.length);
  const found = [...names.slice(0, room), ...offers].slice(0, first);
  if (found.length === first) return found;
  const known = new Set(names.map(({ kind, id }) => `${kind} ${id}`));
  const resembling = await namesCloseTo(db, words.join(" "), first + known.size);
  const close = resembling.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
  return [...found, ...(await shownNames(db, close, true, showing))].slice(0, first);
}

async function namesBegunBy(
  db: Database,
  text: string,
  words: readonly string[],
  first: number,
): Promise<readonly NamedRow[]> {
  const begins = foldText(text).replaceAll("\0", "").trim();
  const { rows } = await sql<NamedRow>`
    select kind, id, name from names where ${matchesName(text)}
    order by starts_with(folded, ${begins}) desc, length(folded), folded, kind, id limit ${first * READ}`.execute(
    db,
  );
  return rows.filter(({ name }) => hasWords(name, words)).slice(0, first * LOOKED_AT);
}

/** None on a server that does not bring `pg_trgm`. */
async function namesCloseTo(db: Database, text: string, limit: number): Promise<readonly NamedRow[]> {
  if (text.length < SHORTEST_MISTAKEN) return [];
  if (!(await hasTrigrams(db))) return [];
  return db.transaction().execute(async (tx) => {
    // What the operator that the index knows goes by, until the transaction ends.
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${CLOSE}, true)`.execute(tx);
    const { rows } = await sql<NamedRow>`
      select kind, id, name from names where ${text} <% folded
      order by word_similarity(${text}, folded) desc, length(folded), folded, kind, id limit ${limit}`.execute(
      tx,
    );
    return rows;
  });
}

/** Those of the names under which something is on offer. */
async function shownNames(
  db: Database,
  names: readonly NamedRow[],
  close: boolean,
  showing: Showing,
): Promise<Suggestion[]> {
  if (names.length === 0) return [];
  // One offer each, with its own plan: of a large category the first row will do, of a small one its index.
  const { rows } = await sql<{ place: number; sandbox: boolean }>`${sql.join(
    names.map(
      (name, place) =>
        sql`(select ${sql.lit(place)} as place, sandbox from offers where ${whereNamed(name, showing)} limit 1)`,
    ),
    sql` union all `,
  )}`.execute(db);
  const shown = new Map(rows.map(({ place, sandbox }) => [place, sandbox]));
  return names.flatMap(({ kind, id, name }, place) => {
    const sandbox = shown.get(place);
    return sandbox === undefined ? [] : [{ kind, id, text: name, close, sandbox }];
  });
}

function whereNamed({ kind, id }: NamedRow, showing: Showing): RawBuilder<unknown> {
  if (kind === "MERCHANT") return sql`merchant_id = ${id} and ${whereShown(showing)}`;
  const withheldBy = withholders("categories", showing.policies);
  return sql`${whereOffers({ category: id }, showing.now, showing.stale)}
    and network_id <> all(${withheldBy}::text[])`;
}

/** Offers of different titles in which all the words stand, the best match first. */
async function offersBegunBy(
  db: Database,
  text: string,
  words: readonly string[],
  first: number,
  { now, stale }: Showing,
): Promise<Suggestion[]> {
  const list = await listOffers(db, {
    filter: { text },
    order: "RELEVANCE",
    first: first * LOOKED_AT,
    after: null,
    now,
    stale,
  });
  const byTitle = new Map<string, Suggestion>();
  for (const { record } of list.offers) {
    const { title } = record.content;
    const folded = foldText(title);
    if (byTitle.has(folded) || !hasWords(title, words)) continue;
    byTitle.set(folded, {
      kind: "OFFER",
      id: record.offerId,
      text: title,
      close: false,
      sandbox: record.sandbox,
    });
  }
  return [...byTitle.values()].slice(0, first);
}

function hasWords(text: string, words: readonly string[]): boolean {
  const there = documentWords(text).flatMap(wordForms);
  return words.every((word) => wordForms(word).some((form) => there.some((one) => one.startsWith(form))));
}
