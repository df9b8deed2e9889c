/** How far a listing has come: the cursor that resumes it, and what it must say of itself in the end. */
import * as z from "zod";
import type { ListingEnd } from "../adapter.ts";
import { termsSchema } from "./records.ts";
import { AWIN_SURFACES, type AwinSurface } from "./settings.ts";

const position = z.discriminatedUnion("surface", [
  /** Programmes come in the order of their ids; `after` is the last one taken. */
  z.object({ surface: z.literal("programmes"), after: z.number() }),
  z.object({
    surface: z.literal("promotions"),
    status: z.enum(["active", "upcoming"]),
    page: z.int(),
    /** Rows taken of this status so far, and the largest total that any of its pages stated. */
    rows: z.int(),
    largestTotal: z.int(),
    /** Identifies what the last page held. */
    signature: z.string(),
  }),
  /** Feeds come in the order of their ids; `rows` of feed `feed`, as it was imported at `imported`, are taken. */
  z.object({ surface: z.literal("products"), feed: z.int(), imported: z.string(), rows: z.int() }),
]);
export type Position = z.output<typeof position>;
export type PositionOf<S extends AwinSurface> = Extract<Position, { surface: S }>;

const progress = z.object({
  at: position.nullable(),
  /** Terms by advertiser id: asked once a listing, put on every promotion of the advertiser. */
  terms: z.record(z.string(), termsSchema),
  /** Why the listing is not complete, for people. */
  shortfalls: z.array(z.string()),
  capped: z.boolean(),
  /** How many records each part of the listing says it has. */
  expected: z.record(z.string(), z.number()),
});
export type Progress = z.output<typeof progress>;

const MOST_SHORTFALLS = 10;

export const beginning = (): Progress => ({
  at: null,
  terms: {},
  shortfalls: [],
  capped: false,
  expected: {},
});

/** @throws Error for a cursor that this adapter did not make */
export function readCursor(cursor: string | null): Progress {
  if (cursor === null) return beginning();
  try {
    return progress.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new Error("This cursor was not made by the Awin adapter; start the listing from its beginning", {
      cause,
    });
  }
}

export const writeCursor = (state: Progress, at: Position): string => JSON.stringify({ ...state, at });

/** Whether the listing, when it was interrupted, had already gone past this surface. */
export function isPast(state: Progress, surface: AwinSurface): boolean {
  if (state.at === null) return false;
  return AWIN_SURFACES.indexOf(state.at.surface) > AWIN_SURFACES.indexOf(surface);
}

/** Where to go on within `surface`; null to begin it. */
export function positionIn<S extends AwinSurface>(state: Progress, surface: S): PositionOf<S> | null {
  return state.at?.surface === surface ? (state.at as PositionOf<S>) : null;
}

export function fallShort(state: Progress, reason: string): void {
  if (state.shortfalls.length < MOST_SHORTFALLS) state.shortfalls.push(reason);
}

export function expectedTotal(state: Progress): number {
  return Object.values(state.expected).reduce((sum, count) => sum + count, 0);
}

export function listingEnd(state: Progress): ListingEnd {
  if (state.shortfalls.length === 0) return { coverage: "COMPLETE" };
  return { coverage: state.capped ? "CAPPED" : "PARTIAL", reason: state.shortfalls.join("; ") };
}
