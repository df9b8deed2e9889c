/** What a programme pays, out of FlexOffers' display texts ("8.00%", "$12.50", "5.00% - 8.00%"). */
import type { CommissionBasis, OfferDraft } from "../../offer/model.ts";
import { compareDecimals, decimal } from "../../offer/money.ts";
import type { Advertiser } from "./records.ts";

type Draft = NonNullable<OfferDraft["commission"]>;

export interface CommissionTerms {
  readonly commission: Draft | null;
  /** What the one commission cannot hold, in words. */
  readonly tags: readonly string[];
}

/** One action's terms. Dollars are US dollars, in which FlexOffers pays. */
interface Span {
  readonly unit: "%" | "USD";
  /** Null: "up to". */
  readonly min: string | null;
  readonly max: string;
  readonly basis: CommissionBasis | null;
}

/** The actions' terms, else the payout; several actions of one unit and basis are a range. */
export function commissionOf(programme: Pick<Advertiser, "actions" | "payout"> | null): CommissionTerms {
  const actions = (programme?.actions ?? []).filter(({ commission }) => textOf(commission) !== "");
  const stated = actions.map(({ action, actionType, commission, commissionType }) => {
    const text = textOf(commission);
    return { label: action ? `${text} for ${action}` : text, span: spanOf(text, commissionType, actionType) };
  });
  const payout = textOf(programme?.payout);
  if (stated.length === 0 && payout !== "") stated.push({ label: payout, span: spanOf(payout, null, null) });
  const spans = stated.flatMap(({ span }) => (span === null ? [] : [span])).toSorted(bestFirst);
  const [best] = spans;
  const fits = (span: Span | null): boolean =>
    best !== undefined && span?.unit === best.unit && span.basis === best.basis;
  return {
    commission: best === undefined ? null : draftOf(spans.filter(fits), best),
    tags: stated
      .filter(({ span }) => !fits(span))
      .map(({ label }) => (best === undefined ? `pays ${label}` : `also pays ${label}`)),
  };
}

const textOf = (value: string | number | null | undefined): string => String(value ?? "").trim();

const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;
const SINGLE = new RegExp(String.raw`^(up\s+to\s+)?(\$?)\s*${NUMBER}\s*(%?)$`, "i");
const RANGE = new RegExp(String.raw`^(\$?)\s*${NUMBER}\s*%?\s*(?:-|–|to)\s*\$?\s*${NUMBER}\s*(%?)$`, "i");

/** Null for a text that says more than an amount or a span of two, or does not say of what. */
function spanOf(
  text: string,
  commissionType: string | null | undefined,
  actionType: string | null | undefined,
): Span | null {
  const basis = basisOf(actionType);
  const single = SINGLE.exec(text);
  if (single) {
    const [, upTo, dollar = "", number = "", percent = ""] = single;
    const unit = unitOf(dollar, percent, commissionType);
    const max = plain(number);
    return unit === null ? null : { unit, min: upTo ? null : max, max, basis };
  }
  const [, dollar = "", low = "", high = "", percent = ""] = RANGE.exec(text) ?? [];
  const unit = unitOf(dollar, percent, commissionType);
  return low === "" || unit === null ? null : { unit, min: plain(low), max: plain(high), basis };
}

const plain = (number: string): string => decimal(number.replaceAll(",", ""), 0, "commission");

/** By the sign, else by the action's commission type; a bare number could be either. */
function unitOf(dollar: string, percent: string, type: string | null | undefined): Span["unit"] | null {
  if (dollar !== "" || percent !== "") return dollar === "" ? "%" : percent === "" ? "USD" : null;
  if (/percent/i.test(type ?? "")) return "%";
  return /fixed|flat|dollar|amount/i.test(type ?? "") ? "USD" : null;
}

function basisOf(actionType: string | null | undefined): CommissionBasis | null {
  const found = /sale|lead|click/i.exec(actionType ?? "")?.[0].toUpperCase();
  return found === "SALE" || found === "LEAD" || found === "CLICK" ? found : null;
}

const BASES: readonly (CommissionBasis | null)[] = ["SALE", "LEAD", "CLICK", null];

/** Sales before leads before clicks, percentages before amounts: whatever order FlexOffers lists them in. */
const bestFirst = (one: Span, other: Span): number =>
  BASES.indexOf(one.basis) - BASES.indexOf(other.basis) ||
  Number(one.unit === "USD") - Number(other.unit === "USD");

function draftOf(spans: readonly Span[], { unit, basis }: Span): Draft {
  const lows = spans.map(({ min }) => min);
  const highs = spans.map(({ max }) => max).toSorted(compareDecimals);
  const max = highs.at(-1) ?? null;
  const min = lows.includes(null)
    ? null
    : (lows.filter((low) => low !== null).toSorted(compareDecimals)[0] ?? null);
  const type = min !== max ? "RANGE" : unit === "%" ? "PERCENT" : "FIXED";
  return { type, min, max, basis, ...(unit === "USD" && { currency: "USD" }) };
}
