/** One listing of an Awin account: programmes with their terms, then promotions, then products. */
import type { ListingEnd, OfferPage } from "../adapter.ts";
import type { AwinContext } from "./api.ts";
import { productPages } from "./products.ts";
import { listedProgrammes, programmePages } from "./programmes.ts";
import { isPast, listingEnd, readCursor } from "./progress.ts";
import { promotionPages } from "./promotions.ts";
import type { AwinRecord } from "./records.ts";

/**
 * Programmes come first even where only promotions are wanted: an advertiser's logo, sector and commission are
 * theirs. COMPLETE only when every surface that was asked for has been seen to its end.
 */
export async function* listing(
  context: AwinContext,
): AsyncGenerator<OfferPage<AwinRecord>, ListingEnd, void> {
  const { pull } = context.settings;
  const progress = readCursor(context.cursor);
  if (!isPast(progress, "promotions") && (pull.includes("programmes") || pull.includes("promotions"))) {
    const programmes = await listedProgrammes(context);
    if (!isPast(progress, "programmes")) yield* programmePages(context, programmes, progress);
    if (pull.includes("promotions")) yield* promotionPages(context, programmes, progress);
  }
  if (pull.includes("products")) yield* productPages(context, progress);
  return listingEnd(progress);
}
