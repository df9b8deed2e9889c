/** What a merchant pays: percentages by country, or a click's worth. */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";
import { percentSpan } from "../kit/commission.ts";
import type { Merchant } from "./records.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

/**
 * Rates are in percent points, the calculated rate is a fraction. A merchant that pays by the click only is worth an
 * estimate in US dollars.
 */
export function commissionOf(sovrn: Merchant["sovrn"]): Draft | null {
  const regions = sovrn?.CPA ?? [];
  const rates = regions.flatMap((region) => region.rates ?? []);
  const percents = rates
    .filter(({ rateFormat }) => rateFormat === "PERCENTAGE")
    .map(({ currentRate }) => currentRate);
  if (percents.length > 0) return percentSpan(percents, basisOf(rates.map(({ action }) => action ?? "")));
  const calculated = regions.flatMap(({ calculatedCommissionRate }) => calculatedCommissionRate || []);
  if (calculated.length > 0)
    return percentSpan(
      calculated.map((fraction) => Number((fraction * 100).toFixed(4))),
      "SALE",
    );
  const click = sovrn?.CPC?.calculatedEpc;
  return click ? { type: "FIXED", min: click, max: click, currency: "USD", basis: "CLICK" } : null;
}

/** Only "Sale" is documented. */
const basisOf = (actions: readonly string[]): CommissionBasis =>
  actions.length > 0 && actions.every((action) => /lead|sign/i.test(action)) ? "LEAD" : "SALE";
