/** A merchant's commission, as AssociationFeed writes it. */
import type { OfferDraft } from "../../offer/model.ts";
import { amountOf, type Row } from "./row.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

/** "8.00%" is percent, "$5.00" an amount; empty for merchants that are not joined, where the default rate stands in. */
export function commissionOf(row: Row, currency: string): Draft | null {
  const rate = row.get("commission rate") ?? row.get("default program commission rate");
  if (rate === null) return null;
  const action = row.get("commission action")?.toLowerCase() ?? "";
  const basis = action.includes("lead") ? "LEAD" : action.includes("click") ? "CLICK" : "SALE";
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(rate)?.[1];
  if (percent !== undefined) return { type: "PERCENT", min: percent, max: percent, basis };
  const amount = amountOf(rate);
  return amount === null ? null : { type: "FIXED", min: amount, max: amount, currency, basis };
}
