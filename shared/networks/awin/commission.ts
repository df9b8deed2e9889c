/** Awin's commission range, as an offer's commission. */
import type { OfferDraft } from "../../offer/model.ts";
import type { ProgrammeTerms } from "./records.ts";

type Draft = NonNullable<OfferDraft["commission"]>;
type Range = ProgrammeTerms["ranges"][number];

export interface CommissionTerms {
  readonly commission: Draft | null;
  /** The fixed amounts of a programme that pays percentages as well: one commission cannot hold both. */
  readonly tags: readonly string[];
}

/**
 * Percentages are percent points, amounts are in the programme's currency. Awin does not say whether it pays for
 * leads or sales; sales are assumed.
 */
export function commissionOf(terms: ProgrammeTerms | null): CommissionTerms {
  const percent = terms?.ranges.find(({ type }) => type === "percentage");
  const amount = terms?.ranges.find(({ type }) => type === "amount" || type === "fix");
  const currency = terms?.currency ?? null;
  if (percent) {
    const tags = amount && currency !== null ? [`also pays ${spanOf(amount)} ${currency}`] : [];
    // Where both kinds are paid, the percentage is not the whole of it: a range, even if it begins where it ends.
    const type = percent.min === percent.max && !amount ? "PERCENT" : "RANGE";
    return { commission: { type, min: percent.min, max: percent.max, basis: "SALE" }, tags };
  }
  if (!amount || currency === null) return { commission: null, tags: [] };
  const type = amount.min === amount.max ? "FIXED" : "RANGE";
  return { commission: { type, min: amount.min, max: amount.max, currency, basis: "SALE" }, tags: [] };
}

const spanOf = ({ min, max }: Range): string => (min === max ? `${min}` : `${min}–${max}`);
