/** Bands of prices: from 1, 2 and 5 and their tens on, which suits every currency without a table of them. */

const TENS = 10;

/** Where a band begins; below the first lies one more. */
export const PRICE_BOUNDS: readonly number[] = Array.from({ length: TENS }, (_, ten) =>
  [1, 2, 5].map((step) => step * 10 ** ten),
).flat();

export interface PriceBand {
  readonly currency: string;
  /** Decimals, both inside of the band. */
  readonly minPrice: string;
  /** The largest amount of the currency that is inside; null for the last band. */
  readonly maxPrice: string | null;
}

/** @param place how many bounds are not above the band's prices */
export function priceBand(currency: string, place: number): PriceBand {
  const next = PRICE_BOUNDS[place];
  return {
    currency,
    minPrice: String(PRICE_BOUNDS[place - 1] ?? 0),
    maxPrice: next === undefined ? null : below(next, currency),
  };
}

function below(bound: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return (bound - 10 ** -digits).toFixed(digits);
}
