/** What a piece of work used of AWS, as quantities that have a price. */
import type { PriceKey } from "../prices.ts";

/** Quantities by price: requests, capacity units, GB-seconds, bytes. */
export type Usage = Partial<Record<PriceKey, number>>;

/** AWS meters what a queue or a bus carries in steps of so many bytes, each of which counts as a request. */
export const METERED_BYTES = 64 * 1024;

export const meteredUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / METERED_BYTES));

/** MB of memory that come with one whole processor. */
const MB_PER_PROCESSOR = 1_769;

/**
 * GB-seconds of an invocation. The machine that measured gave it a whole processor; a function with less memory gets a
 * share of one, so all of its time is taken to be computing, and stretched by that share. That errs upwards.
 *
 * @param memoryMb as configured
 */
export function gbSeconds(durationMs: number, memoryMb: number): number {
  const stretched = durationMs * Math.max(1, MB_PER_PROCESSOR / memoryMb);
  return (stretched / 1_000) * (memoryMb / 1_024);
}

/** The sum of two usages; what is in neither stays out. */
export function plus(one: Usage, other: Usage): Usage {
  const sum: Usage = { ...one };
  for (const [key, quantity] of Object.entries(other) as [PriceKey, number][])
    sum[key] = (sum[key] ?? 0) + quantity;
  return sum;
}
