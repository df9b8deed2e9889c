/** Walking a partner's API by its settings: the parent streams, then the offers of each partition and period. */
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { FeedUnreadable, type ListingEnd, type OfferPage } from "../../adapter.ts";
import { listParts } from "../../kit/listing.ts";
import type { FeedContext } from "../listing.ts";
import type { FeedSettings, StreamSettings } from "../settings.ts";
import { compileCondition } from "../template/template.ts";
import { compileTransformations } from "../transformations.ts";
import { Asker } from "./asking.ts";
import { filling } from "./config.ts";
import { joining } from "./joins.ts";
import { partOf, type Slice } from "./pages.ts";
import { type Walk, walksOf } from "./partitions.ts";
import { wantedOf } from "./wanted.ts";

export async function* walkedListing(
  context: FeedContext,
  settings: FeedSettings,
): AsyncGenerator<OfferPage<FeedRecord>, ListingEnd, void> {
  const walker = new Walker(context);
  const parts = (await walker.slices(settings)).map((slice) => partOf(walker.asker, settings, slice));
  if (parts.length === 0) {
    return walker.endOf({
      coverage: "PARTIAL",
      reason: "the partition_router names nothing that could be asked for",
    });
  }
  return walker.endOf(yield* listParts(parts, context));
}

const asItIs = (record: FeedRecord): FeedRecord => record;

class Walker {
  readonly asker: Asker;
  readonly #context: FeedContext;
  /** Why the walks are not all that there should be. */
  readonly #shortfalls = new Set<string>();

  constructor(context: FeedContext) {
    this.#context = context;
    this.asker = new Asker(context);
  }

  endOf(end: ListingEnd): ListingEnd {
    if (this.#shortfalls.size === 0) return end;
    return {
      coverage: "PARTIAL",
      reason: [end.reason ?? [], ...this.#shortfalls].flat().slice(0, 10).join("; "),
    };
  }

  /** @throws FeedUnreadable when a parent's listing does not come to its end: its children would be missing */
  async slices(settings: FeedSettings): Promise<Slice[]> {
    const records = (name: string): AsyncIterable<FeedRecord> => this.#records(name);
    const completed =
      settings.joins === undefined ? (record: FeedRecord) => record : await joining(settings.joins, records);
    const walks = await this.#walks(settings);
    const fill = filling(this.asker.plain, {});
    const { periods, ...wanted } = await wantedOf(settings, this.#context, fill);
    return walks.flatMap((walk) => periods.map((period) => ({ walk, period, completed, ...wanted })));
  }

  async #walks(stream: StreamSettings): Promise<readonly Walk[]> {
    const fill = filling(this.asker.plain, {});
    return walksOf(
      stream.partition_router,
      fill,
      (name) => this.#records(name),
      (shortfall) => this.#shortfalls.add(shortfall),
    );
  }

  /** Each record of one of `streams`, which its own selector keeps. */
  async *#records(name: string): AsyncGenerator<FeedRecord, void, void> {
    const stream = this.#context.settings.streams?.find((each) => each.name === name);
    // The settings' schema knows no other names.
    if (stream === undefined) throw new TypeError(`there is no stream "${name}"`);
    const { plain: config } = this.asker;
    const condition = stream.record_selector?.record_filter?.condition;
    const holds = condition === undefined ? null : compileCondition(condition, ["record", "config"]);
    const transform = compileTransformations(stream.transformations ?? [], config);
    const slice = { period: null, leavesOut: null, endsWith: null, shortfall: null, completed: asItIs };
    const walks = await this.#walks(stream);
    const parts = walks.map((walk) => partOf(this.asker, stream, { walk, ...slice }));
    const listing = listParts(parts, { cursor: null, signal: this.#context.signal });
    for (;;) {
      const step = await listing.next();
      if (step.done) {
        if (step.value.coverage === "COMPLETE") return;
        throw new FeedUnreadable(`the stream ${name} did not come to its end: ${step.value.reason ?? ""}`);
      }
      for (const { record, reason } of step.value.rejected ?? []) {
        this.#shortfalls.add(`a record of ${name} cannot be read (${record}: ${reason})`);
      }
      for (const record of step.value.records) {
        const transformed = transform === null ? record : transform(record);
        if (holds === null || holds({ record: transformed, config })) yield transformed;
      }
    }
  }
}
