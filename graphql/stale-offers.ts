/** Which offers may not be shown now, for a request: asked of the sources once, and kept for a moment. */
import { type HistoryRules, limitsAge, type StaleOffers, staleOffers } from "../shared/networks/display.ts";
import type { Source } from "../shared/sources/records.ts";
import type { RequestContext, SourceReader } from "./context.ts";

/** Terms speak of hours: a list of sources that is this old is as good as new, and spares every query a read. */
const KEPT_MS = 5_000;

const lists = new WeakMap<SourceReader, { readonly until: number; readonly sources: Promise<Source[]> }>();

export async function staleFor(context: RequestContext): Promise<StaleOffers[]> {
  if (!limitsAge()) return [];
  return staleOffers(await sourcesOf(context.sources), context.now);
}

/** Which versions of an offer may be shown, for a request. */
export const historyRules = async (context: RequestContext): Promise<HistoryRules> => ({
  now: context.now,
  stale: await staleFor(context),
});

/** Every source, as of a few seconds ago at most. */
export function sourcesOf(reader: SourceReader): Promise<Source[]> {
  const now = performance.now();
  const kept = lists.get(reader);
  if (kept !== undefined && now < kept.until) return kept.sources;
  const sources = reader.list();
  lists.set(reader, { until: now + KEPT_MS, sources });
  // A failure is not kept: the next query asks again.
  sources.catch(() => lists.delete(reader));
  return sources;
}
