/** What Skimlinks pays: an average over the merchant's sales, or a range of rates. */
import * as z from "zod";
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

export const rateSchema = z.looseObject({
  rate_type: z.string(),
  base_rate: z.number().nullish(),
  currency: z.string().nullish(),
  payout_type: z.string().nullish(),
});
type Rate = z.output<typeof rateSchema>;

const BASIS: Readonly<Record<string, CommissionBasis>> = { cpa: "SALE", cpl: "LEAD", cpc: "CLICK" };

/** @param fraction of a sale: 0.0587 is 5.87 % */
export function calculatedCommission(fraction: number | null | undefined): Draft | null {
  if (typeof fraction !== "number" || !(fraction > 0)) return null;
  const percent = percentOf(fraction);
  return { type: "PERCENT", min: percent, max: percent, basis: "SALE" };
}

/** Null where the two rates are of different kinds, or name no amount. */
export function rateCommission(lowest: Rate | null, highest: Rate | null): Draft | null {
  const least = lowest?.base_rate ?? null;
  const most = highest?.base_rate ?? least;
  if (lowest === null || least === null || most === null) return null;
  if (highest !== null && highest.rate_type !== lowest.rate_type) return null;
  const basis = BASIS[lowest.payout_type?.toLowerCase() ?? "cpa"] ?? "SALE";
  if (lowest.rate_type === "percentage") {
    const [min, max] = [rateInPoints(least), rateInPoints(most)];
    return { type: min === max ? "PERCENT" : "RANGE", min, max, basis };
  }
  if (!lowest.currency) return null;
  return {
    type: least === most ? "FIXED" : "RANGE",
    min: least,
    max: most,
    currency: lowest.currency,
    basis,
  };
}

/** Not confirmed whether a percentage rate is in points or a fraction: 1 and below is taken for a fraction. */
const rateInPoints = (rate: number): string => (rate > 1 ? String(rate) : percentOf(rate));

/** Exact to four digits: 0.0525 is "5.25", not 5.250000000000001. */
const percentOf = (fraction: number): string => String(Number((fraction * 100).toFixed(4)));
