/** Where a listing can be taken up again: what its run has seen goes to the archive bucket, the rest into the run's item. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Checkpoint } from "../sources/items.ts";
import type { FetchProgress } from "../sources/run-progress.ts";
import type { UnplacedOffer } from "./chunks.ts";
import type { RenamedOffers } from "./renamed.ts";
import type { RunContext } from "./run-context.ts";
import type { SeenIndex } from "./seen-index.ts";

/** What lies there is of use until its run ends; the bucket drops it after two weeks. */
export const CHECKPOINT_PREFIX = "checkpoints/";

const READS_AT_ONCE = 16;
/** A leg's first checkpoint comes early, so that one which is broken off again and again comes further all the same. */
const FIRST_SHARE = 0.2;

interface ObjectStore {
  readonly s3: S3Client;
  readonly bucket: string;
}

async function bytesOf({ s3, bucket }: ObjectStore, key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!Body) throw new Error(`The checkpoint object ${key} is empty.`);
  return Buffer.from(await Body.transformToByteArray());
}

export interface CheckpointState {
  readonly cursor: string;
  readonly chunks: number;
  readonly known: number;
  readonly progress: FetchProgress;
}

export class Checkpoints {
  readonly #context: RunContext;
  #last: Checkpoint | null;
  #made = 0;
  #parts = 0;
  #waitingAt = -1;
  #nextAt: number;

  constructor(context: RunContext) {
    this.#context = context;
    this.#last = context.run.checkpoint;
    this.#nextAt = this.#due(FIRST_SHARE);
  }

  #due(share = 1): number {
    const { now, checkpointEveryMs } = this.#context.targets;
    return now().getTime() + checkpointEveryMs * share;
  }

  /** The checkpoint that this leg began from, or the last one that it made. */
  get last(): Checkpoint | null {
    return this.#last;
  }

  /** Whether this leg has come further than the one before it. */
  get advanced(): boolean {
    return this.#made > 0;
  }

  get isDue(): boolean {
    return this.#context.targets.now().getTime() >= this.#nextAt;
  }

  /** Brings back what earlier legs saw. To be called before the index learns what is known. */
  async restore(index: SeenIndex, renamed: RenamedOffers<UnplacedOffer>): Promise<void> {
    const { targets } = this.#context;
    const keys = (this.#last?.seen ?? []).flatMap(({ leg, parts }) =>
      Array.from({ length: parts }, (_, part) => this.#seenKey(leg, part)),
    );
    for (let start = 0; start < keys.length; start += READS_AT_ONCE) {
      const found = await Promise.all(
        keys.slice(start, start + READS_AT_ONCE).map((key) => bytesOf(targets, key)),
      );
      // Copied: what the client returns need not begin where four-byte words may.
      for (const bytes of found) index.addSeen(new Uint32Array(new Uint8Array(bytes).buffer));
    }
    const waiting = this.#last?.waiting;
    if (waiting != null) {
      renamed.addWaiting(gunzipSync(await bytesOf(targets, waiting)).toString());
      this.#waitingAt = renamed.count;
    }
  }

  /** Records where the run stands. Everything that was sent before must be in the queue. */
  async save(state: CheckpointState, index: SeenIndex, renamed: RenamedOffers<UnplacedOffer>): Promise<void> {
    const { targets, run } = this.#context;
    const words = index.takeSeen();
    if (words.length > 0) {
      const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
      await this.#put(this.#seenKey(run.leg, this.#parts), bytes);
      this.#parts += 1;
    }
    const before = (this.#last?.seen ?? []).filter(({ leg }) => leg !== run.leg);
    const seen = this.#parts === 0 ? before : [...before, { leg: run.leg, parts: this.#parts }];
    let waiting = this.#last?.waiting ?? null;
    if (renamed.count !== Math.max(this.#waitingAt, 0)) {
      waiting = `${this.#prefix()}${run.leg}-${this.#made}.waiting.gz`;
      await this.#put(waiting, gzipSync(renamed.waitingText()));
      this.#waitingAt = renamed.count;
    }
    const at = targets.now();
    const checkpoint: Checkpoint = { ...state, seen, waiting, at: at.toISOString() };
    await targets.runs.checkpoint(run, checkpoint, at);
    this.#last = checkpoint;
    this.#made += 1;
    this.#nextAt = this.#due();
  }

  #prefix(): string {
    return `${CHECKPOINT_PREFIX}${encodeURIComponent(this.#context.run.id)}/`;
  }

  #seenKey(leg: number, part: number): string {
    return `${this.#prefix()}${leg}-${part}.seen`;
  }

  async #put(key: string, body: Uint8Array): Promise<void> {
    const { s3, bucket } = this.#context.targets;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }
}
