/** The offer model's closed vocabularies, read from what feeds write. */
import type { Availability } from "../../../offer/model.ts";
import { textOf } from "./value.ts";

/** Spellings without case, blanks and marks; schema.org addresses end in the same words. */
const AVAILABILITY_WORDS: Readonly<Record<string, Availability>> = {
  instock: "IN_STOCK",
  instoreonly: "IN_STOCK",
  onlineonly: "IN_STOCK",
  limitedavailability: "IN_STOCK",
  lowstock: "IN_STOCK",
  available: "IN_STOCK",
  // Google merged this word into "in stock" and Meta still writes it.
  availablefororder: "IN_STOCK",
  yes: "IN_STOCK",
  true: "IN_STOCK",
  "1": "IN_STOCK",
  outofstock: "OUT_OF_STOCK",
  soldout: "OUT_OF_STOCK",
  unavailable: "OUT_OF_STOCK",
  notavailable: "OUT_OF_STOCK",
  discontinued: "OUT_OF_STOCK",
  no: "OUT_OF_STOCK",
  false: "OUT_OF_STOCK",
  "0": "OUT_OF_STOCK",
  preorder: "PREORDER",
  presale: "PREORDER",
  backorder: "BACKORDER",
};

/** Null where the feed says nothing; UNKNOWN for a word that means nothing certain. */
export function availabilityOf(value: unknown): Availability | null {
  const word = textOf(value);
  if (word === null) return null;
  const plain = word
    .replace(/^https?:\/\/schema\.org\//i, "")
    .replace(/[\s_-]+/g, "")
    .toLowerCase();
  return AVAILABILITY_WORDS[plain] ?? "UNKNOWN";
}

/** A word of a vocabulary, whatever its case; null for any other. */
export function wordOf<Word extends string>(value: unknown, vocabulary: readonly Word[]): Word | null {
  const text = textOf(value)
    ?.toUpperCase()
    .replace(/[\s-]+/g, "_");
  return vocabulary.find((word) => word === text) ?? null;
}
