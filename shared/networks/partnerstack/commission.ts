/** Commission out of an offer's sentence, where the sentence leaves no doubt. */
import type { OfferDraft } from "../../offer/model.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

const PERCENT = /(?<!\d)(\d{1,3}(?:\.\d+)?)\s?%/g;
const DOLLARS = /\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?/g;

/** The sentences of the offers: `body` in the marketplace's own data, else any text. */
export function offerTexts(offers: readonly unknown[] | null | undefined): string[] {
  return (offers ?? []).flatMap((offer) => {
    if (typeof offer === "string") return [offer];
    if (typeof offer !== "object" || offer === null) return [];
    const { body, description, name } = offer as Record<string, unknown>;
    return [body, description, name].filter((value) => typeof value === "string").slice(0, 1);
  });
}

/** What is bounded only, or is the customer's and not the partner's. */
const IN_DOUBT = /\b(?:up to|as much as|at least|from|between|off|discount|cash-?back|credit)\b/i;

/** What marks the commission as read out of a sentence. */
export const PARSED_TAG = "commission read from text";

/**
 * "30% recurring commission" and "$50 per sale" are read; a sentence with two numbers, or none, or one that only bounds
 * what is paid, is left to people. Amounts are US dollars: PartnerStack pays in them.
 */
export function commissionOf(texts: readonly string[]): Draft | null {
  const [sentence] = texts;
  if (sentence === undefined || texts.length > 1 || IN_DOUBT.test(sentence)) return null;
  const percents = [...sentence.matchAll(PERCENT)].map(([, value]) => value ?? "");
  const dollars = [...sentence.matchAll(DOLLARS)].map(
    ([, whole = "", cents = ""]) => whole.replaceAll(",", "") + cents,
  );
  if (percents.length + dollars.length !== 1) return null;
  const basis = /\blead|sign-?up|trial/i.test(sentence) ? "LEAD" : "SALE";
  const recurring = /recurring|month|lifetime/i.test(sentence);
  const [percent] = percents;
  if (percent === undefined) {
    const [amount] = dollars;
    return { type: recurring ? "RECURRING" : "FIXED", min: amount, max: amount, currency: "USD", basis };
  }
  return { type: recurring ? "RECURRING" : "PERCENT", min: percent, max: percent, basis };
}
