/**
 * The walk that adapters share: a listing is made of parts (programmes, then coupons, then products), each walked by
 * pages from a position of its own. Here lives what no adapter may get wrong: the cursor that resumes it, the page that
 * comes twice, the total that is not reached, the network that shows no more than so many, and the one honest verdict.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import {
  FeedUnreadable,
  type ListingEnd,
  type OfferPage,
  type Rejection,
  type SyncCoverage,
} from "../adapter.ts";

/** One page of a part. */
export interface PartPage<Position, Item> {
  readonly records: readonly Item[];
  readonly rejected?: readonly Rejection[];
  /** Where the page after this one is asked for; null: this was the part's last. */
  readonly next: Position | null;
  /**
   * What identifies the page, if it is asked for twice: its records' ids. Left out, the records themselves; null, where
   * two pages may rightly be the same.
   */
  readonly identity?: unknown;
  /** How many raw rows the network counts on this page, where that is more than `records` and `rejected` together. */
  readonly rows?: number;
  /** How many raw rows the network says the part has in all, where it says so and means it. */
  readonly total?: number | null;
}

/** What a part may say of the listing while it walks. */
export interface ListingNotes {
  /** The listing is not complete, and why; it goes on. A CAPPED or STALE one says so too. */
  fallShort(reason: string, coverage?: Exclude<SyncCoverage, "COMPLETE">): void;
  /** JSON-serialisable facts that one part leaves for a later one, and that survive an interruption. */
  readonly memory: Record<string, unknown>;
}

/** @typeParam Position JSON-serialisable; where a page is asked for */
export interface ListingPart<Position, Item> {
  /** Names the part in cursors and messages ("coupons"). */
  readonly name: string;
  /** Checks a position that comes from a cursor. */
  readonly position: z.ZodType<Position>;
  /** Where the first page is asked for. */
  readonly first: Position;
  /** Asks for one page. */
  page(position: Position, notes: ListingNotes): Promise<PartPage<Position, Item>>;
  /** Pages after which the walk gives up as endless. Default 10,000. */
  readonly mostPages?: number;
}

/** A part whose pages come out of one answer, such as a feed file of any size: it cannot be entered in its middle. */
export interface StreamedPart<Item> {
  readonly name: string;
  stream(notes: ListingNotes): AsyncGenerator<Omit<PartPage<never, Item>, "next">, void, void>;
}

/** Parts of one listing may have positions of different types. */
export type AnyPart<Item> = ListingPart<never, Item> | StreamedPart<Item>;

/** For putting a part into a list with others. */
export const part = <Position, Item>(one: ListingPart<Position, Item>): AnyPart<Item> =>
  one as unknown as ListingPart<never, Item>;

const MOST_SHORTFALLS = 10;
const MOST_PAGES = 10_000;

const stateSchema = z.object({
  /** The part that the listing is in, and where its next page is asked for; null: the part has not begun or cannot resume. */
  part: z.string(),
  next: z.unknown(),
  /** Of the current part: rows and pages taken, the largest total stated, the pages' identities. */
  rows: z.int(),
  pages: z.int(),
  total: z.number(),
  seen: z.array(z.string()),
  /** Totals of the parts before, for the progress bar. */
  expected: z.number(),
  shortfalls: z.array(z.string()),
  coverage: z.enum(["COMPLETE", "PARTIAL", "CAPPED", "STALE"]),
  memory: z.record(z.string(), z.unknown()),
});
type State = z.output<typeof stateSchema>;

/** How far back a page that comes again is recognised; networks repeat the last page, or the first. */
const IDENTITIES_KEPT = 50;

/**
 * Walks the parts in their order.
 *
 * COMPLETE only when every part came to its end, no page came twice, and every stated total was reached. An exception
 * ends the listing as it always does: PARTIAL, with its message.
 *
 * @param cursor of the last page that was taken, or null to begin
 * @throws FeedUnreadable for a cursor that was not made by a listing of these parts
 */
export async function* listParts<Item>(
  parts: readonly AnyPart<Item>[],
  { cursor, signal }: { readonly cursor: string | null; readonly signal: AbortSignal },
): AsyncGenerator<OfferPage<Item>, ListingEnd, void> {
  let state = cursor === null ? beginning(parts[0]?.name ?? "") : readCursor(cursor, parts);
  const notes: ListingNotes = {
    fallShort: (reason, coverage = "PARTIAL") => fallShort(state, reason, coverage),
    get memory() {
      return state.memory;
    },
  };
  const start = parts.findIndex(({ name }) => name === state.part);
  for (const [place, current] of parts.entries()) {
    if (place < start) continue;
    if (place > start || cursor === null) state = entered(state, current.name);
    if ("stream" in current) yield* streamed(current, state, notes, signal);
    else yield* walked(current, state, notes, signal);
    state = left(state, current.name);
  }
  return endOf(state);
}

const beginning = (part: string): State => ({
  part,
  next: null,
  rows: 0,
  pages: 0,
  total: 0,
  seen: [],
  expected: 0,
  shortfalls: [],
  coverage: "COMPLETE",
  memory: {},
});

const entered = (state: State, part: string): State => ({
  ...state,
  part,
  next: null,
  rows: 0,
  pages: 0,
  total: 0,
  seen: [],
  expected: state.expected + Math.max(state.total, state.rows),
});

function readCursor(cursor: string, parts: readonly { readonly name: string }[]): State {
  try {
    const state = stateSchema.parse(JSON.parse(cursor));
    if (parts.some(({ name }) => name === state.part)) return state;
  } catch {
    // Said below, in words.
  }
  throw new FeedUnreadable(
    "This cursor was not made by a listing with these settings; start the listing from its beginning.",
  );
}

async function* walked<Item>(
  current: ListingPart<never, Item>,
  state: State,
  notes: ListingNotes,
  signal: AbortSignal,
): AsyncGenerator<OfferPage<Item>, void, void> {
  if (state.next === ENDED) return;
  let at = state.next === null ? current.first : current.position.parse(state.next);
  for (;;) {
    signal.throwIfAborted();
    if (state.pages >= (current.mostPages ?? MOST_PAGES)) {
      return notes.fallShort(`${current.name}: stopped after ${state.pages} pages`, "CAPPED");
    }
    const page = await current.page(at, notes);
    if (!taken(state, page)) {
      return notes.fallShort(`${current.name}: page ${state.pages + 1} repeats an earlier page`);
    }
    state.next = page.next ?? ENDED;
    yield offerPage(page, state, JSON.stringify(state));
    if (page.next === null) return;
    at = page.next;
  }
}

/** In place of a position: the part is over. */
const ENDED = "∎";

async function* streamed<Item>(
  current: StreamedPart<Item>,
  state: State,
  notes: ListingNotes,
  signal: AbortSignal,
): AsyncGenerator<OfferPage<Item>, void, void> {
  // What was taken of it before an interruption comes again, and changes nothing.
  state.rows = 0;
  const before = JSON.stringify(state);
  for await (const page of current.stream(notes)) {
    signal.throwIfAborted();
    taken(state, { ...page, next: null, identity: null });
    yield offerPage(page, state, before);
  }
}

const offerPage = <Item>(
  page: Omit<PartPage<unknown, Item>, "next">,
  state: State,
  cursor: string,
): OfferPage<Item> => ({
  records: page.records,
  cursor,
  ...(page.rejected && { rejected: page.rejected }),
  total: state.total > 0 ? state.expected + state.total : null,
});

/** @returns false for a page that came before in this part: it is not taken */
function taken(state: State, page: PartPage<unknown, unknown>): boolean {
  const rows = page.rows ?? page.records.length + (page.rejected?.length ?? 0);
  if (page.identity !== null && rows > 0) {
    const identity = digest(page.identity ?? page.records);
    if (state.seen.includes(identity)) return false;
    // The first stays for good, of the others the last ones.
    state.seen = [...state.seen.slice(0, 1), ...state.seen.slice(1).slice(-IDENTITIES_KEPT), identity];
  }
  state.rows += rows;
  state.pages += 1;
  state.total = Math.max(state.total, page.total ?? 0);
  return true;
}

const digest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);

/** The part is over: was its total reached? */
function left(state: State, part: string): State {
  // A network that shows no more than so many has said so already.
  if (state.rows < state.total && state.coverage !== "CAPPED") {
    fallShort(state, `${part}: the network counts ${state.total} and listed ${state.rows}`, "PARTIAL");
  }
  return state;
}

/** PARTIAL says less than CAPPED or STALE, and wins over them. */
const WORSE: readonly SyncCoverage[] = ["COMPLETE", "STALE", "CAPPED", "PARTIAL"];

function fallShort(state: State, reason: string, coverage: SyncCoverage): void {
  if (WORSE.indexOf(coverage) > WORSE.indexOf(state.coverage)) state.coverage = coverage;
  if (state.shortfalls.length < MOST_SHORTFALLS && !state.shortfalls.includes(reason)) {
    state.shortfalls.push(reason);
  }
}

const endOf = ({ coverage, shortfalls }: State): ListingEnd =>
  coverage === "COMPLETE" ? { coverage } : { coverage, reason: shortfalls.join("; ") };
