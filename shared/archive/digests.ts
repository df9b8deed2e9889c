/**
 * What the archive holds of a source, as one small object a day: to ask of any version whether it is there word for word
 * without reading its day again, which for a large source is thousands of objects.
 */
import { hash } from "node:crypto";
import type { VersionRecord } from "../ledger/records.ts";
import type { Archive } from "./archive.ts";
import { dayOf } from "./names.ts";
import { MOVED_PREFIX } from "./past.ts";

/** 64 bits of SHA-256 over a row: among the versions of one day, two do not meet by chance. */
const digestOf = (record: VersionRecord): bigint =>
  BigInt(`0x${hash("sha256", JSON.stringify(record), "hex").slice(0, 16)}`);

const keyOf = (sourceId: string, day: string): string =>
  `${MOVED_PREFIX}source=${encodeURIComponent(sourceId)}/digests/date=${day}.jsonl.gz`;

export class ArchiveDigests {
  readonly #archive: Archive;
  readonly #sourceId: string;
  /** Sorted, 8 bytes a version. */
  readonly #days = new Map<string, BigUint64Array>();
  readonly #fresh = new Set<string>();

  constructor(archive: Archive, sourceId: string) {
    this.#archive = archive;
    this.#sourceId = sourceId;
  }

  /** Whether the archive holds this row, word for word. */
  async holds(record: VersionRecord): Promise<boolean> {
    const day = dayOf(record.changedAt);
    const digest = digestOf(record);
    if (includes(this.#days.get(day) ?? (await this.#known(day)), digest)) return true;
    // The day may have got it after its digests were taken: asked of the rows themselves once.
    if (this.#fresh.has(day)) return false;
    return includes(await this.#read(day), digest);
  }

  async #known(day: string): Promise<BigUint64Array> {
    const lines = await this.#archive.objects.lines(keyOf(this.#sourceId, day));
    if (lines === null) return this.#read(day);
    return this.#keep(
      day,
      lines.map((line) => BigInt(line)),
    );
  }

  async #read(day: string): Promise<BigUint64Array> {
    const digests: bigint[] = [];
    for await (const records of this.#archive.read({
      sourceId: this.#sourceId,
      from: day,
      to: day,
    }))
      digests.push(...records.map(digestOf));
    this.#fresh.add(day);
    await this.#archive.objects.put(
      keyOf(this.#sourceId, day),
      digests.map((digest) => digest.toString()),
    );
    return this.#keep(day, digests);
  }

  #keep(day: string, digests: readonly bigint[]): BigUint64Array {
    const sorted = BigUint64Array.from(digests).sort();
    this.#days.set(day, sorted);
    return sorted;
  }
}

function includes(sorted: BigUint64Array, digest: bigint): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0n) < digest) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === digest;
}
