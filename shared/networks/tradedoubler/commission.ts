/** A programme's tariffs as a commission. */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";
import type { z } from "zod";
import type { detailSchema, Term } from "./records.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

/** Bookkeeping events, which always show 100 %. */
const BOOKKEEPING = /^transaction (?:inquiry|adjustment)$/i;

export const termsOf = (detail: z.output<typeof detailSchema>): Term[] =>
  (detail.segmentTariffs ?? [])
    .flatMap(({ tariffs }) => tariffs ?? [])
    .map(({ eventName, fixedFee, percentageFee }) => ({
      event: eventName ?? "",
      fixed: fixedFee ?? 0,
      percent: percentageFee ?? 0,
    }))
    .filter(({ event, fixed, percent }) => !BOOKKEEPING.test(event) && (fixed > 0 || percent > 0));

/** Percentages of all events are one range; where there are none, the fixed fees are. */
export function commissionOf(terms: readonly Term[], currency: string | null): Draft | null {
  const percents = terms.filter(({ percent }) => percent > 0);
  if (percents.length > 0)
    return spanOf(
      percents.map(({ percent }) => percent),
      "PERCENT",
      basisOf(percents),
      null,
    );
  if (terms.length === 0 || currency === null) return null;
  return spanOf(
    terms.map(({ fixed }) => fixed),
    "FIXED",
    basisOf(terms),
    currency,
  );
}

function spanOf(
  values: readonly number[],
  type: "PERCENT" | "FIXED",
  basis: CommissionBasis,
  currency: string | null,
): Draft {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { type: min === max ? type : "RANGE", min, max, basis, ...(currency !== null && { currency }) };
}

/** By the events' names: Tradedoubler's own are "Sale" and "Lead", others are the advertiser's words. */
function basisOf(terms: readonly Term[]): CommissionBasis {
  if (terms.every(({ event }) => /lead|registration|sign-?up|newsletter/i.test(event))) return "LEAD";
  return terms.every(({ event }) => /click/i.test(event)) ? "CLICK" : "SALE";
}
