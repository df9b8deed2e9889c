/** A run's listing: takes the adapter's pages, keeps the counts, and sends on what is new or changed. */
import { fingerprintOf } from "../offer/fingerprint.ts";
import { type OfferDraft, offerIdOf } from "../offer/model.ts";
import { normaliseOffer, sourceOfferId } from "../offer/normalise.ts";
import { Unnormalisable } from "../offer/unnormalisable.ts";
import type { HttpClient, HttpTotals } from "../http/client.ts";
import {
  type ListingEnd,
  type NetworkAdapter,
  type OfferPage,
  RecordRejected,
  type Rejection,
} from "../networks/adapter.ts";
import type { FetchProgress } from "../sources/run-progress.ts";
import type { RunContext } from "./run-context.ts";
import { SeenIndex } from "./seen-index.ts";

const ERRORS_KEPT = 20;
/** A function stops listing while it can still record its end. */
const LAST_MS = 45_000;

interface Inputs {
  readonly credentials: unknown;
  readonly settings: unknown;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
}

export class Listing {
  readonly #parts: RunContext;
  readonly index = new SeenIndex();
  #fetched = 0;
  #unchanged = 0;
  #rejected = 0;
  #pages = 0;
  #expected: number | null = null;
  readonly #errors: Rejection[] = [];
  #http: HttpClient | null = null;

  constructor(parts: RunContext) {
    this.#parts = parts;
  }

  progress(): FetchProgress {
    const totals: HttpTotals = this.#http?.totals() ?? { calls: 0, retries: 0, throttles: 0, bytes: 0 };
    return {
      fetched: this.#fetched,
      unchangedFetched: this.#unchanged,
      rejected: this.#rejected,
      pages: this.#pages,
      expected: this.#expected,
      errors: [...this.#errors],
      chunksSent: this.#parts.sender.sent,
      readUnitsFetched: this.#parts.targets.ledger.capacity.read,
      ...totals,
    };
  }

  /** What the ledger holds of the source, as fingerprints. */
  async loadKnown(): Promise<void> {
    const { targets, source } = this.#parts;
    for await (const page of targets.ledger.known(source.id)) {
      for (const offer of page) this.index.addKnown(offer.sourceOfferId, offer.sourceFingerprint);
    }
    if (this.index.known > 0) this.#expected = this.index.known;
  }

  /** Takes every page. @returns the adapter's last word */
  async take(adapter: NetworkAdapter, inputs: Inputs): Promise<ListingEnd> {
    const { targets, source, run } = this.#parts;
    this.#http = inputs.http;
    const now = targets.now();
    const pages = adapter.fetchOffers({
      ...inputs,
      cursor: null,
      mode: run.mode,
      since:
        run.mode === "INCREMENTAL" && source.lastCompleteAt !== null ? new Date(source.lastCompleteAt) : null,
      now,
    });
    for (;;) {
      inputs.signal.throwIfAborted();
      const next = await pages.next();
      if (next.done) return next.value;
      await this.#takePage(adapter, next.value, inputs, now);
      if (targets.remainingMs() < LAST_MS) {
        await pages.return({ coverage: "PARTIAL" });
        return { coverage: "PARTIAL", reason: `the function's time was up after ${this.#pages} pages` };
      }
    }
  }

  async #takePage(
    adapter: NetworkAdapter,
    page: OfferPage<unknown>,
    inputs: Inputs,
    now: Date,
  ): Promise<void> {
    this.#pages += 1;
    if (typeof page.total === "number") this.#expected = page.total;
    for (const rejection of page.rejected ?? []) {
      this.#fetched += 1;
      this.#reject(rejection);
    }
    for (const record of page.records) await this.#takeRecord(adapter, record, inputs, now);
  }

  async #takeRecord(adapter: NetworkAdapter, record: unknown, inputs: Inputs, now: Date): Promise<void> {
    let draft: OfferDraft | null = null;
    try {
      draft = adapter.toOffer(record, { credentials: inputs.credentials, settings: inputs.settings, now });
      if (draft === null) return;
      this.#fetched += 1;
      const id = sourceOfferId(draft);
      const content = normaliseOffer(draft, { timeZone: adapter.timeZone, now });
      const fingerprint = fingerprintOf(content);
      const sighting = this.index.see(id, fingerprint);
      if (sighting === "unchanged") {
        this.#unchanged += 1;
      } else if (sighting === "repeated") {
        // The first of several stays: the last cannot be known before the listing's end, and taking each in turn
        // would make a version of every one of them at every sync.
        this.#reject({ record: id, reason: "its id came before in this listing; the first one was kept" });
      } else {
        const offerId = offerIdOf(this.#parts.source.id, id);
        await this.#parts.sender.put({
          offerId,
          sourceOfferId: id,
          content,
          fingerprint,
          isNew: sighting === "new",
          raw: record,
        });
      }
    } catch (error) {
      if (!(error instanceof Unnormalisable || error instanceof RecordRejected)) throw error;
      if (draft === null) this.#fetched += 1;
      const id = draft?.sourceOfferId.trim() ?? "";
      if (id !== "") this.index.keep(id);
      this.#reject({
        record: id === "" ? `record ${this.#fetched}` : id.slice(0, 100),
        reason: error.message,
      });
    }
  }

  #reject(rejection: Rejection): void {
    this.#rejected += 1;
    if (this.#errors.length < ERRORS_KEPT) this.#errors.push(rejection);
  }
}
