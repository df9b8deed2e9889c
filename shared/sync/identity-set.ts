/** A set of identities in four bytes each, filled first and asked afterwards. */

const SMALLEST = 1 << 10;

export class IdentitySet {
  #bits = new Uint32Array(SMALLEST);
  #size = 0;
  #sorted = true;

  add(identity: string): void {
    if (this.#size === this.#bits.length) {
      const larger = new Uint32Array(this.#bits.length * 2);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[this.#size] = bitsOf(identity);
    this.#size += 1;
    this.#sorted = false;
  }

  /** True for every identity that was added, and for one in some billions that was not, for each one that was. */
  has(identity: string): boolean {
    if (!this.#sorted) this.#bits.subarray(0, this.#size).sort();
    this.#sorted = true;
    const wanted = bitsOf(identity);
    let [low, high] = [0, this.#size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#bits[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low < this.#size && this.#bits[low] === wanted;
  }
}

/** The identity is a hash already, in base64url: its first bytes are as good as any. */
const bitsOf = (identity: string): number => Buffer.from(identity.slice(0, 8), "base64url").readUInt32LE(0);
