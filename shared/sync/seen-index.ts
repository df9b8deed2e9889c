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

/** What is known of a slot: that the source listed it before the run, that the run came across it. */
const KNOWN = 1;
const SEEN = 2;

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
  #marks = new Uint8Array(SMALLEST);
  #size = 0;
  #known = 0;
  #knownSeen = 0;
  #digest = 0;
  #log: number[] | null = null;

  /** How many offers the source held before this run. */
  get known(): number {
    return this.#known;
  }

  /** How many of those the run has not come across. */
  get unseen(): number {
    return this.#known - this.#knownSeen;
  }

  /** The sum of what `digestOf` says of the offers that were added as known. */
  get digest(): number {
    return this.#digest;
  }

  addKnown(sourceOfferId: string, sourceFingerprint: string): void {
    const id = idOf(sourceOfferId);
    const [first, second] = [bitsOf(sourceFingerprint, 0), bitsOf(sourceFingerprint, 5)];
    const slot = this.#slotFor(id.low, id.high);
    if (!this.#isTaken(slot)) this.#put(slot, id, first, second, KNOWN);
    else if (this.#marks[slot] === SEEN) {
      // An earlier leg of the run came across it.
      this.#slots[slot * WORDS + 2] = first;
      this.#slots[slot * WORDS + 3] = second;
      this.#marks[slot] = SEEN | KNOWN;
      this.#knownSeen += 1;
    } else return;
    this.#known += 1;
    this.#digest += mixed(id, first, second);
  }

  /** Notes that the run saw this offer, and tells what that means. A second sighting in one run is "repeated". */
  see(sourceOfferId: string, fingerprint: string): Sighting {
    const id = idOf(sourceOfferId);
    const slot = this.#slotFor(id.low, id.high);
    if (!this.#isTaken(slot)) {
      this.#put(slot, id, bitsOf(fingerprint, 0), bitsOf(fingerprint, 5), SEEN);
      this.#note(id);
      return "new";
    }
    if (this.#isSeen(slot)) return "repeated";
    this.#mark(slot, id);
    const at = slot * WORDS;
    const same =
      this.#slots[at + 2] === bitsOf(fingerprint, 0) && this.#slots[at + 3] === bitsOf(fingerprint, 5);
    return same ? "unchanged" : "changed";
  }

  /** Notes that the source still lists this offer though its record could not be read: it must not be removed. */
  keep(sourceOfferId: string): void {
    const id = idOf(sourceOfferId);
    const slot = this.#slotFor(id.low, id.high);
    if (!this.#isTaken(slot) || this.#isSeen(slot)) return;
    this.#mark(slot, id);
  }

  #mark(slot: number, id: IdBits): void {
    this.#marks[slot] = SEEN | KNOWN;
    this.#knownSeen += 1;
    this.#note(id);
  }

  #note(id: IdBits): void {
    this.#log?.push(id.low, id.high);
  }

  /** From now on, notes what is seen, for `takeSeen`. */
  startLog(): void {
    this.#log = [];
  }

  /** For a listing that nothing can resume. */
  stopLog(): void {
    this.#log = null;
  }

  /** What was seen since the last call, in eight bytes an offer: what a run that goes on elsewhere hands over. */
  takeSeen(): Uint32Array {
    const seen = Uint32Array.from(this.#log ?? []);
    if (this.#log !== null) this.#log = [];
    return seen;
  }

  /** Marks as seen what an earlier leg of the run saw, by what its `takeSeen` gave; before anything is known. */
  addSeen(words: Uint32Array): void {
    for (let at = 0; at + 1 < words.length; at += 2) {
      const id = { low: words[at] ?? 0, high: words[at + 1] ?? 0 };
      const slot = this.#slotFor(id.low, id.high);
      if (!this.#isTaken(slot)) this.#put(slot, id, 0, 0, SEEN);
    }
  }

  holds(sourceOfferId: string): boolean {
    const id = idOf(sourceOfferId);
    return this.#isTaken(this.#slotFor(id.low, id.high));
  }

  hasSeen(sourceOfferId: string): boolean {
    const id = idOf(sourceOfferId);
    return this.#isSeen(this.#slotFor(id.low, id.high));
  }

  #isSeen(slot: number): boolean {
    return ((this.#marks[slot] ?? 0) & SEEN) !== 0;
  }

  #isTaken(slot: number): boolean {
    return this.#slots[slot * WORDS] !== 0 || this.#slots[slot * WORDS + 1] !== 0;
  }

  /** The slot of an id, or the free one where it belongs. */
  #slotFor(low: number, high: number): number {
    const mask = this.#marks.length - 1;
    let slot = low & mask;
    while (
      this.#isTaken(slot) &&
      (this.#slots[slot * WORDS] !== low || this.#slots[slot * WORDS + 1] !== high)
    ) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #put(slot: number, id: IdBits, first: number, second: number, mark: number): void {
    const at = slot * WORDS;
    this.#slots[at] = id.low;
    this.#slots[at + 1] = id.high;
    this.#slots[at + 2] = first;
    this.#slots[at + 3] = second;
    this.#marks[slot] = mark;
    this.#size += 1;
    if (this.#size > this.#marks.length * FULLEST) this.#grow();
  }

  #grow(): void {
    const [slots, marks] = [this.#slots, this.#marks];
    this.#slots = new Uint32Array(slots.length * 2);
    this.#marks = new Uint8Array(marks.length * 2);
    for (let old = 0; old < marks.length; old += 1) {
      const words = slots.subarray(old * WORDS, old * WORDS + WORDS);
      const [low = 0, high = 0] = words;
      if (low === 0 && high === 0) continue;
      const slot = this.#slotFor(low, high);
      this.#slots.set(words, slot * WORDS);
      this.#marks[slot] = marks[old] ?? 0;
    }
  }
}

interface IdBits {
  readonly low: number;
  readonly high: number;
}

/** 28 bits of both: sums of them stay exact for 30 million offers. */
const mixed = (id: IdBits, first: number, second: number): number =>
  (Math.imul(id.low ^ first, 0x9e3779b1) ^ Math.imul(id.high ^ second, 0x85ebca6b)) >>> 4;

/**
 * What one listed offer adds to its source's digest. The digest is the sum over all of them, kept up by every write, so
 * that a run can tell whether the index that it compares with is whole and up to date.
 */
export const digestOf = (sourceOfferId: string, sourceFingerprint: string): number =>
  mixed(idOf(sourceOfferId), bitsOf(sourceFingerprint, 0), bitsOf(sourceFingerprint, 5));

function idOf(sourceOfferId: string): IdBits {
  const digest = hash("sha256", sourceOfferId, "base64url");
  const low = bitsOf(digest, 0);
  return { low: low === 0 ? 1 : low, high: bitsOf(digest, 5) };
}
