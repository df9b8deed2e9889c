/**
 * What people enter of an offer, by the rules that hold for adapters' offers; but what those leave out in silence (a
 * second-rate URL, an unknown country, text that is too long) is refused here, since somebody is there to put it right.
 */
import { countryCodes, httpUrl, languageTags } from "./codes.ts";
import { type Edits, OVERRIDABLE_FIELDS, type OverridableField } from "./editorial.ts";
import { instant } from "./instant.ts";
import {
  AVAILABILITIES,
  type Availability,
  type DiscountType,
  type Money,
  type MoneyDraft,
  type OfferContent,
} from "./model.ts";
import { compareDecimals, money } from "./money.ts";
import { discount, LONGEST, MOST_IMAGES } from "./normalise.ts";
import { plainLine, plainText } from "./text.ts";
import { Unnormalisable } from "./unnormalisable.ts";

type Loose<T> = T | null | undefined;

/** Null: show none. Left out: nothing is said of it. */
export interface EditorInput {
  readonly title?: Loose<string>;
  readonly description?: Loose<string>;
  readonly images?: Loose<readonly string[]>;
  readonly price?: Loose<Pick<MoneyDraft, "amount" | "currency">>;
  readonly originalPrice?: Loose<Pick<MoneyDraft, "amount" | "currency">>;
  readonly discount?: Loose<{
    readonly type: DiscountType;
    readonly value?: Loose<string>;
    readonly currency?: Loose<string>;
  }>;
  readonly couponCode?: Loose<string>;
  readonly restrictions?: Loose<readonly string[]>;
  readonly availability?: Loose<Availability>;
  readonly categories?: Loose<readonly string[]>;
  readonly tags?: Loose<readonly string[]>;
  readonly countries?: Loose<readonly string[]>;
  readonly languages?: Loose<readonly string[]>;
  /** ISO 8601, with an offset or in UTC; a bare date is that whole day. */
  readonly startsAt?: Loose<string>;
  readonly endsAt?: Loose<string>;
}

/** What is wrong with a field, for its author. */
export interface FieldFault {
  /** The field, then its place in a list. */
  readonly path: readonly string[];
  readonly message: string;
}

/** @throws FieldFaulty or Unnormalisable */
type Reader<Input, Value> = (input: Input, now: Date) => Value;

class FieldFaulty extends Error {
  override readonly name = "FieldFaulty";
  readonly place: number | null;

  constructor(message: string, place: number | null = null) {
    super(message);
    this.place = place;
  }
}

/** More than this of one field is a mistake, and would make a record that DynamoDB does not take. */
const MOST_ENTRIES = 100;

function limited(text: string, limit: number, clean: typeof plainText): string {
  const whole = clean(text, limit + 1);
  if (whole.length > limit) throw new FieldFaulty(`is longer than ${limit} characters`);
  return whole;
}

const line =
  (limit: number): Reader<string, string | null> =>
  (input) =>
    limited(input, limit, plainLine) || null;

function listOf(read: (entry: string) => string | null, most = MOST_ENTRIES) {
  return (input: readonly string[]): string[] => {
    if (input.length > most)
      throw new FieldFaulty(`holds ${input.length} entries; at most ${most} are taken`);
    const values = input.map((entry, place) => {
      try {
        return read(entry);
      } catch (error) {
        throw new FieldFaulty(messageOf(error), place);
      }
    });
    return [...new Set(values.filter((value) => value !== null))];
  };
}

const lines = (limit: number) => listOf((entry) => line(limit)(entry, new Date(0)));

function imageUrl(entry: string): string {
  const url = httpUrl(entry);
  if (url === null) throw new FieldFaulty(`"${entry.slice(0, 80)}" is not an http(s) URL`);
  return url;
}

function countryOf(entry: string): string | null {
  return countryCodes([entry])[0] ?? null;
}

function languageOf(entry: string): string {
  const tag = languageTags([entry])[0];
  if (tag === undefined)
    throw new FieldFaulty(`"${entry.slice(0, 40)}" is not a BCP 47 language tag such as "en" or "pt-BR"`);
  return tag;
}

const date =
  (edge: "start" | "end"): Reader<string, string> =>
  (input, now) => {
    const time = instant(input, edge, "UTC", now);
    if (time === null)
      throw new FieldFaulty(`"${input.slice(0, 40)}" is no date that will come: for none at all, say null`);
    return time;
  };

function availabilityOf(input: Availability): Availability {
  if (!AVAILABILITIES.includes(input)) throw new FieldFaulty(`is one of ${AVAILABILITIES.join(", ")}`);
  return input;
}

const READERS: { readonly [F in OverridableField]: Reader<NonNullable<EditorInput[F]>, Edits[F] | null> } = {
  title: line(LONGEST.title),
  description: (input) => limited(input, LONGEST.description, plainText) || null,
  images: listOf(imageUrl, MOST_IMAGES),
  price: (input) => money(input, "price"),
  originalPrice: (input) => money(input, "original price"),
  discount: (input) => discount(input, null, null),
  couponCode: line(LONGEST.couponCode),
  restrictions: lines(LONGEST.restriction),
  availability: availabilityOf,
  categories: lines(LONGEST.label),
  tags: (input) => lines(LONGEST.label)(input).sort(),
  countries: (input) => listOf(countryOf)(input).sort(),
  languages: (input) => listOf(languageOf)(input).sort(),
  startsAt: date("start"),
  endsAt: date("end"),
};

/** What stands for "none" in each field that is not simply null then. */
const NONE: Edits = {
  images: [],
  restrictions: [],
  availability: "UNKNOWN",
  categories: [],
  tags: [],
  countries: [],
  languages: [],
};

const messageOf = (error: unknown): string => {
  if (error instanceof FieldFaulty || error instanceof Unnormalisable) return error.message;
  throw error;
};

/** @returns the values, normalised; or everything that is wrong with them, field by field */
export function readEditorFields(
  input: EditorInput,
  now: Date,
): { readonly edits: Edits; readonly faults: readonly FieldFault[] } {
  const edits: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  for (const field of OVERRIDABLE_FIELDS) {
    const given = input[field];
    if (given === undefined) continue;
    try {
      edits[field] = valueOf(field, given, now);
    } catch (error) {
      const place = error instanceof FieldFaulty ? error.place : null;
      faults.push({
        path: place === null ? [field] : [field, String(place)],
        message: `${field}: ${messageOf(error)}.`,
      });
    }
  }
  return { edits: edits as Edits, faults };
}

function valueOf(field: OverridableField, given: unknown, now: Date): unknown {
  const read = READERS[field] as (input: unknown, now: Date) => unknown;
  const value = given === null ? null : read(given, now);
  if (field === "title" && value === null) throw new FieldFaulty("an offer has a title");
  return value ?? NONE[field] ?? null;
}

/** What editors' values make impossible together with what is not theirs: an end before its start, no reduction. */
export function contradictions(shown: OfferContent, edits: Edits): FieldFault[] {
  const { startsAt, endsAt, price, originalPrice } = shown;
  const faults: FieldFault[] = [];
  const isDated = edits.startsAt !== undefined || edits.endsAt !== undefined;
  if (isDated && startsAt !== null && endsAt !== null && Date.parse(endsAt) < Date.parse(startsAt)) {
    const path = [edits.endsAt === undefined ? "startsAt" : "endsAt"];
    faults.push({ path, message: `The offer would end (${endsAt}) before it starts (${startsAt}).` });
  }
  if (edits.originalPrice && originalPrice !== null && !isReduced(originalPrice, price)) {
    const message = `originalPrice: ${originalPrice.amount} ${originalPrice.currency} is no reduction to a price of ${price === null ? "nothing known" : `${price.amount} ${price.currency}`}.`;
    faults.push({ path: ["originalPrice"], message });
  }
  return faults;
}

const isReduced = (original: Money, price: Money | null): boolean =>
  price !== null &&
  original.currency === price.currency &&
  compareDecimals(original.amount, price.amount) > 0;
