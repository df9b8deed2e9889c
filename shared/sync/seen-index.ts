/**
 * What a source held before a run and what the run has seen of it, in 16 bytes an offer: a million offers fit in
 * 32 MB, where a Map of strings would take ten times that.
 *
 * An offer is known by 60 bits of its id's hash and 60 bits of its fingerprint. Two ids that share their bits (one
 * chance in two million for a source of a million offers) make one of them look changed, repeated or still listed;
 * none of that writes anything wrong, since the upsert compares in full.
 */
import { hash } from "node:crypto";

const SMALLEST = 1 << 12;
const FULLEST = 0.75;

export type Sighting = "new" | "changed" | "unchanged" | "repeated";

/** The words of a slot: two of the id's hash, two of the fingerprint. An id of 0, 0 marks a free slot. */
const WORDS = 4;

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SIX_BITS = new Uint8Array(128);
for (const [value, character] of [...BASE64URL].entries()) SIX_BITS[character.charCodeAt(0)] = value;

/** 30 bits out of five characters of base64url. Numbers, not Buffers: a million of those weigh more than the index. */
function bitsOf(text: string, start: number): number {
  let bits = 0;
  for (let place = start; place < start + 5; place += 1) {
    bits = (bits << 6) | (SIX_BITS[text.charCodeAt(place) & 127] ?? 0);
  }
  return bits;
}

export class SeenIndex {
  #slots = new Uint32Array(SMALLEST * WORDS);
  #seen = new Uint8Array(SMALLEST);
  #size = 0;
  #known = 0;
  #knownSeen = 0;

  /** How many offers the source held before this run. */
  get known(): number {
    return this.#known;
  }

  /** How many of those the run has not come across. */
  get unseen(): number {
    return this.#known - this.#knownSeen;
  }

  addKnown(sourceOfferId: string, sourceFingerprint: string): void {
    const id = idOf(sourceOfferId);
    const slot = this.#slotFor(id.low, id.high);
    if (this.#isTaken(slot)) return;
    this.#put(slot, id, sourceFingerprint, false);
    this.#known += 1;
  }

  /** Notes that the run saw this offer, and tells what that means. A second sighting in one run is "repeated". */
  see(sourceOfferId: string, fingerprint: string): Sighting {
    const id = idOf(sourceOfferId);
    const slot = this.#slotFor(id.low, id.high);
    if (!this.#isTaken(slot)) {
      this.#put(slot, id, fingerprint, true);
      return "new";
    }
    if (this.#seen[slot] === 1) return "repeated";
    this.#seen[slot] = 1;
    this.#knownSeen += 1;
    const at = slot * WORDS;
    const same =
      this.#slots[at + 2] === bitsOf(fingerprint, 0) && this.#slots[at + 3] === bitsOf(fingerprint, 5);
    return same ? "unchanged" : "changed";
  }

  /** Notes that the source still lists this offer though its record could not be read: it must not be removed. */
  keep(sourceOfferId: string): void {
    const id = idOf(sourceOfferId);
    const slot = this.#slotFor(id.low, id.high);
    if (!this.#isTaken(slot) || this.#seen[slot] === 1) return;
    this.#seen[slot] = 1;
    this.#knownSeen += 1;
  }

  holds(sourceOfferId: string): boolean {
    const id = idOf(sourceOfferId);
    return this.#isTaken(this.#slotFor(id.low, id.high));
  }

  hasSeen(sourceOfferId: string): boolean {
    const id = idOf(sourceOfferId);
    return this.#seen[this.#slotFor(id.low, id.high)] === 1;
  }

  #isTaken(slot: number): boolean {
    return this.#slots[slot * WORDS] !== 0 || this.#slots[slot * WORDS + 1] !== 0;
  }

  /** The slot of an id, or the free one where it belongs. */
  #slotFor(low: number, high: number): number {
    const mask = this.#seen.length - 1;
    let slot = low & mask;
    while (
      this.#isTaken(slot) &&
      (this.#slots[slot * WORDS] !== low || this.#slots[slot * WORDS + 1] !== high)
    ) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #put(slot: number, id: IdBits, fingerprint: string, seen: boolean): void {
    const at = slot * WORDS;
    this.#slots[at] = id.low;
    this.#slots[at + 1] = id.high;
    this.#slots[at + 2] = bitsOf(fingerprint, 0);
    this.#slots[at + 3] = bitsOf(fingerprint, 5);
    this.#seen[slot] = seen ? 1 : 0;
    this.#size += 1;
    if (this.#size > this.#seen.length * FULLEST) this.#grow();
  }

  #grow(): void {
    const [slots, seen] = [this.#slots, this.#seen];
    this.#slots = new Uint32Array(slots.length * 2);
    this.#seen = new Uint8Array(seen.length * 2);
    for (let old = 0; old < seen.length; old += 1) {
      const words = slots.subarray(old * WORDS, old * WORDS + WORDS);
      const [low = 0, high = 0] = words;
      if (low === 0 && high === 0) continue;
      const slot = this.#slotFor(low, high);
      this.#slots.set(words, slot * WORDS);
      this.#seen[slot] = seen[old] ?? 0;
    }
  }
}

interface IdBits {
  readonly low: number;
  readonly high: number;
}

function idOf(sourceOfferId: string): IdBits {
  const digest = hash("sha256", sourceOfferId, "base64url");
  const low = bitsOf(digest, 0);
  return { low: low === 0 ? 1 : low, high: bitsOf(digest, 5) };
}
