/** A run's listing: takes the adapter's pages, keeps the counts, and sends on what is new or changed. */
import { fingerprintOf } from "../offer/fingerprint.ts";
import { identityOf } from "../offer/identity.ts";
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
import { Aliases } from "./aliases.ts";
import type { ChangedOffer } from "./chunks.ts";
import { needsHolding } from "./removal.ts";
import { lastHeld } from "./removals-of-run.ts";
import { RenamedOffers } from "./renamed.ts";
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
  #aliases: Aliases | null = null;
  readonly #renamed = new RenamedOffers<Omit<ChangedOffer, "offerId">>();

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
      for (const offer of page) {
        this.index.addKnown(offer.sourceOfferId, offer.sourceFingerprint);
        this.#renamed.addKnown(offer.identity);
      }
    }
    this.#aliases = await Aliases.load(targets, source.id);
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
      known: () => this.#knownIds(),
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

  async *#knownIds(): AsyncGenerator<string, void, void> {
    const { targets, source } = this.#parts;
    for await (const page of targets.ledger.known(source.id)) {
      for (const { sourceOfferId } of page) yield sourceOfferId;
    }
  }

  /**
   * Settles what became of records under new ids that look like offers already held, once the listing is over.
   * @returns why some of them were not taken, for people; null where all were
   */
  async settleRenamed(end: ListingEnd): Promise<string | null> {
    const { targets, source } = this.#parts;
    const renamed = this.#renamed;
    await this.#aliases?.save();
    const isRenaming = renamed.areMany(this.index.known);
    if (isRenaming && end.coverage !== "COMPLETE" && source.lastCompleteAt !== null) {
      return `${renamed.count} offers came under new ids and look like offers that are held under old ones: they are taken when a complete listing shows that the old ids are gone`;
    }
    if (!isRenaming || end.coverage !== "COMPLETE") {
      for (const offer of renamed.alone()) await this.#send(offer);
      return null;
    }
    const found = await renamed.paired(targets.ledger, source.id, this.index);
    for (const { networkId, id } of found.renamed) this.#aliases?.add(networkId, id);
    await this.#aliases?.save();
    for (const { id, offer } of found.renamed) {
      this.index.keep(id);
      if (offer !== null) await this.#send({ ...offer, sourceOfferId: id, isNew: false });
    }
    const doubtful = found.others.length > 0 && needsHolding(this.index.unseen, this.index.known);
    if (doubtful && (await lastHeld(this.#parts)) === null) {
      return `${found.others.length} offers came under new ids and cannot be told apart: they are taken once the removal of the old ones is released, or a second run agrees`;
    }
    for (const offer of found.others) await this.#send(offer);
    if (found.renamed.length === 0) return null;
    return `${found.renamed.length} offers came under new ids; they keep the ids and the history that they have here`;
  }

  async #send(offer: Omit<ChangedOffer, "offerId">): Promise<void> {
    await this.#parts.sender.put({
      ...offer,
      offerId: offerIdOf(this.#parts.source.id, offer.sourceOfferId),
    });
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
      const networkId = sourceOfferId(draft);
      const id = this.#idOf(networkId);
      const content = normaliseOffer(draft, { timeZone: adapter.timeZone, now });
      const fingerprint = fingerprintOf(content);
      const sighting = this.index.see(id, fingerprint);
      if (sighting === "unchanged") {
        this.#unchanged += 1;
      } else if (sighting === "repeated") {
        // An alias led to it before it came itself: from the next run on they are two.
        this.#aliases?.dropThoseOf(id);
        // The first of several stays: the last cannot be known before the listing's end, and taking each in turn
        // would make a version of every one of them at every sync.
        this.#reject({ record: id, reason: "its id came before in this listing; the first one was kept" });
      } else {
        const offer = { sourceOfferId: id, content, fingerprint, isNew: sighting === "new", raw: record };
        const identity = offer.isNew ? identityOf(content) : "";
        if (offer.isNew && this.#renamed.resembles(identity)) this.#renamed.wait(networkId, identity, offer);
        else await this.#send(offer);
      }
    } catch (error) {
      if (!(error instanceof Unnormalisable || error instanceof RecordRejected)) throw error;
      if (draft === null) this.#fetched += 1;
      const id = draft?.sourceOfferId.trim() ?? "";
      if (id !== "") this.index.keep(this.#aliases?.idOf(id) ?? id);
      this.#reject({
        record: id === "" ? `record ${this.#fetched}` : id.slice(0, 100),
        reason: error.message,
      });
    }
  }

  /** The offer's id here, whatever the network calls it today. */
  #idOf(networkId: string): string {
    const id = this.#aliases?.idOf(networkId) ?? networkId;
    if (id === networkId || !this.index.hasSeen(id)) return id;
    // The network lists an offer of the old id and one of the new: they are two.
    this.#aliases?.drop(networkId);
    return networkId;
  }

  #reject(rejection: Rejection): void {
    this.#rejected += 1;
    if (this.#errors.length < ERRORS_KEPT) this.#errors.push(rejection);
  }
}
