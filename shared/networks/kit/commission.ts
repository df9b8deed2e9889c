/** One commission out of the several that a programme pays. */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

/** @param values percent points; @returns null where there are none */
export function percentSpan(values: readonly number[], basis: CommissionBasis): Draft | null {
  if (values.length === 0) return null;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { type: min === max ? "PERCENT" : "RANGE", min, max, basis };
}

/** @param values amounts in major units; @returns null where there are none, or no currency is known */
export function amountSpan(
  values: readonly number[],
  currency: string | null,
  basis: CommissionBasis,
): Draft | null {
  if (values.length === 0 || currency === null) return null;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { type: min === max ? "FIXED" : "RANGE", min, max, currency, basis };
}
