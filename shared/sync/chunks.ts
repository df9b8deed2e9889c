/** Packs a run's changes into chunks and sends them: raw records to the archive first, then the queue. */
import { gzipSync } from "node:zlib";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { chunkName, type RunOrigin, type SyncChange } from "../ledger/decide.ts";
import type { OfferContent, OfferId } from "../offer/model.ts";
import { CHUNK_BYTES } from "./message.ts";

/** Chunks on their way at once: enough to hide the round trip, few enough to keep memory flat. */
const IN_FLIGHT = 4;

export interface ChunkTargets {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly s3: S3Client;
  readonly bucket: string;
}

export interface ChangedOffer {
  readonly offerId: OfferId;
  readonly sourceOfferId: string;
  readonly content: OfferContent;
  readonly fingerprint: string;
  /** True: the ledger is not known to hold it, so the upsert may try to create it without reading first. */
  readonly isNew: boolean;
  readonly raw: unknown;
}

/** An offer before it is clear under which id it goes. */
export type UnplacedOffer = Omit<ChangedOffer, "offerId">;

/** Object key of the raw records of a run's chunk: gzipped JSON lines, one a changed offer. */
export const rawKey = (origin: RunOrigin, day: string, chunk: number): string =>
  `raw/source=${encodeURIComponent(origin.sourceId)}/date=${day}/${encodeURIComponent(origin.runId)}-${chunkName(origin.leg, chunk)}.jsonl.gz`;

export class ChunkSender {
  readonly #targets: ChunkTargets;
  readonly #origin: RunOrigin;
  readonly #day: string;
  #changes: string[] = [];
  #raw: string[] = [];
  #bytes = 0;
  #next: number;
  #delivered: number;
  readonly #flying = new Set<Promise<void>>();
  #failure: unknown = null;

  /**
   * @param day the run's UTC date, `YYYY-MM-DD`
   * @param first the number of the first chunk: how many earlier legs of the run have sent for good
   */
  constructor(targets: ChunkTargets, origin: RunOrigin, day: string, first: number) {
    this.#targets = targets;
    this.#origin = origin;
    this.#day = day;
    this.#next = first;
    this.#delivered = first;
  }

  /** Chunks of the run that the queue has taken so far. */
  get sent(): number {
    return this.#delivered;
  }

  async put(offer: ChangedOffer): Promise<void> {
    const rawRef = `${rawKey(this.#origin, this.#day, this.#next)}#${this.#raw.length}`;
    const { raw, ...rest } = offer;
    await this.#add({ op: "PUT", ...rest, rawRef }, JSON.stringify(raw));
  }

  async remove(
    offer: Pick<ChangedOffer, "offerId" | "sourceOfferId">,
    lastSeenAt: string | null,
  ): Promise<void> {
    await this.#add({ op: "REMOVE", ...offer, lastSeenAt }, null);
  }

  async restore(change: Omit<Extract<SyncChange, { op: "RESTORE" }>, "op">): Promise<void> {
    await this.#add({ op: "RESTORE", ...change }, null);
  }

  async #add(change: SyncChange, raw: string | null): Promise<void> {
    const text = JSON.stringify(change);
    const bytes = Buffer.byteLength(text) + 1;
    if (this.#bytes + bytes > CHUNK_BYTES && this.#changes.length > 0) {
      await this.#send();
      // The reference names the chunk that carries the offer, and that is now the next one.
      if (change.op === "PUT" && raw !== null) {
        const rawRef = `${rawKey(this.#origin, this.#day, this.#next)}#0`;
        return this.#take(JSON.stringify({ ...change, rawRef }), raw, bytes);
      }
    }
    this.#take(text, raw, bytes);
  }

  #take(text: string, raw: string | null, bytes: number): void {
    this.#changes.push(text);
    if (raw !== null) this.#raw.push(raw);
    this.#bytes += bytes;
  }

  async #send(): Promise<void> {
    if (this.#changes.length === 0) return;
    const chunk = this.#next;
    const body = `{"v":1,"chunk":${chunk},"origin":${JSON.stringify(this.#origin)},"changes":[${this.#changes.join(",")}]}`;
    const raw = this.#raw;
    this.#changes = [];
    this.#raw = [];
    this.#bytes = 0;
    this.#next += 1;
    while (this.#flying.size >= IN_FLIGHT) await Promise.race(this.#flying);
    this.#rethrow();
    const flight = this.#deliver(chunk, body, raw)
      .then(() => {
        this.#delivered += 1;
      })
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#flying.delete(flight));
    this.#flying.add(flight);
  }

  async #deliver(chunk: number, body: string, raw: string[]): Promise<void> {
    if (raw.length > 0) {
      await this.#targets.s3.send(
        new PutObjectCommand({
          Bucket: this.#targets.bucket,
          Key: rawKey(this.#origin, this.#day, chunk),
          Body: gzipSync(raw.join("\n") + "\n"),
          ContentType: "application/x-ndjson",
          ContentEncoding: "gzip",
        }),
      );
    }
    await this.#targets.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.#targets.queueUrl,
        MessageBody: body,
        // A fair queue: one source's million offers do not hold up another's ten.
        MessageGroupId: this.#origin.sourceId,
      }),
    );
  }

  /** Sends what is left and waits until the queue has it all. */
  async flush(): Promise<void> {
    await this.#send();
    await Promise.all(this.#flying);
    this.#rethrow();
  }

  /** Waits for what is on its way and gives up what is not: the end of a run that failed. */
  async settle(): Promise<void> {
    await Promise.all(this.#flying);
  }

  #rethrow(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
