/** A contract's payouts as one commission. */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";
import { amountSpan, percentSpan } from "../kit/commission.ts";
import type { Contract } from "./records.ts";

const BASIS: Readonly<Record<string, CommissionBasis>> = { SALE: "SALE", LEAD: "LEAD", CLICK: "CLICK" };

/**
 * Rates are percent points, payouts amounts in the contract's currency. A default of 0 beside groups means that only
 * what matches a group pays: zeros are left out of the range.
 */
export function commissionOf(contract: Contract | null): OfferDraft["commission"] {
  const payouts = contract?.Terms?.EventPayouts ?? [];
  const category = payouts.find(({ EventCategory }) => EventCategory !== null)?.EventCategory ?? "SALE";
  const basis = BASIS[category.toUpperCase()] ?? "SALE";
  const values = (rate: "DefaultPayoutRate" | "DefaultPayout", group: "PayoutRate" | "Payout"): number[] =>
    payouts
      .flatMap((payout) => [payout[rate], ...(payout.PayoutGroups ?? []).map((each) => each[group])])
      .map(Number)
      .filter((value) => value > 0);
  return (
    percentSpan(values("DefaultPayoutRate", "PayoutRate"), basis) ??
    amountSpan(values("DefaultPayout", "Payout"), contract?.Terms?.Currency ?? null, basis)
  );
}
