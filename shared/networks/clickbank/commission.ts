/** What a vendor pays: percentages from the feed, average US dollars from the search. */
import type { OfferDraft } from "../../offer/model.ts";
import type { FeedPercentages } from "./records.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

export interface PercentTerms {
  /** Null where the feed states no percentage. */
  readonly commission: Draft | null;
  /** What rebills pay, where it is another percentage than the first sale's. */
  readonly tags: readonly string[];
}

/** The average percentage of a first sale; RECURRING where rebills pay too. */
export function percentCommission(percentages: FeedPercentages | null): PercentTerms {
  if (percentages === null || percentages.perSale === "") return { commission: null, tags: [] };
  const { perSale, perRebill, hasRecurring } = percentages;
  const recurring = hasRecurring && Number(perRebill) > 0;
  const differs = recurring && Number(perRebill) !== Number(perSale);
  return {
    commission: { type: recurring ? "RECURRING" : "PERCENT", min: perSale, max: perSale, basis: "SALE" },
    tags: differs ? [`rebills pay ${perRebill}%`] : [],
  };
}

interface Earnings {
  readonly rebill?: boolean | null | undefined;
  readonly initialDollarsPerSale?: number | null | undefined;
  readonly averageDollarsPerSale?: number | null | undefined;
}

/** Average earnings of an affiliate per sale, which is no price; with rebills from the first sale's to all of them. */
export function dollarCommission({
  rebill,
  initialDollarsPerSale: initial,
  averageDollarsPerSale: average,
}: Earnings): Draft | null {
  if (!rebill) return average == null ? null : dollars("FIXED", average, average);
  const least = initial ?? average;
  const most = average ?? initial;
  if (least == null || most == null) return null;
  return dollars("RECURRING", Math.min(least, most), Math.max(least, most));
}

const dollars = (type: Draft["type"], min: number, max: number): Draft => ({
  type,
  min: min.toFixed(2),
  max: max.toFixed(2),
  currency: "USD",
  basis: "SALE",
});
