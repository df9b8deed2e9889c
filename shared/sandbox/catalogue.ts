/**
 * Catalogues that change by themselves, slowly and here and there, as real ones do: an item is a function of its seed,
 * its index and the time, so that two sandboxes, or two requests of the same slot, always agree.
 */

/** Within one slot nothing changes, so a listing that is walked within one is consistent. */
export const SLOT_MS = 600_000;
const EPOCH = Date.UTC(2020, 0, 1);

export const slotOf = (time: Date): number => Math.floor((time.getTime() - EPOCH) / SLOT_MS);
export const timeOfSlot = (slot: number): Date => new Date(EPOCH + slot * SLOT_MS);

/** 32 well-mixed bits of a text and two numbers (FNV-1a, then the finaliser of MurmurHash3). */
export function hash(seed: string, a: number, b = 0): number {
  let bits = 0x811c9dc5;
  for (let place = 0; place < seed.length; place += 1) {
    bits = Math.imul(bits ^ seed.charCodeAt(place), 0x01000193);
  }
  return mixed(mixed(bits ^ a) ^ Math.imul(b, 0x9e3779b1));
}

function mixed(bits: number): number {
  let mix = bits ^ (bits >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}

export function pick<T>(list: readonly T[], bits: number): T {
  const chosen = list[bits % list.length];
  if (chosen === undefined) throw new RangeError("there is nothing to pick from");
  return chosen;
}

/** One item at one moment. */
export interface ItemState {
  readonly index: number;
  /** Counts up each time the item's content changes. */
  readonly revision: number;
  /** Counts up each time the item is replaced by another one in its place, with an id of its own. */
  readonly generation: number;
  readonly bornSlot: number;
  readonly changedSlot: number;
  /** False for the few slots in which the item is missing from its listing, to come back as it was. */
  readonly present: boolean;
}

/** On average 1 item in 200 changes in a slot. */
const CHANGE_SLOTS = { least: 100, spread: 201 } as const;
/** On average an item lives a week. */
const LIFE_SLOTS = { least: 500, spread: 1001 } as const;
/** One item in fifty is gone for half an hour each day. */
const RESTLESS = { oneIn: 50, everySlots: 144, awaySlots: 3 } as const;

export function stateOf(seed: string, index: number, slot: number): ItemState {
  const change = cycle(seed, index, slot, 1, CHANGE_SLOTS);
  const life = cycle(seed, index, slot, 2, LIFE_SLOTS);
  const restless = hash(seed, index, 3) % RESTLESS.oneIn === 0;
  const away = (slot + hash(seed, index, 4)) % RESTLESS.everySlots < RESTLESS.awaySlots;
  return {
    index,
    revision: change.count,
    generation: life.count,
    bornSlot: life.since,
    changedSlot: Math.max(change.since, life.since),
    present: !(restless && away),
  };
}

interface Cycle {
  readonly count: number;
  readonly since: number;
}

function cycle(
  seed: string,
  index: number,
  slot: number,
  salt: number,
  slots: typeof CHANGE_SLOTS | typeof LIFE_SLOTS,
): Cycle {
  const bits = hash(seed, index, salt);
  const period = slots.least + (bits % slots.spread);
  const phase = hash(seed, index, salt + 100) % period;
  const count = Math.floor((slot + phase) / period);
  return { count, since: count * period - phase };
}

/** The items of a listing that are there in `slot`, in the order of their indexes. */
export function* itemsAt(seed: string, count: number, slot: number): Generator<ItemState, void, void> {
  for (let index = 0; index < count; index += 1) {
    const state = stateOf(seed, index, slot);
    if (state.present) yield state;
  }
}
