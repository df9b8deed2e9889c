/** Commission terms, as a commission. */
import type { OfferDraft } from "../../offer/model.ts";
import type * as z from "zod";
import type { Terms, termsSchema } from "./records.ts";

/** Only base commissions: the others are for single products, or first clicks. */
export function termsOf(offer: z.output<typeof termsSchema>): Terms {
  const commissions = (offer.offer_rules ?? [])
    .filter((rule) => rule.is_base_commission === true)
    .flatMap((rule) => rule.commissions ?? []);
  const percents: number[] = [];
  const others: string[] = [];
  for (const { commission_type: type, tiers } of commissions) {
    for (const { commission } of tiers ?? []) {
      if (/^percent/i.test(type ?? "")) percents.push(commission);
      else others.push(`${type ?? "unknown"} commission ${commission}`);
    }
  }
  return {
    name: offer.name ?? null,
    type: offer.type ?? null,
    endsAt: offer.end_datetime ?? null,
    percents,
    others,
  };
}

/** Lowest to highest percentage; sales are what Rakuten's advertisers pay for. Null where no percentage is paid. */
export function commissionOf(terms: readonly Terms[]): OfferDraft["commission"] {
  const percents = terms.flatMap((each) => each.percents).filter((value) => value > 0);
  if (percents.length === 0) return null;
  const min = Math.min(...percents);
  const max = Math.max(...percents);
  return { type: min === max ? "PERCENT" : "RANGE", min, max, basis: "SALE" };
}
