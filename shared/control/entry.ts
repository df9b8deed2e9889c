/** What editors enter: offers of a source of the network `manual`, written as a sync run writes what it found. */
import { setTimeout as sleep } from "node:timers/promises";
import type { SyncChange } from "../ledger/decide.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { NetworkDefinition } from "../networks/adapter.ts";
import { type EnteredOffer, readEnteredOffer } from "../offer/entered-offer.ts";
import { fingerprintOf } from "../offer/fingerprint.ts";
import { type OfferId, offerIdOf } from "../offer/model.ts";
import type { RunItem } from "../sources/items.ts";
import type { Source, SyncRun } from "../sources/records.ts";
import type { RunStore } from "../sources/run-store.ts";
import type { SourceStore } from "../sources/store.ts";
import { upsertChunk } from "../sync/upsert.ts";
import { type ControlError, done, type Outcome, refused } from "./outcome.ts";

export const MOST_OFFERS = 100;

/** Others who enter offers into the same source are done within a moment. */
const BEGIN_TRIES = 12;
const BEGIN_PAUSE_MS = 250;

export interface EntryTargets {
  readonly ledger: Ledger;
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly definitions: readonly Pick<NetworkDefinition, "id" | "entered">[];
  readonly now: () => Date;
}

export interface Entered {
  /** Null where nothing could be written, and no run was begun. */
  readonly run: SyncRun | null;
  /** The offers that were written or were so already, in the order in which they were named. */
  readonly offers: readonly VersionRecord[];
  /** What is wrong with the others, each with its place. */
  readonly errors: readonly ControlError[];
}

export class OfferEntry {
  readonly #targets: EntryTargets;

  constructor(targets: EntryTargets) {
    this.#targets = targets;
  }

  /**
   * Writes every offer that is valid, as one run; the same id again updates it.
   * @param offers 1 to 100
   */
  async createOffers(
    sourceId: string,
    offers: readonly EnteredOffer[],
    author: string,
  ): Promise<Outcome<Entered>> {
    const source = await this.#source(sourceId, offers.length, "offers");
    if (!source.ok) return source;
    const changes = new Map<OfferId, SyncChange>();
    const errors: ControlError[] = [];
    for (const [place, offer] of offers.entries()) {
      const read = readEnteredOffer(offer, this.#targets.now());
      const faults = read.ok ? [] : [...read.faults];
      const offerId = read.ok ? offerIdOf(sourceId, read.sourceOfferId) : null;
      if (offerId !== null && changes.has(offerId)) {
        const message = "sourceOfferId: another offer of this call has the same: enter each once.";
        faults.push({ path: ["sourceOfferId"], message });
      } else if (read.ok && offerId !== null) {
        const { content } = read;
        const fingerprint = fingerprintOf(content);
        const { sourceOfferId } = read;
        const isNew = false;
        changes.set(offerId, {
          op: "PUT",
          offerId,
          sourceOfferId,
          content,
          fingerprint,
          isNew,
          rawRef: null,
        });
      }
      for (const { path, message } of faults)
        errors.push({ code: "OFFER_INVALID", message, field: ["offers", String(place), ...path] });
    }
    return this.#written(source.value, changes, errors, author);
  }

  /** Makes tombstones of offers, as one run. @param sourceOfferIds 1 to 100 */
  async removeOffers(
    sourceId: string,
    sourceOfferIds: readonly string[],
    author: string,
  ): Promise<Outcome<Entered>> {
    const source = await this.#source(sourceId, sourceOfferIds.length, "sourceOfferIds");
    if (!source.ok) return source;
    const ids = sourceOfferIds.map((id) => offerIdOf(sourceId, id));
    const held = await this.#targets.ledger.currentOf(ids);
    const changes = new Map<OfferId, SyncChange>();
    const errors: ControlError[] = [];
    const lastSeenAt = this.#targets.now().toISOString();
    for (const [place, offerId] of ids.entries()) {
      const sourceOfferId = sourceOfferIds[place] ?? "";
      if (held.has(offerId)) changes.set(offerId, { op: "REMOVE", offerId, sourceOfferId, lastSeenAt });
      else
        errors.push({
          code: "OFFER_NOT_FOUND",
          message: `There is no offer "${offerId}".`,
          field: ["sourceOfferIds", String(place)],
        });
    }
    return this.#written(source.value, changes, errors, author);
  }

  async #source(sourceId: string, count: number, field: string): Promise<Outcome<Source>> {
    const { sources, definitions } = this.#targets;
    const source = await sources.get(sourceId);
    if (!source) return refused("SOURCE_NOT_FOUND", `There is no source "${sourceId}".`, ["sourceId"]);
    const definition = definitions.find(({ id }) => id === source.networkId);
    if (definition?.entered !== true) {
      const message = `The offers of source "${sourceId}" come from ${source.networkId}: enter yours into a source of the network "manual", or change what is shown with overrideOffer.`;
      return refused("SOURCE_NOT_MANUAL", message, ["sourceId"]);
    }
    if (!source.enabled)
      return refused("SOURCE_DISABLED", `Source "${sourceId}" is disabled: enable it first.`, ["sourceId"]);
    if (count < 1 || count > MOST_OFFERS)
      return refused("OFFER_INVALID", `One call takes 1 to ${MOST_OFFERS} offers, not ${count}.`, [field]);
    return done(source);
  }

  async #written(
    source: Source,
    changes: ReadonlyMap<OfferId, SyncChange>,
    errors: readonly ControlError[],
    author: string,
  ): Promise<Outcome<Entered>> {
    if (changes.size === 0) return done({ run: null, offers: [], errors });
    const begun = await this.#begun(source);
    if (begun === null) {
      const message = `Source "${source.id}" is being changed by another run: try again in a moment.`;
      return refused("ALREADY_RUNNING", message, ["sourceId"]);
    }
    const run = await this.#carriedOut(source, begun, [...changes.values()], errors.length, author);
    const held = await this.#targets.ledger.currentOf([...changes.keys()]);
    const offers = [...changes.keys()].flatMap((offerId) => held.get(offerId) ?? []);
    return done({ run, offers, errors });
  }

  /** A run of this call's own; null: others hold the source. */
  async #begun({ id }: Source): Promise<RunItem | null> {
    const { sources, runs, now } = this.#targets;
    for (let tries = 0; tries < BEGIN_TRIES; tries += 1) {
      if (tries > 0) await sleep(BEGIN_PAUSE_MS * (0.5 + Math.random()));
      const source = await sources.get(id);
      if (source === null) return null;
      const begun = await runs.begin(source, "FULL", now());
      // Whoever entered something and died before the end: what they wrote stays, and their run is over.
      if ("stalled" in begun && begun.stalled.task === "LIST") {
        await runs.interrupt(begun.stalled.id, now(), "whoever entered offers died before all were written");
        continue;
      }
      const run = "run" in begun ? await runs.claim(begun.run.id, 1, now()) : null;
      if (run !== null) return run;
    }
    return null;
  }

  async #carriedOut(
    source: Source,
    run: RunItem,
    changes: readonly SyncChange[],
    rejected: number,
    author: string,
  ): Promise<SyncRun> {
    const { runs, now } = this.#targets;
    const origin = {
      runId: run.id,
      runSeq: run.seq,
      leg: run.leg,
      sourceId: source.id,
      networkId: source.networkId,
      sandbox: source.sandbox,
      quiet: false,
      author,
    };
    try {
      await upsertChunk(this.#targets, { v: 1, chunk: 0, origin, changes });
      return await runs.fetchDone(run, entered(changes.length, rejected), ENTERED, now());
    } catch (error) {
      await runs.interrupt(run.id, now(), "what was entered could not be written");
      throw error;
    }
  }
}

/** What editors have entered is all there is: nothing is missing from it. */
const ENTERED = {
  outcome: "SUCCEEDED",
  coverage: "COMPLETE",
  message: null,
  heldRemovals: 0,
  heldKey: null,
} as const;

const entered = (count: number, rejected: number) => ({
  fetched: count,
  rejected,
  unchangedFetched: 0,
  pages: 0,
  bytes: 0,
  calls: 0,
  retries: 0,
  throttles: 0,
  expected: null,
  errors: [],
  chunksSent: 1,
  readUnitsFetched: 0,
});
