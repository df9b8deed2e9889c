/**
 * What a source held before a run and what the run has seen of it, in 16 bytes an offer: a million offers fit in
 * 32 MB, where a Map of strings would take ten times that.
 *
 * An offer is known by 64 bits of its id's hash and 64 bits of its fingerprint. Two ids that share their 64 bits
 * (one chance in forty million for a source of a million offers) make one of them look changed or still listed;
 * neither writes anything wrong, since the upsert compares in full.
 */
import { hash } from "node:crypto";

const SMALLEST = 1 << 12;
const FULLEST = 0.75;

export type Sighting = "new" | "changed" | "unchanged" | "repeated";

const idBits = (sourceOfferId: string): bigint => {
  const bits = hash("sha256", sourceOfferId, "buffer").readBigUInt64LE(0);
  // 0 marks a free slot.
  return bits === 0n ? 1n : bits;
};

/** Fingerprints are base64url SHA-256: their first 64 bits are as good as any. */
const fingerprintBits = (fingerprint: string): bigint => {
  const bytes = Buffer.from(fingerprint.slice(0, 12), "base64url");
  return bytes.length >= 8 ? bytes.readBigUInt64LE(0) : 0n;
};

export class SeenIndex {
  #ids = new BigUint64Array(SMALLEST);
  #fingerprints = new BigUint64Array(SMALLEST);
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
    const slot = this.#slotFor(idBits(sourceOfferId));
    if (this.#ids[slot] !== 0n) return;
    this.#put(slot, idBits(sourceOfferId), fingerprintBits(sourceFingerprint), false);
    this.#known += 1;
  }

  /** Notes that the run saw this offer, and tells what that means. A second sighting in one run is "repeated". */
  see(sourceOfferId: string, fingerprint: string): Sighting {
    const id = idBits(sourceOfferId);
    const slot = this.#slotFor(id);
    const bits = fingerprintBits(fingerprint);
    if (this.#ids[slot] === 0n) {
      this.#put(slot, id, bits, true);
      return "new";
    }
    if (this.#seen[slot] === 1) return "repeated";
    this.#seen[slot] = 1;
    this.#knownSeen += 1;
    return this.#fingerprints[slot] === bits ? "unchanged" : "changed";
  }

  /** Notes that the source still lists this offer though its record could not be read: it must not be removed. */
  keep(sourceOfferId: string): void {
    const slot = this.#slotFor(idBits(sourceOfferId));
    if (this.#ids[slot] === 0n || this.#seen[slot] === 1) return;
    this.#seen[slot] = 1;
    this.#knownSeen += 1;
  }

  holds(sourceOfferId: string): boolean {
    return this.#ids[this.#slotFor(idBits(sourceOfferId))] !== 0n;
  }

  hasSeen(sourceOfferId: string): boolean {
    return this.#seen[this.#slotFor(idBits(sourceOfferId))] === 1;
  }

  #slotFor(id: bigint): number {
    const mask = this.#ids.length - 1;
    let slot = Number(id & BigInt(mask));
    while (this.#ids[slot] !== 0n && this.#ids[slot] !== id) slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, id: bigint, fingerprint: bigint, seen: boolean): void {
    this.#ids[slot] = id;
    this.#fingerprints[slot] = fingerprint;
    this.#seen[slot] = seen ? 1 : 0;
    this.#size += 1;
    if (this.#size > this.#ids.length * FULLEST) this.#grow();
  }

  #grow(): void {
    const [ids, fingerprints, seen] = [this.#ids, this.#fingerprints, this.#seen];
    this.#ids = new BigUint64Array(ids.length * 2);
    this.#fingerprints = new BigUint64Array(ids.length * 2);
    this.#seen = new Uint8Array(ids.length * 2);
    for (const [place, id] of ids.entries()) {
      if (id === 0n) continue;
      const slot = this.#slotFor(id);
      this.#ids[slot] = id;
      this.#fingerprints[slot] = fingerprints[place] ?? 0n;
      this.#seen[slot] = seen[place] ?? 0;
    }
  }
}
