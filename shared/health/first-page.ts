/** The first page of a source's listing, mapped and normalised, and then let go of. */
import {
  type FetchContext,
  type ListingEnd,
  type MappingContext,
  type NetworkAdapter,
  RecordRejected,
} from "../networks/adapter.ts";
import { normaliseOffer, sourceOfferId } from "../offer/normalise.ts";
import { Unnormalisable } from "../offer/unnormalisable.ts";

export interface Sample {
  /** How many records became offers. */
  readonly offers: number;
  readonly rejected: number;
  /** What was the matter with the first that was rejected, as it was said; null where none was. */
  readonly firstRejection: string | null;
  /** The listing's last word, where it came to its end within the sample. */
  readonly end: ListingEnd | null;
}

/** A listing may begin with a part that is empty, such as the account's coupons. */
const MOST_PAGES = 3;
/** A page of a feed file may hold thousands. */
const MOST_RECORDS = 100;

/** Takes the first page that holds anything. @throws whatever the listing throws */
export async function firstPage(
  adapter: NetworkAdapter,
  context: FetchContext<unknown, unknown>,
): Promise<Sample> {
  const sample = new Sampling(adapter, context);
  const pages = adapter.fetchOffers(context);
  for (let taken = 0; taken < MOST_PAGES && sample.isEmpty; taken += 1) {
    const next = await pages.next();
    if (next.done) return sample.ended(next.value);
    for (const { record, reason } of next.value.rejected ?? []) sample.reject(`${record}: ${reason}`);
    for (const record of next.value.records.slice(0, MOST_RECORDS)) sample.take(record);
  }
  await pages.return({ coverage: "PARTIAL" });
  return sample.ended(null);
}

class Sampling {
  readonly #adapter: NetworkAdapter;
  readonly #context: MappingContext<unknown, unknown>;
  #offers = 0;
  #rejected = 0;
  #firstRejection: string | null = null;

  constructor(adapter: NetworkAdapter, context: MappingContext<unknown, unknown>) {
    this.#adapter = adapter;
    this.#context = context;
  }

  get isEmpty(): boolean {
    return this.#offers + this.#rejected === 0;
  }

  take(record: unknown): void {
    let id = "a record";
    try {
      const draft = this.#adapter.toOffer(record, this.#context);
      if (draft === null) return;
      id = sourceOfferId(draft);
      normaliseOffer(draft, { timeZone: this.#adapter.timeZone, now: this.#context.now });
      this.#offers += 1;
    } catch (error) {
      if (!(error instanceof Unnormalisable || error instanceof RecordRejected)) throw error;
      this.reject(`${id}: ${error.message}`);
    }
  }

  reject(what: string): void {
    this.#rejected += 1;
    this.#firstRejection ??= what;
  }

  ended(end: ListingEnd | null): Sample {
    return { offers: this.#offers, rejected: this.#rejected, firstRejection: this.#firstRejection, end };
  }
}
