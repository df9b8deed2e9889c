/** Where each joined advertiser's site is: Advertiser Lookup knows, and the promotions that follow need it. */
import * as z from "zod";
import type { ListingNotes } from "../kit/listing.ts";

/** Of so many advertisers it is kept; for others the link's own destination has to do. */
const MOST_KEPT = 2_000;

const keptSchema = z.record(z.string(), z.string());

/** By CID. */
export const programUrls = ({ memory }: ListingNotes): Readonly<Record<string, string>> =>
  keptSchema.safeParse(memory["programUrls"]).data ?? {};

interface Advertiser {
  readonly "advertiser-id"?: string;
  readonly "program-url"?: string;
}

export function keepProgramUrls(notes: ListingNotes, advertisers: readonly Advertiser[]): void {
  const kept = { ...programUrls(notes) };
  let room = MOST_KEPT - Object.keys(kept).length;
  for (const { "advertiser-id": id, "program-url": url } of advertisers) {
    if (id === undefined || url === undefined || room <= 0) continue;
    kept[id] = url;
    room -= 1;
  }
  notes.memory["programUrls"] = kept;
}
