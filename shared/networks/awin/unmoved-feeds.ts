/** Which feeds an incremental run may leave out: Awin imports most feeds a few times a day, many once a week. */
import type { AwinContext } from "./api.ts";
import { changesSince } from "../kit/incremental.ts";
import type { ProductFeed } from "./feed-list.ts";

const HOUR = 3_600_000;
/** The list's times have no zone: a feed counts as moved unless it is older in every zone there is. */
const ZONES = 26 * HOUR;

/** @returns the feeds that were last imported before the last complete listing; none where a whole run is due */
export function unmoved(feeds: readonly ProductFeed[], context: AwinContext): ProductFeed[] {
  const since = context.settings.skipUnmovedFeeds ? changesSince(context) : null;
  if (since === null) return [];
  return feeds.filter(({ imported }) => {
    const at = Date.parse(`${imported.replace(" ", "T")}Z`);
    return at + ZONES < since.getTime();
  });
}
