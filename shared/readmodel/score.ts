/**
 * The order TOP: what an offer is worth to a visitor and to the publisher, less with every day since its source last said
 * something new of it. `docs/graphql.md` tells readers the same.
 *
 * A worth that halves every 30 days would have to be written anew every day. Its logarithm need not: after any time it
 * is less by the same amount for every offer, so that `log2(worth) + days / 30`, counted from a fixed day, keeps their
 * order for ever.
 */
import { hash } from "node:crypto";
import { heardAt, type VersionRecord } from "../ledger/records.ts";
import type { Commission, OfferContent } from "../offer/model.ts";

/** Points. A change of them needs a migration that calls `rewriteDerived`. */
export const WORTH = {
  /** Of every offer, so that the others raise it by a share and not from nothing. */
  anyOffer: 10,
  perDiscountPercent: 1,
  mostForDiscount: 80,
  perCommissionPercent: 2,
  mostForCommission: 60,
  coupon: 15,
  joinedProgramme: 10,
  /** Each of image, description, merchant, category, price. */
  eachDetail: 3,
  /** What is left of the worth of an offer that is sold out. */
  shareOutOfStock: 0.25,
} as const;

/** In so many days an offer's worth halves. */
export const HALF_LIFE_DAYS = 30;

/** Where days are counted from. Any instant would give the same order; near ones keep the numbers small. */
const EPOCH = Date.parse("2026-01-01T00:00:00Z");
const DAY_MS = 86_400_000;

/** A number that TOP sorts by, highest first. No two offers have the same. */
export function score(record: VersionRecord): number {
  // Rounded, so that every machine computes the same and `reconcile` can compare it.
  const worthHalvings = Number(Math.log2(worth(record.content)).toFixed(9));
  const days = (Date.parse(heardAt(record)) - EPOCH) / DAY_MS;
  return worthHalvings + days / HALF_LIFE_DAYS + tieBreak(record.offerId);
}

/** The worth of an offer on the day its source spoke of it, in points; above 0. */
export function worth(content: OfferContent): number {
  const points =
    WORTH.anyOffer +
    atMost(WORTH.mostForDiscount, (discountPercent(content) ?? 0) * WORTH.perDiscountPercent) +
    atMost(
      WORTH.mostForCommission,
      (commissionPercent(content.commission) ?? 0) * WORTH.perCommissionPercent,
    ) +
    (content.couponCode === null ? 0 : WORTH.coupon) +
    (content.joinStatus === "JOINED" ? WORTH.joinedProgramme : 0) +
    details(content) * WORTH.eachDetail;
  return content.availability === "OUT_OF_STOCK" ? points * WORTH.shareOutOfStock : points;
}

const atMost = (most: number, points: number): number => Math.min(Math.max(points, 0), most);

const details = ({ images, description, merchant, categories, price }: OfferContent): number =>
  [images.length > 0, description !== null, merchant !== null, categories.length > 0, price !== null].filter(
    Boolean,
  ).length;

/**
 * Less than 0.001, which is 43 minutes of age, by the offer's id: offers that are worth the same stand mixed instead of
 * source by source, and a score is a value that an index can cut a list at.
 */
const tieBreak = (offerId: string): number =>
  Number.parseInt(hash("md5", offerId, "hex").slice(0, 8), 16) / 2 ** 32 / 1_000;

/** Percent points off: as stated, else from the two prices where both are in one currency. */
export function discountPercent(content: OfferContent): number | null {
  const { discount, price, originalPrice } = content;
  if (discount?.type === "PERCENT" && discount.value !== null) return Number(discount.value);
  if (!price || !originalPrice || price.currency !== originalPrice.currency) return null;
  const [now, before] = [Number(price.amount), Number(originalPrice.amount)];
  return before > 0 && now < before ? Math.round((1 - now / before) * 10_000) / 100 : null;
}

/** Percent points that are earned at least: a range counts with its lower end. Null for amounts of money. */
export function commissionPercent(commission: Commission | null): number | null {
  if (commission === null || commission.type === "FIXED" || commission.currency !== null) return null;
  const least = commission.min ?? commission.max;
  return least === null ? null : Number(least);
}
