/** A programme's tariffs as a commission. */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";
import type { z } from "zod";
import { amountSpan, percentSpan } from "../kit/commission.ts";
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
  const values = percents.map(({ percent }) => percent);
  if (values.length > 0) return percentSpan(values, basisOf(percents));
  return amountSpan(
    terms.map(({ fixed }) => fixed),
    currency,
    basisOf(terms),
  );
}

/** By the events' names: Tradedoubler's own are "Sale" and "Lead", others are the advertiser's words. */
function basisOf(terms: readonly Term[]): CommissionBasis {
  if (terms.every(({ event }) => /lead|registration|sign-?up|newsletter/i.test(event))) return "LEAD";
  return terms.every(({ event }) => /click/i.test(event)) ? "CLICK" : "SALE";
}
