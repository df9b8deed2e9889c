/** A run's listing: takes the adapter's pages, keeps the counts, and sends on what is new or changed. */
import { fingerprintOf } from "../offer/fingerprint.ts";
import { identityOf } from "../offer/identity.ts";
import type { OfferDraft } from "../offer/model.ts";
import { normaliseOffer, sourceOfferId } from "../offer/normalise.ts";
import { Unnormalisable } from "../offer/unnormalisable.ts";
import type { HttpClient } from "../http/client.ts";
import { type ListingEnd, type NetworkAdapter, type OfferPage, RecordRejected } from "../networks/adapter.ts";
import { Aliases } from "./aliases.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { UnplacedOffer } from "./chunks.ts";
import { loadIndex } from "./index-account.ts";
import { RenamedOffers } from "./renamed.ts";
import { sendUnplaced, settleRenamed } from "./renaming.ts";
import type { RunContext } from "./run-context.ts";
import { SeenIndex } from "./seen-index.ts";
import type { RunTally } from "./tally.ts";

/** A function stops listing while it can still record its end. */
export const LAST_MS = 45_000;

/** Pages without a cursor after which a listing counts as one that nothing can resume. */
const PAGES_FOR_A_CURSOR = 20;

/** Each leg comes further than the one before, so this only ends a network that never ends: weeks of listing. */
const MOST_LEGS = 1_000;

/** What `take` returns when the listing goes on in a fresh invocation. */
export const CONTINUED = "CONTINUED";

interface Inputs {
  readonly credentials: unknown;
  readonly settings: unknown;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
}

export class Listing {
  readonly #parts: RunContext;
  index = new SeenIndex();
  #aliases: Aliases | null = null;
  readonly #renamed = new RenamedOffers<UnplacedOffer>();

  readonly #checkpoints: Checkpoints;
  readonly #tally: RunTally;
  #knownAtStart = 0;
  #isWhole = true;

  constructor(parts: RunContext) {
    this.#parts = parts;
    this.#checkpoints = new Checkpoints(parts);
    this.#tally = parts.tally;
  }

  /** How many offers the source listed when the run began. */
  get knownAtStart(): number {
    return this.#knownAtStart;
  }

  /** Whether the index held all that the source lists. Where not, everything is sent and nothing may be removed. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** What the ledger holds of the source, as fingerprints, and what earlier legs of the run have seen. */
  async loadKnown(): Promise<void> {
    const { targets, source, run } = this.#parts;
    const { last } = this.#checkpoints;
    await this.#checkpoints.restore(this.index, this.#renamed);
    const loaded = await loadIndex(targets, run, this.index, (identity) => this.#renamed.addKnown(identity));
    this.index = loaded.index;
    this.#isWhole = loaded.isWhole;
    this.index.startLog();
    this.#aliases = await Aliases.load(targets, source.id);
    this.#knownAtStart = last?.known ?? this.index.known;
    if (this.#knownAtStart > 0) this.#tally.expected = this.#knownAtStart;
  }

  /**
   * Takes every page, or as many as the function's time allows.
   * @returns the adapter's last word; CONTINUED: the next leg goes on from the last checkpoint
   */
  async take(adapter: NetworkAdapter, inputs: Inputs): Promise<ListingEnd | typeof CONTINUED> {
    const { targets, source, run } = this.#parts;
    this.#tally.http = inputs.http;
    const now = targets.now();
    const pages = adapter.fetchOffers({
      ...inputs,
      cursor: run.checkpoint?.cursor ?? null,
      mode: run.mode,
      since:
        run.mode === "INCREMENTAL" && source.lastCompleteAt !== null ? new Date(source.lastCompleteAt) : null,
      known: () => this.#knownIds(),
      now,
    });
    let hadCursor = run.checkpoint !== null;
    for (let taken = 1; ; taken += 1) {
      inputs.signal.throwIfAborted();
      const next = await pages.next();
      if (next.done) return next.value;
      await this.#takePage(adapter, next.value, inputs, now);
      const { cursor } = next.value;
      hadCursor ||= cursor !== null;
      if (!hadCursor && taken === PAGES_FOR_A_CURSOR) this.index.stopLog();
      const isLate = targets.remainingMs() < LAST_MS;
      if (cursor !== null && (isLate || this.#checkpoints.isDue)) await this.#checkpoint(cursor);
      if (!isLate || (cursor === null && targets.remainingMs() > LAST_MS / 2 && hadCursor)) continue;
      await pages.return({ coverage: "PARTIAL" });
      if (this.#checkpoints.advanced && run.leg < MOST_LEGS) return CONTINUED;
      return { coverage: "PARTIAL", reason: `the function's time was up after ${this.#tally.pages} pages` };
    }
  }

  async #checkpoint(cursor: string): Promise<void> {
    const { sender } = this.#parts;
    await sender.flush();
    await this.#aliases?.save();
    await this.#checkpoints.save(
      { cursor, chunks: sender.sent, known: this.#knownAtStart, progress: this.#tally.progress() },
      this.index,
      this.#renamed,
    );
  }

  async *#knownIds(): AsyncGenerator<string, void, void> {
    const { targets, source } = this.#parts;
    for await (const page of targets.ledger.known(source.id)) {
      for (const { sourceOfferId } of page) yield sourceOfferId;
    }
  }

  /**
   * Settles what became of records under new ids, once the listing is over.
   * @returns why some of them were not taken, for people; null where all were
   */
  async settleRenamed(end: ListingEnd): Promise<string | null> {
    if (this.#aliases === null) return null;
    return settleRenamed(
      this.#parts,
      { renamed: this.#renamed, aliases: this.#aliases, index: this.index, known: this.#knownAtStart },
      end,
    );
  }

  async #takePage(
    adapter: NetworkAdapter,
    page: OfferPage<unknown>,
    inputs: Inputs,
    now: Date,
  ): Promise<void> {
    this.#tally.pages += 1;
    if (typeof page.total === "number") this.#tally.expected = page.total;
    for (const rejection of page.rejected ?? []) {
      this.#tally.fetched += 1;
      this.#tally.reject(rejection);
    }
    for (const record of page.records) await this.#takeRecord(adapter, record, inputs, now);
  }

  async #takeRecord(adapter: NetworkAdapter, record: unknown, inputs: Inputs, now: Date): Promise<void> {
    let draft: OfferDraft | null = null;
    try {
      draft = adapter.toOffer(record, { credentials: inputs.credentials, settings: inputs.settings, now });
      if (draft === null) return;
      this.#tally.fetched += 1;
      const networkId = sourceOfferId(draft);
      const id = this.#idOf(networkId);
      const content = normaliseOffer(draft, { timeZone: adapter.timeZone, now });
      const fingerprint = fingerprintOf(content);
      const sighting = this.index.see(id, fingerprint);
      if (sighting === "unchanged" && this.#isWhole) {
        this.#tally.unchanged += 1;
      } else if (sighting === "repeated") {
        // An alias led to it before it came itself: from the next run on they are two.
        this.#aliases?.dropThoseOf(id);
        // The first of several stays: the last cannot be known before the listing's end, and taking each in turn
        // would make a version of every one of them at every sync.
        this.#tally.reject({
          record: id,
          reason: "its id came before in this listing; the first one was kept",
        });
      } else {
        const offer = { sourceOfferId: id, content, fingerprint, isNew: sighting === "new", raw: record };
        const identity = offer.isNew ? identityOf(content) : "";
        if (offer.isNew && this.#renamed.resembles(identity)) this.#renamed.wait(networkId, identity, offer);
        else await sendUnplaced(this.#parts, offer);
      }
    } catch (error) {
      if (!(error instanceof Unnormalisable || error instanceof RecordRejected)) throw error;
      if (draft === null) this.#tally.fetched += 1;
      const id = draft?.sourceOfferId.trim() ?? "";
      if (id !== "") this.index.keep(this.#aliases?.idOf(id) ?? id);
      this.#tally.reject({
        record: id === "" ? `record ${this.#tally.fetched}` : id.slice(0, 100),
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
}
