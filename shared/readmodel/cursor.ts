/** Opaque cursors: base64url JSON, read back with a schema. Clients store them and give them back, nothing else. */
import { hash } from "node:crypto";
import * as z from "zod";
import { PUBLISHED_WITHIN_MS } from "../publish/lateness.ts";
import { BadCursor } from "./errors.ts";
import type { OfferFilter } from "./filter.ts";
import { type Corrections, MOST_WORDS } from "./search-text.ts";

function word() {
  return z.string().regex(/^[\p{L}\p{M}]{1,64}$/u);
}

/** Words of the filter's text and what they were taken for where the list begins: its later pages mean the same. */
const corrections = z.array(z.tuple([word(), word()])).max(MOST_WORDS);

const offerCursor = z.strictObject({
  /** The order. */
  o: z.string(),
  /** Which filter it belongs to. */
  f: z.string(),
  /** The last row's sort key, as PostgreSQL writes it. */
  k: z.string().max(2_048),
  id: z.string().max(2_048),
  w: corrections.optional(),
});

const changeCursor = z.strictObject({
  /** Which change log: a dropped and rebuilt database has a new one. */
  l: z.string(),
  s: z.string().regex(/^\d{1,18}$/),
  w: corrections.optional(),
});

/** From the first change that is not older: of whoever knows a time and no place in the log. */
const timeCursor = z.strictObject({ t: z.iso.datetime() });

const changesSince = z.union([changeCursor, timeCursor]);

const versionCursor = z.strictObject({ v: z.int().positive() });

const priceCursor = z.strictObject({
  /** The next page reads the versions before this one. */
  p: z.int().positive(),
  /** Until when its first point held. */
  u: z.iso.datetime().nullable(),
});

const merchantCursor = z.strictObject({
  /** The last merchant's name, as it is sorted by. */
  n: z.string().max(2_048),
  id: z.string().max(2_048),
  /** Which search it belongs to. */
  q: z.string(),
});

export type MerchantCursor = z.infer<typeof merchantCursor>;
export type OfferCursor = z.infer<typeof offerCursor>;
export type ChangeCursor = z.infer<typeof changeCursor>;
export type TimeCursor = z.infer<typeof timeCursor>;
export type VersionCursor = z.infer<typeof versionCursor>;

export type PriceCursor = z.infer<typeof priceCursor>;

export const encodeCursor = (
  cursor: OfferCursor | ChangeCursor | TimeCursor | VersionCursor | PriceCursor | MerchantCursor,
): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

/**
 * A cursor for who was told of a change and does not know its place in the log, as a subscriber. It goes on from before
 * everything that the subscriber may not have been told of yet: changes are published in the order of the ledger's
 * stream, one shard apart from the other, and the log has an order of its own.
 *
 * @param changedAt when the change was made, RFC 3339
 */
export const cursorFrom = (changedAt: string): string =>
  cursorSince(new Date(Date.parse(changedAt) - PUBLISHED_WITHIN_MS).toISOString());

/** A cursor that begins at the first change in the log that is not older. @param time RFC 3339, in UTC */
export const cursorSince = (time: string): string => encodeCursor({ t: time });

/** Whether a cursor of the change log says where, and not when. @throws BadCursor when it is no cursor of a change log */
export const isPlace = (cursor: string): boolean => "s" in readChangesSince(cursor);

/** @throws BadCursor when it is not a cursor of this kind */
export const readOfferCursor = (text: string): OfferCursor => read(offerCursor, text);
/** @throws BadCursor when it is not a cursor of this kind */
export const readChangesSince = (text: string): ChangeCursor | TimeCursor => read(changesSince, text);
/** @throws BadCursor when it is not a cursor of this kind */
export const readVersionCursor = (text: string): VersionCursor => read(versionCursor, text);
/** @throws BadCursor when it is not a cursor of this kind */
export const readPriceCursor = (text: string): PriceCursor => read(priceCursor, text);

/** @throws BadCursor when it is not a cursor of this kind */
export const readMerchantCursor = (text: string): MerchantCursor => read(merchantCursor, text);

function read<T>(schema: z.ZodType<T>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch (cause) {
    throw new BadCursor("This is not a cursor that this API made. Leave it out to start over.", { cause });
  }
  const cursor = schema.safeParse(json);
  if (!cursor.success)
    throw new BadCursor("This cursor belongs to another list. Leave it out to start over.");
  return cursor.data;
}

/** For a cursor; nothing where nothing was corrected. */
export const writtenCorrections = (
  meant: Corrections | null | undefined,
): { readonly w?: [string, string][] } =>
  meant && meant.length > 0 ? { w: meant.map(([typed, word]) => [typed, word]) } : {};

/** The same for the same filter, whatever its text was taken for, however its fields are ordered and whichever are null. */
export function filterKey(filter: OfferFilter): string {
  const said = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined);
  return hash("sha256", JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1))), "base64url").slice(0, 12);
}
