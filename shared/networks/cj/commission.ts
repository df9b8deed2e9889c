/** Commission out of CJ's texts: "8.00%", "USD 5.00", "3.00% - 8.00%". */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

const PERCENT = /(\d+(?:\.\d+)?)\s*%/g;
const AMOUNT = /\b([A-Z]{3})\s*(\d[\d,]*(?:\.\d+)?)/g;

export interface CommissionTerms {
  readonly commission: Draft | null;
  /** What one commission cannot hold beside the other: the amounts of an advertiser who pays percentages too. */
  readonly tags: readonly string[];
}

/**
 * A number without a percent sign or a currency says nothing ("0.0" stands for none), and zero is no commission.
 *
 * @param texts one for each action that is paid for
 */
export function commissionOf(texts: readonly string[], basis: CommissionBasis | null): CommissionTerms {
  const percents = numbers(
    texts.flatMap((text) => [...text.matchAll(PERCENT)].map(([, value]) => value ?? "")),
  );
  const amounts = texts.flatMap((text) =>
    [...text.matchAll(AMOUNT)].map(([, currency = "", value = ""]) => ({
      currency,
      value: value.replaceAll(",", ""),
    })),
  );
  const currency = amounts[0]?.currency ?? null;
  const ofOne = numbers(amounts.filter((each) => each.currency === currency).map(({ value }) => value));
  const [min] = percents;
  if (min !== undefined) {
    const max = percents.at(-1);
    const tags = ofOne.map((value) => `also pays ${currency ?? ""} ${value}`);
    // Where both kinds are paid, the percentage is not the whole of it.
    const type = min === max && tags.length === 0 ? "PERCENT" : "RANGE";
    return { commission: { type, min, max, basis }, tags };
  }
  const [least] = ofOne;
  if (least === undefined) return { commission: null, tags: [] };
  const most = ofOne.at(-1);
  const type = least === most ? "FIXED" : "RANGE";
  return { commission: { type, min: least, max: most, currency, basis }, tags: [] };
}

/** Ascending, without zeros and repeats. */
const numbers = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => Number(text) > 0).toSorted((a, b) => Number(a) - Number(b));
