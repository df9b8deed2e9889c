/** The parts of a listing: one walk over pages, or one file, for each partition and period. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { decodeFeed, decodePlan } from "../../../decoders/choose.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import type { Rejection } from "../../adapter.ts";
import { type AnyPart, type ListingNotes, part, type PartPage } from "../../kit/listing.ts";
import { recordsOf } from "../files.ts";
import type { StreamSettings } from "../settings.ts";
import { additionsOf, placeOf } from "./additions.ts";
import type { Asker } from "./asking.ts";
import { PagesReset, parsed } from "./error-handler.ts";
import type { Period } from "./incremental.ts";
import { firstToken, nextPage, type PageToken } from "./paginator.ts";
import type { Walk } from "./partitions.ts";
import { expandRecords } from "./record-expander.ts";
import { responseFields } from "./response-fields.ts";
import { isPaged } from "./shape.ts";
import type { Wanted } from "./wanted.ts";

const MOST_PAGES = 1_000;
const MOST_RESETS = 3;
/** How far back a token that comes again is recognised. */
const TOKENS_KEPT = 100;

/** What one part is of. */
export interface Slice extends Omit<Wanted, "periods"> {
  readonly walk: Walk;
  readonly period: Period | null;
  /** What each record gets besides its own fields. */
  readonly completed: (record: FeedRecord) => FeedRecord;
}

export function partOf(asker: Asker, stream: StreamSettings, slice: Slice): AnyPart<FeedRecord> {
  return isPaged(stream) ? pagedPart(asker, stream, slice) : filePart(asker, stream, slice);
}

const nameOf = ({ name }: StreamSettings, { walk, period }: Slice): string =>
  [name ?? "offers", walk.name, period?.start_time ?? ""].filter((each) => each !== "").join(" ");

/** Records as they go on: those that are wanted, with what belongs to them. */
function wanted(
  records: readonly FeedRecord[],
  { walk: { partition, extra }, leavesOut, completed }: Slice,
): FeedRecord[] {
  const isPartitioned = Object.keys(partition).length > 0;
  return records
    .filter((record) => leavesOut === null || !leavesOut(record))
    .map((record) =>
      completed(isPartitioned ? { ...record, stream_partition: { ...extra, ...partition } } : record),
    );
}

function filePart(asker: Asker, stream: StreamSettings, slice: Slice): AnyPart<FeedRecord> {
  return {
    name: nameOf(stream, slice),
    async *stream(notes) {
      if (slice.shortfall !== null) notes.fallShort(slice.shortfall);
      const position = { walk: slice.walk, period: slice.period, token: null, page: 0 };
      const plan = decodePlan(stream.decoder);
      const response = await asker.file(
        stream.requester ?? {},
        { place: placeOf(position), additions: additionsOf(stream, position) },
        plan,
      );
      const batches = recordsOf(response, plan, stream);
      for (;;) {
        const next = await batches.next();
        if (next.done === true) {
          if (next.value !== null) notes.fallShort(next.value);
          return;
        }
        yield {
          records: wanted(next.value.records, slice),
          rejected: next.value.rejected,
          rows: next.value.records.length + next.value.rejected.length,
        };
      }
    },
  };
}

const positionSchema = z.object({
  token: z.union([z.string(), z.number()]).nullable(),
  page: z.int(),
  rows: z.int(),
  /** How often the partner had the pages begun again. */
  resets: z.int(),
  /** Of the tokens so far, those that a partner made. */
  tokens: z.array(z.string()),
});
type PagePosition = z.output<typeof positionSchema>;

function pagedPart(asker: Asker, stream: StreamSettings, slice: Slice): AnyPart<FeedRecord> {
  const { paginator } = stream;
  const first: PagePosition = { token: firstToken(paginator), page: 0, rows: 0, resets: 0, tokens: [] };
  const name = nameOf(stream, slice);
  return part<PagePosition, FeedRecord>({
    name,
    position: positionSchema,
    first,
    mostPages: (paginator?.type === "DefaultPaginator" ? paginator.max_pages : undefined) ?? MOST_PAGES,
    page: async (position, notes) => {
      if (slice.shortfall !== null) notes.fallShort(slice.shortfall);
      let arrived: Arrived;
      try {
        arrived = await arrivedPage(asker, stream, slice, position, notes);
      } catch (error) {
        if (!(error instanceof PagesReset) || position.resets >= MOST_RESETS) throw error;
        return { records: [], identity: null, next: { ...first, resets: position.resets + 1 } };
      }
      return pageOf(asker, stream, slice, position, arrived, notes, name);
    },
  });
}

interface Arrived {
  readonly records: FeedRecord[];
  readonly rejected: Rejection[];
  readonly response: unknown;
  readonly headers: Headers;
  readonly url: string;
}

async function arrivedPage(
  asker: Asker,
  stream: StreamSettings,
  { walk, period }: Slice,
  { token, page }: PagePosition,
  notes: ListingNotes,
): Promise<Arrived> {
  const position = { walk, period, token, page };
  const asked = { place: placeOf(position), additions: additionsOf(stream, position) };
  const { response, text, ignored } = await asker.page(stream.requester ?? {}, asked);
  const { headers, url } = response;
  const records: FeedRecord[] = [];
  const rejected: Rejection[] = [];
  if (ignored) return { records, rejected, response: null, headers, url };
  const { records: decoding } = await decodeFeed(
    utf8(text),
    { ...decodePlan(stream.decoder), encoding: "utf-8" },
    headers.get("content-type"),
    {
      fieldPath: stream.record_selector?.extractor?.field_path ?? [],
      wrapSingle: stream.record_selector?.wrap_single ?? null,
    },
  );
  for (;;) {
    const step = await decoding.next();
    if (step.done) {
      if (step.value.doubt !== null) notes.fallShort(step.value.doubt);
      return { records, rejected, response: parsed(text), headers, url };
    }
    records.push(...step.value.records);
    rejected.push(...step.value.rejected);
  }
}

async function* utf8(text: string): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from(text, "utf8");
}

function pageOf(
  asker: Asker,
  stream: StreamSettings,
  slice: Slice,
  position: PagePosition,
  arrived: Arrived,
  notes: ListingNotes,
  name: string,
): PartPage<PagePosition, FeedRecord> {
  const { token, page, resets } = position;
  const count = arrived.records.length + arrived.rejected.length;
  const rows = position.rows + count;
  const { next, total } = nextPage(stream.paginator, {
    token,
    page,
    count,
    rows,
    url: arrived.url,
    response: arrived.response,
    headers: arrived.headers,
    lastRecord: arrived.records.at(-1) ?? null,
    config: asker.plain,
    partition: slice.walk.partition,
  });
  const tokens = typeof next === "string" ? [...position.tokens, digest(next)].slice(-TOKENS_KEPT) : [];
  const repeats = next !== null && (next === token || isRepeated(next, position.tokens));
  if (repeats) notes.fallShort(`${name}: page ${page + 1} names one as the next that was there before`);
  const isOver =
    next === null || repeats || (slice.endsWith !== null && arrived.records.some(slice.endsWith));
  // Rows of pages before a reset count no more.
  if (isOver && resets > 0 && total !== null && rows < total) {
    notes.fallShort(`${name}: the network counts ${total} and listed ${rows}`);
  }
  const fields = responseFields(stream.record_selector, arrived.response);
  const records = expandRecords(arrived.records, stream.record_selector);
  return {
    records: wanted(
      fields === null ? records : records.map((each) => ({ ...each, response: fields })),
      slice,
    ),
    rejected: arrived.rejected,
    rows: count,
    total,
    next: isOver ? null : { token: next, page: page + 1, rows, resets, tokens },
    identity: count === 0 ? null : [slice.walk.name, resets, arrived.records],
  };
}

const isRepeated = (next: PageToken, tokens: readonly string[]): boolean =>
  typeof next === "string" && tokens.includes(digest(next));

const digest = (token: string): string => createHash("sha256").update(token).digest("base64url").slice(0, 12);
